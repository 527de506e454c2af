"""What must hold in a row: required cells, ranges, the ID against its neighbours, steps in order, pairs of cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from yicun.intake.date_range import earliest
from yicun.intake.schema.rows import Flags, Ints, Rows
from yicun.model.fields import FIELDS, Kind, TableKind
from yicun.model.findings import CellFindings
from yicun.model.scheme import in_force

if TYPE_CHECKING:
    import pandas as pd

YOUNGEST, OLDEST = 18, 100


@dataclass(frozen=True, slots=True)
class FactColumns:
    """What is said of broken rows: what the cells held, the facts of the message, the cell beside it that disagrees."""

    texts: Sequence[str] | None = None
    facts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    beside: str | None = None


def _no_facts(rows: Rows, at: Ints) -> FactColumns:  # noqa: ARG001 - as every telling
    return FactColumns()


@dataclass(frozen=True, slots=True)
class RowRule:
    """One thing that must hold in every row, said at one field: `broken` flags the rows, `tell` says what of them."""

    code: str
    field: str
    broken: Callable[[Rows], Flags]
    facts_of: Callable[[Rows, Ints], FactColumns] = _no_facts

    @property
    def name(self) -> str:
        """`YC304 recommended_on`, unique in a table."""
        return f"{self.code} {self.field}"

    def findings(self, rows: Rows) -> CellFindings:
        """The finding at every row that breaks the rule."""
        at = np.flatnonzero(self.broken(rows))
        fact_columns, row_ids = self.facts_of(rows, at), rows.frame.index[at].tolist()
        related = None if fact_columns.beside is None else [(row,) for row in row_ids]
        return CellFindings(
            self.code,
            rows.kind,
            self.field,
            row_ids,
            fact_columns.texts,
            None,
            fact_columns.facts,
            related,
            fact_columns.beside,
        )


def rules_for(kind: TableKind) -> tuple[RowRule, ...]:
    """Every rule of a table, built from its fields."""
    return tuple(_rules(kind))


def _rules(kind: TableKind) -> Iterator[RowRule]:
    for about in FIELDS[kind]:
        if about.required:
            yield RowRule("YC201", about.name, partial(Rows.blank, name=about.name))
        if about.kind is Kind.DATE:
            yield RowRule(
                "YC214", about.name, partial(Rows.out_of_range, name=about.name), partial(_range_facts, name=about.name)
            )
    if kind is TableKind.DECISIONS:
        yield from _DECIDED
    if kind is not TableKind.CANDIDATES:
        return
    yield RowRule("YC208", "id_number", _odd_age, lambda rows, at: FactColumns(facts={"age": _texts(rows.age, at)}))
    yield RowRule("YC301", "sex", lambda rows: rows.sex_disagrees, _sex_facts)
    yield RowRule("YC302", "birth_date", lambda rows: rows.birth_disagrees, _birth_facts)
    yield RowRule("YC303", "age", _age_disagrees, _age_facts)
    steps = in_force().procedure.fields
    for number, step in enumerate(steps[1:], start=1):
        yield RowRule("YC304", step, partial(_too_early, step=number), partial(_too_early_facts, step=number))
    for number, step in enumerate(steps[:-1]):
        yield RowRule("YC305", step, partial(_step_missing, step=number))
    yield RowRule("YC306", "discipline", _nonmember, lambda rows, at: FactColumns(_texts(rows.frame["discipline"], at)))
    yield RowRule(
        "YC309",
        "discipline",
        lambda rows: rows.sanctioned_outsider,
        partial(_partner_facts, partner="political", own="discipline"),
    )
    yield RowRule("YC307", "discipline_on", _undated, partial(_partner_facts, partner="discipline"))
    yield RowRule("YC307", "discipline", _unnamed, partial(_partner_facts, partner="discipline_on"))
    yield from _DECIDED


def _odd_age(rows: Rows) -> Flags:
    return rows.identified & ((rows.age < YOUNGEST) | (rows.age > OLDEST))


def _age_disagrees(rows: Rows) -> Flags:
    age = rows.frame["age"]
    said: Ints = age.fillna(0).to_numpy(dtype=np.int64)
    far: Flags = np.abs(said - rows.age) > 1
    return rows.identified & rows.known("age") & far


def _too_early(rows: Rows, step: int) -> Flags:
    return rows.too_early(step)


def _step_missing(rows: Rows, step: int) -> Flags:
    later: Flags = np.logical_or.reduce([rows.known(name) for name in rows.steps[step + 1 :]])
    return rows.nothing(rows.steps[step]) & later


def _punished(rows: Rows) -> Flags:
    return rows.known("discipline") & ~rows.equal("discipline", "无")


def _nonmember(rows: Rows) -> Flags:
    return rows.equal("discipline", "开除党籍") & rows.outsider


def _undated(rows: Rows) -> Flags:
    return _punished(rows) & rows.nothing("discipline_on")


def _unnamed(rows: Rows) -> Flags:
    return rows.date_without_sanction


def _decision_undated(rows: Rows) -> Flags:
    return rows.equal("decision", "确定") & rows.nothing("decided_on")


def _decision_missing(rows: Rows) -> Flags:
    return rows.known("decided_on") & rows.nothing("decision")


def _range_facts(rows: Rows, at: Ints, name: str) -> FactColumns:
    days = rows.frame[name].to_numpy()[at]
    early, late = f"早于 {earliest(name, rows.as_of).year} 年", f"晚于基准日 {rows.as_of.isoformat()}"
    reasons = np.where(days > np.datetime64(rows.as_of), late, early).tolist()
    return FactColumns(_written(rows, name, at), {"reason": reasons})


def _sex_facts(rows: Rows, at: Ints) -> FactColumns:
    return FactColumns(
        _texts(rows.frame["sex"], at), {"expected": np.where(rows.male[at], "男", "女").tolist()}, "id_number"
    )


def _birth_facts(rows: Rows, at: Ints) -> FactColumns:
    return FactColumns(_written(rows, "birth_date", at), beside="id_number")


def _age_facts(rows: Rows, at: Ints) -> FactColumns:
    return FactColumns(_texts(rows.frame["age"], at), {"age": _texts(rows.age, at)}, "id_number")


def _too_early_facts(rows: Rows, at: Ints, step: int) -> FactColumns:
    which = rows.before(step)[1][at]
    days = [_written(rows, name, at) for name in rows.steps[:step]]
    earlier = [f"{rows.label(rows.steps[number])} {days[number][place]}" for place, number in enumerate(which.tolist())]
    return FactColumns(_written(rows, rows.steps[step], at), {"earlier": earlier})


def _partner_facts(rows: Rows, at: Ints, partner: str, own: str | None = None) -> FactColumns:
    said = _written(rows, partner, at) if partner.endswith("_on") else _texts(rows.frame[partner], at)
    label = rows.label(partner)
    texts = None if own is None else _texts(rows.frame[own], at)
    return FactColumns(texts, {"partner": [f"{label}“{value}”" for value in said]}, partner)


_DECIDED = (
    RowRule("YC308", "decided_on", _decision_undated, partial(_partner_facts, partner="decision")),
    RowRule("YC308", "decision", _decision_missing, partial(_partner_facts, partner="decided_on")),
)


def _texts(column: "pd.Series[Any] | Ints", at: Ints) -> list[str]:
    return [str(value) for value in (column[at] if isinstance(column, np.ndarray) else column.iloc[at]).tolist()]


def _written(rows: Rows, name: str, at: Ints) -> list[str]:
    """Dates as people read them, to the month where only that is known."""
    first, last = (
        rows.frame[column].to_numpy()[at].astype("datetime64[D]").astype(str) for column in (name, f"{name}_last")
    )
    return [day if day == end else day[:7] for day, end in zip(first.tolist(), last.tolist(), strict=True)]
