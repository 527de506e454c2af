"""Whether the typed table holds together: the pandera schema of a table, built from its fields. Never coerces.

Every check answers one flag for the whole frame, so that pandera names the checks that failed and our own masks say
where; a check of a column would cost a copy of it and a list of failures that nobody reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
from pandera.errors import SchemaErrorReason, SchemaErrors
from pandera.pandas import Check, Column, DataFrameSchema

from yicun.intake.parse import Parsed
from yicun.intake.schema.row_rules import RowRule, rules_for
from yicun.intake.schema.rows import Rows
from yicun.model.fields import FIELDS, Field, Kind
from yicun.model.findings import CellFindings

_PLACES = frozenset((Kind.STATION, Kind.TOWNSHIP, Kind.VILLAGE))


@dataclass(frozen=True, slots=True)
class Validated:
    """A frame whose rows hold together as far as they can: what is out of range is missing, `born` and `born_last` are
    the birth date to judge by; `conflicts` field -> row ids of cells that contradict another.
    """

    frame: pd.DataFrame
    findings: tuple[CellFindings, ...]
    conflicts: Mapping[str, frozenset[int]]


def validate(parsed: Parsed, as_of: date) -> Validated:
    """Check types, required cells (YC201), ranges (YC208, YC214) and rows (YC301–YC308) in one pass over the frame."""
    rows = Rows(parsed, as_of)
    rules = {rule.name: rule for rule in rules_for(parsed.kind)}
    broken = [rules[name] for name in _failures(schema(rows), parsed.frame)] if len(parsed.frame) else []
    findings = tuple(rule.findings(rows) for rule in broken)
    return Validated(rows.settled(), findings, rows.conflicts())


def schema(rows: Rows) -> DataFrameSchema:
    """The schema of a table of this kind, with the checks bound to the rows they look at."""
    columns = {
        name: Column(dtype, nullable=True) for field in FIELDS[rows.kind] for name, dtype in _types(field).items()
    }
    checks = [Check(partial(_holds, rule, rows), name=rule.name) for rule in rules_for(rows.kind)]
    return DataFrameSchema(columns, checks, strict=True, coerce=False)


def _holds(rule: RowRule, rows: Rows, _frame: pd.DataFrame) -> bool:
    return not rule.broken(rows).any()


def _types(field: Field) -> dict[str, str]:
    if field.kind is Kind.DATE:
        return {field.name: "datetime64[s]", f"{field.name}_last": "datetime64[s]"}
    if field.kind is Kind.WHOLE_NUMBER:
        return {field.name: "Int64"}
    if field.kind is Kind.CHOICES:
        return {field.name: "category", f"{field.name}_text": "str"}
    return {field.name: "category" if field.choices is not None or field.kind in _PLACES else "str"}


def _failures(schema: DataFrameSchema, frame: pd.DataFrame) -> list[str]:
    """The names of the checks that failed. Whatever else pandera complains about is our fault, not the data's."""
    try:
        schema.validate(frame.copy(deep=False), lazy=True, inplace=True)  # else pandera copies every column
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK:
                where = getattr(error.check, "name", error.schema.name)
                raise AssertionError(f"schema: {error.reason_code} in {where}") from None
        return [str(error.check.name) for error in errors.schema_errors]
    return []
