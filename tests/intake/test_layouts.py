"""The law of layouts: the same people come back from every way of writing them down, each value from its own cell."""

import tempfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import sample_id
from sheets import codes, columns, of, read, sheet
from yicun.intake.grid import Grid, RawTable
from yicun.intake.headers import find_tables
from yicun.intake.read import open_workbook
from yicun.model.findings import column_letters

LABELS = {
    "village": "行政村", "name": "姓名", "sex": "性别", "birth_date": "出生年月", "political": "政治面貌",
    "education": "文化程度", "category": "现任职务", "id_number": "身份证号码", "phone": "联系电话",
    "resident": "是否常驻本村", "fit": "能否正常开展工作", "vetting": "核查结论", "inspection": "联合考察结论",
    "applied_on": "个人自荐日期", "recommended_on": "村两委推荐日期", "inspected_on": "联合考察日期",
}  # fmt: skip
NAMES = ("王阿明", "林示例", "示例丙", "欧阳示例", "李示", "陈示例")
VILLAGES = ("桥头村", "桥尾村", "朴一村", "下村村", "石鼓社区", "园内村")
CONSTANT = {
    "political": "群众", "education": "高中", "category": "治保主任", "resident": "是", "fit": "能", "vetting": "无",
    "inspection": "合格", "applied_on": "2020-04-25", "recommended_on": "2020-04-27", "inspected_on": "2020-04-29",
}  # fmt: skip


def person(number):
    born = f"{1960 + number % 40}{1 + number % 12:02d}15"
    return {
        "village": VILLAGES[number % 6],
        "name": NAMES[number % 6],
        "sex": "男" if number % 2 else "女",
        "birth_date": f"{born[:4]}年{int(born[4:6])}月",
        "id_number": sample_id(born, f"99{6 + number % 4}"),
        "phone": f"1380000{number:04d}",
        **CONSTANT,
    }


def people_of(tables: list[RawTable], grids: list[Grid]) -> list[dict[str, object]]:
    """The people of tables, after a look at the cell that each of their values is said to stand in."""
    by_name = {grid.sheet: grid for grid in grids}
    people = []
    for table in tables:
        cells = columns(table)
        for at in range(len(table.rows)):
            people.append({name: column[at] for name, column in cells.items() if column[at] is not None})
            for name, value in people[-1].items():
                spot = table.spots[name][at] if name in table.spots else None
                row = spot.row if spot is not None and spot.row is not None else int(table.rows[at])
                letters = spot.column if spot is not None else table.columns[name]
                if letters is not None:
                    held = str(cell_at(by_name[table.sheet], row, letters))
                    whole = spot is None or spot.whole
                    assert held == value if whole else str(value) in held.replace(" ", "")
    return people


def cell_at(grid: Grid, row: int, letters: str) -> object:
    column = next(at for at in range(grid.width) if column_letters(grid.left + at) == letters)
    return grid.row(row - grid.top)[column]


def by_id(one):
    return one["id_number"]


def form(one, order, wide, *, below=False):
    """Labels with the answers beside them, `wide` pairs in a row; or below them."""
    pairs = [(LABELS[name], one[name]) for name in order]
    rows = []
    for at in range(0, len(pairs), wide):
        part = pairs[at : at + wide]
        rows += (
            [[label for label, _ in part], [value for _, value in part]]
            if below
            else [[cell for pair in part for cell in pair]]
        )
    return rows


TITLES = ([], [("白沙乡“一村一警务助理”推荐表",)], [("推荐表",), ("填表日期：2020年4月29日",)])
ENDS = (
    [],
    [("村两委意见", "同意推荐。"), ("派出所意见", "同意。", "负责人签名", "示例所长")],
    [("推荐人", "示例书记", "联系电话", "13800009999"), ("填表人：示例丁", None, "审核人：示例戊")],
    [("家庭成员", "称谓", "姓名", "年龄", "政治面貌"), (None, "妻子", "示例妻", "40", "群众")],
    [("审核意见",)],
)


@st.composite
def orders(draw):
    """Every field once, the name among the first three."""
    rest = draw(st.permutations([name for name in LABELS if name != "name"]))
    at = draw(st.integers(0, 2))
    return [*rest[:at], "name", *rest[at:]]


@settings(deadline=None, max_examples=15)
@given(orders(), st.integers(1, 4), st.sampled_from(TITLES), st.sampled_from(ENDS), st.integers(0, 60), st.booleans())
def test_a_form_on_each_sheet(order, wide, title, end, first, below):
    people = [person(first + number) for number in range(3)]
    wide = max(wide, 3) if below else wide
    grids = [
        sheet(*title, *form(one, order, wide, below=below), *end, name=f"表{number}")
        for number, one in enumerate(people)
    ]
    tables, findings = read(*grids)
    assert people_of(tables, grids) == people
    assert [finding.facts["number"] for finding in of(findings, "YC112")] == ["1"] * 3
    assert not of(findings, "YC113")


@settings(deadline=None, max_examples=15)
@given(
    orders(), st.integers(2, 4), st.sampled_from(TITLES), st.sampled_from(ENDS), st.integers(0, 60), st.integers(0, 2)
)
def test_several_forms_on_one_sheet(order, wide, title, end, first, blank):
    people = [person(first + number) for number in range(4)]
    rows = []
    for one in people:
        rows += [*title, *form(one, order, wide), *end, *[()] * blank]
    grid = sheet(*rows)
    tables, findings = read(grid)
    assert people_of(tables, [grid]) == people
    assert not of(findings, "YC113")


@settings(deadline=None, max_examples=15)
@given(orders(), st.integers(0, 60))
def test_forms_beside_each_other(order, first):
    left, right = person(first), person(first + 1)
    rows = [[*one, None, *other] for one, other in zip(form(left, order, 2), form(right, order, 2), strict=True)]
    grid = sheet(("推荐表",), *rows)
    tables, _ = read(grid)
    assert sorted(people_of(tables, [grid]), key=by_id) == sorted([left, right], key=by_id)


@settings(deadline=None, max_examples=15)
@given(orders(), st.integers(2, 6), st.integers(0, 60), st.sampled_from(TITLES), st.integers(0, 2))
def test_a_table_on_its_side(order, many, first, title, left):
    people = [person(first + number) for number in range(many)]
    rows = [[*[None] * left, LABELS[name], *(one[name] for one in people)] for name in order]
    grid = sheet(*title, *rows, (), ("填表人：示例丁",))
    tables, findings = read(grid)
    assert people_of(tables, [grid]) == people
    assert not {"YC101", "YC102", "YC113"} & set(codes(findings))
    assert [finding.facts["number"] for finding in of(findings, "YC112")] == [str(many)]


@settings(deadline=None, max_examples=15)
@given(orders(), st.integers(0, 60), st.sampled_from(("title", "line", "cells", "sheet", "file")), st.integers(1, 3))
def test_a_sheet_for_each_village(order, first, said, many):
    order = [name for name in order if name != "village"]
    people = [
        [{**person(first + 5 * at + number), "village": VILLAGES[at]} for number in range(many)] for at in range(2)
    ]
    grids = []
    for own in people:
        village = own[0]["village"]
        above = {"title": [(f"石桥镇{village}警务助理推荐人选",)], "line": [("推荐人选",), (f"行政村：{village}",)],
                 "cells": [("所在村：", village)]}.get(said, [("推荐人选名单",)])  # fmt: skip
        rows = [[LABELS[name] for name in order], *([one[name] for name in order] for one in own)]
        grids.append(sheet(*above, *rows, ("村两委意见：同意推荐。",), name=village if said != "file" else "Sheet1"))
    for own, grid in zip(people, grids, strict=True):
        path = f"报送/{own[0]['village']}.xlsx" if said == "file" else "石桥所.xlsx"
        tables, findings = read_as(path, grid)
        held = [{**one, "township": None} for one in people_of(tables, [grid])]
        assert [{**one, "township": None} for one in own] == held
        assert [one.code for one in findings if one.code in {"YC102", "YC113", "YC114"}] == ["YC114"]


def read_as(path, grid):
    from yicun.intake.grid import Workbook
    from yicun.intake.headers import find_tables

    return find_tables(Workbook(path, "0" * 64, (grid,)))


@settings(deadline=None, max_examples=15)
@given(orders(), st.integers(0, 60), st.booleans(), st.sampled_from(("{}", "{}：", "一、{}", "{}（2人）", "石桥镇{}")))
def test_sections_headed_by_a_village(order, first, has_column, written):
    order = order if has_column else [name for name in order if name != "village"]
    rows = [("推荐人选名单",), [LABELS[name] for name in order]]
    people = []
    for at in range(3):
        rows.append((written.format(VILLAGES[at]),))
        for number in range(2):
            one = {**person(first + 3 * at + number), "village": VILLAGES[at]}
            people.append(one)
            rows.append([None if name == "village" else one[name] for name in order])
    merges = [(number, 1, number, len(order)) for number, row in enumerate(rows, 1) if len(row) == 1]
    grid = sheet(*rows, merges=merges)
    tables, findings = read(grid)
    assert [without_township(one) for one in people_of(tables, [grid])] == people
    assert not {"YC102", "YC113"} & set(codes(findings))


def without_township(one):
    return {name: value for name, value in one.items() if name != "township"}


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 60), st.booleans(), st.booleans())
def test_tables_beside_each_other(first, gap, own_village):
    order = [name for name in LABELS if own_village or name != "village"]
    people = [person(first + number) for number in range(6)]
    rows = (
        [[LABELS[name] for name in order] * 2]
        if not gap
        else [[*(LABELS[name] for name in order), None, *(LABELS[name] for name in order)]]
    )
    for left, right in zip(people[:3], people[3:], strict=True):
        rows.append([*(left[name] for name in order), *([None] if gap else []), *(right[name] for name in order)])
    above = [("桥头村推荐人选",)] if not own_village else []
    grid = sheet(*above, *rows)
    tables, _ = read(grid)
    wanted = people if own_village else [{**one, "village": "桥头村"} for one in people]
    assert people_of(tables, [grid]) == wanted


@pytest.mark.parametrize(
    ("group", "below"),
    [
        ("推选程序日期", ("个人自荐", "村两委推荐", "联合考察")),
        ("各环节时间", ("自荐", "推荐", "考察")),
        ("推选程序", ("个人自荐日期", "村两委推荐日期", "联合考察日期")),
        ("时间", ("个人自荐", "组织推荐", "联合考察")),
    ],
)
def test_dates_under_a_grouped_header(group, below):
    order = [name for name in LABELS if not name.endswith("_on")]
    one = person(3)
    rows = [
        [*(LABELS[name] for name in order), group, None, None],
        [*[None] * len(order), *below],
        [*(one[name] for name in order), one["applied_on"], one["recommended_on"], one["inspected_on"]],
    ]
    last = len(order) + 3
    grid = sheet(*rows, merges=[(1, len(order) + 1, 1, last), *((1, at, 2, at) for at in range(1, len(order) + 1))])
    tables, findings = read(grid)
    assert people_of(tables, [grid]) == [one]
    assert codes(findings) == []


def test_whoever_stands_below_the_last_form_is_counted():
    one, two = person(1), person(2)
    tables, findings = read(sheet(*form(one, list(LABELS), 3), (), ("续表",), (two["name"], two["id_number"])))
    assert sum(len(table.rows) for table in tables) == 1
    assert [finding.facts["number"] for finding in of(findings, "YC113")] == ["1"]


def test_an_id_in_a_box_for_each_digit_and_a_ticked_answer():
    one = person(1)
    rows = [
        ("姓名", one["name"], "性别", "☑男 □女"),
        ("身份证号", *one["id_number"]),
        ("行政村", "桥头村", "学历", "高中"),
    ]
    (table,), _ = read(sheet(*rows))
    held = columns(table)
    assert (held["id_number"], held["sex"]) == ([one["id_number"]], ["男"])
    assert (table.spots["id_number"][0].column, table.spots["id_number"][0].whole) == ("B", False)


@pytest.mark.parametrize(
    ("opinion", "day"),
    [
        ("同意推荐。（盖章）　2020年4月27日", "2020年4月27日"),
        ("不同意推荐。2020年4月27日", None),
        ("同意推荐。　　年　月　日", None),
        ("4月25日公示，同意，2020年4月26日、2020年4月27日", None),
    ],
)
def test_the_day_of_an_opinion_that_agrees(opinion, day):
    one = {name: value for name, value in person(1).items() if name != "recommended_on"}
    (table,), _ = read(sheet(*form(one, list(one), 3), ("村两委推荐意见", opinion)))
    assert columns(table).get("recommended_on", [None]) == [day]


def test_nobody_is_made_of_opinions_signatures_and_other_people():
    one = person(1)
    header, row = [LABELS[name] for name in one], list(one.values())
    tail = [
        ("村两委意见：同意推荐。",),
        ("派出所、镇政府联合考察意见", "合格"),
        ("推荐人：王示例", "联系电话：13900000000"),
        ("村书记", "王示例", "电话", "13900000000"),
        ("桥尾村：经多次动员，暂无合适人选",),
    ]
    (table,), findings = read(sheet(header, row, (), *tail))
    assert columns(table)["name"] == [one["name"]]
    assert not of(findings, "YC113")


@pytest.mark.parametrize("group", ["推荐人", "村书记", "联系人", "包村民警", "村两委主要负责人"])
def test_columns_under_somebody_else_belong_to_them(group):
    header = [(None, None, None, group, None), ("行政村", "姓名", "身份证号", "姓名", "联系电话")]
    row = ("桥头村", "示例甲", person(1)["id_number"], "王示例", "13900000000")
    (table,), _ = read(sheet(*header, row, merges=[(1, 4, 1, 5)]))
    assert columns(table)["name"] == ["示例甲"]
    assert "phone" not in columns(table)


def test_a_name_merged_over_two_rows_is_one_person_with_two_phones():
    one = person(1)
    order = ["village", "name", "id_number", "phone", "education", "category"]
    rows = [[LABELS[name] for name in order], [one[name] for name in order], [None, None, None, "13900000000"]]
    grid = sheet(*rows, merges=[(2, 2, 3, 2), (2, 3, 3, 3)])
    (table,), findings = read(grid)
    assert columns(table)["phone"] == [f"{one['phone']}、13900000000"]
    assert (table.spots["phone"][0].row, table.spots["phone"][0].whole) == (2, False)
    assert [finding.facts["what"] for finding in of(findings, "YC109")] == ["同一人的续行"]


@pytest.mark.parametrize("title", ["人选名单及通讯录", "村民担任警务助理名单", "值班辅警推荐名单"])
def test_a_title_does_not_refuse_a_roster_that_has_its_columns(title):
    one = person(1)
    order = ["village", "name", "sex", "id_number", "phone"]
    (table,), _ = read(sheet((title,), [LABELS[name] for name in order], [one[name] for name in order]))
    assert columns(table)["name"] == [one["name"]]


def test_a_merged_village_with_a_birth_date_is_no_signature():
    rows = [("行政村", "姓名", "出生年月", "联系电话"), ("园内村", "示例甲", "1975年3月", "13800000000"),
            (None, "示例乙", "1968年8月", "13800000001"), (None, "示例丙", "1972年6月")]  # fmt: skip
    (table,), _ = read(sheet(*rows, merges=[(2, 1, 4, 1)]))
    assert columns(table)["name"] == ["示例甲", "示例乙", "示例丙"]


GROUPS = ("基本情况", "人选信息", "条件", "有关情况", "村级推荐人员情况", "其他")


@st.composite
def grouped(draw):
    """An order of fields under groups of random width: the header's two rows, its merged areas, and the order."""
    order = draw(orders())
    above, areas = [], []
    while len(above) < len(order):
        first = len(above) + 1
        width = min(draw(st.integers(1, 6)), len(order) - len(above))
        if width == 1:
            above.append(LABELS[order[first - 1]])
            areas.append((1, first, 2, first))
        else:
            above += [draw(st.sampled_from(GROUPS)), *[None] * (width - 1)]
            areas.append((1, first, 1, first + width - 1))
    alone = {first for row, first, last, _ in areas if last > row}
    below = [None if at in alone else LABELS[name] for at, name in enumerate(order, 1)]
    return [above, below], areas, order


@settings(deadline=None, max_examples=25)
@given(grouped(), st.integers(0, 60), st.sampled_from(TITLES))
def test_columns_under_groups_of_any_width(header, first, title):
    rows, areas, order = header
    people = [person(first + number) for number in range(3)]
    down = len(title)
    grid = sheet(
        *title, *rows, *([one[name] for name in order] for one in people),
        merges=[(top + down, left, bottom + down, right) for top, left, bottom, right in areas],
    )  # fmt: skip
    tables, findings = read(grid)
    assert people_of(tables, [grid]) == people
    assert not {"YC101", "YC102", "YC103", "YC113"} & set(codes(findings))


def in_word(*tables):
    """The tables of a document, each with lines over it, rows and merged areas; read from the file itself."""
    document = docx.Document()
    for lines, rows, merges in tables:
        for line in lines:
            document.add_paragraph(line)
        table = document.add_table(len(rows), max(map(len, rows)))
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                table.cell(at, column).text = value or ""
        for top, left, bottom, right in merges:
            table.cell(top - 1, left - 1).merge(table.cell(bottom - 1, right - 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名单.docx"
        document.save(str(path))
        book = open_workbook(path, path.name)
    return find_tables(book)[0], list(book.grids)


@settings(deadline=None, max_examples=10)
@given(grouped(), st.integers(0, 60), st.lists(st.sampled_from(("推荐人选名单", "填报单位：石桥派出所")), max_size=2))
def test_a_roster_in_a_document(header, first, lines):
    rows, areas, order = header
    people = [person(first + number) for number in range(3)]
    tables, grids = in_word((lines, [*rows, *([one[name] for name in order] for one in people)], areas))
    assert people_of(tables, grids) == people


@settings(deadline=None, max_examples=10)
@given(orders(), st.integers(2, 4), st.integers(0, 60), st.booleans())
def test_forms_in_a_document(order, wide, first, below):
    people = [person(first + number) for number in range(3)]
    wide = max(wide, 3) if below else wide
    parts = []
    for one in people:
        rows = [*form(one, order, wide, below=below), ["村两委意见", "同意推荐。"]]
        parts.append((("“一村一警务助理”推荐表",), rows, [(len(rows), 2, len(rows), max(map(len, rows)))]))
    tables, grids = in_word(*parts)
    assert people_of(tables, grids) == people


@settings(deadline=None, max_examples=10)
@given(orders(), st.integers(0, 60), st.sampled_from(("{}", "一、{}", "{}（2人）")))
def test_sections_and_villages_of_a_document(order, first, written):
    order = [name for name in order if name != "village"]
    labels = [LABELS[name] for name in order]
    people = [{**person(first + at), "village": VILLAGES[at // 2]} for at in range(4)]
    values = [[one[name] for name in order] for one in people]
    heads = [[written.format(village)] for village in VILLAGES[:2]]
    merges = [(row, 1, row, len(order)) for row in (2, 5)]
    tables, grids = in_word(((), [labels, heads[0], *values[:2], heads[1], *values[2:]], merges))
    assert [without_township(one) for one in people_of(tables, grids)] == people
    tables, grids = in_word(
        *(((f"行政村：{VILLAGES[at]}",), [labels, *values[2 * at : 2 * at + 2]], ()) for at in range(2))
    )
    assert [without_township(one) for one in people_of(tables, grids)] == people


@pytest.mark.parametrize("times", [1, 2])
def test_a_form_without_its_name_lends_nothing_to_the_next(times) -> None:
    order = ["village", "name", "sex", "birth_date", "education", "category", "id_number", "phone", "resident"]
    rows = []
    for number in range(3):
        one = form(person(number), order, 3)
        if number == 1:
            one[0][2] = None
            one[2][1] *= times  # also where it was pasted twice
        rows += [("推荐表",), *one, ("村两委意见", "同意"), ()]
    (table,), findings = read(sheet(*rows))
    held = columns(table)
    assert held["name"] == [person(0)["name"], person(2)["name"]]
    assert held["id_number"] == [person(0)["id_number"], person(2)["id_number"]]
    assert [finding.facts["number"] for finding in of(findings, "YC113")] == ["1"]


def test_a_title_that_reads_like_a_label_is_none_of_a_table_on_its_side() -> None:
    people = [person(1), person(2)]
    rows = [[LABELS[name], *(one[name] for one in people)] for name in LABELS]
    (table,), findings = read(sheet(("推荐人选",), *rows))
    assert columns(table)["name"] == [one["name"] for one in people]
    assert not of(findings, "YC103")


@pytest.mark.parametrize(
    ("answer", "read_as"),
    [("是☑ 否□", "是"), ("是□ 否☑", "否"), ("☑是 □否", "是"), ("是（√）　否（ ）", "是"), ("□是 □否", "□是□否")],
)
def test_a_box_belongs_to_the_answer_it_stands_beside(answer, read_as):
    one = {**person(1), "resident": answer}
    (table,), _ = read(sheet(*form(one, list(one), 3)))
    assert "".join(str(columns(table)["resident"][0]).split()) == read_as
