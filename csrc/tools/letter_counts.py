#!/usr/bin/env python3
"""Count the letters of languages' words into csrc/lang/auto/letters.txt.

    letter_counts.py VOCABULARIES

Needs the package wordfreq (word frequencies), and VOCABULARIES, a folder that holds
Snowball's LANGUAGE/voc.txt.gz. csrc/tools/letter_tables.py turns the counts into tables.
"""

import argparse
import collections
import gzip
import math
import re
import unicodedata
from pathlib import Path

ROOM = Path(__file__).resolve().parent.parent / "lang"

# Of each script, its languages and where their words come from: a list of wordfreq's, or Snowball's vocabulary, or
# neither, and then the stop words of csrc/lang alone. Ties go to the language that stands first.
SCRIPTS = {
    "latin": {
        "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
        "dutch": "nl", "swedish": "sv", "norwegian": "nb", "danish": "da", "finnish": "fi", "turkish": "tr",
        "romanian": "ro", "hungarian": "hu", "lithuanian": "lt", "catalan": "ca", "indonesian": "id",
        "serbian": "sh", "basque": "snowball", "irish": "snowball", "cs": "cs", "pl": "pl", "sk": "sk", "sl": "sl",
        "lv": "lv", "et": "snowball estonian", "is": "is", "vi": "vi", "tl": "fil",
    },
    "cyrillic": {"russian": "ru", "uk": "uk", "bg": "bg", "serbian": "sh", "mk": "mk", "kk": "stop"},
    "arabic": {"arabic": "ar", "fa": "fa", "ur": "ur"},
    "hebrew": {"he": "he", "yiddish": "snowball"},
    "devanagari": {"hindi": "hi", "nepali": "snowball"},
}  # fmt: skip
ROWS = {"latin": 3400, "cyrillic": 500, "arabic": 250, "hebrew": 150, "devanagari": 150}
STOP_WORDS = 0.4  # of a text that are stop words, where nobody counted
UNIT = 1e-5  # share of a row of level 2

# Serbian is written in both scripts, letter by letter the same; wordfreq keeps it in Latin.
CYRILLIC = str.maketrans("abcčćdđefghijklmnoprsštuvzž", "абцчћдђефгхијклмнопрсштувзж")
DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ"}


def cyrillic(word):
    for two, one in DIGRAPHS.items():
        word = word.replace(two, one)
    return word.translate(CYRILLIC)


def stop_words(language):
    """The words of the [stop] section, commonest not first."""
    section, words = None, []
    for line in (ROOM / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif section == "[stop]" and not line.startswith("#"):
            words += line.split()
    return words


def with_stop_words(words, language):
    """Even shares of a vocabulary and of the language's stop words."""
    counts = collections.Counter()
    stops = stop_words(language)
    for word in stops:
        counts[word] += (STOP_WORDS if words else 1) / len(stops)
    for word in words:
        counts[word] += (1 - STOP_WORDS) / len(words)
    return counts


def word_shares(script, language, source, vocabularies):
    """{word: how often}."""
    kind, _, name = source.partition(" ")
    if kind == "stop":
        return with_stop_words([], language)
    if kind == "snowball":
        with gzip.open(vocabularies / (name or language) / "voc.txt.gz", "rt", encoding="utf-8") as file:
            return with_stop_words(file.read().split(), language)
    from wordfreq import get_frequency_dict

    shares = get_frequency_dict(source)
    if script == "cyrillic" and source == "sh":
        return {cyrillic(word): share for word, share in shares.items()}
    return shares


def script_letters(script):
    """A pattern of a run of the script's letters and marks."""
    for line in (ROOM / "auto" / "scripts.txt").read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if fields[0] == script:
            blocks = [field.split("-") for field in fields if re.fullmatch("[0-9A-F]{4}-[0-9A-F]{4}", field)]
            codes = [code for first, last in blocks for code in range(int(first, 16), int(last, 16) + 1)]
            letters = [chr(code) for code in codes if unicodedata.category(chr(code))[0] in "LM"]
            return re.compile("[" + re.escape("".join(letters)) + "]+")
    raise ValueError(f"no script {script!r} in scripts.txt")


def rows_of(word):
    """What a word counts for: each three letters, its edges too, and each letter beyond ASCII alone."""
    padded = f"_{word}_"
    yield from (padded[at : at + 3] for at in range(len(padded) - 2))
    yield from (letter for letter in word if not letter.isascii())


def shares_of_rows(shares, letters):
    counts = collections.Counter()
    for word, share in shares.items():
        word = unicodedata.normalize("NFC", word.lower()).replace("i̇", "i")
        for part in letters.findall(word):
            for row in rows_of(part):
                counts[row] += share
    total = sum(counts.values())
    return {row: count / total for row, count in counts.items()}


def level(share):
    return round(2 * math.log2(1 + share / UNIT))


def worth(levels, shares):
    """How much a row tells, times how often it does."""
    mean = sum(levels) / len(levels)
    return sum(share * (one - mean) for share, one in zip(shares, levels))


def table_of(script, vocabularies):
    """[(row, its level in each language)], those that tell most."""
    letters = script_letters(script)
    counts = [
        shares_of_rows(word_shares(script, language, source, vocabularies), letters)
        for language, source in SCRIPTS[script].items()
    ]
    rows = []
    for row in sorted(set().union(*counts)):
        shares = [count.get(row, 0) for count in counts]
        levels = [level(share) for share in shares]
        rows.append((worth(levels, shares), row, levels))
    rows.sort(key=lambda entry: (-entry[0], entry[1]))
    return sorted((row, levels) for _, row, levels in rows[: ROWS[script]])


def digit(level):
    return "0123456789abcdefghijklmnopqrstuvwxyz"[level]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vocabularies", type=Path, help="a folder that holds Snowball's LANGUAGE/voc.txt.gz")
    arguments = parser.parse_args()
    lines = [
        "# source: counted by csrc/tools/letter_counts.py from the word frequencies of wordfreq 3.1.1 (CC BY-SA 4.0),"
        " Snowball's vocabularies (BSD) and the stop words of csrc/lang, 2026-11",
        "# three letters, _ the edge of a word, or one letter; then how often they stand in each language's words:",
        "# 2 log2(1 + share / 0.00001), rounded, one digit in base 36 each",
    ]
    for script, languages in SCRIPTS.items():
        lines += [f"[{script}] {' '.join(languages)}"]
        lines += [f"{row} {''.join(map(digit, levels))}" for row, levels in table_of(script, arguments.vocabularies)]
    (ROOM / "auto" / "letters.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
