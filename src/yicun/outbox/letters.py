"""What goes to the stations: a letter and their own workbooks to each, the bulletin to all. Nobody gets another's."""

from dataclasses import replace
from pathlib import Path

from yicun.disk.naming import distinct, file_name
from yicun.model.fields import TableKind
from yicun.model.findings import Findings
from yicun.model.results import Result
from yicun.model.roster import SourceFile
from yicun.outbox.copies import WRITTEN, annotate, by_file, copy_names
from yicun.outbox.delivery import Delivery, Lines
from yicun.pipeline import Run

_BULLETIN = "情况通报.docx"
_OF_THE_OFFICE = frozenset(("YC604",))  # what the office itself must look at is sent to nobody


def write_reminders(run: Run, result: Result, folder: Path, *, force: bool) -> Lines:
    """A folder for each station with something left to do (letter and marked copies), and the bulletin for all.

    They stand in a folder of the day, so that the letters of another day stay.
    A file goes back to the station that sent it and to nobody else; one whose sender cannot be told is named.
    """
    from yicun.report import notices

    covered = result.coverage
    assert covered is not None
    folder = folder / run.as_of.isoformat()
    delivery = Delivery(run, result, force=force)
    by_path = by_file(one for one in result.findings.all(result.roster.places) if one.code not in _OF_THE_OFFICE)
    sent = {station.name: _sent_by(result, station.name) for station in covered.stations}
    found = {name: [one for file in files for one in by_path.get(file.path, ())] for name, files in sent.items()}
    due = [station for station in covered.stations if notices.due(covered, found[station.name], station.name)]
    folders = {station.name: file_name(station.name) for station in due}
    distinct({**folders, "情况通报": _BULLETIN})
    for station in due:
        copy_names(run, sent[station.name], "（批注）")
    for station in due:
        own = folder / folders[station.name]
        letter = delivery.put(own / "催办通知.docx", notices.reminder(result, station, found[station.name]))
        roster = replace(result.roster, files=sent[station.name])
        theirs = replace(result, roster=roster, findings=Findings(found[station.name]))
        annotated = list(annotate(run, theirs, own, force=force))
        copies = sum(line.startswith(WRITTEN) for line in annotated)
        yield f"{letter}：缺 {station.gap} 村，退回副本 {copies} 份"
        yield from (line for line in annotated if not line.startswith(WRITTEN))
    kept = [file for file in result.roster.files if not file.sender and by_path.get(file.path) and _is_roster(file)]
    yield delivery.put(folder / _BULLETIN, notices.bulletin(result, [_without_sender(file) for file in kept]))
    for file in kept:
        yield f"注意：{_without_sender(file)}，没有退回给任何一个所。→ 请核实由谁报送，再单独退回"


def _sent_by(result: Result, station: str) -> tuple[SourceFile, ...]:
    return tuple(file for file in result.roster.files if file.sender == station)


def _is_roster(file: SourceFile) -> bool:
    return any(table.kind is TableKind.CANDIDATES for table in file.tables)


def _without_sender(file: SourceFile) -> str:
    if len(file.stations) > 1:
        return f"{file.path} 含有{'、'.join(file.stations)}的人选"
    return f"{file.path} 看不出由哪个所报送"
