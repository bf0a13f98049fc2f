"""Articles of our own invention, marked by hand, and how to read their marks.

A file `articles/NAME.marked` holds one article. Lines at its head that start with `# ` are
settings (`language`, `date`, `wrap`); every other line is `kind| text`, with ` || ` between two
sentences. Blank lines are the article's own.
"""

import datetime
import pathlib
import textwrap
from typing import NamedTuple

FOLDER = pathlib.Path(__file__).parent / "articles"
BODY = {"paragraph", "subhead", "list", "quote", "caption"}


class Article(NamedTuple):
    name: str
    language: str
    date: datetime.date
    text: str
    blocks: list[tuple[str, str]]  # (kind, text), in order
    sentences: list[str]

    @property
    def headline(self) -> str:
        return next(text for kind, text in self.blocks if kind == "headline")

    @property
    def body(self) -> str:
        return "\n\n".join(text for kind, text in self.blocks if kind in BODY)

    def wrapped(self) -> str:
        return wrap(self.text, 72)


def wrap(text: str, width: int) -> str:
    """`text` with every line broken at `width` columns, as an old mail program would."""
    lines = (textwrap.wrap(line, width, break_on_hyphens=False) or [""] for line in text.split("\n"))
    return "\n".join("\n".join(line) for line in lines)


def flat(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.marked"))


def load(name: str) -> Article:
    source = (FOLDER / f"{name}.marked").read_text(encoding="utf-8").rstrip("\n").split("\n")
    settings = {}
    while source[0].startswith("# "):
        key, value = source.pop(0)[2:].split(" ", 1)
        settings[key] = value
    lines, blocks, sentences = [], [], []
    for line in source:
        kind, bar, marked = line.partition("| ")
        if not bar:
            lines.append("")
            continue
        parts = marked.split(" || ")
        sentences += parts
        blocks.append((kind, " ".join(parts)))
        lines.append(blocks[-1][1])
    text = "\n".join(lines)
    if "wrap" in settings:
        text = wrap(text, int(settings["wrap"]))
    date = datetime.date.fromisoformat(settings["date"])
    return Article(name, settings["language"], date, text, blocks, sentences)
