"""Findings and changes on screen."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.text import Text

from yicun.model.codes import CODES, Severity
from yicun.model.fields import BY_NAME, TableKind
from yicun.model.findings import Finding
from yicun.model.results import Change, Comparison, Result
from yicun.report.console import Line, print_lines, print_text, table

SHOWN_PER_COLUMN = 5
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def show_findings(out: Console, result: Result, *, everything: bool) -> None:
    """Findings file by file, the first five of a code in a column (all with `everything`), then the counts."""
    findings = result.findings.all(result.roster.places)
    shown = findings if everything else [one for one in findings if one.severity is not Severity.NOTE]
    for path, in_file in groupby(shown, key=lambda finding: finding.place.path):
        lines: list[Line] = [[(path, "bold")]]
        for finding, more in _first(in_file, None if everything else SHOWN_PER_COLUMN):
            lines.append(finding_line(finding))
            if more:
                lines.append([(f"    {finding.code} 另有 {more} 处（--all 全部列出）", "dim")])
        print_lines(out, lines)
    show_summary(out, result, notes_hidden=not everything)


def finding_line(finding: Finding) -> Line:
    """One finding in one line: where, code, what, the masked value, what to do."""
    value = finding.value
    line_text = finding.message
    if value and value not in line_text:
        line_text += f"（{value}）"
    return [
        ("  ", ""),
        (str(finding.place), "bold"),
        (" ", ""),
        (f"{finding.code} {finding.severity.label}", _COLOURS[finding.severity]),
        (f" {line_text}。→ {finding.hint_for_office}。", ""),
    ]


def _first(findings: Iterable[Finding], most: int | None) -> Iterator[tuple[Finding, int]]:
    groups: dict[tuple[str, str | None, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.place.sheet, finding.place.column), []).append(finding)
    for group in groups.values():
        kept = group[:most]
        for finding in kept:
            yield finding, len(group) - len(kept) if finding is kept[-1] else 0


def show_summary(out: Console, result: Result, *, notes_hidden: bool) -> None:
    """How much was checked and what was found, in one line."""
    counts, unchecked = result.findings.by_severity(), result.findings.unchecked()
    files, people = len(result.roster.files), len(result.roster.candidates)
    parts = [
        *([f"{files} 个文件，{people} 名人选"] if files else []),  # a rulebook is checked without any
        f"错误 {counts[Severity.ERROR]}",
        f"警告 {counts[Severity.WARNING]}",
        f"说明 {counts[Severity.NOTE]}" + ("（--all 显示）" if notes_hidden and counts[Severity.NOTE] else ""),
    ]
    if unchecked:
        parts.append(f"{len(unchecked)} 个文件未能检查")
    style = "red" if counts[Severity.ERROR] or unchecked else "yellow" if counts[Severity.WARNING] else "green"
    print_text(out, "检查完毕：" + "，".join(parts), f"bold {style}")


def show_statistics(out: Console, result: Result) -> None:
    """How many findings of each code."""
    drawn = table("代码", "严重程度", "数量", "内容", numbers=("数量",))
    for code, count in sorted(result.findings.by_code().items(), key=lambda pair: -pair[1]):
        about = CODES[code]
        drawn.add_row(code, Text(about.severity.label, _COLOURS[about.severity]), str(count), about.what)
    out.print(drawn)
    show_summary(out, result, notes_hidden=False)


def _sides(change: Change) -> tuple[str, str]:
    """The two texts of a change; what the vetting found is not told, and is not blank for that."""
    if change.kind != "changed":
        return "", ""
    if change.before is None and change.after is None:
        return "（不显示）", "（不显示）"
    return change.before or "（空白）", change.after or "（空白）"


def show_changes(out: Console, compared: Comparison) -> None:
    """What differs between two submissions, and what was not compared."""
    kinds = {"added": ("增加", "green"), "removed": ("减少", "red"), "changed": ("变更", "yellow")}
    whats = {"person": "人选", "village": "村"}
    drawn = table("变化", "", "派出所", "乡镇", "行政村", "姓名", "项目", "原为", "现为", "位置")
    for change in compared.changes:
        word, colour = kinds[change.kind]
        field = BY_NAME[TableKind.CANDIDATES].get(change.field or "")
        drawn.add_row(
            Text(word, colour),
            whats[change.what],
            change.station,
            change.township,
            change.village,
            change.name,
            "" if field is None else field.label,
            *_sides(change),
            "" if change.place is None else str(change.place),
        )
    out.print(drawn if drawn.row_count else Text("两份报送没有差别"))
    if compared.villages_left or compared.people_left:
        left = f"{compared.villages_left} 村 {compared.people_left} 人"
        out.print(Text(f"新的一份只报了一部分：原来的 {left}不在其中，没有比较；新的一份留空的，按原来的。"))
    if compared.fields_left:
        labels = "、".join(BY_NAME[TableKind.CANDIDATES][name].label for name in compared.fields_left)
        out.print(Text(f"新的一份没有这些列，没有比较：{labels}"))
