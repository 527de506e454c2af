"""Coverage, the list and the changes between two submissions as data."""

from typing import Any

from yicun.model.results import Comparison, Coverage, Nominations, Numbers, Result
from yicun.report.json import basis, day_of, place_of, rest


def coverage(result: Result) -> dict[str, Any]:
    """`yicun coverage`: totals, stations, townships, the state of every village, and the pace."""
    covered = result.coverage
    assert covered is not None
    pace = covered.pace
    return {
        **basis(result),
        "deadline": day_of(covered.deadline),
        "days_left": covered.days_left,
        "working_days_left": covered.working_days_left,
        "calendar_known": covered.calendar_known,
        "calendar_note": covered.calendar_note,
        "totals": numbers_of(covered.totals),
        "stations": [{"station": numbers.name, **numbers_of(numbers)} for numbers in covered.stations],
        "townships": [{"township": numbers.name, **numbers_of(numbers)} for numbers in covered.townships],
        "villages": _villages(covered),
        "pace": None
        if pace is None
        else {
            "done_per_day": pace.done_per_day,
            "needed_per_day": pace.needed_per_day,
            "ends_on": day_of(pace.ends_on),
            "will_do": pace.will_do,
            "sentence": pace.sentence,
            "series": [
                {"on": day.isoformat(), "done": done, "required": required} for day, done, required in pace.series
            ],
        },
        "pace_reason": "no_receipts" if pace is None else None,
        **rest(result),
    }


def trend(covered: Coverage) -> list[dict[str, Any]]:
    """`yicun coverage --trend`: the totals of each day on which something came in or was decided."""
    return [{"as_of": day.isoformat(), **numbers_of(totals)} for day, totals in covered.history]


def nominations(result: Result, path: str, sha256: str) -> dict[str, Any]:
    """`yicun export-list`: where the list was written, how many lines it has, and who is not on it."""
    listed: Nominations | None = result.nominations
    assert listed is not None
    return {
        **basis(result),
        "path": path,
        "listed": listed.listed,
        "people": len(listed.lines),
        "required": listed.required,
        "missing": listed.missing,
        "missing_villages": [
            {"station": station, "township": township, "village": village, "reason": reason}
            for station, township, village, reason in listed.missing_villages
        ],
        "overruled": int(listed.lines["overruled"].sum()),
        "left_out": [
            {
                "station": person.station,
                "township": person.township,
                "village": person.village,
                "name": person.name,
                "verdict": person.verdict.value,
            }
            for person in listed.left_out
        ],
        "unreadable_ids": listed.unreadable_ids,
        "to_mend": listed.to_mend,
        "sha256": sha256,
        **rest(result),
    }


def changes(tool: str, old: str, new: str, compared: Comparison) -> dict[str, Any]:
    """`yicun diff`: what was added, removed and changed between two submissions."""
    found = compared.changes
    return {
        "tool": tool,
        "old": old,
        "new": new,
        "changes": [
            {
                "kind": change.kind,
                "what": change.what,
                "station": change.station,
                "township": change.township,
                "village": change.village,
                "name": change.name,
                "field": change.field,
                "before": change.before,
                "after": change.after,
                "place": None if change.place is None else place_of(change.place),
            }
            for change in found
        ],
        "summary": {
            f"{what}_{kind}": sum(change.what == what and change.kind == kind for change in found)
            for what in ("person", "village")
            for kind in ("added", "removed", "changed")
        },
        "not_compared": {
            "villages": compared.villages_left,
            "people": compared.people_left,
            "fields": list(compared.fields_left),
        },
    }


def numbers_of(numbers: Numbers) -> dict[str, Any]:
    """The counts and rates of a station, a township or an area."""
    return {
        "villages": numbers.villages,
        "auxiliary": numbers.auxiliary,
        "required": numbers.required,
        "nominated": numbers.nominated,
        "confirmed": numbers.confirmed,
        "gap": numbers.gap,
        "gap_at_least": numbers.gap_at_least,
        "gap_at_most": numbers.gap_at_most,
        "ruling": numbers.ruling,
        "states": {state.value: count for state, count in numbers.states.items()},
        "nomination_rate": numbers.nomination_rate,
        "completion_rate": numbers.completion_rate,
        "on_time": numbers.on_time,
        "late": numbers.late,
        "people_required": numbers.people_required,
        "people_done": numbers.people_done,
        "overruled": numbers.overruled,
        "submission": None if numbers.submission is None else numbers.submission.value,
        "rank": numbers.rank,
    }


_OF_VILLAGE = (
    "station", "township", "village", "state", "name", "quota", "filled", "on_time", "todo", "reason", "flag",
    "left_on", "days_vacant",
)  # fmt: skip


def _villages(covered: Coverage) -> list[dict[str, Any]]:
    in_time: dict[str, bool | None] = {"on_time": True, "late": False}
    frame = covered.villages[list(_OF_VILLAGE)].astype("object")
    found = frame.where(frame.notna(), None).to_dict("records")
    for village in found:
        left, name = village["left_on"], village.pop("name")
        village["candidate"] = name or None
        village["on_time"] = in_time.get(village["on_time"])
        village["left_on"] = None if left is None else left.date().isoformat()
    return [{str(key): value for key, value in village.items()} for village in found]
