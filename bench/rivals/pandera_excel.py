"""What the manual of pandera suggests: read_excel, then one schema over the frame, all failures at once."""

import pandas as pd
import pandera.pandas as pa
from rows import CHOICES, DATES, ID_NUMBER, PHONE, REQUIRED, files, frame_of, tell


def schema(columns: list[str]) -> pa.DataFrameSchema:
    """The checks that fit into a schema: required, listed, patterned, unique, dates that are dates."""
    described = {}
    for name in columns:
        checks = [pa.Check.isin(CHOICES[name])] if name in CHOICES else []
        if name == "公民身份号码":
            checks.append(pa.Check.str_matches(f"^{ID_NUMBER}$"))
        if name == "联系电话":
            checks.append(pa.Check.str_matches(f"^{PHONE}$"))
        if name in DATES:
            checks.append(pa.Check(lambda days: pd.to_datetime(days, errors="coerce").notna()))
        described[name] = pa.Column(object, checks, nullable=name not in REQUIRED, unique=name == "公民身份号码")
    return pa.DataFrameSchema(described)


def main() -> None:
    """Validate file by file."""
    folder, rosters = files()
    found = []
    for roster in rosters:
        frame = frame_of(roster)
        frame["公民身份号码"] = frame["公民身份号码"].map(str, na_action="ignore")
        frame["联系电话"] = frame["联系电话"].map(str, na_action="ignore")
        try:
            schema(list(frame.columns)).validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            rows = errors.failure_cases["index"].dropna().astype(int)
            found += [(roster.relative_to(folder).as_posix(), row + 2) for row in rows]
    tell(found)


if __name__ == "__main__":
    main()
