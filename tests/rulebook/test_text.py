"""The shipped rulebooks beside the text they quote, and in words."""

import re
from dataclasses import replace

import pytest
import yaml

from yicun.rulebook.citations import numbers_in
from yicun.rulebook.describe import page, row, rows, shipped_pages
from yicun.rulebook.files import shipped
from yicun.rulebook.load import load_rulebook
from yicun.rulebook.paragraphs import paragraphs

TEXT = (shipped() / "texts" / "nanan-2020-04-23.txt").read_text("utf-8")
CLAUSES = (
    "need", "quota", "own-village", "resident", "schooling", "fit", "character", "records", "records-fresh",
    "warning-2y", "removal-3y", "priority", "others", "fallback", "procedure",
)  # fmt: skip


def load(name="nanan-2020"):
    return load_rulebook(shipped() / f"{name}.yaml", shown=name, search=[])[0]


def quotes(node):
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "quote")
        for value in node.values():
            yield from quotes(value)
    elif isinstance(node, list):
        for value in node:
            yield from quotes(value)


@pytest.mark.parametrize("name", ["fujian-2019-294", "nanan-2020"])
def test_every_quote_stands_in_the_text_letter_by_letter(name):
    found = list(quotes(yaml.safe_load((shipped() / f"{name}.yaml").read_text("utf-8"))))
    assert len(found) >= 10
    assert [quote for quote in found if quote not in TEXT] == []


def test_the_titles_are_those_of_the_documents():
    for name in ("fujian-2019-294", "nanan-2020"):
        about = load(name).id
        assert about.title in TEXT.replace("\n", "")
        assert about.number in TEXT
        assert about.issuer in TEXT.replace("\n", "")


def test_every_clause_of_the_contract_is_a_rule():
    rulebook = load()
    assert [name for name in CLAUSES if rulebook.rule(name) is None] == []
    assert [step.what for step in rulebook.procedure.steps] == ["个人自荐", "组织推荐", "联合考察", "审核确定"]


def test_every_sentence_that_bars_or_requires_is_quoted_somewhere():
    quoted = "".join(quotes(yaml.safe_load((shipped() / "fujian-2019-294.yaml").read_text("utf-8"))))
    section = TEXT[TEXT.index("（一）人选要求") : TEXT.index("（二）推选程序")]
    items = re.findall(r"^\d\.(.+?)[；。;]?$", section, re.MULTILINE)
    assert len(items) == 10
    whole = [item.rstrip("；。;") for item in items]
    assert [part for item in whole for part in item.split("，", 1) if item not in quoted and part not in quoted] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("不满2年", {2}),
        ("六十岁", {60}),
        ("二〇二〇年", {2020}),
        ("一百零五", {105}),
        ("两年", {2}),
        ("十五天", {15}),
        ("无", set()),
    ],
)
def test_numbers_are_read_from_the_words_of_a_quote(text, numbers):
    assert numbers_in(text) == numbers


def test_the_listing_says_in_chinese_what_is_asked_and_shows_both_clauses():
    rulebook = load()
    assert row(rulebook, "schooling").asks.startswith("“文化程度”达到高中及以上")
    assert "不满2年" in row(rulebook, "warning-2y").asks
    others = row(rulebook, "others")
    assert "在本村专职网格员" in others.quote
    assert "可从村干部" in others.quote
    assert row(rulebook, "没有") is None
    for line in rows(rulebook):
        assert line.kind
        assert line.asks
        assert line.quote
        assert not re.search(r"\b(at_least|one_of|within_years|any_of)\b", line.asks)


def test_the_page_gives_every_conflict_of_the_two_documents_its_reading_and_reason():
    text = page([load()])
    for word in (
        "专职辅警",
        "至少配备1名",
        "专职网格员",
        "2020年5月10日",
        "2020年6月30日",
        "2020年12月31日",
        "乡镇参加的联合考察没有取消",
    ):
        assert word in text
    for name in ("need", "quota", "others", "procedure", "nominated"):
        section = text[text.index(f"### `{name}`") :].split("###")[1]
        assert "怎样理解：" in section
        assert "为什么：" in section
    assert shipped_pages().count("\n## ") == 5


def test_no_one_is_said_to_have_done_what_a_single_conclusion_cannot_tell():
    """核查结论 covers three circumstances: the words shown with it are those of all three, never of one."""
    words = load().rule("records").all_words
    for item in ("本人受过刑事处罚的", "正被纪检监察部门立案调查、司法机关立案侦查的", "曾被开除公职"):
        assert item in words


def test_the_page_names_every_operator_and_the_columns_it_fits():
    text = shipped_pages()
    assert "| `within_years` | 自该列至基准日不满…年 |" in text
    assert "| `at_least` | 该列达到…及以上 | `education` |" in text
    assert "| `known` | 该列明确 | 各列 |" in text


def whole():
    return [load(name) for name in ("fujian-2019-294", "nanan-2020", "service-2020")]


def test_every_paragraph_of_the_text_is_asked_by_a_rule_or_said_not_to_be():
    found = paragraphs(TEXT, whole())
    assert "".join(each.text for each in found) == "".join(line.strip() for line in TEXT.splitlines())
    assert [each.text for each in found if not each.accounted] == []


@pytest.mark.parametrize("left_out", ["四（一）", "六（三）", "通知正文"])
def test_a_paragraph_that_nothing_speaks_of_is_found(left_out):
    books = [replace(book, unasked=tuple(e for e in book.unasked if e.clause != left_out)) for book in whole()]
    assert [each for each in paragraphs(TEXT, books) if not each.accounted]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("本人受过刑事处罚的", "records"),
        ("信奉邪教", "conduct"),
        ("无重大身心疾病", "fit"),
        ("考核结果分为", "repeated-fail"),
        ("其他地区要在2020年底前全面完成", "everywhere"),
        ("2020年5月10日前", "nominated"),
        ("村两委推荐的初步人选", "procedure"),
    ],
)
def test_the_page_names_the_rule_beside_the_paragraph(words, rule):
    table = shipped_pages().split("## 逐段对照")[1]
    assert any(words in line and f"`{rule}`" in line for line in table.splitlines())
