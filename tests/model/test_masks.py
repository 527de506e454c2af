"""Personal numbers are masked wherever they stand; what only looks like one stays readable."""

import time
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yicun.model.masks import mask_text, mask_texts

NUMBERS = ("350583197503019978", "35058319750301997X", "350583750301997", "13800000000")
SEPARATORS = (
    "", " ", "\u00a0", "\t", "\n", "\r\n", ".", "/", ",", "、", "_", ":", "|", "+", "-", "–", "；", "·", "\u200b", " - "
)  # fmt: skip
SCRIPTS = {"plain": ord("0"), "wide": ord("０"), "mathematical": 0x1D7CE, "arabic": 0x660}


def digits_of(text: str) -> str:
    return "".join(
        str(unicodedata.digit(character, "")) or (character if character in "xX" else "") for character in text
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    number=st.sampled_from(NUMBERS),
    parts=st.sampled_from([(18,), (6, 8, 4), (6, 6, 3), (3, 4, 4), (4, 4, 4, 4, 2), (1,) * 18, (6, 4, 2, 2, 4)]),
    separator=st.sampled_from(SEPARATORS),
    script=st.sampled_from(sorted(SCRIPTS)),
    before=st.sampled_from(["", "张三", "a", "（", "7 ", "2020-05-07 12:30:00 ", "第3行、"]),
    country=st.sampled_from(["", "+86 ", "0086 ", "86-"]),
    after=st.sampled_from(["", "，男", "b", "）", " 2020-05-07"]),
)
def test_a_number_is_masked_however_it_is_written(number, parts, separator, script, before, country, after) -> None:
    pieces, at = [], 0
    for size in parts:
        pieces.append(number[at : at + size])
        at += size
    pieces.append(number[at:])
    written = separator.join(piece for piece in pieces if piece)
    if len(number) == len("13800000000"):
        before += country
    written = "".join(chr(SCRIPTS[script] + int(one)) if one.isdigit() else one for one in written)
    shown = digits_of(mask_text(before + written + after))
    assert number not in shown
    assert len(number) < 15 or number[6:14] not in shown


@pytest.mark.parametrize(
    "text",
    [
        "2020-04-24、2020-04-26、2020-04-29", "2021-04-24、2021-04-26、2021-04-29", "20200507、20200510、20200511",
        "2020-05-07 12:30:11 2020-05-07 12:30:11", "2020-05、2020-06、2020-07", "2018、2019、2020、2021",
        "7、8、9、10、11、12、13、14、15、16、17", "118、119、120、121、122、123", "1201、1202、1203、1204、1205",
        "350583106201、350583106202", f"sha256 {'0123456789abcdef' * 4}", "规则 甲（sha256 051224422061）",
        "甲，sha256：138000000012…", "应推选 199 村、本名单 117 村、缺 82 村",
        "350583**********96、138******00", "公综〔2020〕55号", "yicun 0.1.0，pandas 3.0.1",
    ],
)  # fmt: skip
def test_what_is_no_personal_number_stays(text: str) -> None:
    assert mask_text(text) == text


@given(st.text(alphabet="0123456789Xx １２①-./、:", max_size=80))
def test_masking_once_is_enough_and_keeps_the_length(text: str) -> None:
    once = mask_text(text)
    assert len(once) == len(text)
    assert mask_text(once) == once


def test_data_is_masked_in_its_keys_and_values() -> None:
    shown = mask_texts({"350583197503019978": ["13800000000", 3, None, {"甲": "350583 19750301 9978"}]})
    assert "197503" not in str(shown)
    assert "13800000000" not in str(shown)


@pytest.mark.parametrize("text", ["1", "1 ", "350583 ", "1-", "2020-05-07 ", "x1", "3505831976"])
def test_the_time_grows_with_the_text(text: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        mask_text((text * length)[:length])
        return time.process_time() - started

    assert seconds(80_000) < 12 * max(seconds(20_000), 0.05)
