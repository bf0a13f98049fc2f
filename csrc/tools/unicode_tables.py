"""Writes csrc/tables/unicode.c from the Unicode Character Database.

    python csrc/tools/unicode_tables.py [--ucd DIR] [--check]

Input: Debian's package unicode-data (15.0.0). With --check nothing is written;
the exit status is 1 when the checked-in file is not what the UCD gives.
What the columns mean is said in csrc/tables/unicode.h.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

VERSION = "15.0.0"
UCD = Path("/usr/share/unicode")
OUTPUT = Path(__file__).resolve().parents[1] / "tables" / "unicode.c"
INPUTS = (
    "UnicodeData.txt",
    "PropList.txt",
    "DerivedCoreProperties.txt",
    "Scripts.txt",
    "auxiliary/WordBreakProperty.txt",
    "auxiliary/SentenceBreakProperty.txt",
    "emoji/emoji-data.txt",
)
RAISED_OR_LOWERED = {0xB0, 0xB2, 0xB3, 0xB9, *range(0x2070, 0x208A)}  # of n°, km² and CO₂
PERCENT_SIGNS = {0x25, 0x2030, 0x2031, 0x66A, 0xFE6A, 0xFF05}  # UD's SYM, though category Po
BAD_CODE = 0x110000  # CD_BAD_CODE
PAGE = 128

LETTER, DIGIT, SPACE, EXTEND, LOUD, STOP, BANG, QUIET = (1 << bit for bit in range(8))

WHITE_SPACE, PICTOGRAPHIC, CASED, CASE_IGNORABLE = 1, 2, 4, 8
IDEOGRAPHIC, APOSTROPHE, ELLIPSIS = 16, 32, 64
FLAG_SOURCES = (  # flag, file, values of the property or script
    (WHITE_SPACE, "PropList.txt", {"White_Space"}),
    (PICTOGRAPHIC, "emoji/emoji-data.txt", {"Extended_Pictographic"}),
    (CASED, "DerivedCoreProperties.txt", {"Cased"}),
    (CASE_IGNORABLE, "DerivedCoreProperties.txt", {"Case_Ignorable"}),
    (IDEOGRAPHIC, "PropList.txt", {"Ideographic"}),
    (IDEOGRAPHIC, "Scripts.txt", {"Hiragana", "Katakana"}),
)
APOSTROPHES = (0x27, 0x2018, 0x2019, 0x201B, 0xFF07)
ELLIPSES = (0x2026, 0x22EF)

TRADE_MARKS = (0xA9, 0xAE, 0x2122)  # pictographs to the UCD, symbols in a newspaper

NEWS_ASCII_QUIET = '"()[]{}%'
NEWS_ASCII_BANG = ",!?"


class CharClass(NamedTuple):
    """One row of cd_char_classes."""

    word_break: str
    sentence_break: str
    category: str
    flags: int
    kind: str
    scan: tuple[int, int, int, int]


class Ucd:
    """The properties of every code point, one list for each property."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.category = ["Cn"] * (BAD_CODE + 1)
        self.bidi = [""] * (BAD_CODE + 1)
        self.flags = [0] * (BAD_CODE + 1)
        self._read_unicode_data()
        self._read_flags()
        self.word_break = self._column("auxiliary/WordBreakProperty.txt")
        self.sentence_break = self._column("auxiliary/SentenceBreakProperty.txt")
        self.emoji_presentation = {
            code
            for codes, value in self._properties("emoji/emoji-data.txt")
            if value == "Emoji_Presentation"
            for code in codes
        }

    def _lines(self, name: str) -> Iterator[list[str]]:
        for line in (self.folder / name).read_text(encoding="utf-8").splitlines():
            fields = [field.strip() for field in line.partition("#")[0].split(";")]
            if len(fields) > 1:
                yield fields

    def _properties(self, name: str) -> Iterator[tuple[range, str]]:
        for codes, value, *_ in self._lines(name):
            first, _, last = codes.partition("..")
            yield range(int(first, 16), int(last or first, 16) + 1), value

    def _column(self, name: str) -> list[str]:
        column = ["Other"] * (BAD_CODE + 1)
        for codes, value in self._properties(name):
            for code in codes:
                column[code] = value
        return column

    def _read_unicode_data(self) -> None:
        first = 0
        for code_field, name, category, _, bidi, *_ in self._lines("UnicodeData.txt"):
            code = int(code_field, 16)
            if name.endswith(", First>"):
                first = code
                continue
            for each in range(first if name.endswith(", Last>") else code, code + 1):
                self.category[each] = category
                self.bidi[each] = bidi

    def _read_flags(self) -> None:
        for flag, name, values in FLAG_SOURCES:
            for codes, value in self._properties(name):
                if value in values:
                    self._set_flag(codes, flag)
        self._set_flag(APOSTROPHES, APOSTROPHE)
        self._set_flag(ELLIPSES, ELLIPSIS)

    def _set_flag(self, codes: Iterable[int], flag: int) -> None:
        for code in codes:
            self.flags[code] |= flag

    def is_emoji(self, code: int) -> bool:
        """Whether the character is drawn as a picture when it stands alone."""
        if self.word_break[code] == "Regional_Indicator":
            return True
        if not self.flags[code] & PICTOGRAPHIC or code in TRADE_MARKS:
            return False
        return code in self.emoji_presentation or self.category[code] == "So"

    def kind(self, code: int) -> str:
        """The cd_token_kind of a token of this one character."""
        category = self.category[code]
        if code in PERCENT_SIGNS:
            return "CD_SYMBOL"
        if self.flags[code] & ELLIPSIS:
            return "CD_ELLIPSIS"
        if category == "Pd":
            return "CD_DASH"
        if category[0] == "S" and self.is_emoji(code):
            return "CD_EMOJI"
        if category[0] == "N":
            return "CD_NUMBER"
        return {"L": "CD_WORD", "M": "CD_WORD", "P": "CD_PUNCT", "S": "CD_SYMBOL"}.get(
            category[0], "CD_OTHER"
        )

    def scan_news(self, code: int) -> int:
        """SCAN_NEWS bits."""
        word_break, category = self.word_break[code], self.category[code]
        if self.flags[code] & WHITE_SPACE:
            return SPACE
        if code in RAISED_OR_LOWERED:
            return LOUD
        if code < 128:
            return news_ascii(chr(code))
        if self.kind(code) == "CD_EMOJI" or self.flags[code] & (APOSTROPHE | ELLIPSIS):
            return LOUD
        if category in ("Pd", "Sc"):
            return LOUD
        return {
            "Numeric": DIGIT,
            "ALetter": LETTER,
            **dict.fromkeys(("Extend", "Format", "ZWJ"), EXTEND),
            **dict.fromkeys(("Hebrew_Letter", "Katakana", "ExtendNumLet"), LOUD),
            **dict.fromkeys(("MidLetter", "MidNum", "MidNumLet"), LOUD),
        }.get(word_break, QUIET)

    def scan_uax29(self, code: int) -> int:
        """SCAN_UAX29 bits."""
        word_break = self.word_break[code]
        # U+202F is white space, yet it joins letters and digits (WB13a, WB13b).
        if self.flags[code] & WHITE_SPACE and word_break != "ExtendNumLet":
            return SPACE
        return {
            "Numeric": DIGIT,
            "ALetter": LETTER,
            "MidLetter": STOP,
            "MidNum": BANG,
            **dict.fromkeys(("MidNumLet", "Single_Quote"), STOP | BANG),
            **dict.fromkeys(("Extend", "Format", "ZWJ"), EXTEND),
            **dict.fromkeys(("Hebrew_Letter", "Katakana"), LOUD),
            **dict.fromkeys(("Regional_Indicator", "ExtendNumLet"), LOUD),
        }.get(word_break, QUIET)

    def scan_whitespace(self, code: int) -> int:
        """SCAN_WHITESPACE bits: a space is what str.isspace() says."""
        is_space = self.category[code] == "Zs" or self.bidi[code] in ("WS", "B", "S")
        return SPACE if is_space else LETTER

    def scan_words(self, code: int) -> int:
        r"""SCAN_WORDS bits: a letter is what \w of a Python pattern matches, and all else is a space."""
        is_word = code == ord("_") or self.category[code][0] == "L" or self.category[code] in ("Nd", "Nl", "No")
        return LETTER if is_word else SPACE

    def char_class(self, code: int) -> CharClass:
        """Everything that is told of one character."""
        return CharClass(
            "WB_" + self.word_break[code].upper(),
            "SB_" + self.sentence_break[code].upper(),
            "GC_" + self.category[code].upper(),
            self.flags[code],
            self.kind(code),
            (
                self.scan_news(code),
                self.scan_uax29(code),
                self.scan_whitespace(code),
                self.scan_words(code),
            ),
        )


def news_ascii(char: str) -> int:
    """SCAN_NEWS bits of an ASCII character that is not white space."""
    if char.isalpha():
        return LETTER
    if char.isdigit():
        return DIGIT
    if char == ".":
        return STOP
    if char in NEWS_ASCII_BANG:
        return BANG
    return QUIET if char in NEWS_ASCII_QUIET or not char.isprintable() else LOUD


class Tables(NamedTuple):
    """What unicode.h declares."""

    classes: list[CharClass]
    stage1: list[int]
    pages: list[tuple[int, ...]]


def build_tables(ucd: Ucd) -> Tables:
    """Number classes and pages in the order in which code points need them."""
    numbers: dict[CharClass, int] = {}
    pages: dict[tuple[int, ...], int] = {}
    stage1 = []
    for start in range(0, BAD_CODE + 1, PAGE):
        codes = (min(code, BAD_CODE) for code in range(start, start + PAGE))
        rows = (ucd.char_class(code) for code in codes)
        page = tuple(numbers.setdefault(row, len(numbers)) for row in rows)
        stage1.append(pages.setdefault(page, len(pages)))
    if len(numbers) > 255:
        sys.exit(f"{len(numbers)} classes: more than a uint8_t counts")
    return Tables(list(numbers), stage1, list(pages))


def wrapped(values: Iterable[int]) -> str:
    return textwrap.fill(", ".join(map(str, values)) + ",", 98, initial_indent="  ",
                         subsequent_indent="  ")  # fmt: skip


def class_row(row: CharClass) -> str:
    scan = ", ".join(f"0x{bits:02x}" for bits in row.scan)
    return (
        f"  {{{row.word_break}, {row.sentence_break}, {row.category}, "
        f"0x{row.flags:02x}, {row.kind}, {{{scan}}}}},"
    )


def header(folder: Path, tables: Tables) -> str:
    sums = "\n".join(
        f" *   {hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}" for name in INPUTS
    )
    size = 2 * len(tables.stage1) + PAGE * len(tables.pages) + 9 * len(tables.classes) + 5 * 128
    return f"""\
/* Generated by csrc/tools/unicode_tables.py: do not edit.
 * Source: the Unicode Character Database {VERSION} (Debian: unicode-data), SHA-256:
{sums}
 * {len(tables.classes)} classes, {len(tables.pages)} pages, {size} bytes. */
/* clang-format off */
#include "unicode.h"

#include "copydesk.h"
"""


def generate(folder: Path) -> str:
    """The text of unicode.c."""
    tables = build_tables(Ucd(folder))
    ascii_rows = [
        [tables.classes[number].scan[style] for number in tables.pages[tables.stage1[0]]]
        for style in range(4)
    ]
    ascii_kinds = [tables.classes[number].kind for number in tables.pages[tables.stage1[0]]]
    classes = "\n".join(map(class_row, tables.classes))
    ascii_bits = "\n".join(f"  {{\n{wrapped(row)}\n  }}," for row in ascii_rows)
    pages = "\n".join(f"  /* page {number} */\n{wrapped(page)}" for number, page in enumerate(tables.pages))
    return f"""{header(folder, tables)}
const char cd_ucd_version[] = "{VERSION}";

const cd_char_class cd_char_classes[] = {{
{classes}
}};

const uint8_t cd_scan_ascii[SCAN_STYLES][128] = {{
{ascii_bits}
}};

const uint8_t cd_kind_ascii[128] = {{
{wrapped(ascii_kinds)}
}};

const uint16_t cd_class_stage1[] = {{
{wrapped(tables.stage1)}
}};

const uint8_t cd_class_stage2[] = {{
{pages}
}};
"""


def ucd_version(folder: Path) -> str | None:
    """The version of the UCD in `folder`; None when there is none."""
    path = folder / "PropList.txt"
    if not path.is_file():
        return None
    found = re.match(r"# PropList-([\d.]+)\.txt", path.read_text(encoding="utf-8"))
    return found[1] if found else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ucd", type=Path, default=UCD, help=f"default: {UCD}")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()

    version = ucd_version(options.ucd)
    if version != VERSION:
        sys.exit(f"{options.ucd} holds Unicode {version}, expected {VERSION}: "
                 "install Debian's unicode-data or give --ucd DIR")  # fmt: skip
    text = generate(options.ucd)
    if options.check:
        return int(not OUTPUT.is_file() or OUTPUT.read_text(encoding="utf-8") != text)
    OUTPUT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
