"""One large text in one call: how much memory it takes beside the text, how long, and whether its offsets hold.

python benchmarks/one_text.py FOLDER [--articles FILE.jsonl[.gz]] [--gigabytes N] [--update-docs]

FOLDER gets the text, articles made of blocks of real ones. Each call is made in a process of its own, on the text as a
`str` and as `bytes`; what it gives is then compared with the columns of a batch, which must rebuild the text.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import measure
import numpy as np
import scale

import copydesk as cd

PAGE = measure.DOCS.with_name("scale.md")
STEP = 1 << 24  # units that are checked at once
Text = Any  # str or bytes


class Found(NamedTuple):
    """What a batch found: code points of str, bytes of bytes."""

    start: Any
    end: Any
    sentence_start: Any
    sentence_end: Any
    n_terms: int


class Call(NamedTuple):
    work: Callable[[cd.Analyzer, Text], Any]
    digest: Callable[[Any, Text], Any]  # of what it gave, so that it can be forgotten
    expected: Callable[[Found], Any]


def lengths(strings: list[str], text: Text) -> Any:
    """In the units of the text."""
    sizes = map(len, strings) if isinstance(text, str) else (len(string.encode()) for string in strings)
    return np.fromiter(sizes, np.int32, len(strings))


def pairs(spans: list[tuple[int, int]], text: Text) -> Any:
    return np.fromiter((edge for span in spans for edge in span), np.int32, 2 * len(spans))


def some_ends(doc: cd.Doc, text: Text) -> Any:
    return np.array([doc[i].end for i in range(0, len(doc), max(1, len(doc) // 1000))] + [len(doc)])


def thinned_ends(found: Found) -> Any:
    n = len(found.end)
    return np.array([*found.end[:: max(1, n // 1000)], n])


def all_ends(batch: cd.Batch, text: Text) -> Any:
    return np.asarray(batch.end).copy()


CALLS = {
    "an.tokens(text)": Call(lambda an, text: an.tokens(text), lengths, lambda found: found.end - found.start),
    "an.sentences(text)": Call(
        lambda an, text: an.sentences(text), lengths, lambda found: found.sentence_end - found.sentence_start
    ),
    'an.spans(text, level="sentence")': Call(
        lambda an, text: an.spans(text, level="sentence"),
        pairs,
        lambda found: np.stack([found.sentence_start, found.sentence_end], 1).ravel(),
    ),
    "an.terms(text)": Call(lambda an, text: an.terms(text), lambda terms, text: len(terms), lambda found: found.n_terms),
    "an(text)": Call(lambda an, text: an(text), some_ends, thinned_ends),
    "an.batch([text])": Call(lambda an, text: an.batch([text], threads=1), all_ends, lambda found: found.end),
    'an.batch([text], columns=["start", "end"])': Call(
        lambda an, text: an.batch([text], threads=1, columns=["start", "end"]), all_ends, lambda found: found.end
    ),
}


# ---- in the process of one call ------------------------------------------------------


def reference(an: cd.Analyzer, text: Text) -> Found:
    batch = an.batch([text], columns=["start", "end", "sentence_offsets", "term_id"])
    start, end, first = (np.asarray(column).copy() for column in (batch.start, batch.end, batch.sentence_offsets))
    n_terms = int((np.asarray(batch.term_id) >= 0).sum())
    return Found(start, end, start[first[:-1]], end[first[1:] - 1], n_terms)


def rebuilds(text: Text, found: Found) -> bool:
    """Whether the spans ascend, and nothing but gaps lies between them."""
    if not ((found.start < found.end).all() and (found.end[:-1] <= found.start[1:]).all()):
        return False
    between = b"".join(gaps(text, found, at) for at in range(0, len(text), STEP))
    return all(map(is_gap, set(between.decode("utf-32-le" if isinstance(text, str) else "utf-8"))))


def gaps(text: Text, found: Found, at: int) -> bytes:
    """What no span covers of the piece of the text at `at`; of a str as UTF-32."""
    piece = text[at : at + STEP]
    units = np.frombuffer(piece, np.uint8) if isinstance(piece, bytes) else np.frombuffer(piece.encode("utf-32-le"), "<u4")
    first, last = np.searchsorted(found.end, at, "right"), np.searchsorted(found.start, at + len(units), "left")
    edges = np.zeros(len(units) + 1, np.int8)
    edges[np.maximum(found.start[first:last] - at, 0)] += 1
    edges[np.minimum(found.end[first:last] - at, len(units))] -= 1
    return units[np.cumsum(edges[:-1], dtype=np.int8) == 0].tobytes()


def is_gap(character: str) -> bool:
    """White space, or a mark or format character, which attaches to it."""
    return character.isspace() or unicodedata.category(character) in ("Cf", "Mn", "Mc", "Me")


def resident(name: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024


def measure_call(name: str, path: str, kind: str) -> dict[str, Any]:
    data: Text = Path(path).read_bytes()
    n_bytes, text = len(data), data if kind == "bytes" else data.decode()
    del data
    an, call = cd.Analyzer(), CALLS[name]
    call.digest(call.work(an, text[:999]), text)  # what is loaded once
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    before, started = resident("VmRSS"), time.process_time()
    made = call.work(an, text)
    seconds, peak = time.process_time() - started, resident("VmHWM") - before
    digest = call.digest(made, text)
    del made
    found = reference(an, text)
    same = bool(np.array_equal(digest, call.expected(found))) and rebuilds(text, found)
    return {"name": name, "kind": kind, "bytes": n_bytes, "tokens": len(found.end), "seconds": seconds, "peak": peak, "same": same}


# ---- all calls -------------------------------------------------------------------------


def write_text(path: Path, real: list[str], n_bytes: float) -> None:
    articles = scale.made_articles(real, random.Random(0))
    with path.open("wb") as out:
        while out.tell() < n_bytes:
            out.write(next(articles).encode() + b"\n\n")


def measure_all(options: argparse.Namespace) -> list[dict[str, Any]]:
    path = options.folder / "one_text.txt"
    options.folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_text(path, measure.articles_of(options.articles), options.gigabytes * 1e9)
    rows = []
    for name in CALLS:
        for kind in ("str", "bytes"):
            call = [sys.executable, __file__, str(path), "--call", name, "--kind", kind]
            rows.append(json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout))
            print(rows[-1], flush=True)
    return rows


def figures_of(rows: list[dict[str, Any]]) -> str:
    by_call: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_call.setdefault(row["name"], []).append(row)
    lines = [
        f"One text of {rows[0]['bytes'] / 1e9:.2f} GB, {rows[0]['tokens'] / 1e6:.0f} million tokens; one core.",
        "",
        "| call | peak beside a str, × its UTF-8 | MB/s of CPU | beside bytes | MB/s of CPU | offsets hold |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for name, pair in by_call.items():
        cells = [f"{row['peak'] / row['bytes']:.1f} | {row['bytes'] / row['seconds'] / 1e6:.0f}" for row in pair]
        lines.append(f"| `{name}` | {' | '.join(cells)} | {'yes' if all(row['same'] for row in pair) else 'NO'} |")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = scale.parser_of("One large text in one call.", "where the text goes", 1.0, "UTF-8", PAGE)
    parser.add_argument("--call", choices=CALLS, help="this one alone, here; FOLDER is the text")
    parser.add_argument("--kind", choices=["str", "bytes"], default="str", help="with --call: the text as it is handed over")
    options = parser.parse_args(argv)
    if options.call:
        print(json.dumps(measure_call(options.call, options.folder, options.kind)))
        return 0
    rows = measure_all(options)
    measure.tell_figures("one_text", figures_of(rows), PAGE, options.update_docs)
    return int(not all(row["same"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
