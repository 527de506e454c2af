"""Names of columns that no list holds: read by their family, and never beside what they do not mean."""
# ruff: noqa: E501 - a table of headers reads better with one entry a line

import pytest
from tests.sheets import HEADER, IDS, columns, of, person, read, sheet

from yicun.model.header_families import field_by_family

FAMILIES = {
    "village": ("村（居）委会名称", "所属村居", "行政村/社区", "村、社区", "任职行政村", "村委名称", "拟任职行政村", "推荐村（社区）"),
    "name": ("拟推荐人选", "拟任警务助理姓名", "警务助理人选姓名", "推荐人员姓名", "被推荐人选", "拟配人员姓名", "推选对象姓名"),
    "id_number": ("证件号", "身份证明号码", "公民身份号", "本人身份证号码", "居民身份证件号码"),
    "phone": ("本人手机号", "移动电话号码", "候选人联系电话", "警务助理手机号码"),
    "resident": ("是否常住在村", "是否长期在村居住", "是否本村常住人员", "是否在本村常住", "是否常年居住在本村"),
    "fit": ("能否正常履职", "能否胜任", "是否能胜任警务助理工作", "能否正常开展警务工作"),
    "vetting": ("核查意见", "政审意见", "派出所核查结论", "背景核查情况", "政治审查情况", "公安机关核查结果"),
    "vetted_on": ("派出所核查时间", "背景审查日期", "公安核查日期"),
    "inspection": ("派出所乡镇考察意见", "所镇联合考察结论", "联合考察是否合格", "派出所、乡镇联合考察情况"),
    "category": ("村内任职", "人员身份类别", "现任村级职务", "担任村内职务", "现任职务情况"),
    "education": ("学历层次", "学历情况", "文化程度学历"),
    "recommended_on": ("村委会推荐时间", "村支部推荐日期", "村社区两委推选日期"),
    "inspected_on": ("派出所联合考察时间", "乡镇考察日期"),
    "decided_on": ("县局审核日期", "审批时间", "公安局审定日期"),
}  # fmt: skip
OTHERS = (
    "推荐人", "推荐人姓名", "推荐人电话", "联系人电话", "紧急联系电话", "家属姓名", "村书记", "村医", "村干部", "自然村", "村民小组", "居住情况",
    "是否本村户籍", "是否本村村民", "是否党员", "身体状况", "健康状况", "原警务助理姓名", "曾任职务", "家属职务", "任职时间", "入党时间", "填表日期",
    "人员", "对象", "证件类型", "审核意见", "村推荐意见", "考察人", "常住人口", "常住本村", "家庭电话", "是否推荐", "工作单位", "是否有工作",
)  # fmt: skip


@pytest.mark.parametrize(("name", "header"), [(name, header) for name in FAMILIES for header in FAMILIES[name]])
def test_a_header_of_a_family_is_its_field(name: str, header: str) -> None:
    labels = [*HEADER, "核查日期", "村两委推荐日期", "联合考察日期", "审核确定日期"]
    known = {"village": "行政村", "name": "姓名", "id_number": "公民身份号码", "phone": "联系电话", "resident": "是否常驻本村",
             "fit": "能正常开展工作", "vetting": "核查结论", "vetted_on": "核查日期", "inspection": "联合考察结论",
             "category": "人员类别（现任职务）", "education": "文化程度", "recommended_on": "村两委推荐日期",
             "inspected_on": "联合考察日期", "decided_on": "审核确定日期"}  # fmt: skip
    at = labels.index(known[name])
    row = [*person(1), "2020-05-01", "2020-04-20", "2020-04-24", "2020-05-02"]
    headers = [header if number == at else label for number, label in enumerate(labels)]
    (table,), findings = read(sheet(headers, row))
    assert columns(table)[name] == [row[at]]
    assert not of(findings, "YC102") + of(findings, "YC103")


@pytest.mark.parametrize("header", OTHERS)
def test_what_may_mean_something_else_is_of_no_family(header: str) -> None:
    assert field_by_family(header) is None


def test_a_label_that_is_listed_comes_before_a_family() -> None:
    (table,), findings = read(sheet((*HEADER, "身份类别"), (*person(1), "农民")))
    assert columns(table)["category"] == [person(1)[HEADER.index("人员类别（现任职务）")]]
    assert not of(findings, "YC103")
    assert [one.facts["header"] for one in of(findings, "YC104")] == ["身份类别"]


def test_an_explanation_in_a_header_of_a_family_is_not_refused() -> None:
    headers = ["核查意见（有无违法犯罪）" if label == "核查结论" else label for label in HEADER]
    (table,), findings = read(sheet(headers, person(1)))
    assert columns(table)["vetting"] == ["无"]
    assert not of(findings, "YC105") + of(findings, "YC102")


def test_steps_under_a_heading_of_the_procedure_are_their_days() -> None:
    above = [*[None] * len(HEADER), "推选程序", None, None]
    headers = [*HEADER, "自荐", "两委推荐", "联合考察"]
    rows = [above, headers, [*person(1), "2020-04-20", "2020-04-24", "2020-04-28"]]
    first = len(HEADER) + 1
    (table,), findings = read(sheet(*rows, merges=[(1, first, 1, first + 2)]))
    held = columns(table)
    assert [held[name] for name in ("applied_on", "recommended_on", "inspected_on")] == [
        ["2020-04-20"], ["2020-04-24"], ["2020-04-28"]]  # fmt: skip
    assert not of(findings, "YC104")


def test_an_id_in_a_column_without_a_header_is_counted_unless_it_is_the_same() -> None:
    rows = [(*person(1), None, "示例丁", IDS[3]), (*person(2), None, None, IDS[2])]
    (table,), findings = read(sheet(HEADER, *rows))
    assert columns(table)["name"] == ["示例甲", "示例乙"]
    (finding,) = of(findings, "YC113")
    assert (finding.facts["number"], "第 2 行" in finding.facts["reason"]) == ("1", True)
