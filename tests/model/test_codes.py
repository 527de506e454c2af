"""The catalogue of findings against the table it was designed from; released codes keep their meaning for ever."""

import re
import string

import pytest

from yicun.model.codes import BY_SLUG, CODES, Severity
from yicun.model.findings import Finding, Place
from yicun.model.masks import mask_text

RELEASED = """
YC001 file-unreadable error, unchecked
YC002 file-encrypted error, unchecked
YC003 file-kind error, unchecked
YC004 file-mislabelled note
YC005 file-too-large error, unchecked
YC006 file-macros warning
YC007 text-encoding note
YC008 file-empty error, unchecked
YC101 header-not-found error, unchecked
YC102 column-missing error
YC103 column-twice error
YC104 column-ignored note
YC105 column-refused warning
YC106 column-unsure warning
YC107 sheet-skipped note
YC108 rows-hidden warning
YC109 rows-skipped note
YC110 second-table warning
YC111 template-old warning
YC201 required-blank error
YC202 id-number-damaged error
YC203 id-length error
YC204 id-characters error
YC205 id-check-digit error
YC206 id-birth-date error
YC207 id-region warning
YC208 id-age warning
YC209 id-tail-000 warning
YC211 date-unreadable error
YC212 date-ambiguous error
YC213 date-impossible error
YC214 date-out-of-range error
YC215 phone-invalid error
YC216 choice-unknown error
YC217 choice-ambiguous warning
YC218 name-doubtful error
YC219 number-unreadable error
YC220 cell-error error
YC221 ditto-refused error
YC222 formula-no-value error
YC223 remark-withheld warning
YC224 code-invalid error
YC291 tidied-text note
YC292 tidied-date note
YC293 tidied-choice note
YC294 tidied-phone note
YC295 filled-ditto note
YC296 filled-merged note
YC301 sex-disagrees error
YC302 birth-disagrees error
YC303 age-disagrees warning
YC304 steps-out-of-order error
YC305 step-missing warning
YC306 discipline-nonmember warning
YC307 discipline-undated error
YC308 decision-undated error
YC309 discipline-contradicted error
YC401 row-repeated warning
YC402 person-in-two-villages error
YC403 id-shared error
YC404 village-unknown error
YC405 village-ambiguous error
YC406 village-elsewhere error
YC407 village-kind error
YC408 village-twice error
YC409 choices-too-many warning
YC410 village-not-needing note
YC411 phone-shared warning
YC412 namesake warning
YC413 is-auxiliary warning
YC414 submitted-twice warning
YC415 village-by-former-name note
YC416 station-unknown error
YC423 withdrawn warning
YC520 waiver-stale warning
YC521 waiver-incomplete error
YC601 station-silent warning
YC602 village-left-out warning
YC603 needs-ruling warning
"""


@pytest.mark.parametrize("line", RELEASED.strip().splitlines())
def test_released_codes_keep_name_and_severity(line: str) -> None:
    code, slug, severity, *unchecked = re.split(r"[ ,]+", line)
    about = CODES[code]
    assert (about.slug, about.severity) == (slug, Severity(severity))
    assert about.unchecked or not unchecked


def test_slugs_are_unique() -> None:
    assert len(BY_SLUG) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_is_wrong_what_to_do_and_shows_an_example(code: str) -> None:
    about = CODES[code]
    assert about.what
    assert about.message
    assert about.hint
    assert about.bad
    assert about.good
    assert about.bad != about.good
    assert not about.message.endswith("。")


@pytest.mark.parametrize("code", CODES)
def test_a_message_says_every_fact_it_has_a_place_for(code: str) -> None:
    about = CODES[code]
    names = {name for _, name, _, _ in string.Formatter().parse(about.message + about.hint) if name}
    facts = {name: f"〔{name}〕" for name in names - {"label"}}
    finding = Finding(code, Place("名单.xlsx", "名单", 7, "K"), label="〔label〕", value="〔value〕", facts=facts)
    assert {name for name in names if f"〔{name}〕" in finding.message + finding.hint} == names


def test_facts_of_a_message_are_plain_names() -> None:
    for about in CODES.values():
        for _, name, spec, conversion in string.Formatter().parse(about.message + about.hint):
            assert name is None or name.isidentifier(), about.code
            assert not spec, about.code
            assert conversion is None, about.code


def test_examples_of_the_catalogue_are_nobody() -> None:
    for about in CODES.values():
        for number in re.findall(r"\d{17}[\dX]", f"{about.bad} {about.good} {about.message}"):
            assert number[14:17] in {"996", "997", "998", "999", "900"}, about.code


def test_a_long_number_is_masked_wherever_it_stands() -> None:
    number = "350583197503019994"
    spaced = " ".join(number)
    wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in string.digits})
    for text in (number, f"见{number}。", f"电话 138-0000-0000 和{number}X", spaced, wide):
        shown = mask_text(text)
        assert number not in shown
        assert "1975" not in shown.replace(" ", "")
        assert "*" in shown
    assert mask_text("2020-05-10 前报 16 个村") == "2020-05-10 前报 16 个村"
