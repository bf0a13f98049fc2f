#!/usr/bin/env python3
"""Turn csrc/lang/auto/scripts.txt and letters.txt into csrc/lang/letter_tables.c.

    letter_tables.py            write the table
    letter_tables.py --check    exit 1 if the table is out of date
"""

import argparse
import sys
import unicodedata
from pathlib import Path

ROOM = Path(__file__).resolve().parent.parent / "lang"
TABLE = ROOM / "letter_tables.c"

GOLDEN = 0x9E3779B97F4A7C15  # and these, as letters.h has them
SLOT_BITS = 13
LANES = 32
HIGHEST = 15  # votes that a row gives: four bits
LOWERED = [*range(0x530), *range(0x1E00, 0x1F00)]


class ListError(Exception):
    """A list breaks its format; the message says where and how."""


def read_scripts():
    """[(script, language or None, takes han, weight, [(first, last)])]."""
    scripts = []
    for line in (ROOM / "auto" / "scripts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, language, *rest = line.split()
        takes = rest[0] == "han+"
        weight, *blocks = rest[takes:]
        ends = [tuple(int(end, 16) for end in block.split("-")) for block in blocks]
        if any(first % 16 or last % 16 != 15 for first, last in ends):
            raise ListError(f"scripts.txt: {name}: blocks start at xxx0 and end at xxxF")
        scripts.append((name, None if language == "-" else language, takes, int(weight), ends))
    return scripts


def read_letters():
    """{script: (languages, {row: levels})}, in the order of the file."""
    sections, rows = {}, {}
    for number, line in enumerate((ROOM / "auto" / "letters.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        if line.startswith("["):
            script, languages = line[1:].split("] ")
            rows = {}
            sections[script] = (languages.split(), rows)
            continue
        row, levels = line.split(" ")
        rows[row] = [int(level, 36) for level in levels]
        if len(rows[row]) != len(sections[script][0]) or len(row) not in (1, 3):
            raise ListError(f"letters.txt:{number}: {line!r}: expected one or three letters and a digit a language")
    return sections


def key_of(row):
    key = 0
    for letter in row:
        key = key << 21 | ord(letter)
    return key


def votes_of(levels):
    """Levels as votes: the language that has most of a row gets most, and below a 180th part none counts less."""
    top = max(levels)
    return [max(0, level - top + HIGHEST) for level in levels] + [0] * (LANES - len(levels))


def slots_of(rows):
    """(slots, votes of each row): open addressing, as core/detect.c walks it."""
    slots, votes = [(0, 0)] * (1 << SLOT_BITS), []
    for row, levels in rows:
        mixed = key_of(row) * GOLDEN & (1 << 64) - 1
        check, at = mixed >> 32 & 0xFFFF, mixed >> 64 - SLOT_BITS
        while slots[at][1]:
            if slots[at][0] == check:
                raise ListError(f"letters.txt: {row!r} cannot be told from another row; change GOLDEN")
            at = at + 1 & (1 << SLOT_BITS) - 1
        votes.append(votes_of(levels))
        slots[at] = (check, len(votes))
    return slots, votes


def packed(votes):
    """A row's bytes: lanes 0 to 15 in the low halves, 16 to 31 in the high ones."""
    return ", ".join(str(votes[lane] | votes[lane + 16] << 4) for lane in range(LANES // 2))


def lowered(code):
    """A letter in lower case, one character; 0 for what is no letter."""
    letter = chr(code)
    return ord(letter.lower()[0]) if unicodedata.category(letter)[0] == "L" else 0


def numbers(values, width=16):
    values = [str(value) for value in values]
    return ["  " + ", ".join(values[at : at + width]) + "," for at in range(0, len(values), width)]


def script_lines(scripts, sections, names):
    han = [name for name, *_ in scripts].index("han")
    out = [f"const cd_script cd_scripts[{len(scripts)}] = {{"]
    for name, language, takes, weight, _ in scripts:
        if language:
            out.append(f"  {{{names.index(language)}, {weight}, {han if takes else -1}, 0, {{0}}}}, /* {name} */")
        else:
            lanes = [names.index(one) for one in sections[name][0]]
            out.append(f"  {{0, {weight}, -1, {len(lanes)}, {{{', '.join(map(str, lanes))}}}}}, /* {name} */")
    return [*out, "};"]


def block_lines(scripts):
    blocks = [0] * (0x10000 >> 4)
    for number, (name, *_, ends) in enumerate(scripts, 1):
        for first, last in ends:
            for block in range(first >> 4, (last >> 4) + 1):
                if blocks[block]:
                    raise ListError(f"scripts.txt: {name}: block {block << 4:04X} belongs to another script too")
                blocks[block] = number
    return [f"const uint8_t cd_script_blocks[{len(blocks)}] = {{", *numbers(blocks, 32), "};"]


def generate():
    scripts, sections = read_scripts(), read_letters()
    deciding = [name for name, language, *_ in scripts if not language]
    if list(sections) != deciding or scripts[: len(deciding)] != [s for s in scripts if not s[1]]:
        raise ListError("letters.txt must have the scripts of scripts.txt whose letters decide, which come first there")
    spoken = [one for languages, _ in sections.values() for one in languages]
    spoken += [language for _, language, *_ in scripts if language]
    names = list(dict.fromkeys(spoken))
    slots, votes = slots_of([entry for _, rows in sections.values() for entry in rows.items()])
    out = [
        "/* What csrc/lang/letters.h declares.",
        " * Made by csrc/tools/letter_tables.py from the lists in csrc/lang/auto; do not edit. */",
        "/* clang-format off */",
        '#include "letters.h"',
        "",
        f"const size_t cd_n_detectable = {len(names)};",
        f"const char *const cd_detectable[{len(names)}] = {{",
        *(f'  "{name}",' for name in names),
        "};",
        f"const size_t cd_n_scripts = {len(scripts)};",
    ]
    out += script_lines(scripts, sections, names) + block_lines(scripts)
    out += [f"const uint16_t cd_letters_lowered[{len(LOWERED)}] = {{", *numbers(map(lowered, LOWERED)), "};"]
    out += [f"const cd_letters_slot cd_letters_slots[{len(slots)}] = {{"]
    out += numbers([f"{{{check}, {row}}}" for check, row in slots], 8)
    out += ["};", f"const uint8_t cd_letters_votes[{len(votes)}][CD_LANES / 2] = {{"]
    out += [f"  {{{packed(row)}}}," for row in votes]
    return "\n".join([*out, "};"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit 1 if the table is out of date")
    arguments = parser.parse_args()
    try:
        made = generate()
    except ListError as error:
        sys.exit(f"letter_tables.py: {error}")
    if arguments.check:
        if not TABLE.exists() or TABLE.read_text(encoding="utf-8") != made:
            sys.exit(f"{TABLE.name} is out of date; run csrc/tools/letter_tables.py")
        return
    TABLE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
