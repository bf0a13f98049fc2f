"""The word lists are clean, and the table of csrc/lang is made from them."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOM = ROOT / "csrc" / "lang"
SCRIPT = ROOT / "csrc" / "tools" / "lang_tables.py"
LISTS = sorted(p for p in ROOM.glob("*.txt") if p.name != "iso639.txt")
SNOWBALL = [
    "arabic",
    "armenian",
    "basque",
    "catalan",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "greek",
    "hindi",
    "hungarian",
    "indonesian",
    "irish",
    "italian",
    "lithuanian",
    "nepali",
    "norwegian",
    "portuguese",
    "romanian",
    "russian",
    "serbian",
    "spanish",
    "swedish",
    "tamil",
    "turkish",
    "yiddish",
]
OTHERS = ["cs", "et", "kk", "lv", "pl"]  # by ISO code: no stemmer of Snowball's 2.2

by_list = pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)


def sections(path):
    """[(section, its words, values cut off)], in the order of the file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found.append((line.strip("[]"), []))
        elif found and line.strip():
            name, words = found[-1]
            entries = [line] if name.startswith("cue.") else line.split()
            words.extend(entry.partition("=")[0] for entry in entries)
    return found


def words_of(path, section):
    return [word for name, words in sections(path) if name == section for word in words]


def test_the_table_is_up_to_date():
    subprocess.run([sys.executable, str(SCRIPT), "--check"], check=True)


def test_every_snowball_language_has_a_list():
    assert [path.stem for path in LISTS if path.stem != "any"] == sorted(SNOWBALL + OTHERS)


@pytest.mark.parametrize("path", [*LISTS, ROOM / "iso639.txt"], ids=lambda path: path.stem)
def test_the_first_line_names_source_and_date(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"# source: \S.*\b20\d\d-\d\d\b", first)


@by_list
def test_words_are_folded(path):
    for _, words in sections(path):
        for word in words:
            assert word == unicodedata.normalize("NFC", word)
            assert word == word.lower()
            assert "’" not in word
            assert len(word) == 1 or not word.endswith(".")


@by_list
def test_words_are_sorted_and_distinct(path):
    for name, words in sections(path):
        assert words == sorted(set(words)), name


@pytest.mark.parametrize("language", SNOWBALL)
def test_a_language_names_all_twelve_months_or_says_why_not(language):
    text = (ROOM / f"{language}.txt").read_text(encoding="utf-8")
    values = {int(value) for value in re.findall(r"\S=(\d+)", text.split("[month]")[1].split("[")[0])}
    # "Meán Fómhair" and "Deireadh Fómhair" are two words each.
    assert values == set(range(1, 13)) - ({9, 10} if language == "irish" else set())


def test_a_word_that_is_not_folded_is_an_error(tmp_path):
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        import lang_tables
    finally:
        sys.path.pop(0)
    bad = tmp_path / "bad.txt"
    head = "# source: a test, 2026-11\n# name bad\n# iso en\n# stemmer -\n# hyphens keep\n# writes -\n# quotes “”\n"
    for body, message in [
        ("[title]\nMr\n", "not folded"),
        ("[title]\nmr.\n", "ends in a stop"),
        ("[title]\nmr\nmr\n", "twice"),
        ("[month]\njan=13\n", "expected 1 to 12"),
        ("[split]\ncannot\n", "needs a value"),
        ("[tail]\nnya=4\n", "expected 1 to 3"),
        ("[nonsense]\nmr\n", "unknown section"),
    ]:
        bad.write_text(head + body, encoding="utf-8")
        with pytest.raises(lang_tables.ListError, match=message):
            lang_tables.read_list(bad)


@pytest.mark.parametrize(
    "section, word",
    [
        ("title", "gen"),
        ("abbreviation", "p.m"),
        ("ending", "inc"),
        ("numeric", "no"),
        ("split", "cannot"),
        ("affix", "anti"),
        ("clitic", "n't"),
        ("whole", "o'clock"),
        ("unit", "bn"),
        ("suffix", "th"),
        ("says", "said"),
        ("cue.link", "also read"),
    ],
)
def test_english_knows_its_newspapers(section, word):
    assert word in words_of(ROOM / "english.txt", section)


@pytest.mark.parametrize("word", ["mass", "wash", "ill", "miss", "me", "ore", "in", "may", "bet"])
def test_an_ordinary_english_word_is_no_abbreviation(word):
    assert word not in words_of(ROOM / "english.txt", "abbreviation")
