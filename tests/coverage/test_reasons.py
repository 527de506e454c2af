"""The reason shown is the real one, and what one place says no other contradicts."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.offices import codes, covered, office, person, run, send, states
from tests.terminal import typed

from yicun import pipeline
from yicun.workspace import CONFIG

WAIVER = {
    "person": '{name: 示例甲, id_ends: "9999"}', "village": "园内村", "rule": "schooling", "reason": "集体研究",
    "approver": "示例领导", "approved_on": "2020-05-06",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "label", "state"),
    [
        ({"applied_on": "七五年春"}, "个人自荐日期", "in_progress"),
        ({"fit": "大概"}, "能正常开展工作", "undetermined"),
    ],
)
def test_the_one_cell_that_cannot_be_read_is_named(tmp_path: Path, cells, label, state) -> None:
    folder = office(tmp_path / "区", ["园内村"])
    send(folder, "省新所.xlsx", [person(0, **cells)])
    result = covered(folder)
    assert states(result) == {"园内村": state}
    (village,) = result.coverage.villages.itertuples()
    assert (village.todo, f"{label}无法辨认" in village.reason) == (f"派出所：更正名单中的{label}", True)
    cell = next(one.place.cell for one in result.findings.all(result.roster.places) if one.field in cells)
    assert cell in typed("-w", folder, "screen", "-q").out


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ({"resident": "否"}, "拟推选的人选不符合条件，尚未改推该村其他人选"),
        ({"resident": ""}, "人选有空白或待核的项目，尚未补齐"),
        ({"education": "初中"}, "人选需说明的原因没有填写"),
    ],
)
def test_a_village_whose_first_person_stands_in_the_way_says_why(tmp_path: Path, first, reason) -> None:
    folder = office(tmp_path / "区", ["园内村"])
    send(folder, "省新所.xlsx", [person(0, choice="拟推选", **first), person(1, village="园内村", choice="备选")])
    (village,) = covered(folder).coverage.villages.itertuples()
    assert (village.state, village.reason) == ("in_progress", reason)


def test_a_sanction_that_was_not_understood_has_no_day(tmp_path: Path) -> None:
    folder = office(tmp_path / "区", ["园内村"])
    cells = {"political": "中共党员", "vetting": "有", "discipline": "某种处分", "discipline_on": date(2019, 6, 1)}
    send(folder, "省新所.xlsx", [person(0, **cells)])
    verdicts = pipeline.screen(run(folder)).verdicts
    assert list(verdicts.people["verdict"].ne("eligible")) == [True]
    assert not verdicts.people["eligible_from"].notna().any()


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ({"auxiliary": "示例警", "auxiliary_kind": "专职"}, "YC410"),
        ({"ruling": "不需配"}, "YC410"),
        ({"auxiliary": "示例警", "auxiliary_kind": "无"}, "YC603"),
        ({"auxiliary": "示例警", "auxiliary_kind": "兼职"}, "YC603"),
        ({"unit_type": "其他", "village": "园内农场", "auxiliary": "示例警", "auxiliary_kind": "专职"}, "YC603"),
    ],
)
def test_no_village_both_needs_nobody_and_waits_for_a_ruling(tmp_path: Path, unit, code) -> None:
    folder = office(tmp_path / "区", [{"village": "园内村", **unit}])
    send(folder, "省新所.xlsx", [person(0, village=unit.get("village", "园内村"))])
    assert [one for one, _, _ in codes(covered(folder), "YC410", "YC603")] == [code]


def test_all_is_done_only_where_nothing_is_open(tmp_path: Path) -> None:
    folder = office(tmp_path / "区", ["园内村", {"village": "檗谷村", "auxiliary": "示例警", "auxiliary_kind": "兼职"}])
    send(folder, "省新所.xlsx", [person(0)])
    totals = covered(folder).coverage.totals
    assert (totals.gap, totals.gap_at_least, totals.gap_at_most) == (0, 0, 1)
    pace = covered(folder).coverage.pace
    assert pace is None or "全部推选" not in pace.sentence


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rule": "no-such-rule"}, "YC520"),
        ({"person": '{name: 示例甲, id_ends: "0000"}'}, "YC520"),
        ({"approver": '""'}, "YC521"),
        ({"approver": "[缺一半"}, "YC501"),
    ],
)
def test_a_waiver_that_is_wrong_is_said_by_every_command(tmp_path: Path, changes, code) -> None:
    folder = office(tmp_path / "区", ["园内村"])
    send(folder, "省新所.xlsx", [person(0, education="初中")])
    lines = [f"{key}: {value}" for key, value in {**WAIVER, **changes}.items()]
    (folder / "批准.yaml").write_text("waivers:\n  - " + "\n    ".join(lines) + "\n", "utf-8")
    config = folder / CONFIG
    config.write_text(config.read_text("utf-8") + 'waivers = "批准.yaml"\n', "utf-8")
    for command in ("validate", "screen", "coverage"):
        _, out, err = typed("-w", folder, command, "-q")
        assert code in out + err
        found = json.loads(typed("-w", folder, "--format", "json", command, "-q").out)["findings"]
        assert code in {one["code"] for one in found}
