#!/usr/bin/env python3
"""Turn the word lists csrc/lang/*.txt into csrc/lang/lang_tables.c.

    lang_tables.py            write the table
    lang_tables.py --check    exit 1 if the table is out of date
    lang_tables.py --iso FILE make csrc/lang/iso639.txt from iso-codes' JSON

A list opens with `# key value` lines (source, name, iso, stemmer, hyphens,
writes, quotes), then sections: a `[flag]` line and the words that have it, separated
by spaces; in a `[cue.*]` section one phrase a line. `word=3` gives a value.
"""

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path

ROOM = Path(__file__).resolve().parent.parent / "lang"
TABLE = "lang_tables.c"

# Sections, and the flags of lang.h that each one sets.
SECTIONS = {
    "stop": ["W_STOP"],
    "title": ["W_TITLE"],
    "abbreviation": ["W_ABBREVIATION"],
    "ending": ["W_ENDING", "W_ABBREVIATION"],
    "numeric": ["W_NUMERIC"],
    "month": ["W_MONTH"],
    "weekday": ["W_WEEKDAY"],
    "starter": ["W_STARTER"],
    "affix": ["W_AFFIX"],
    "elision": ["W_ELISION"],
    "clitic": ["W_CLITIC"],
    "split": ["W_SPLIT"],
    "tail": ["W_TAIL"],
    "unit": ["W_UNIT"],
    "whole": ["W_WHOLE"],
    "currency": ["W_CURRENCY"],
    "suffix": ["W_SUFFIX"],
    "says": ["W_SAYS"],
    "article": ["W_ARTICLE"],
    "cue.link": ["W_CUE_LINK"],
    "cue.date": ["W_CUE_DATE"],
    "cue.byline": ["W_CUE_BYLINE"],
    "cue.caption": ["W_CUE_CAPTION"],
    "cue.colophon": ["W_CUE_COLOPHON"],
    "cue.label": ["W_CUE_LABEL"],
    "cue.comment": ["W_CUE_COMMENT"],
}
KEYS = {"source", "name", "iso", "stemmer", "hyphens", "writes", "quotes"}
WRITES = ("decimal-comma", "ordinal-stop", "hanging-hyphen", "colon-suffix", "colon-ends", "semicolon-asks", "lone-initial", "colon-opens", "roman-ordinal")  # bits, in lang.h's order


# Zero-width joiner and non-joiner belong to words of Indic scripts.
JOINERS = {0x200C: None, 0x200D: None}


class ListError(Exception):
    """A word list breaks its format; the message says where and how."""


def lower(word):
    """The form words have in the lists: lower case, NFC, straight apostrophes."""
    word = word.replace("’", "'").replace("ʼ", "'")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).lower())


def folded(word):
    """The form under full case folding (ß is ss, ς is σ), NFC."""
    return unicodedata.normalize("NFC", word.casefold())


def value_of(section, word, text, where):
    """The value of `word=text`, checked against what its section means."""
    if section not in ("month", "split", "tail"):
        if text:
            raise ListError(f"{where}: {word}={text}: [{section}] takes no values")
        return 0
    if not text.isascii() or not text.isdigit():
        raise ListError(f"{where}: {word!r} in [{section}] needs a value, as in {word}=3")
    value = int(text)
    top = {"month": 12, "split": len(word) - 1, "tail": len(word)}[section]
    if not 1 <= value <= top:
        raise ListError(f"{where}: {word}={value}: expected 1 to {top}")
    return value


def check_word(section, word, where):
    if word != lower(word):
        raise ListError(f"{where}: {word!r} is not folded; write {lower(word)!r}")
    if word.endswith(".") and len(word) > 1:
        raise ListError(f"{where}: {word!r} ends in a stop; leave it out")
    if '"' in word or "\\" in word or not word.translate(JOINERS).isprintable():
        raise ListError(f"{where}: {word!r} has a character no word has")
    if section == "elision" and not word.endswith(("'", "-")):
        raise ListError(f"{where}: elision {word!r} must end in an apostrophe or hyphen")


def read_list(path):
    """One list: (header, {word: [set of flags, value]})."""
    header, words, section, seen = {}, {}, None, {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if line.startswith("#"):
            key, _, rest = line[1:].strip().partition(" ")
            key = key.rstrip(":")
            if key in KEYS:
                header[key] = rest.strip()
            continue
        if not line.strip():
            continue
        if re.fullmatch(r"\[[a-z.]+\]", line.strip()):
            section = line.strip()[1:-1]
            if section not in SECTIONS:
                raise ListError(f"{where}: unknown section [{section}]")
            continue
        if section is None:
            raise ListError(f"{where}: words before the first [section]")
        entries = [" ".join(line.split())] if section.startswith("cue.") else line.split()
        for entry in entries:
            word, _, text = entry.partition("=")
            check_word(section, word, where)
            if (section, word) in seen:
                raise ListError(
                    f"{where}: {word!r} is in [{section}] twice, first on line {seen[section, word]}"
                )
            seen[section, word] = number
            value = value_of(section, word, text, where)
            for form in {word, folded(word)}:  # either fold finds it
                merged = words.setdefault(form, [set(), 0])
                merged[0].update(SECTIONS[section])
                if value and merged[1] and merged[1] != value:
                    raise ListError(f"{where}: {form!r} has two values, {merged[1]} and {value}")
                merged[1] = merged[1] or value
    missing = KEYS - set(header)
    if missing:
        raise ListError(f"{path.name}: no '# {min(missing)} ...' line")
    if header["hyphens"] not in ("split", "keep"):
        raise ListError(f"{path.name}: hyphens {header['hyphens']!r}: expected split or keep")
    habits = header["writes"].split()
    if habits != ["-"] and not set(habits) <= set(WRITES):
        raise ListError(f"{path.name}: writes {header['writes']!r}: expected - or some of {', '.join(WRITES)}")
    if not re.search(r"\b20\d\d-\d\d\b", header["source"]):
        raise ListError(f"{path.name}: the source line needs a date, as in 2026-11")
    return header, words


def read_iso(path):
    """Codes of ISO 639-3, and {two letters: three letters}."""
    codes, short = [], {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        for entry in line.split():
            code, _, two = entry.partition("=")
            if not re.fullmatch("[a-z]{3}", code) or not re.fullmatch("([a-z]{2})?", two):
                raise ListError(f"{path.name}: {entry!r}: expected abc or abc=ab")
            codes.append(code)
            if two:
                short[two] = code
    if codes != sorted(set(codes)):
        raise ListError(f"{path.name}: codes must be sorted and distinct")
    return codes, short


def text_of(word):
    return f'"{word}"' if word is not None else "NULL"


def words_table(name, words):
    lines = [f"static const cd_lang_word {name}_words[] = {{"]
    bits = flag_bits()
    for word in sorted(words, key=lambda w: w.encode()):
        flags, value = words[word]
        number = sum(1 << bits[flag] for flag in flags)
        lines.append(f'  {{"{word}", {number:#x}u, {value}u}},')
    lines.append("};")
    return "\n".join(lines)


def flag_bits():
    """The bit of each flag, as lang.h has it."""
    found = re.findall(r"\b(W_[A-Z_]+) = 1u << (\d+)", (ROOM / "lang.h").read_text(encoding="utf-8"))
    return {name: int(bit) for name, bit in found}


def habits_of(header):
    """The LANG_ bits of what the language's writing does."""
    return sum(1 << i for i, habit in enumerate(WRITES) if habit in header["writes"].split())


def language_row(header, n_table):
    name = header["name"]
    iso1, iso3 = (header["iso"].split() + [None, None])[:2]
    stemmer = None if header["stemmer"] == "-" else header["stemmer"]
    return (
        f'{{"{name}", {text_of(iso1)}, {text_of(iso3)}, {text_of(stemmer)}, "{header["quotes"]}",\n'
        f"   {1 if header['hyphens'] == 'split' else 0}u, {habits_of(header)}u, {n_table},"
        f" sizeof {n_table} / sizeof {n_table}[0]}}"
    )


def read_lists(room):
    """(header, words) of every language, in alphabetical order of name."""
    paths = sorted(p for p in room.glob("*.txt") if p.name not in ("iso639.txt", "any.txt"))
    lists = [read_list(path) for path in paths]
    for path, (header, _) in zip(paths, lists):
        if header["name"] != path.stem:
            raise ListError(f"{path.name}: is named {header['name']!r}")
        if not re.fullmatch(r"[a-z]{2}( [a-z]{3})( [a-z]{2,3})*", header["iso"]):
            raise ListError(f"{path.name}: iso {header['iso']!r}: expected as in 'en eng'")
    return lists


def owners_of(lists, known):
    """Code -> index of the language with data that it means."""
    own = {}
    for at, (header, _) in enumerate(lists):
        for code in header["iso"].split():
            if code not in known:
                raise ListError(f"{header['name']}.txt: {code!r} is no ISO 639 code")
            if code in own:
                raise ListError(f"{header['name']}.txt: {code!r} belongs to another language too")
            own[code] = at
    return own


def language_lines(lists, any_list):
    out = []
    for header, words in lists:
        out += [words_table(header["name"], words), ""]
    any_header, any_words = any_list
    out += [words_table("any", any_words), "", "const cd_lang cd_langs[] = {"]
    out += [f"  {language_row(header, header['name'] + '_words')}," for header, _ in lists]
    out += ["};", f"const size_t cd_n_langs = {len(lists)};", ""]
    row = language_row(dict(any_header, iso=""), "any_words")
    return out + [f"const cd_lang cd_lang_any = {row};", ""]


def short_code_lines(two, own):
    return [
        f"const size_t cd_n_short_codes = {len(two)};",
        f"const cd_short_code cd_short_codes[{len(two)}] = {{",
        *(f'  {{"{code}", {own.get(code, -1)}}},' for code in two),
        "};",
        "",
    ]


def long_code_lines(codes, two, two_of, own):
    cells = [
        f'{{"{code}", {two.index(two_of[code]) if code in two_of else -1}, {own.get(code, -1)}}},'
        for code in codes
    ]
    return [
        f"const size_t cd_n_long_codes = {len(codes)};",
        f"const cd_long_code cd_long_codes[{len(codes)}] = {{",
        *("  " + " ".join(cells[i : i + 5]) for i in range(0, len(cells), 5)),
        "};",
        "",
    ]


def generate(room):
    """The text of lang_tables.c."""
    lists = read_lists(room)
    codes, short = read_iso(room / "iso639.txt")
    own = owners_of(lists, {*short, *codes})
    two = sorted(short)
    two_of = {three: two_letters for two_letters, three in short.items()}
    head = [
        "/* What csrc/lang/lang.h and lang_codes.h declare.",
        " * Made by csrc/tools/lang_tables.py from the lists in csrc/lang; do not edit. */",
        "/* clang-format off */",
        '#include "lang.h"',
        '#include "lang_codes.h"',
        "",
    ]
    tables = language_lines(lists, read_list(room / "any.txt"))
    tables += short_code_lines(two, own) + long_code_lines(codes, two, two_of, own)
    return "\n".join(head + tables)


def write_iso(source, version):
    """iso639.txt: every individual or macro language, `abc=ab` if it has two letters."""
    entries = json.loads(Path(source).read_text(encoding="utf-8"))["639-3"]
    rows = sorted(
        e["alpha_3"] + ("=" + e["alpha_2"] if "alpha_2" in e else "") for e in entries if e["scope"] in "IM"
    )
    lines = [
        f"# source: ISO 639-3 by SIL, through Debian's iso-codes {version},"
        " iso_639-3.json, 2026-11: individual and macro languages",
        "# abc is a code of ISO 639-3; abc=ab has the ISO 639-1 code ab too",
    ]
    for at in range(0, len(rows), 16):
        lines.append(" ".join(rows[at : at + 16]))
    (ROOM / "iso639.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit 1 if the table is out of date")
    parser.add_argument("--iso", nargs=2, metavar=("JSON", "VERSION"), help="remake iso639.txt first")
    arguments = parser.parse_args()
    if arguments.iso:
        write_iso(*arguments.iso)
    try:
        made = generate(ROOM)
    except ListError as error:
        sys.exit(f"lang_tables.py: {error}")
    table = ROOM / TABLE
    if arguments.check:
        if not table.exists() or table.read_text(encoding="utf-8") != made:
            sys.exit(f"{table} is out of date; run csrc/tools/lang_tables.py")
        return
    table.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
