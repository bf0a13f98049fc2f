"""Where a road's time goes: instructions, mispredicted branches and cache misses, by the stage that takes them.

python benchmarks/limits.py [--articles FILE] [--limit N] [--update-docs]

For figures that were promised and are not reached: what they would take. Counted under valgrind as by
benchmarks/instructions.py, which here simulates two caches of a core's own and a plain predictor of branches; so the
counts need no quiet machine, but a real predictor does better. Rivals that are installed are counted too.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import contenders
import instructions
import measure
from instructions import each

import copydesk as cd
from copydesk._bench import aligned, batch_call, short
from copydesk._rivals import SENTENCES, SPLIT

Counts = instructions.Counts
Road = Callable[[list[str]], object]
LIMIT = 1000  # articles: a pass of all would take valgrind a quarter of an hour
CACHES = ("--I1=32768,8,64", "--D1=32768,8,64", "--LL=524288,8,64")  # as many server processors have them
SIMULATED = ("--cache-sim=yes", "--branch-sim=yes", *CACHES)
FIGURES = {
    "instructions": ("Ir",),
    "mispredicted": ("Bcm", "Bim"),
    "L1 misses": ("D1mr", "D1mw"),
    "L2 misses": ("DLmr", "DLmw"),
}
# The first pattern that a function's "file: name" has says its stage.
STAGES = {
    "scan for spans": r"kernels/\w+\.[ch]: scan_",
    "rules of tokens": r"core/(token|news|chunk|scan|wordset|rules|text)",
    "keys and types": r"kernels/|core/(lexicon|type_facts|key|hash|fold|stem|terms)",
    "lines and looks": r"core/(looks|layout)",
    "boundaries": r"core/(sentence|boundary|candidates|marks|features|decide|habits|type_form|model)",
    "columns": r"core/|python/batch",
    "the binding": r"csrc/python/",
    "Python and the C library": r"",
}


# ---- what runs -----------------------------------------------------------------


def rivals() -> Iterator[tuple[str, Road]]:
    """The yardsticks of the promises, those that are installed."""
    sentences = next(one for one in SENTENCES if one.package == "stringzilla")
    for name, contender in ((SPLIT.name, SPLIT), (f"{sentences.name} sentences", sentences)):
        try:
            yield name, each(contender.make())
        except ImportError:
            continue


def roads() -> dict[str, Road]:
    analyzer = cd.Analyzer()
    ours: dict[str, Road] = {
        "tokens, list of str": each(analyzer.tokens),
        "batch, offsets": batch_call(analyzer, 1),
        "sentences, list of str": each(analyzer.sentences),
        "batch, tokens, sentences, stems, flags": contenders.everything_of_batch(),
    }
    return {**ours, **dict(rivals())}


# ---- callgrind's dumps ---------------------------------------------------------


def costs_of(dump: str) -> Iterator[tuple[str, list[int]]]:
    """Each line of costs with its function, as "file: name"; what a call costs stands where it is spent."""
    file = name = ""
    is_call = False
    for line in dump.splitlines():
        if line.startswith("fl="):
            file = line[3:]
        elif line.startswith("fn="):
            name = line[3:]
        elif line.startswith("calls="):
            is_call = True
        elif line[:1].isdigit():
            if not is_call:
                yield f"{file}: {name}", [int(figure) for figure in line.split()[1:]]
            is_call = False


def stage_of(function: str) -> str:
    return next(stage for stage, pattern in STAGES.items() if re.search(pattern, function))


def stages_of(dump: str) -> dict[str, Counts]:
    """What each stage took, in their order, those that took nothing apart."""
    found = re.search(r"^events: (.*)$", dump, re.M)
    events = found[1].split() if found else []
    stages = {stage: dict.fromkeys(events, 0) for stage in STAGES}
    for function, figures in costs_of(dump):
        counts = stages[stage_of(function)]
        for event, figure in zip(events, figures):
            counts[event] += figure
    return {stage: counts for stage, counts in stages.items() if any(counts.values())}


# ---- tables ----------------------------------------------------------------------


def measured(path: str | None, limit: int | None) -> dict[str, Any]:
    texts = measure.articles_of(path, limit)
    dumps = instructions.dumps_of(__file__, path, limit, SIMULATED)
    return {
        "environment": instructions.environment(),
        "texts": len(texts),
        "bytes": sum(map(len, measure.to_bytes(texts))),
        "tokens": sum(len(cd.Analyzer().tokens(text)) for text in texts),
        "roads": dict(zip(roads(), map(stages_of, dumps))),
    }


def figures_of(counts: Counts, n: int) -> list[str]:
    return [short(sum(counts[event] for event in events) / n) for events in FIGURES.values()]


def total_of(stages: dict[str, Counts]) -> Counts:
    return {event: sum(counts[event] for counts in stages.values()) for event in next(iter(stages.values()))}


def rows_of(record: dict[str, Any]) -> Iterator[list[str]]:
    """A road and its stages, each with its figures a token; the road's instructions a byte besides."""
    yield ["road, stage", "instructions a byte", *(f"{name} a token" for name in FIGURES)]
    for road, stages in record["roads"].items():
        total = total_of(stages)
        yield [f"**{road}**", short(total["Ir"] / record["bytes"]), *figures_of(total, record["tokens"])]
        if len(stages) > 1:
            for stage, counts in stages.items():
                yield [stage, "", *figures_of(counts, record["tokens"])]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Instructions, mispredictions and misses of the hot roads, by stage.")
    parser.add_argument("--articles", metavar="FILE", help="count on these, as bench.py reads them")
    parser.add_argument("--limit", type=int, metavar="N", default=LIMIT, help="read so many of them at most (%(default)s)")
    parser.add_argument("--update-docs", action="store_true", help="write the table into docs/benchmarks.md")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.work:
        instructions.work(roads().values(), measure.articles_of(options.articles, options.limit))
        return 0
    record = measured(options.articles, options.limit)
    for line in aligned(list(rows_of(record)), range(1, 12)):
        print(line)
    if options.update_docs:
        read = f"{record['texts']:,} articles, {record['bytes']:,} bytes, {record['tokens']:,} tokens"
        measure.write_figures("limits", instructions.markdown(record, read, rows_of(record)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
