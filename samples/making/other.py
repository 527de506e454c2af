"""The register and the roster of `other/`: another county, with a rulebook of its own. Nobody in it exists."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from making.plain import id_number, write_sheet

_CREATED = datetime(2021, 3, 20, tzinfo=UTC)

_REGISTER = (
    ("乡镇（街道）", "行政村", "单位类型", "派出所", "专职辅警", "辅警类型"),
    ("示例镇", "东溪村", "行政村", "城关派出所", "无", "无"),
    ("示例镇", "西溪村", "行政村", "城关派出所", "无", "无"),
    ("示例镇", "南洋村", "行政村", "城关派出所", "示例辅警", "专职"),
    ("示例镇", "北山村", "行政村", "城关派出所", "无", "无"),
    ("示例镇", "中兴社区", "社区", "城关派出所", "", ""),
    ("样例乡", "上湖村", "行政村", "样例派出所", "无", "无"),
    ("样例乡", "下湖村", "行政村", "样例派出所", "无", "无"),
)
_HEADER = (
    "序号", "行政村", "姓名", "性别", "出生年月", "政治面貌", "文化程度", "人员类别（现任职务）", "公民身份号码",
    "联系电话", "是否常驻本村", "能正常开展工作", "核查结论", "核查日期", "联合考察结论", "党纪处分",
    "处分决定生效日期", "个人自荐日期", "村两委推荐日期", "联合考察日期", "推选意见",
    "未从治保主任、综治协管员中选聘的原因",
)  # fmt: skip
_PEOPLE = (
    # village, name, born, 政治面貌, 文化程度, 人员类别, 党纪处分, its date, reason
    ("东溪村", "示例甲", date(1980, 4, 2), "中共党员", "初中", "村干部", "无", None, ""),
    ("西溪村", "示例乙", date(1962, 9, 9), "群众", "高中", "退伍军人", "无", None, ""),
    ("西溪村", "示例丙", date(1990, 1, 15), "群众", "大专", "专职网格员", "无", None, ""),
    ("北山村", "示例丁", date(1978, 12, 1), "中共党员", "高中", "村干部", "警告", date(2016, 6, 30), ""),
    ("北山村", "示例戊", date(1985, 7, 20), "群众", "高中", "治保主任", "无", None, ""),
)
_VETTED, _STEPS = date(2021, 3, 1), (date(2021, 2, 20), date(2021, 3, 1), date(2021, 3, 10))


def _roster() -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [_HEADER]
    for number, (village, name, born, political, schooling, category, sanction, since, reason) in enumerate(_PEOPLE, 1):
        person = (
            village,
            name,
            "男",
            born,
            political,
            schooling,
            category,
            id_number(number, born),
            f"1380000{number:04d}",
        )
        answers = ("是", "是", "无", _VETTED, "合格", sanction, since or "", *_STEPS)
        rows.append((number, *person, *answers, "拟推选" if name == "示例戊" else "", reason))
    return rows


def write_other(into: Path) -> None:
    """Write both workbooks below a folder."""
    write_sheet(into / "底册" / "行政村底册.xlsx", "底册", "示例县行政村底册", _REGISTER, _CREATED)
    write_sheet(into / "报送" / "城关所.xlsx", "推选名单", "城关派出所警务联络员推选名单", _roster(), _CREATED)
