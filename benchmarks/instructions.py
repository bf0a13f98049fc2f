"""How many instructions the hot roads take, a byte and a token: figures that need no quiet machine.

python benchmarks/instructions.py [--check] [--update] [--articles FILE --limit N]

Runs itself under valgrind's callgrind on the project's own English articles, each road warm. One process for all
roads: it calls os.getloadavg() between them, and callgrind writes what it counted whenever that is called. valgrind
3.19 knows no AVX-512, so the kernel is avx2, or scalar where there is none. What they are kept against is
benchmarks/instructions.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import measure
import report

import copydesk as cd
from copydesk._bench import aligned, batch_call, short

KEPT = Path(__file__).with_suffix(".json")
ISA = "avx2" if "avx2" in cd._core.isas() else "scalar"
TOLERANCE = 0.01  # of a figure: less is where things happen to lie
Counts = dict[str, int]  # of callgrind's events


# ---- inside valgrind ---------------------------------------------------------------


def each(call: Callable[[Any], object]) -> Callable[[list[Any]], object]:
    """One call for each, its result dropped at once."""
    return lambda items: [call(item) and None for item in items]


def roads(texts: list[str]) -> dict[str, Callable[[list[str]], object]]:
    """Each road as one call over all texts."""
    analyzer = cd.Analyzer()
    words, stems = [analyzer.tokens(text) for text in texts], each(cd.stem_words)
    found: dict[str, Callable[[list[str]], object]] = {
        "tokens, list of str": each(analyzer.tokens),
        "spans, list of pairs": each(analyzer.spans),
        "sentences, list of str": each(analyzer.sentences),
        "stem_words": lambda texts: stems(words),
    }
    try:
        found["batch, offsets"] = batch_call(analyzer, 1)
        columns = ("start", "end", "kind", "sentence_offsets", "flags", "type_id")
        found["batch, every column"] = batch_call(analyzer, 1, columns=columns)
    except ImportError:
        pass
    return found


def articles(path: str | None, limit: int | None) -> list[str]:
    return measure.read_articles(path, limit) if path else measure.own_articles(copies=10)


def work(roads: Iterable[Callable[[list[str]], object]], texts: list[str]) -> None:
    """Every road once, warm, between two dumps of its own."""
    for road in roads:
        for _ in range(2):
            road(texts)
        again = measure.fresh(measure.to_bytes(texts))
        os.getloadavg()  # what was counted until here is nobody's
        road(again)
        os.getloadavg()


# ---- outside -----------------------------------------------------------------------


def can_count() -> bool:
    return bool(shutil.which("valgrind"))


def dumps_of(script: str, path: str | None, limit: int | None, more: Sequence[str]) -> list[str]:
    """What callgrind, with `more` options, wrote of each road of `script --work`."""
    if not can_count():
        raise SystemExit("this needs valgrind: apt-get install valgrind")
    with tempfile.TemporaryDirectory() as folder:
        options = ["--dump-before=getloadavg", f"--callgrind-out-file={folder}/out", *more]
        options += ["--compress-strings=no", "--compress-pos=no"]
        inner = [sys.executable, script, "--work", *(["--articles", path] if path else [])]
        inner += ["--limit", str(limit)] if limit else []
        environment = {**os.environ, "COPYDESK_ISA": ISA, "PYTHONHASHSEED": "0"}
        command = ["valgrind", "--tool=callgrind", *options, *inner]
        told = subprocess.run(command, env=environment, capture_output=True, text=True)
        if told.returncode:
            raise SystemExit(f"valgrind failed:\n{told.stderr[-2000:]}")
        dumps = sorted(Path(folder).glob("out.*"), key=lambda dump: int(dump.suffix[1:]))
        return [dump.read_text(encoding="utf-8", errors="replace") for dump in dumps[1::2]]


def counts_of(dump: str) -> Counts:
    names = re.search(r"^events: (.*)$", dump, re.M)
    totals = re.search(r"^totals: (.*)$", dump, re.M)
    if not names or not totals:
        raise SystemExit("callgrind wrote no totals: another version of valgrind?")
    return dict(zip(names[1].split(), map(int, totals[1].split())))


def environment() -> dict[str, str]:
    """What the counts depend on besides the code."""
    compiler = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
    return {"machine": platform.machine(), "python": platform.python_version(), "gcc": compiler, "isa": ISA}


def measured(path: str | None = None, limit: int | None = None) -> dict[str, Any]:
    texts = articles(path, limit)
    n_bytes = sum(map(len, measure.to_bytes(texts)))
    n_tokens = sum(len(cd.Analyzer().tokens(text)) for text in texts)
    dumps = dumps_of(__file__, path, limit, [])
    found = dict(zip(roads([]), map(counts_of, dumps)))
    return {"environment": environment(), "bytes": n_bytes, "tokens": n_tokens, "roads": found}


def moved(now: dict[str, Any], kept: dict[str, Any]) -> list[str]:
    """The roads whose instructions are not what they were, each with what it was and is."""
    found = []
    for name, was in kept["roads"].items():
        if name not in now["roads"]:
            found.append(f"{name}: gone")
            continue
        before, after = was["Ir"] / kept["bytes"], now["roads"][name]["Ir"] / now["bytes"]
        if abs(after / before - 1) > TOLERANCE:
            found.append(f"{name}: {before:.2f} instructions a byte, now {after:.2f} ({after / before - 1:+.1%})")
    return found + [f"{name}: new" for name in now["roads"] if name not in kept["roads"]]


# ---- tables ------------------------------------------------------------------------


def rows_of(record: dict[str, Any]) -> list[list[str]]:
    rows = [["road", "instructions a byte", "a token"]]
    for name, counts in record["roads"].items():
        rows.append([name, short(counts["Ir"] / record["bytes"]), short(counts["Ir"] / record["tokens"])])
    return rows


def markdown(record: dict[str, Any], read: str, rows: Iterable[Sequence[str]]) -> str:
    """The rows under their heads, and what was read, where."""
    head, *lines = map(report.line, rows)
    of = record["environment"]
    about = f"{read}; {of['isa']} kernel, {of['machine']}, gcc {of['gcc']}, Python {of['python']}."
    return "\n".join([about, "", head, "|---|" + "---:|" * (head.count("|") - 2), *lines])


def check(record: dict[str, Any]) -> int:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    if record["environment"] != kept["environment"]:
        print(f"not compared: kept for {kept['environment']}, this is {record['environment']}")
        return 0
    found = moved(record, kept)
    for line in found:
        print(line)
    if found:
        print("If that is meant, keep the new figures: python benchmarks/instructions.py --update")
    return int(bool(found))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Instructions of the hot roads, counted by valgrind.")
    parser.add_argument("--check", action="store_true", help=f"fail where a road moved by more than {TOLERANCE:.0%}".replace("%", "%%"))
    parser.add_argument("--update", action="store_true", help="keep these figures, and write them into docs/benchmarks.md")
    parser.add_argument("--articles", metavar="FILE", help="count on these, as bench.py reads them")
    parser.add_argument("--limit", type=int, metavar="N", help="read so many of them at most")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.work:
        texts = articles(options.articles, options.limit)
        work(roads(texts).values(), texts)
        return 0
    record = measured(options.articles, options.limit)
    for line in aligned(rows_of(record), range(1, 12)):
        print(line)
    if options.update:
        if options.articles:
            raise SystemExit("--update keeps the plain counts of the project's own articles: no --articles")
        measure.write_json(KEPT, record)
        read = f"{record['bytes']:,} bytes, {record['tokens']:,} tokens of the project's own articles, ten times over"
        measure.write_figures("instructions", markdown(record, read, rows_of(record)))
    return check(record) if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
