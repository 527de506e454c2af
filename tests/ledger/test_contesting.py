"""Two rows without a receipt about one person: what they agree on is known, on what they differ nobody is believed."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from tests.builders import numbered_person
from tests.offices import codes, covered, office, person, send, states

FACTS = [
    ("vetting", "有"),
    ("inspection", "不合格"),
    ("resident", "否"),
    ("education", "初中"),
    ("phone", "13800000999"),
    ("decision", "不予确定"),
]


@pytest.mark.parametrize(("field", "value"), FACTS, ids=[field for field, _ in FACTS])
def test_a_fact_told_in_two_ways_is_not_known(tmp_path: Path, field: str, value: str) -> None:
    decided = {"decision": "确定", "decided_on": date(2020, 5, 6)} if field == "decision" else {}
    folder = office(tmp_path / "x")
    send(folder, "省新所.xlsx", [person(0, **decided), person(1)])
    send(folder, "省新所（更正）.xlsx", [person(0, **{**decided, field: value})])
    result = covered(folder)
    found = codes(result, "YC418")
    assert {name for _, name, _ in found} == {"省新所.xlsx", "省新所（更正）.xlsx"}
    assert len(found) == 2
    assert len(result.roster.candidates) == 2
    row = result.roster.candidates.index[result.roster.candidates["name"].eq("示例甲")][0]
    assert row in result.roster.conflicts[field]
    assert result.roster.candidates[field].isna()[row]
    assert "YC401" not in {code for code, *_ in found}


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    rows = ([person(0), person(1)], [person(0, vetting="有")], [person(1, phone=None), person(2)])
    seen = []
    for number, order in enumerate(permutations(rows)):
        folder = office(tmp_path / str(number))
        for name, people in zip("甲乙丙", order, strict=True):
            send(folder, f"{name}.xlsx", people)
        result = covered(folder)
        people = result.roster.candidates.drop(columns=["village_row"]).sort_values("name").reset_index(drop=True)
        seen.append((states(result), people.astype("object").fillna("").astype(str).to_dict("list")))
    assert all(other == seen[0] for other in seen)
    assert seen[0][0]["园内村"] != "nominated"


def test_a_fact_that_one_row_leaves_blank_is_what_the_other_says(tmp_path: Path) -> None:
    folder = office(tmp_path / "x")
    send(folder, "省新所.xlsx", [person(0, vetting=None)])
    send(folder, "省新所（补报）.xlsx", [person(0, phone=None)])
    result = covered(folder)
    assert len(result.roster.candidates) == 1
    assert result.roster.candidates[["vetting", "phone"]].notna().all().all()
    assert not codes(result, "YC418")


def test_a_corrected_id_under_the_same_name_is_one_person_told_of_in_two_ways(tmp_path: Path) -> None:
    folder = office(tmp_path / "x")
    send(folder, "省新所.xlsx", [person(0)])
    send(folder, "省新所（补报）.xlsx", [person(0, id_number=person(4)["id_number"])])
    result = covered(folder)
    assert [code for code, *_ in codes(result, "YC418", "YC412")] == ["YC418", "YC418"]
    assert len(result.roster.candidates) == 1


def test_namesakes_of_one_file_stay_two_people(tmp_path: Path) -> None:
    folder = office(tmp_path / "x")
    same = {"name": "示例甲", "village": "园内村"}
    send(folder, "省新所.xlsx", [person(0, **same), person(4, **same)])
    send(folder, "省新所（补报）.xlsx", [person(4, **same, vetting="有")])
    result = covered(folder)
    assert len(result.roster.candidates) == 2
    assert {cell for *_, cell in codes(result, "YC418")} != set()
    assert states(result)["园内村"] != "confirmed"


def test_people_of_two_villages_are_not_merged(tmp_path: Path) -> None:
    folder = office(tmp_path / "x")
    send(folder, "省新所.xlsx", [person(0)])
    send(folder, "省新所（补报）.xlsx", [person(0, village="檗谷村", vetting="有")])
    result = covered(folder)
    assert {code for code, *_ in codes(result, "YC402", "YC418")} == {"YC402"}


def test_the_values_are_not_told(tmp_path: Path) -> None:
    folder = office(tmp_path / "x")
    send(folder, "省新所.xlsx", [person(0, phone="13812345678")])
    send(folder, "省新所（补报）.xlsx", [person(0, phone="13887654321")])
    result = covered(folder)
    told = [one for one in result.findings.all(result.roster.places) if one.code == "YC418"]
    assert told
    assert not [one for one in told if "138" in one.message or one.value]


def test_a_corrected_id_beside_the_wrong_one_is_one_doubtful_person_and_no_tie(tmp_path):
    folder = office(tmp_path / "office")
    wrong, right = (person(number)["id_number"] for number in (0, 4))
    send(folder, "省新所.xlsx", [person(0, id_number=wrong), person(0, id_number=right)])
    result = covered(folder)
    assert [code for code, _, _ in codes(result, "YC418", "YC412")] == ["YC418", "YC418"]
    village = result.coverage.villages.iloc[0]
    assert (village["state"], village["flag"]) == ("undetermined", "")
    assert len(result.roster.candidates) == 1


def test_namesakes_with_phones_or_births_of_their_own_stay_two(tmp_path):
    for changes in ({"phone": "13800009999"}, {"birth_date": "1976-04"}):
        folder = office(tmp_path / "-".join(changes))
        born = date(1976, 4, 1) if "birth_date" in changes else date(1975, 3, 1)
        send(folder, "省新所.xlsx", [person(0), person(0, id_number=numbered_person(4, born)["id_number"], **changes)])
        result = covered(folder)
        assert len(result.roster.candidates) == 2
        assert codes(result, "YC418") == []
