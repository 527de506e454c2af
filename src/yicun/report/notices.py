"""Letters to the stations: 催办通知 for each with something left to do, 情况通报 with the ranking for all.

They carry villages, counts and references to cells, never what a cell held or what a check of a person came to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from yicun.model.codes import Severity
from yicun.model.fields import BY_NAME, TableKind
from yicun.model.findings import Finding, Place, column_number
from yicun.model.results import (
    FORMULA,
    GAP_STATES,
    NO_RECEIPTS,
    Basis,
    Coverage,
    Numbers,
    Result,
    State,
    Submission,
    percent,
)
from yicun.report.dates import dated, written
from yicun.report.finding_groups import runs
from yicun.report.paper import Paper
from yicun.report.table import Column

_GAPS = (
    Column("序号", 1.2),
    Column("乡镇（街道）", 3, "name"),
    Column("行政村", 2.6, "name"),
    Column("状态", 2.6),
    Column("原因", 4.5, "text"),
    Column("下一步", 5.5, "text"),
)
_TO_MEND = (
    Column("文件和工作表", 4, "text"),
    Column("单元格", 3, "text"),
    Column("问题", 5, "text"),
    Column("怎么改", 6.5, "text"),
)
_RANKING = (
    Column("名次", 2),
    Column("派出所", 6, "name"),
    Column("行政村", 2.5),
    Column("应推选", 2.5),
    Column("已推选", 2.5),
    Column("推选率", 3),
    Column("已确定", 2.5),
    Column("缺口", 2),
    Column("待认定", 2.5),
    Column("报送", 3),
)
_NO_CONTACT = "联系人：　　　　　　联系电话：　　　　　　　　"


def reminder(result: Result, station: Numbers, findings: Sequence[Finding]) -> bytes:
    """催办通知 to one station, as .docx: what was asked, where it stands, the villages, the cells to mend."""
    covered, basis = _covered(result), result.basis
    paper = Paper(basis.as_of, f"{station.name}催办通知")
    _title(paper, f"关于抓紧完成{basis.scheme.title}推选工作的催办通知")
    paper.line(f"{station.name}：")
    unread = bool(result.findings.unchecked())
    paper.line(_asked(basis, covered) + _standing(station, covered, unread=unread), align="justify", indent=2)
    number = _numbered()
    villages = covered.villages
    gaps = villages[
        villages["station"].eq(station.name) & villages["state"].isin([state.value for state in GAP_STATES])
    ]
    if len(gaps):
        _head(paper, f"{next(number)}、尚未落实的村（{len(gaps)} 个）")
        rows = [
            (str(count), *map(_text, (row.township, row.village)), State(str(row.state)).label, *_why(row))
            for count, row in enumerate(gaps.itertuples(), start=1)
        ]
        paper.table(_GAPS, rows)
    cells = to_mend(findings)
    if cells:
        _head(paper, f"{next(number)}、名单中需要补正的内容（{len(cells)} 项）")
        paper.table(_TO_MEND, cells)
        paper.line("逐格说明见随附的批注副本（单元格批注和“错误信息”列）。", size=12, indent=2)
    last = paper.line(f"{next(number)}、请你所{_by_when(covered)}补报、补正，并在推选名单上盖章后报送。", indent=2)
    _signed(paper, basis, last)
    return paper.content()


def bulletin(result: Result, unreturned: Sequence[str] = ()) -> bytes:
    """情况通报 to all stations, as .docx: the totals, the ranking, who has not sent anything, what comes next.

    `unreturned`: the files that went back to nobody, each with why.
    """
    covered, basis = _covered(result), result.basis
    totals = covered.totals
    paper = Paper(basis.as_of, "情况通报")
    _title(paper, f"关于{basis.scheme.title}推选工作进展情况的通报")
    paper.line("各派出所：")
    paper.line(_asked(basis, covered) + _standing(totals, covered, whole=True), align="justify", indent=2)
    pace = dated(covered.pace.sentence) if covered.pace is not None else NO_RECEIPTS
    paper.line(f"{pace}。", align="justify", indent=2)
    silent = [numbers.name for numbers in covered.stations if numbers.submission is Submission.SILENT]
    if silent:
        unread = "（有文件未能读取，其中可能有已报送的）" if result.findings.unchecked() else ""
        paper.line(f"尚未报送的派出所：{'、'.join(silent)}{unread}。", align="justify", indent=2)
    if unreturned:
        files = "；".join(unreturned)
        paper.line(f"未退回的报送文件：{files}。请报送的派出所分开重报。", align="justify", indent=2)
    paper.line("各派出所进展情况", face=paper.fonts.label, align="center").paragraph_format.keep_with_next = True
    paper.table(_RANKING, [_ranked(numbers) for numbers in _by_rank(covered.stations)] + [_ranked(totals)])
    last = paper.line(f"注：{FORMULA}；推选率相同的名次并列，没有应推选村的不排名。", size=10.5, spacing=18)
    _signed(paper, basis, last)
    return paper.content()


def due(covered: Coverage, findings: Iterable[Finding], station: str) -> bool:
    """Whether a station has anything left to do: a gap, nothing sent, or an error or warning in its files."""
    numbers = next(numbers for numbers in covered.stations if numbers.name == station)
    return bool(
        numbers.gap
        or numbers.submission is Submission.SILENT
        or any(finding.severity is not Severity.NOTE for finding in findings)
    )


def _covered(result: Result) -> Coverage:
    assert result.coverage is not None
    return result.coverage


def _title(paper: Paper, title: str) -> None:
    paper.line(title, face=paper.fonts.title, size=22, align="center", spacing=34)
    paper.line("")


def _head(paper: Paper, text: str) -> None:
    """The heading of a table, on the page where the table begins."""
    paper.line(text, face=paper.fonts.label, indent=2).paragraph_format.keep_with_next = True


def _asked(basis: Basis, covered: Coverage) -> str:
    source = f"根据{basis.rulebook.source}，" if basis.rulebook is not None else ""
    by = (
        f"，应于{written(covered.deadline)}前完成{basis.scheme.post}推选工作并报送名单"
        if covered.deadline is not None
        else ""
    )
    return f"{source}每个应推选的行政村应选聘 1 名{basis.scheme.post}{by}。"


def _standing(numbers: Numbers, covered: Coverage, *, whole: bool = False, unread: bool = False) -> str:
    done = numbers.done
    who = "全辖" if whole else "你所"
    text = (
        f"截至{written(covered.as_of)}，{who}应推选 {numbers.required} 村，已推选 {done} 村"
        f"（{percent(numbers.nomination_rate, done, numbers.required)}），缺 {numbers.gap} 村。"
    )
    if numbers.submission is Submission.SILENT:
        text += "没有收到你所可以读取的名单或零报告。" if unread else "你所尚未报送名单，也没有零报告。"
    if numbers.ruling:
        text += f"另有 {numbers.ruling} 个单位待认定是否需要配备。"
    if whole and numbers.overruled:
        text += f"已审核确定的村中，有 {numbers.overruled} 村的人选需再核对。"
    return text + _left(covered)


def _left(covered: Coverage) -> str:
    if covered.days_left is None or covered.working_days_left is None:
        return ""
    if covered.days_left < 0:
        return f"现已逾期 {-covered.days_left} 天。"
    note = f"；{dated(covered.calendar_note)}" if covered.calendar_note else ""
    return f"距期限还有 {covered.days_left} 天（{covered.working_days_left} 个工作日{note}）。"


def _by_when(covered: Coverage) -> str:
    if covered.deadline is None:
        return "尽快"
    return f"于{written(covered.deadline)}前" if covered.as_of <= covered.deadline else "立即"


def _why(row: Any) -> tuple[str, str]:
    """Why nobody is settled for a village, and who must do what; both are fit for 流转版."""
    return dated(_text(row.reason)), dated("；".join(filter(None, (_text(row.todo), _text(row.flag)))))


def to_mend(findings: Sequence[Finding]) -> list[tuple[str, str, str, str]]:
    """What a station must mend: file and sheet, cells, what is wrong, what to do; never what a cell held.

    Cells with the same fault of the same column stand in one line. Where two answers about a person
    do not agree, it is not said which, for that would tell what a check came to.
    """
    wrong = [finding for finding in findings if finding.severity is not Severity.NOTE]
    cells: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for finding in wrong:
        sheet = "" if finding.place.sheet is None else f"“{finding.place.sheet}”表"
        where = finding.place.path.rsplit("/", 1)[-1] + sheet
        cells[where, *_fault(finding)] += finding.related if finding.count > 1 else (finding.place,)
    return [(where, _cells(places), what, cure) for (where, what, cure), places in cells.items()]


def _fault(finding: Finding) -> tuple[str, str]:
    """What is wrong and what to do, in words that hold no fact of a person."""
    about, field = finding.about, BY_NAME[TableKind.CANDIDATES].get(finding.field or "")
    if field is not None and field.internal and about.code[2] in "34":
        return "与其他栏目不一致", "请核实后更正"
    what = f"{finding.label}：{about.what}" if finding.label else about.what
    hint = about.hint.replace("{label}", finding.label)
    return what, "见批注副本" if "{" in hint else hint


def _cells(places: Iterable[Place]) -> str:
    """J3:J13 K5, column by column."""
    ordered = sorted(dict.fromkeys(places), key=lambda place: (column_number(place.column), place.row or 0))
    return " ".join(dict.fromkeys(":".join(map(_cell, held)) for held in runs(ordered)))


def _cell(place: Place) -> str:
    return place.cell or (f"第{place.row}行" if place.row else f"{place.column}列" if place.column else "整表")


def _by_rank(stations: Iterable[Numbers]) -> list[Numbers]:
    return sorted(stations, key=lambda numbers: (numbers.rank is None, numbers.rank or 0))


def _ranked(numbers: Numbers) -> tuple[str, ...]:
    done = numbers.done
    return (
        "—" if numbers.rank is None else str(numbers.rank),
        numbers.name,
        str(numbers.villages),
        str(numbers.required),
        str(done),
        percent(numbers.nomination_rate, done, numbers.required),
        str(numbers.confirmed),
        str(numbers.gap),
        str(numbers.ruling),
        "" if numbers.submission is None else numbers.submission.label,
    )


def _signed(paper: Paper, basis: Basis, last: Any) -> None:
    """Contact and signature, on the page of the last paragraph: no page carries a signature alone (GB/T 9704-2012)."""
    last_lines = [last, paper.line(""), paper.line("联系人及电话：" if basis.contact else _NO_CONTACT, indent=2)]
    paper.write(last_lines[-1], basis.contact, masked=False)
    last_lines.append(paper.line(""))
    last_lines.append(paper.line(f"{basis.signature}　　", align="right"))
    paper.line(f"{written(basis.as_of)}　　", align="right")
    for paragraph in last_lines:
        paragraph.paragraph_format.keep_with_next = True


def _numbered() -> Iterator[str]:
    return iter("一二三四五六七八九十")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
