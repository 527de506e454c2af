"""Closed lists: listed values, what else stations write, and what nobody may guess."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raw_tables import check, found, read, said
from yicun.intake.grid import Cell
from yicun.model.fields import CANDIDATE_FIELDS, VILLAGE_FIELDS, Kind, TableKind

CHOICES = [
    (kind, field)
    for kind, fields in ((TableKind.CANDIDATES, CANDIDATE_FIELDS), (TableKind.VILLAGES, VILLAGE_FIELDS))
    for field in fields
    if field.choices is not None
]


@pytest.mark.parametrize(("kind", "field"), CHOICES, ids=lambda value: getattr(value, "name", ""))
def test_every_listed_value_is_itself_and_every_synonym_is_noted(kind: TableKind, field: object) -> None:
    choices = field.choices
    name = field.name
    answers = read(name, choices.offered, kind)
    assert answers == [(value, []) for value in choices.values]
    known = {*choices.values, *choices.offered, "无"}
    words = [word for word in choices.synonyms if word not in known]
    expected = [(choices.synonyms[word], ["YC293"]) for word in words]
    assert read(name, words, kind) == expected


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("普高", "高中", ["YC293"]),
        ("高中毕业", "高中", ["YC293"]),
        ("中师", "中专", ["YC293"]),
        ("大学专科", "大专", ["YC293"]),
        ("大学本科学历", "本科", ["YC293"]),
        ("函授大专", "大专", ["YC293"]),
        ("本科（函授）", "本科", ["YC293"]),
        ("中央党校本科", "本科", ["YC293"]),
        ("高中（肄业）", "高中（肄业）", []),
        ("高中肄业", "高中（肄业）", ["YC293"]),
        ("职中结业", "职高（结业）", ["YC293"]),
        ("高　中", "高中", ["YC291"]),
        ("大学", "大学", ["YC217"]),
        (50.0, None, ["YC217"]),
        ("90", None, ["YC217"]),
        (60.0, "高中", ["YC293"]),
        ("秀才", None, ["YC216"]),
        ("大专在读", None, ["YC216"]),
        ("高中（中专）", "高中", ["YC293"]),
        ("高中/中专", "高中", ["YC293"]),
        ("高中（大专）", None, ["YC217"]),
        ("高中（大专在读）", None, ["YC217"]),
        ("高中及以上", "高中", ["YC217"]),
        ("大专以上", "大专", ["YC217"]),
        ("高中毕业证", "高中", ["YC293"]),
        ("中专（函授）", "中专", ["YC293"]),
        ("文盲", None, ["YC216"]),
        ("无", None, []),
    ],
)
def test_schooling(cell: Cell, value: str | None, codes: list[str]) -> None:
    assert said("education", cell) == (value, codes)


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("村干部、治保主任", "治保主任、村干部", []),
        ("治保主任、村干部", "治保主任、村干部", []),
        ("村主任", "村干部", ["YC293"]),
        ("文书 民兵连长", "村干部", ["YC293"]),
        ("治保主任兼网格员", "治保主任、专职网格员", ["YC217"]),
        ("兼职网格员", "其他", ["YC217"]),
        ("务农", "其他", ["YC217"]),
        ("其他", "其他", []),
        ("退役军人/村支书", "村干部、退伍军人", ["YC293"]),
        ("村干部（文书）", "村干部", ["YC293"]),
        ("、", None, []),
        ("党支部书记", "村干部", ["YC293"]),
        ("村委会委员、退伍士兵", "村干部、退伍军人", ["YC293"]),
        ("村支部副书记", "村干部", ["YC293"]),
        ("村“两委”成员", "村干部", ["YC293"]),
        ("村民小组长", "其他", ["YC293"]),
        ("村医", "其他", ["YC293"]),
        ("巡防队长", "巡防队员", ["YC293"]),
        ("村治保主任", "治保主任", ["YC293"]),
        ("治保主任（兼）", "治保主任", ["YC291"]),
        ("治保主任、村委委员", "治保主任、村干部", ["YC293"]),
        ("护村队员", "巡防队员", ["YC293"]),
        ("村网格员", "专职网格员", ["YC217"]),
        ("第一书记", "其他", ["YC217"]),
        ("治保员", "其他", ["YC217"]),
    ],
)
def test_categories_are_a_set_in_the_order_of_the_list(cell: Cell, value: str | None, codes: list[str]) -> None:
    assert said("category", cell) == (value, codes)


@pytest.mark.parametrize(
    ("field", "cell", "value", "codes"),
    [
        ("resident", "√", "是", ["YC293"]),
        ("resident", True, "是", ["YC293"]),
        ("resident", "×", "否", ["YC293"]),
        ("resident", "无", None, []),
        ("resident", "？", None, ["YC216"]),
        ("fit", "Y", "是", ["YC293"]),
        ("vetting", "无", "无", []),
        ("vetting", "—", None, []),
        ("vetting", "核查中", "待核", ["YC293"]),
        ("political", "党员", "中共党员", ["YC293"]),
        ("political", 13.0, "群众", ["YC293"]),
        ("political", "07", "民进会员", ["YC293"]),
        ("sex", "男 ", "男", ["YC291"]),
        ("resident", "常年在村", "是", ["YC293"]),
        ("resident", "长期居住", "是", ["YC293"]),
        ("resident", "是。", "是", ["YC293"]),
        ("resident", "不常住", "否", ["YC293"]),
        ("resident", "外出务工", "否", ["YC293"]),
        ("resident", "否（周末回村）", "否", ["YC217"]),
        ("resident", "是（长期在外）", None, ["YC217"]),
        ("resident", "是（平时不在）", None, ["YC217"]),
        ("resident", "周末回村", None, ["YC216"]),
        ("fit", "身体健康", "是", ["YC293"]),
        ("fit", "身体较差", "否", ["YC293"]),
        ("fit", "一般", None, ["YC216"]),
        ("vetting", "无异常", "无", ["YC293"]),
        ("vetting", "经核查，无违法犯罪记录", "无", ["YC293"]),
        ("vetting", "有前科", "有", ["YC293"]),
        ("vetting", "无法核查", None, ["YC216"]),
        ("vetting", "无（有案底）", None, ["YC217"]),
        ("inspection", "同意", "合格", ["YC293"]),
        ("inspection", "同意推荐", "合格", ["YC293"]),
        ("inspection", "合格（同意）", "合格", ["YC293"]),
        ("inspection", "√", "合格", ["YC293"]),
        ("inspection", "不同意", "不合格", ["YC293"]),
        ("inspection", "基本合格", None, ["YC216"]),
        ("inspection", "合格（待复核）", None, ["YC217"]),
        ("discipline", "党内警告（已满两年）", None, ["YC217"]),
    ],
)
def test_answers(field: str, cell: Cell, value: str | None, codes: list[str]) -> None:
    assert said(field, cell) == (value, codes)


def test_true_and_one_are_not_the_same_cell() -> None:
    assert read("political", [True, 1.0]) == [(None, ["YC216"]), ("中共党员", ["YC293"])]


def test_a_bare_warning_is_a_party_matter_only_under_a_party_header() -> None:
    row = {"discipline": "警告", "discipline_on": "2019-03", "political": "中共党员"}
    codes = [finding.code for finding in found(check(row, headers={"discipline": "处分情况"}))]
    assert codes == ["YC217"]
    checked = check(row, headers={"discipline": "党纪处分"})
    assert found(checked) == []
    assert checked.frames[TableKind.CANDIDATES]["discipline"].tolist() == ["警告"]
    assert said("discipline", "党内警告", headers={"discipline": "处分"})[0] == "警告"


def test_something_near_is_suggested_and_the_list_is_told() -> None:
    (finding,) = found(check({"education": "高中中"}))
    assert "小学、初中、高中" in finding.message
    assert "是否为“高中”" in finding.hint
    assert finding.fix is not None
    assert not finding.fix.safe


def test_what_nobody_should_have_written_is_not_repeated() -> None:
    (finding,) = found(check({"fit": "患有糖尿病"}))
    assert finding.code == "YC216"
    assert "糖尿" not in f"{finding.message}{finding.hint}{finding.value}"


@given(st.lists(st.text(max_size=8) | st.sampled_from(["是", "否", "待核", "√ ", "无", "—"]), max_size=30))
@settings(deadline=None, max_examples=50)
def test_nothing_outside_the_list_is_ever_read(cells: list[str]) -> None:
    field = next(field for field in CANDIDATE_FIELDS if field.name == "resident")
    assert field.kind is Kind.CHOICE
    assert field.choices is not None
    for value, codes in read("resident", cells):
        assert value is None or value in field.choices.values
        assert len(codes) <= 1


@pytest.mark.parametrize("cell", ["不常住的", "非党员", "不是党员", "没有常驻", "不能够的", "非中共党员"])
@pytest.mark.parametrize("field", ["resident", "political", "fit", "inspection", "decision"])
def test_a_suggestion_never_means_the_opposite(field: str, cell: str) -> None:
    opposite = {"是", "中共党员", "合格", "确定"}
    for finding in found(check({field: cell}, without=[])):
        if finding.field == field and finding.fix is not None:
            assert finding.fix.text not in opposite


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("category", "党支部书记"),
        ("category", "村医"),
        ("education", "函授大专"),
        ("education", "博士"),
        ("education", "高中（中专）"),
        ("inspection", "同意推荐"),
        ("vetting", "无违法犯罪记录"),
        ("resident", "常年在村"),
    ],
)
def test_what_says_more_than_the_listed_value_is_never_rewritten(field: str, cell: str) -> None:
    (finding,) = found(check({field: cell}))
    assert (finding.code, finding.fix) == ("YC293", None)


def test_a_doubtful_post_quotes_the_whole_cell() -> None:
    (finding,) = found(check({"category": "治保主任兼网格员"}))
    assert finding.code == "YC217"
    assert "“治保主任兼网格员”" in finding.message


def test_what_vetting_found_is_not_repeated() -> None:
    (finding,) = found(check({"vetting": "有犯罪记录"}))
    assert finding.code == "YC293"
    assert "犯罪" not in f"{finding.message}{finding.value}"


def test_the_words_of_the_station_stay_beside_the_posts() -> None:
    rows = [
        {"category": cell}
        for cell in ("治保主任", "党支部书记", "村医 13800000000", "治保主任、村干部", "村干部、治保主任")
    ]
    frame = check(*rows).frames[TableKind.CANDIDATES]
    texts = frame["category_text"].astype("object").where(frame["category_text"].notna(), None).tolist()
    assert texts == [None, "党支部书记", None, None, None]


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("category", "治调主任", "治保主任"), ("category", "综治协管", "综治协管员"),
        ("category", "纪检委员", "村干部"), ("category", "妇代会主任", "村干部"),
        ("category", "村监会主任", "村干部"), ("category", "报账员", "村干部"), ("category", "夜巡队员", "巡防队员"),
        ("category", "转业干部", "退伍军人"), ("category", "大学生村官", "村干部"),
        ("education", "高中毕业生", "高中"), ("education", "硕士学位", "研究生"),
        ("education", "大学（本科）", "本科"), ("education", "国家开放大学专科", "大专"),
        ("education", "职业中专", "中专"), ("education", "硕士研究生", "研究生"), ("education", "卫校", "中专"),
        ("resident", "家住本村", "是"), ("resident", "人户一致", "是"), ("resident", "☑是☐否", "是"),
        ("resident", "是☑ 否□", "是"), ("resident", "是□ 否☑", "否"),
        ("resident", "是（√） 否（ ）", "是"), ("category", "治保主任☑ 综治协管员□", "治保主任"),
        ("category", "□村干部 ☑治保主任 ☑退伍军人", "治保主任、退伍军人"),
        ("resident", "□是 ☑否", "否"), ("resident", "√是", "是"), ("fit", "适合", "是"), ("fit", "不适合", "否"),
        ("vetting", "正在核查", "待核"), ("inspection", "未考察", "待核"), ("inspection", "建议推选", "合格"),
        ("inspection", "不推荐", "不合格"), ("inspection", "通过考察", "合格"),
        ("inspection", "合格（2020.4.29）", "合格"), ("discipline", "未受过处分", "无"),
        ("discipline", "无任何处分", "无"), ("discipline", "未曾受到党纪政务处分", "无"),
        ("political", "中共党员（预备）", "中共预备党员"),
    ],
)  # fmt: skip
def test_kin_of_the_listed_words(name: str, cell: str, value: str) -> None:
    assert said(name, cell) == (value, ["YC293"])


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("resident", "户籍在本村"), ("resident", "□是□否"), ("resident", "☑是☑否"), ("discipline", "未处理"),
        ("resident", "是√ 否"), ("resident", "是□"),
        ("discipline", "曾受党内警告"), ("education", "大专在读"), ("inspection", "基本合格"), ("vetting", "√"),
    ],
)  # fmt: skip
def test_what_does_not_answer_stays_unknown(name: str, cell: str) -> None:
    value, codes = said(name, cell)
    assert value is None
    assert set(codes) <= {"YC216", "YC217"}
