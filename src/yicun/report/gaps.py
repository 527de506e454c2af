"""The gap report of `coverage -o`: what is covered, which villages are not, who must act. Villages, no people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yicun.model.results import FORMULA, GAP_STATES, NO_RECEIPTS, Coverage, Numbers, Result, State, percent
from yicun.report.colours import STATE_COLOURS, tint
from yicun.report.dates import dated, written
from yicun.report.gap_charts import put_charts, series
from yicun.report.sheet import Book, lines, page, put_across, put_row
from yicun.report.sources import input_files, statements
from yicun.report.table import Column, Columns, put_head, put_line, whole_width

_WHERE = ["station", "township", "village"]
_ROW, _HEADING, _TITLE = 22.0, 34.0, 36.0  # pt
_A3 = 8
_WIDTHS = {
    "名次": 5, "派出所": 17, "行政村数": 7, "已配专职辅警": 9, "应推选": 7, "已推选": 7, "推选率": 8, "已推选待审核": 9,
    "已审核确定": 9, "完成率": 8, "缺口": 6, **{state.label: 8 for state in GAP_STATES}, "缺口至少": 7, "缺口至多": 7,
    "待认定": 7, "按期": 6, "逾期": 6, "报送": 8,
}  # fmt: skip
_NUMBERS = {label: Column(label, width, "name" if label == "派出所" else "number") for label, width in _WIDTHS.items()}
_LABELS = list(_NUMBERS)
_PRINTED = (
    "名次", "派出所", "行政村数", "已配专职辅警", "应推选", "已推选", "推选率", "已审核确定", "完成率", "缺口",
    "待认定", "报送",
)  # fmt: skip
"""The columns of the sheets that are printed; 明细 holds all of `_NUMBERS`."""
_GAPS = (
    Column("序号", 5, "number"),
    Column("派出所", 15, "name"),
    Column("乡镇（街道）", 13, "name"),
    Column("行政村", 12, "name"),
    Column("状态", 13),
    Column("原因", 26, "text"),
    Column("下一步：谁做什么", 36, "text"),
)
_RULINGS = (
    Column("序号", 6, "number"),
    Column("派出所", 17, "name"),
    Column("乡镇（街道）", 14, "name"),
    Column("单位", 16, "name"),
    Column("需要认定的原因", 34, "text"),
    Column("下一步：谁做什么", 38, "text"),
    Column("提示", 22, "text"),
)
_SENT = (
    Column("序号", 6, "number"),
    Column("派出所", 22, "name"),
    *(Column(label, 12, "number") for label in ("报送", "应推选", "已推选", "缺口", "其中无人选", "按期", "逾期")),
)
_SERIES = (Column("日期", 14), Column("已推选（含已审核确定）", 26, "number"), Column("尚缺", 14, "number"))
_EXPLAINED = (Column("项目", 18), Column("说明", 90, "text"))
_MEANINGS = (
    ("行政村数", "底册中的行政村，加上认定为需配的其他单位；待认定的单位和其他社区不在其内。"),
    ("应推选", "行政村数减去已配专职辅警。"),
    (
        "推选率、完成率",
        FORMULA + "。保留一位小数；还有缺口时不进为 100.0%，已有完成时不舍为 0.0%；应推选为 0 的不排名。",
    ),
    ("名次", "按推选率从高到低；推选率相同的名次并列，其后空出相应名次。"),
    ("缺口至少、至多", "名单和底册中还不知道的内容都查清之后，缺口可能的范围；只填在日期栏的空白不算在内。"),
    ("按期、逾期", "联合考察在期限当日或之前完成的为按期；已配专职辅警的视为按期。"),
    (State.AUXILIARY.label, "底册登记有专职辅警，或者认定为不需配。"),
    (State.CONFIRMED.label, "县级公安机关已审核确定人选，日期不晚于基准日。"),
    (State.NOMINATED.label, "人选符合条件，自荐、推荐、联合考察都已完成，等待审核。"),
    (State.IN_PROGRESS.label, "有符合条件的人选，程序没有走完；或者人选并列、需要改推。"),
    (State.UNDETERMINED.label, "有人选，尚有内容待核或待说明。"),
    (State.INELIGIBLE.label, "报送的人选都不符合条件，需要另行推荐。"),
    (State.LEFT.label, "已确定的人选离岗，还没有补选。"),
    (State.VACANT.label, "没有报送人选，或者人选都已退出。"),
    (State.RULING.label, "是否需要配备由本单位认定；认定以前单独列出，不计入应推选和缺口。"),
)


def workbook(result: Result) -> bytes:
    """The report as .xlsx: 汇总 with charts, 各派出所, 各乡镇, 缺口清单, 待认定, 报送情况, 逐日进度, 口径说明.

    `result.coverage` must be there. The same result gives the same bytes.
    """
    covered = result.coverage
    assert covered is not None
    book = Book(result.basis.as_of, _title(result))
    _put_summary(book, result, covered)
    for name, groups, last in (("各派出所", covered.stations, None), ("各乡镇", covered.townships, -1)):
        _put_table(book, name, groups, covered.totals, _PRINTED[:last])  # a township hands nothing in
        _put_table(book, f"{name}明细", groups, covered.totals, _LABELS[:last])
    _put_gaps(book, result, covered)
    _put_rulings(book, covered)
    _put_sent(book, covered)
    _put_series(book, covered)
    _put_meanings(book, result, covered)
    return book.content()


def _title(result: Result) -> str:
    return result.basis.heading("推选工作进度")


def _put_summary(book: Book, result: Result, covered: Coverage) -> None:
    """One page: where the area stands, in numbers and in two charts."""
    sheet, shown = book.sheet("汇总"), [Column(label, 18.5) for label in _PRINTED[2:-1]]
    sheet.hide_gridlines(2)
    sheet.set_row(0, _TITLE)
    put_across(sheet, 0, (0, len(shown) - 1), _title(result), book.title)
    emphasis = book.style(face=book.fonts.label, size=12, border=0)
    for row, text in enumerate(
        (_standing(covered), dated(covered.pace.sentence) if covered.pace is not None else NO_RECEIPTS), 1
    ):
        sheet.set_row(row, _ROW)
        put_across(sheet, row, (0, len(shown) - 1), text, emphasis)
    put_head(sheet, book, 3, shown, height=_HEADING)
    large = book.style(face=book.fonts.label, size=16, align="center", num_format="0")
    sheet.set_row(4, _HEADING)
    put_row(sheet, 4, _numbers(covered.totals, _PRINTED[2:-1]), large)
    put_across(sheet, 5, (0, len(shown) - 1), FORMULA, book.note)
    sheet.set_row(5, _ROW)
    end = put_charts(sheet, book, covered, 7, _LABELS)
    page(sheet, area=(end, len(shown) - 1))
    sheet.fit_to_pages(1, 1)


def _put_table(book: Book, name: str, groups: Sequence[Numbers], totals: Numbers, labels: Sequence[str]) -> None:
    """Every group, the widest gap first, with the total beneath; of `_NUMBERS` the columns named in `labels`."""
    columns = [_NUMBERS[label] for label in labels]
    columns[1] = replace(columns[1], label=name.removesuffix("明细")[1:])
    sheet = _begin(book, name, f"{name}推选进度（村数）", columns)
    gap = book.style(face=book.fonts.label, align="center", num_format="0", bg_color=tint("#C8403A", 0.18))
    row = 1
    for row, numbers in enumerate(sorted(groups, key=lambda each: -each.gap), 2):
        shades = {labels.index("缺口"): gap} if numbers.gap else None
        put_line(sheet, book, row, columns, _numbers(numbers, labels), least=_ROW, shades=shades)
    total = book.style(face=book.fonts.label, align="center", num_format="0", bg_color="#F2F2F2")
    if groups:
        sheet.autofilter(1, 0, row, len(columns) - 1)
    sheet.set_row(row + 1, _ROW)
    put_row(sheet, row + 1, _numbers(totals, labels), total)
    _finish(sheet, book, row + 1, columns, FORMULA)
    if len(columns) > len(_PRINTED):
        sheet.set_paper(_A3)


def _numbers(numbers: Numbers, labels: Sequence[str]) -> list[object]:
    """Of one group what the columns named in `labels` say."""
    done = numbers.done
    values: tuple[object, ...] = (
        "—" if numbers.rank is None else numbers.rank,
        numbers.name,
        numbers.villages,
        numbers.auxiliary,
        numbers.required,
        done,
        percent(numbers.nomination_rate, done, numbers.required),
        numbers.nominated,
        numbers.confirmed,
        percent(numbers.completion_rate, numbers.complete, numbers.villages),
        numbers.gap,
        *(numbers.states[state] for state in GAP_STATES),
        numbers.gap_at_least,
        numbers.gap_at_most,
        numbers.ruling,
        numbers.on_time,
        numbers.late,
        "" if numbers.submission is None else numbers.submission.label,
    )
    said = dict(zip(_LABELS, values, strict=True))
    return [said[label] for label in labels]


def _standing(covered: Coverage) -> str:
    text = f"基准日 {written(covered.as_of)}"
    if covered.deadline is not None and covered.days_left is not None:
        text += f"　期限 {written(covered.deadline)}"
        if covered.days_left < 0:
            text += f"　逾期 {-covered.days_left} 天"
        else:
            text += f"　还有 {covered.days_left} 天、{covered.working_days_left} 个工作日"
        text += f"（{dated(covered.calendar_note)}）" if covered.calendar_note else ""
    totals = covered.totals
    done = totals.done
    share = percent(totals.nomination_rate, done, totals.required)
    text += f"　已推选 {done}/{totals.required}（{share}）　缺口 {totals.gap} 村"
    return text + (f"　已确定而需再核对 {totals.overruled} 村" if totals.overruled else "")


def _put_series(book: Book, covered: Coverage) -> None:
    sheet = _begin(book, "逐日进度", "按收文、审核和认定的日期回看的逐日进度（村数）", _SERIES)
    row = 1
    for row, (day, done, required) in enumerate(series(covered), 2):
        put_line(sheet, book, row, _SERIES, (written(day), done, required - done), least=_ROW)
    note = "尚缺 = 应推选 − 已推选；没有收文、审核、认定的日子与前一日相同"
    _finish(sheet, book, row, _SERIES, note if covered.pace is not None else NO_RECEIPTS)


def _put_gaps(book: Book, result: Result, covered: Coverage) -> None:
    """Every village of the gap, its state in colour and in words, in register order."""
    totals = covered.totals
    villages = _of_states(covered.villages, GAP_STATES)
    sheet = _begin(book, "缺口清单", f"尚缺{result.basis.scheme.post}的行政村（{totals.gap} 个）", _GAPS)
    labels = [State(state).label for state in villages["state"]]
    steps = [dated("；".join(filter(None, pair))) for pair in zip(villages["todo"], villages["flag"], strict=True)]
    why = [dated(reason) for reason in villages["reason"]]
    shown = villages.assign(state=labels, reason=why, todo=steps)[[*_WHERE, "state", "reason", "todo"]]
    shades = {
        state.label: book.style(align="center", bg_color=tint(STATE_COLOURS[state], 0.35)) for state in GAP_STATES
    }
    row = _put_rows(sheet, book, _GAPS, shown, shades)
    split = "、".join(f"{state.label} {totals.states[state]}" for state in GAP_STATES)
    _finish(sheet, book, row, _GAPS, f"缺口 {totals.gap} = {split}。{FORMULA}")


def _put_rulings(book: Book, covered: Coverage) -> None:
    units, note = _of_states(covered.villages, (State.RULING,)), f"待认定单位不计入应推选和缺口。{FORMULA}"
    _put_units(book, "待认定", f"是否需要配备尚待认定的单位（{len(units)} 个）", units, note)
    again = _shown(covered.villages[covered.villages["overruled"]])
    if len(again):
        title = f"已审核确定、需再核对人选的行政村（{len(again)} 个）"
        _put_units(book, "再核对", title, again, "仍计入已推选和已审核确定；请审核的人再核对（YC604）")


def _put_units(book: Book, name: str, title: str, units: pd.DataFrame, note: str) -> None:
    sheet = _begin(book, name, title, _RULINGS)
    row = _put_rows(sheet, book, _RULINGS, units[[*_WHERE, "reason", "todo", "flag"]])
    _finish(sheet, book, row, _RULINGS, note)


def _of_states(villages: pd.DataFrame, states: Iterable[State]) -> pd.DataFrame:
    return _shown(villages[villages["state"].isin([state.value for state in states])])


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    return found.astype("object").where(found.notna(), "")


def _put_rows(
    sheet: Worksheet, book: Book, columns: Columns, texts: pd.DataFrame, shades: Mapping[str, Format] | None = None
) -> int:
    """Numbered rows of text, the state in its shade; gives the last row."""
    row = 1
    for row, values in enumerate(texts.itertuples(index=False, name=None), 2):
        shade = {4: shades[values[3]]} if shades else None
        put_line(sheet, book, row, columns, (row - 1, *values), least=_ROW, shades=shade)
    if len(texts):
        sheet.autofilter(1, 0, row, len(columns) - 1)
    return row


def _put_sent(book: Book, covered: Coverage) -> None:
    sheet = _begin(book, "报送情况", "各派出所报送情况", _SENT)
    row = 1
    for row, numbers in enumerate(covered.stations, 2):
        sent = numbers.submission.label if numbers.submission is not None else ""
        done = numbers.done
        counts = (numbers.required, done, numbers.gap, numbers.states[State.VACANT], numbers.on_time, numbers.late)
        put_line(sheet, book, row, _SENT, (row - 1, numbers.name, sent, *counts), least=_ROW)
    if covered.stations:
        sheet.autofilter(1, 0, row, len(_SENT) - 1)
    _finish(sheet, book, row, _SENT, f"零报告是派出所声明没有人选可报，不算未报。{FORMULA}")


def _put_meanings(book: Book, result: Result, covered: Coverage) -> None:
    """What every number and state means, and on what the report rests."""
    sheet = _begin(book, "口径说明", "口径说明", _EXPLAINED)
    pairs = [*_MEANINGS, *statements(result, internal=False)[:-1]]
    if covered.calendar_note:
        pairs.append(("工作日", dated(covered.calendar_note)))
    files = enumerate(input_files(result), 1)
    pairs += [(f"输入文件 {number}", f"{path}　{rows} 行　sha256 {digest}") for number, (path, digest, rows) in files]
    row = 1
    for row, pair in enumerate(pairs, 2):
        put_line(sheet, book, row, _EXPLAINED, pair, least=_ROW)
    page(sheet, repeat=(0, 1), area=(row, 1))


def _begin(book: Book, name: str, title: str, columns: Columns) -> Worksheet:
    sheet = book.sheet(name)
    sheet.set_row(0, _HEADING)
    put_across(sheet, 0, (0, len(columns) - 1), title, book.label)
    put_head(sheet, book, 1, columns, height=_HEADING)
    return sheet


def _finish(sheet: Worksheet, book: Book, row: int, columns: Columns, note: str) -> None:
    """The note under a table, and the page; an empty table says 无."""
    last = len(columns) - 1
    if row == 1:
        row = 2
        put_across(sheet, row, (0, last), "无", book.centred)
    sheet.set_row(row + 1, _ROW * lines(note, whole_width(columns)))
    put_across(sheet, row + 1, (0, last), note, book.note)
    page(sheet, repeat=(0, 1), area=(row + 1, last))
