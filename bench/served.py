"""An area three years after its list: everybody in post, assessed every month, trained every quarter."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from synthetic.areas import Plan, make_area
from yicun import pipeline
from yicun.ledger.rows import with_rows
from yicun.model.fields import LEDGER, TableKind
from yicun.model.places import column_letters
from yicun.report.ledger_book import blank

Row = tuple[str | None, ...]
AS_OF = date(2023, 6, 1)
PEOPLE = 400
_APPOINTED = "2020-05-20"


def make_served(plan: Plan, folder: Path) -> None:
    """Write the area, and a ledger in which 400 people, one a village, are in post for three years."""
    make_area(plan, folder)
    config = folder / "yicun.toml"
    config.write_text(f'{config.read_text("utf-8")}\nledger = "台账.xlsx"\n', "utf-8")
    content = blank(AS_OF, "示例市")
    (folder / "台账.xlsx").write_bytes(content)
    people = pipeline.read(pipeline.load(workspace=folder, as_of=AS_OF)).roster.candidates
    people = people[(people["village_row"] >= 0) & people["name"].notna() & people["id_number"].notna()]
    people = people.drop_duplicates("village_row").drop_duplicates("id_number").iloc[:PEOPLE]
    if len(people) < PEOPLE:
        raise SystemExit(f"{len(people)} villages of the area have somebody to put in post, not {PEOPLE}")
    names = ("township", "village", "name", "id_number")
    who = people[list(names)].astype("object").where(people[list(names)].notna(), None).itertuples(index=False)
    for kind, rows in _rows([tuple(person) for person in who]).items():
        cells = [{column_letters(at): value for at, value in enumerate(row, 1)} for row in rows]
        content = with_rows(content, LEDGER[kind][0], cells)
    (folder / "台账.xlsx").write_bytes(content)


def _rows(people: Sequence[Row]) -> dict[TableKind, list[Row]]:
    return {
        TableKind.POSTS: [(*person, None, _APPOINTED, None, "村委会", "一档", None, None) for person in people],
        TableKind.ASSESSMENTS: list(_assessments(people)),
        TableKind.TRAINING: [
            (f"{year}-{month:02}-10", "示例课程", "4", person[1], person[2], (person[3] or "")[-4:])
            for person in people
            for year in (2021, 2022)
            for month in (3, 6, 9, 12)
        ],
        TableKind.STIPENDS: [("一档", "2020-05-01", "600", "1.2", "1", "0.5", "示例")],
    }


def _assessments(people: Sequence[Row]) -> Iterator[Row]:
    for number, person in enumerate(people):
        for at in range(36):
            year, month = divmod(5 + at, 12)
            grade = "不合格" if (number + at) % 29 == 0 else "合格"
            yield f"{2020 + year}-{month + 1:02}", person[1], person[2], (person[3] or "")[-4:], grade
