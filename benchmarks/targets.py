"""What was promised, and whether it holds: each promise a ratio or a figure taken from the record, round by round."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from contenders import FINDALL, SPLIT
from texts import SCRIPTS

Record = dict[str, Any]
Rounds = list[float]


@dataclass(frozen=True)
class Target:
    what: str
    wanted: float
    measure: Callable[[Record], Rounds]  # one figure a round; none when the record lacks what it takes
    unit: str = ""
    at_most: bool = False


def row_of(record: Record, group: str, name: str) -> Record | None:
    rows = (row for one in record["groups"] if one["name"] == group for row in one["rows"])
    return next((row for row in rows if row["name"] == name), None)


def speeds(record: Record, group: str, name: str) -> Rounds:
    row = row_of(record, group, name)
    return row["speeds"] if row else []


def times(group: str, ours: str, theirs: str) -> Callable[[Record], Rounds]:
    """How many times as fast as theirs, between neighbours in a round."""
    return lambda record: [a / b for a, b in zip(speeds(record, group, ours), speeds(record, group, theirs))]


def mb_s(group: str, name: str) -> Callable[[Record], Rounds]:
    return lambda record: speeds(record, group, name)


def over_split(record: Record) -> Rounds:
    """Microseconds that a text of 100 bytes costs more than str.split() takes for it."""
    rows = row_of(record, "sizes", "tokens, 100 B"), row_of(record, "sizes", "str.split(), 100 B")
    if not rows[0] or not rows[1]:
        return []
    size = rows[0]["bytes"] / rows[0]["texts"]
    return [size / a - size / b for a, b in zip(rows[0]["speeds"], rows[1]["speeds"])]


def steepness(road: str) -> Callable[[Record], Rounds]:
    """The dearest byte of a text of 1 KB or more over the cheapest, medians of the sizes."""

    def measure(record: Record) -> Rounds:
        rows = [row for one in record["groups"] if one["name"] == "sizes" for row in one["rows"]]
        sizes = [row["median_mb_s"] for row in rows if row["name"].startswith(road) and row["x"] >= 1000]
        return [max(sizes) / min(sizes)] if sizes else []

    return measure


def footprint(name: str) -> Callable[[Record], Rounds]:
    def measure(record: Record) -> Rounds:
        found = record.get("footprint", {}).get(name, [])
        return found if name == "import_ms" else [len(found)] if isinstance(found, list) else [found]

    return lambda record: measure(record) if record.get("footprint") else []


def allocations(road: str) -> Callable[[Record], Rounds]:
    def measure(record: Record) -> Rounds:
        found = record.get("footprint", {}).get("allocations_per_document", {}).get(road)
        return [] if found is None else [found]

    return measure


STR, UTF8 = "copydesk, batch of str", "copydesk, batch of UTF-8 bytes"
ONE_PYTHON_THREAD, TWO_PYTHON_THREADS = "one Python thread, two batches", "two Python threads, a batch each"
STEM = "copydesk.stem_words"
TARGETS = (
    Target("tokens, list[str] dropped, x str.split()", 2.5, times("tokens", "copydesk", SPLIT.name)),
    Target("tokens, list[str] kept, x str.split()", 3.0, times("tokens_kept", "copydesk", SPLIT.name)),
    Target("tokens, x re.findall", 12, times("tokens", "copydesk", FINDALL.name)),
    Target("tokens, x NLTK word_tokenize", 100, times("tokens", "copydesk", "NLTK word_tokenize")),
    Target("tokens, x NLTK Treebank", 100, times("tokens", "copydesk", "NLTK Treebank")),
    Target("tokens, x spaCy", 100, times("tokens", "copydesk", "spaCy blank('en')")),
    Target("offsets as columns, from str", 1000, mb_s("offsets", STR), "MB/s"),
    Target("offsets as columns, from UTF-8 bytes", 1200, mb_s("offsets", UTF8), "MB/s"),
    Target("offsets as columns, x PyICU's boundaries", 15, times("offsets", STR, "PyICU's boundaries")),
    Target("sentences, x stringzilla UAX 29", 2, times("sentences", "copydesk", "stringzilla UAX 29")),
    Target("sentences, x icu4py", 3, times("sentences", "copydesk", "icu4py")),
    Target("sentences, x Punkt", 100, times("sentences", "copydesk", "NLTK Punkt, untrained")),
    Target("stem_words over all tokens, x PyStemmer", 10, times("stems", STEM, "PyStemmer")),
    Target("stem_words, x a warm dict before PyStemmer", 2.5, times("stems", STEM, "a dict before PyStemmer")),
    Target("tokens + sentences + stems + flags, as columns", 400, mb_s("everything", "copydesk, batch"), "MB/s"),
    Target("batch(threads=2), x threads=1", 1.85, times("threads", "batch(threads=2)", "batch(threads=1)")),
    Target("two Python threads' batches, x one's", 1.85, times("threads", TWO_PYTHON_THREADS, ONE_PYTHON_THREAD)),
    Target("multilingual, list[str], x str.split()", 2, times("multilingual", "copydesk", SPLIT.name)),
    Target("multilingual, columns", 500, mb_s("multilingual", STR), "MB/s"),
    *(
        Target(f"{script}, {road}, x English", 0.3, times("scripts", f"{road}, {script}", f"{road}, English"))
        for road in ("tokens", "columns")
        for script in SCRIPTS
    ),
    Target("cost of a byte, 1 KB and more, list[str]: most over least", 1.5, steepness("tokens"), at_most=True),
    Target("cost of a byte, 1 KB and more, columns: most over least", 1.5, steepness("columns"), at_most=True),
    Target("a text of 100 bytes, over str.split()", 1, over_split, "µs", at_most=True),
    Target("import, over a bare interpreter", 3, footprint("import_ms"), "ms", at_most=True),
    Target("the extension", 4, footprint("extension_mb"), "MB", at_most=True),
    Target("run-time dependencies", 0, footprint("dependencies"), at_most=True),
    Target("allocations a document once warm: tokens", 0, allocations("tokens"), at_most=True),
    Target("allocations a document once warm: sentences", 0, allocations("sentences"), at_most=True),
    Target("allocations a document once warm: batch", 0.01, allocations("batch"), at_most=True),
)
# Whose rows the targets read: the others need not run for them.
RIVALS = (
    "str.split()", "re.findall", "NLTK word_tokenize", "NLTK Treebank", "spaCy blank", "PyICU", "stringzilla", "icu4py",
    "Punkt, untrained", "PyStemmer",
)  # fmt: skip
GROUPS = ("tokens", "tokens_kept", "offsets", "sentences", "stems", "everything", "threads", "multilingual", "scripts", "sizes")


def verdict(target: Target, rounds: Sequence[float]) -> str:
    """By the median; where the rounds lie on both sides of what is wanted, it says so."""
    if not rounds:
        return "not measured"
    kept = [figure <= target.wanted if target.at_most else figure >= target.wanted for figure in rounds]
    median = statistics.median(rounds)
    holds = median <= target.wanted if target.at_most else median >= target.wanted
    return ("yes" if holds else "no") + (", within noise" if any(kept) and not all(kept) else "")


def judged(record: Record) -> list[Record]:
    rows = []
    for target in TARGETS:
        rounds = target.measure(record)
        row = {"what": target.what, "wanted": target.wanted, "unit": target.unit, "at_most": target.at_most}
        known = {"median": statistics.median(rounds), "min": min(rounds), "max": max(rounds)} if rounds else {}
        rows.append({**row, **known, "rounds": list(rounds), "holds": verdict(target, rounds)})
    return rows
