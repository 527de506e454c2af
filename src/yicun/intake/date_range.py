"""How early a date of each field may be: a birth, a penalty within a working life, a step of this procedure."""

from datetime import date

EARLIEST_BIRTH = date(1900, 1, 1)
_PENALTY_YEARS, _STEP_YEARS = 60, 10


def earliest(field_name: str, as_of: date) -> date:
    """The first day that a date of this field can be, seen from the as-of date."""
    if field_name == "birth_date":
        return EARLIEST_BIRTH
    years = _PENALTY_YEARS if field_name == "discipline_on" else _STEP_YEARS
    return date(max(as_of.year - years, 1), 1, 1)
