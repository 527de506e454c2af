"""The rosters of `forest-rangers/`: another scheme, whose rulebook adds columns of its own."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from making.plain import id_number, write_sheet

_CREATED = datetime(2022, 4, 1, tzinfo=UTC)
_REGISTER = (
    ("乡镇（街道）", "行政村", "单位类型", "派出所", "专职辅警", "配备人数"),
    ("示例镇", "东溪村", "行政村", "示例林业站", "无", "2"),
    ("示例镇", "西溪村", "行政村", "示例林业站", "无", ""),
    ("样例乡", "上湖村", "行政村", "样例林业站", "无", ""),
    ("样例乡", "下湖村", "行政村", "样例林业站", "无", ""),
)
_HEADER = (
    "序号", "行政村", "姓名", "性别", "出生年月", "文化程度", "人员类别（现任职务）", "公民身份号码", "联系电话",
    "是否常驻本村", "能正常开展工作", "核查结论", "联合考察结论", "合格证日期", "从事林业年限", "原工作单位",
    "回避认定", "报名日期", "村委会推荐日期", "林业站审查日期", "公示期满日期", "推选意见",
)  # fmt: skip
_ROSTERS = {
    "示例林业站.xlsx": (
        # village, name, born, 文化程度, 人员类别, 合格证日期, 从事林业年限, 原工作单位, 回避认定
        ("东溪村", "示例甲", date(1985, 4, 2), "高中", "其他", "2021-11-05", "4", "示例国有林场", "无需回避"),
        ("东溪村", "示例乙", date(1963, 9, 9), "高中", "退伍军人", "2021-12-01", "6", "", "无需回避"),
        ("西溪村", "示例丙", date(1990, 1, 15), "大专", "村干部", "2021-03-01", "", "", "无需回避"),
    ),
    "样例林业站.xlsx": (
        ("上湖村", "示例丁", date(1978, 12, 1), "高中", "其他", "2022-01-10", "两年多", "样例公司", "无需回避"),
        ("下湖村", "示例戊", date(1988, 7, 20), "大专", "其他", "2021-10-08", "8", "样例国有林场", "应当回避"),
    ),
}
_STEPS = ("2022-04-01", "2022-04-03", "2022-04-06", "2022-04-11")


def write_rangers(into: Path) -> None:
    """The register and both rosters below a folder."""
    write_sheet(into / "底册" / "行政村底册.xlsx", "名单", "示例县行政村底册", _REGISTER, _CREATED)
    number = 0
    for name, people in _ROSTERS.items():
        rows: list[Sequence[object]] = [_HEADER]
        for at, (village, person, born, *facts) in enumerate(people, 1):
            number += 1
            schooling, category, certified, years, unit, recusal = facts
            own_id, phone = id_number(number, born), f"1380000{number:04d}"
            rows.append(
                (at, village, person, "男", f"{born:%Y-%m}", schooling, category, own_id, phone, "是", "是", "无",
                 "合格", certified, years, unit, recusal, *_STEPS, "")
            )  # fmt: skip
        write_sheet(into / "报送" / name, "名单", "护林员推选名单", rows, _CREATED)
