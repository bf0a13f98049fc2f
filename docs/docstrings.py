"""copydesk's docstrings, which are laid out for `help()`, as reStructuredText.

They hold paragraphs, examples (`>>>`), lists of a name and what it means in two columns, tables with
bars, and `code`.
"""

import re
from itertools import groupby

NAMED = re.compile(r"(\S.*?) {2,}(\S.*)")


def as_restructured_text(lines):
    made = []
    for blank, run in groupby(lines, lambda line: not line.strip()):
        if not blank:
            made += [*paragraph([line.rstrip() for line in run]), ""]
    return made


def paragraph(lines):
    if lines[0].startswith(">>>"):
        return lines
    if all(line.startswith("|") for line in lines):
        return table([[cell.strip() for cell in line.strip("|").split("|")] for line in lines])
    if NAMED.fullmatch(lines[0]):
        n = next((at for at, line in enumerate(lines) if not (line.startswith(" ") or NAMED.fullmatch(line))), len(lines))
        listed = [line for name, what in names(lines[:n]) for line in (f"``{name}``", f"   {prose(what)}")]
        return listed + (["", *paragraph(lines[n:])] if n < len(lines) else [])
    return [prose(" ".join(line.strip() for line in lines))]


def names(lines):
    """(name, what it means) of each item; a line that is indented goes on with the item before it."""
    found = []
    for line in lines:
        item = NAMED.fullmatch(line)
        if item:
            found.append([item[1], item[2]])
        else:
            found[-1][1] += " " + line.strip()
    return found


def table(rows):
    head, _, *body = rows
    made = [".. list-table::", "   :header-rows: 1", ""]
    for row in [head, *body]:
        made += [f"   {'*' if at == 0 else ' '} - {prose(cell)}" for at, cell in enumerate(row)]
    return made


def prose(text):
    """Text with its `code` as code, and nothing else that would be markup."""
    parts = re.split(r"`([^`]+)`", text)
    parts[::2] = [re.sub(r"([\\*`|_])", r"\\\1", part) for part in parts[::2]]
    parts[1::2] = [f"``{code}``\\ " for code in parts[1::2]]
    return "".join(parts)
