"""Plain texts, names of places, codes and whole numbers (fields.md, Values)."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from yicun.intake.grid import Cell
from yicun.intake.parse.readings import (
    Fault,
    Reading,
    Readings,
    as_text,
    matching,
    narrowed,
    read_each,
    squeezed,
    tidied,
    trimmed,
)
from yicun.model.fields import REFUSED_WORDS, Field
from yicun.model.masks import mask_text

_CHECKED = frozenset(("remark", "exception_note"))
_WITHHELD = re.compile(
    "|".join(
        (
            *REFUSED_WORDS,
            # records
            "犯罪|刑满|判刑|服刑|刑事|缓刑|拘留|劳教|劳改|社区矫正|吸毒|涉毒|涉黑|涉恶|立案|违法|违纪|案底|逃犯|赌博|酒驾|醉驾",
            # petitions
            "非访|缠访|闹访|越级|闹事",
            # belief
            "邪教|法轮|全能神|宗教|基督|天主|佛教|道教|伊斯兰|教会|教徒|信佛",
            # health
            "病|残|癌|肿瘤|糖尿|高血压|心脏|中风|肝炎|肺结核|精神障碍|抑郁|癫痫|艾滋|手术|住院",
            # family
            "家属|配偶|妻|丈夫|老公|老婆|儿子|女儿|子女|父亲|母亲|父母|儿媳|女婿|离异|离婚|丧偶",
        )
    )
)
_PLAIN_PLACE, _NOT_PLAIN = "[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z]+", r"\A同|[0-9A-Za-z]{9}"
_MOST_OF_AN_ID = re.compile(r"\d{9}")  # a mask lets twelve pass for a division code
_CODE = re.compile(r"\d{12}")
_AMOUNT = re.compile(r"[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d+)?(%|元|学时|小时)?")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?:人|口|名|岁|周岁)?")


def read_texts(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Texts without what nobody sees; a 备注 that holds what does not belong in a roster is withheld (YC223)."""

    def read(cell: Cell) -> Reading | None:
        written = as_text(cell)
        text = trimmed(written)
        if not text:
            return None
        if about.name in _CHECKED and is_withheld(text):
            return Reading(None, (Fault("YC223", withheld=True),))
        return Reading(text, tidied(written, text))

    return read_each(about, cells, read)


def is_withheld(text: str) -> bool:
    """Whether a text holds words on vetting, health, petitions, belief or family, an ID, or nine digits and more."""
    bare = squeezed(text)
    return _WITHHELD.search(bare) is not None or _MOST_OF_AN_ID.search(bare) is not None or mask_text(bare) != bare


def read_places(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Stations, townships and villages as written, but for personal numbers; whether they exist the register says."""

    def read(cell: Cell) -> Reading | None:
        written = as_text(cell)
        text = narrowed(written)
        return Reading(mask_text(text), tidied(written, text)) if text else None

    return read_each(about, cells, read, matching(_PLAIN_PLACE, cells, _NOT_PLAIN))


def read_codes(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Division codes of twelve digits, in text or as a number (YC224)."""

    def read(cell: Cell) -> Reading | None:
        written = as_text(cell)
        text = squeezed(written)
        if not _CODE.fullmatch(text):
            return Reading(None, (Fault("YC224"),))
        return Reading(text, tidied(written, text))

    return read_each(about, cells, read, matching("[0-9]{12}", cells))


def read_numbers(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Whole numbers not below zero (YC219)."""

    def read(cell: Cell) -> Reading | None:
        written = as_text(cell)
        number = _NUMBER.fullmatch(squeezed(written))
        if number is None or len(number[1]) > 10:
            return Reading(None, (Fault("YC219"),))
        text = number[1].replace(",", "")
        return Reading(int(text), tidied(written, text))

    return read_each(about, cells, read)


def read_amounts(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Decimals not below zero, as text without anything around them (YC219); a percentage is a hundredth."""

    def read(cell: Cell) -> Reading | None:
        written = as_text(cell)
        found = _AMOUNT.fullmatch(squeezed(written))
        if found is None:
            return Reading(None, (Fault("YC219"),))
        amount = Decimal(found[1].replace(",", "") + (found[2] or "")) / (100 if found[3] == "%" else 1)
        text = f"{amount.normalize():f}"
        return Reading(text, () if text == written.strip() or isinstance(cell, float) else tidied(written, text))

    return read_each(about, cells, read)
