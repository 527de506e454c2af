"""What the office approved in the sheet 例外, and a receipt that was voided and comes back."""

from datetime import date

import pytest
from tests.offices import bring, codes, keep_ledger, person, receive, registry, run, send

from yicun import pipeline
from yicun.model.fields import TableKind
from yicun.outbox import office_ledger

WITHOUT_SCHOOL = person(0, education="初中")


def verdict(folder, *rows, as_of=date(2020, 5, 7)):
    send(folder, "省新所.xlsx", [WITHOUT_SCHOOL])
    keep_ledger(folder, {TableKind.WAIVERS: rows})
    result = pipeline.screen(run(folder, as_of))
    return result.verdicts.people["verdict"].iloc[0], codes(result, "YC520", "YC521")


def approval(**cells):
    row = {
        "village": "园内村", "name": "示例甲", "ends": str(WITHOUT_SCHOOL["id_number"])[-4:], "rule": "schooling",
        "reason": "经集体研究同意", "approver": "示例领导", "on": "2020-05-06", "document": "示例批〔2020〕1号",
    }  # fmt: skip
    return list({**row, **cells}.values())


def test_approval_in_the_ledger_lifts_what_it_names(tmp_path):
    folder = registry(tmp_path / "县")
    assert verdict(folder)[0] == "needs_reason"
    assert verdict(folder, approval()) == ("eligible", [])
    assert verdict(folder, as_of=date(2020, 5, 5)) == ("needs_reason", [])


@pytest.mark.parametrize(("cells", "code"), [({"name": "示例无人"}, "YC520"), ({"ends": "94"}, "YC521")])
def test_approval_that_lifts_nothing_is_named_at_its_row(tmp_path, cells, code):
    found = verdict(registry(tmp_path / "县"), approval(**cells))
    assert found[0] == "needs_reason"
    assert [(one, path) for one, path, _ in found[1]] == [(code, "台账.xlsx")]


def test_what_was_voided_can_be_received_again(tmp_path):
    folder = registry(tmp_path / "县")
    path, day = bring(folder, "一.xlsx", [person(0)]), date(2020, 5, 6)
    receive(folder, path, day)
    with pytest.raises(pipeline.CannotRun):
        receive(folder, path, day)
    office_ledger.withdraw(run(folder, day), 1, day)
    assert "收文 3 号" in receive(folder, path, day)[0]
    assert len(pipeline.read(run(folder)).roster.candidates) == 1
