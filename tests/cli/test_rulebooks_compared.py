"""Whose verdict another rulebook turns, and a register that asks for several, at the terminal."""

import json

import openpyxl
from tests.terminal import typed

from offices import VILLAGES, office, person, send

STRICTER = """\
rulebook: stricter
title: 从严
issuer: 本局
extends: nanan-2020
rules:
  - id: schooling
    kind: require
    basis: 本局约定：一律高中以上
    when: {field: education, at_least: 高中}
"""


def test_the_people_whom_another_rulebook_turns_are_named_and_nobody_else(tmp_path):
    folder = office(tmp_path / "office")
    book = folder / "从严.yaml"
    book.write_text(STRICTER, "utf-8")
    send(
        folder,
        "省新所.xlsx",
        [person(0), person(1, education="初中"), person(2, education="小学", exception_note="说明")],
    )
    code, shown, _ = typed("rules", "diff", "nanan-2020", book, "-w", folder)
    assert code == 0
    assert "结果不同的 2 人（共 3 人）" in shown
    assert "内部资料" in shown
    shown = typed("rules", "diff", "nanan-2020", book, "-w", folder, "--format", "json").out
    told = json.loads(shown)
    turned = [(one["name"], one["verdict_before"], one["verdict"]) for one in told["people"]]
    assert turned == [("示例乙", "needs_reason", "ineligible"), ("示例丙", "eligible", "ineligible")]
    assert told["summary"] == {"eligible>ineligible": 1, "needs_reason>ineligible": 1}
    assert [one["rule"] for one in told["people"][0]["decided_by"]] == ["schooling"]
    assert (told["rulebook_before"]["id"], told["rulebook"]["id"]) == ("nanan-2020", "stricter")


def test_two_rulebooks_that_say_the_same_turn_nobody(tmp_path):
    folder = office(tmp_path / "office")
    send(folder, "省新所.xlsx", [person(0), person(1, education="初中")])
    shown = typed("rules", "diff", "nanan-2020", "fujian-2019-294", "-w", folder).out
    assert "结果不同的 0 人（共 2 人）" in shown


def test_a_village_that_needs_two_has_two_lines_on_the_list(tmp_path):
    folder = office(tmp_path / "office", [{"village": VILLAGES[0], "quota": 2}, {"village": VILLAGES[1], "quota": 2}])
    people = [person(0), person(1), {**person(4), "village": VILLAGES[0]}]
    send(folder, "省新所.xlsx", [{**one, "choice": "拟推选"} for one in people])
    shown = typed("coverage", "-w", folder).out
    assert "应配 4 人，已推选 3 人" in shown
    told = json.loads(typed("coverage", "-w", folder, "--format", "json").out)
    assert [(one["quota"], one["filled"], one["reason"]) for one in told["villages"]] == [
        (2, 2, ""), (2, 1, "需配 2 名，已推选 1 名"),
    ]  # fmt: skip
    code, shown, _ = typed("export-list", "-w", folder, "-o", folder / "名单.xlsx", "--internal")
    assert code == 1
    assert "应推选 2 村、本名单 1 村 2 人、缺 1 村" in shown
    sheet = openpyxl.load_workbook(folder / "名单.xlsx")["推选名单"]
    written = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert [name for name in written if name.startswith("示例")] == ["示例甲", "示例戊"]
    shown = typed("validate", "-w", folder).out
    assert "YC409" not in shown
