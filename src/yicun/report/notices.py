"""Letters to the stations: 催办通知 for each with something left to do, 情况通报 with the ranking for all.

They carry villages, counts and references to cells, never what a cell held or what a check of a person came to.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from yicun.model.codes import Severity
from yicun.model.findings import Finding, column_number
from yicun.model.results import FORMULA, GAP_STATES, Basis, Coverage, Numbers, Result, State, Submission, percent
from yicun.report.paper import Paper

TASK = "“一村一警务助理”推选工作"
_NEUTRAL = {State.UNDETERMINED: "人选尚未确定", State.INELIGIBLE: "需要另行推荐", State.IN_PROGRESS: "推选中"}
"""What a letter says of a gap, so that it tells nothing of a person; a vacant village says why nobody is there."""


def reminder(result: Result, station: Numbers, findings: Sequence[Finding]) -> bytes:
    """催办通知 to one station, as .docx: what was asked, where it stands, the villages, the cells to mend."""
    covered, basis = _covered(result), result.basis
    paper = Paper(basis.as_of, f"{station.name}催办通知")
    _title(paper, f"关于抓紧完成{TASK}的催办通知")
    paper.line(f"{station.name}：")
    unread = bool(result.findings.unchecked())
    paper.line(_asked(basis, covered) + _standing(station, covered, unread=unread), align="justify", indent=2)
    number = _numbered()
    villages = covered.villages
    gaps = villages[
        villages["station"].eq(station.name) & villages["state"].isin([state.value for state in GAP_STATES])
    ]
    if len(gaps):
        paper.line(f"{next(number)}、尚未落实的村（{len(gaps)} 个）", face=paper.fonts.label, indent=2)
        rows = [
            (str(count), _text(row.township), _text(row.village), _why(State(str(row.state)), _text(row.reason)))
            for count, row in enumerate(gaps.itertuples(), start=1)
        ]
        paper.table(("序号", "乡镇（街道）", "行政村", "情况"), rows, (1, 3, 3, 4), size=12, named=frozenset((1, 2)))
    cells = list(_cells(findings))
    if cells:
        paper.line(f"{next(number)}、名单中需要补正的单元格", face=paper.fonts.label, indent=2)
        for line in cells:
            paper.line(line, indent=2)
        paper.line("具体问题见随附的批注副本（单元格批注和“错误信息”列）。", indent=2)
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
    _title(paper, f"关于{TASK}进展情况的通报")
    paper.line("各派出所：")
    paper.line(_asked(basis, covered) + _standing(totals, covered, whole=True), align="justify", indent=2)
    if covered.pace is not None:
        paper.line(f"{covered.pace.sentence}。", align="justify", indent=2)
    silent = [numbers.name for numbers in covered.stations if numbers.submission is Submission.SILENT]
    if silent:
        unread = "（有文件未能读取，其中可能有已报送的）" if result.findings.unchecked() else ""
        paper.line(f"尚未报送的派出所：{'、'.join(silent)}{unread}。", align="justify", indent=2)
    if unreturned:
        files = "；".join(unreturned)
        paper.line(f"未退回的报送文件：{files}。请报送的派出所分开重报。", align="justify", indent=2)
    paper.line("各派出所进展情况", face=paper.fonts.label, align="center")
    paper.table(
        ("名次", "派出所", "行政村", "应推选", "已推选", "推选率", "已确定", "缺口", "待认定", "报送"),
        [_ranked(numbers) for numbers in _by_rank(covered.stations)] + [_ranked(totals)],
        (2, 6, 2.5, 2.5, 2.5, 3, 2.5, 2, 2.5, 3),
        named=frozenset((1,)),
    )
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


def _asked(basis: Basis, covered: Coverage) -> str:
    book = basis.rulebook
    source = (
        f"根据{book.issuer}《{book.title}》{f'（{book.number}）' if book.number else ''}，" if book is not None else ""
    )
    by = f"应于 {_day(covered.deadline)}前完成警务助理推选工作并报送名单。" if covered.deadline is not None else ""
    return f"{source}每个未配备专职辅警的行政村应选聘 1 名警务助理，{by}"


def _standing(numbers: Numbers, covered: Coverage, *, whole: bool = False, unread: bool = False) -> str:
    done = numbers.done
    who = "全辖" if whole else "你所"
    told = (
        f"截至 {_day(covered.as_of)}，{who}应推选 {numbers.required} 村，已推选 {done} 村"
        f"（{percent(numbers.nomination_rate, done, numbers.required)}），缺 {numbers.gap} 村。"
    )
    if numbers.submission is Submission.SILENT:
        told += "没有收到你所可以读取的名单或零报告。" if unread else "你所尚未报送名单，也没有零报告。"
    if numbers.ruling:
        told += f"另有 {numbers.ruling} 个单位待认定是否需要配备。"
    return told + _left(covered)


def _left(covered: Coverage) -> str:
    if covered.days_left is None or covered.working_days_left is None:
        return ""
    if covered.days_left < 0:
        return f"现已逾期 {-covered.days_left} 天。"
    return f"距期限还有 {covered.days_left} 天（{covered.working_days_left} 个工作日）。"


def _by_when(covered: Coverage) -> str:
    if covered.deadline is None:
        return "尽快"
    return f"于 {_day(covered.deadline)}前" if covered.as_of <= covered.deadline else "立即"


def _why(state: State, reason: str) -> str:
    return _NEUTRAL.get(state, reason)


def _cells(findings: Sequence[Finding]) -> Iterable[str]:
    """References only: one line a sheet with its cells in reading order, and the files that could not be read."""
    wrong = [finding for finding in findings if finding.severity is not Severity.NOTE]
    for (path, sheet), found in groupby(wrong, key=lambda finding: (finding.place.path, finding.place.sheet)):
        places = [place for one in found for place in (one.related if one.count > 1 else (one.place,))]
        places.sort(key=lambda place: (place.row or 0, column_number(place.column)))
        names = (place.cell or (f"第 {place.row} 行" if place.row else f"{place.column} 列" if place.column else "整表")
                 for place in places)  # fmt: skip
        where = path.rsplit("/", 1)[-1] + (f"“{sheet}”表" if sheet is not None else "")
        yield f"{where}：{'、'.join(dict.fromkeys(names))}"


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
    together = [
        last,
        paper.line(""),
        paper.line("联系人：　　　　　　联系电话：　　　　　　　　", indent=2),
        paper.line(""),
    ]
    together.append(paper.line(f"{basis.signature}　　", align="right"))
    paper.line(f"{_day(basis.as_of)}　　", align="right")
    for paragraph in together:
        paragraph.paragraph_format.keep_with_next = True


def _numbered() -> Iterator[str]:
    return iter("一二三四五六七八九十")


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year} 年 {day.month} 月 {day.day} 日"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
