"""What nobody sees, held against the Unicode database."""

import sys
import unicodedata

from yicun.model.invisible import without_invisible

# marks that stand before a number, and joiners of hieroglyphs
_SEEN = {chr(number) for number in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)}
_SEEN |= set(map(chr, range(0x13430, 0x13441)))


def _is_invisible(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category == "Cc":
        return not letter.isspace()
    return category == "Cf" or "VARIATION SELECTOR" in unicodedata.name(letter, "")


def test_every_control_format_and_variation_character_is_removed() -> None:
    for letter in map(chr, range(sys.maxunicode + 1)):
        if _is_invisible(letter) and letter not in _SEEN:
            assert without_invisible(letter) == "", hex(ord(letter))


def test_letters_of_names_stay() -> None:
    for letter in "张〇㛃·示ａÀ\U00020bb7\U00031350":
        assert without_invisible(letter) == letter
    for number in (0x1160, 0x2800, 0x3164, 0xFFA0, 0x180E, 0xE0100, 0x2066, 0xFE0F):
        assert without_invisible(f"张{chr(number)}三") == "张三"
