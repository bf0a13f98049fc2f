"""csrc/tables/unicode.c is what its generator makes of the UCD, and the UCD is read right."""

from __future__ import annotations

import importlib.util
import re
import sys
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest

GENERATOR = Path(__file__).parents[1] / "csrc" / "tools" / "unicode_tables.py"


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("unicode_tables", GENERATOR)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    if not GENERATOR.is_file():
        pytest.skip("runs in a checkout: csrc/tools is not here")
    module = load_generator()
    found = module.ucd_version(module.UCD)
    if found != module.VERSION:
        pytest.skip(
            f"needs Unicode {module.VERSION} in {module.UCD}, found {found}: apt install unicode-data"
        )
    return module


@pytest.fixture(scope="module")
def ucd(tables):
    return tables.Ucd(tables.UCD)


def test_the_checked_in_table_is_what_the_generator_writes(tables):
    written = tables.OUTPUT.read_text(encoding="utf-8")
    # not assert ==: pytest would diff two texts of 200 KB
    if tables.generate(tables.UCD) != written:
        pytest.fail(f"{tables.OUTPUT} differs: run python {GENERATOR}")


def test_a_space_of_the_whitespace_style_is_what_str_isspace_says(tables, ucd):
    spaces = [chr(code) for code in range(0x110000) if ucd.scan_whitespace(code) == tables.SPACE]
    assert spaces == [chr(code) for code in range(0x110000) if chr(code).isspace()]


def test_a_letter_of_the_words_style_is_what_a_python_pattern_calls_a_word_character(tables, ucd):
    known = [chr(code) for code in range(0x110000) if "Cn" not in (unicodedata.category(chr(code)), ucd.category[code])]
    letters = {char for char in known if ucd.scan_words(ord(char)) == tables.LETTER}
    assert letters ^ set(re.findall(r"\w", "".join(known))) == set()


@pytest.mark.parametrize(
    ("char", "kind"),
    [
        ("a", "CD_WORD"),
        ("Ж", "CD_WORD"),
        ("7", "CD_NUMBER"),
        ("½", "CD_NUMBER"),
        (",", "CD_PUNCT"),
        ("_", "CD_PUNCT"),
        ("’", "CD_PUNCT"),
        ("–", "CD_DASH"),
        ("…", "CD_ELLIPSIS"),
        ("€", "CD_SYMBOL"),
        ("©", "CD_SYMBOL"),
        ("™", "CD_SYMBOL"),
        ("😀", "CD_EMOJI"),
        ("☎", "CD_EMOJI"),
        ("🇫", "CD_EMOJI"),
        ("\0", "CD_OTHER"),
        ("\ud800", "CD_OTHER"),
        ("\U0010ffff", "CD_OTHER"),
    ],
)
def test_a_character_alone_is_a_token_of_its_kind(ucd, char, kind):
    assert ucd.kind(ord(char)) == kind


@pytest.mark.parametrize(
    ("chars", "bit"),
    [
        ("aZéЖ", "LETTER"),
        ("07٣", "DIGIT"),
        (" \t\r\n\xa0\u202f\u2028", "SPACE"),
        ("\u0301\u200d\ufeff", "EXTEND"),
        ("'’…–-·€$@#/カ😀", "LOUD"),
        (".", "STOP"),
        (",!?", "BANG"),
        ('"()[]{}%“”中ひ。©\0\ud800\U0010ffff', "QUIET"),
    ],
)
def test_the_news_scan_gives_a_character_one_bit(tables, ucd, chars, bit):
    assert {char: ucd.scan_news(ord(char)) for char in chars} == dict.fromkeys(chars, getattr(tables, bit))


def test_a_malformed_part_counts_as_an_unassigned_character(tables, ucd):
    assert ucd.char_class(tables.BAD_CODE) == tables.CharClass(
        "WB_OTHER", "SB_OTHER", "GC_CN", 0, "CD_OTHER",
        (tables.QUIET, tables.QUIET, tables.LETTER, tables.SPACE),
    )  # fmt: skip
