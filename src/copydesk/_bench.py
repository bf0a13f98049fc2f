"""`copydesk bench`: how fast copydesk is on your own texts, beside Python's own means and the rivals that are installed.

Every contender makes one pass over new str objects, then all make the next, in an order drawn anew: a slow moment of
the machine hits all. benchmarks/ measures by the same clock.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TextIO

import copydesk as cd
from copydesk import _rivals
from copydesk._rivals import OURS, Call, Contender, fresh, to_bytes

ROUNDS = 5
SECONDS = 0.2  # of a pass, at most
MOST_TEXT = 32_000_000  # bytes: more changes no figure
LEAST_TEXT = 1_000_000  # bytes: less is read several times over, for a pass must last longer than the clock's tick
LEAST_TEXTS = 10  # that a slow contender gets
SLOW = 2.0  # seconds: a pass that takes longer is done in the first rounds only
SLOW_ROUNDS = 2


# ---- the clock ---------------------------------------------------------------


def seconds_for(call: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    """One pass of `call` over `inputs`; each result is dropped at once."""
    clock = time.perf_counter
    start = clock()
    for one in inputs:
        call(one)
    return clock() - start


def seconds_kept(call: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    """The same, every result kept to the end of the pass."""
    clock = time.perf_counter
    kept: list[object] = []
    start = clock()
    for one in inputs:
        kept.append(call(one))
    return clock() - start


def thinned(items: Sequence[Any], n: int) -> Sequence[Any]:
    """About `n` of the items, evenly spread."""
    return items[:: max(1, len(items) // max(1, n))]


class Lane:
    """One contender on its way through the rounds: its call, its texts, its times."""

    def __init__(self, contender: Contender, encoded: Sequence[bytes], keeps: bool = False) -> None:
        self.contender, self.encoded, self.keeps = contender, encoded, keeps
        self.call: Call = contender.make()
        self.share = 1.0
        self.slow = False
        self.seconds: list[float] = []

    @property
    def n_bytes(self) -> int:
        return sum(map(len, self.encoded))

    def run(self) -> float:
        inputs = self.contender.inputs(self.encoded)
        if self.contender.at_once:
            inputs = [inputs]
        return (seconds_kept if self.keeps else seconds_for)(self.call, inputs)

    def take_share(self, most: float) -> None:
        """Leave as many texts as one pass of about `most` seconds can do."""
        everything, n_bytes = self.encoded, self.n_bytes
        self.encoded = thinned(everything, 60)
        passes = [self.run()]
        while len(passes) < 3 and sum(passes) < most:
            passes.append(self.run())
        can = self.n_bytes / max(min(passes), 1e-9) * most / max(1, n_bytes)
        self.encoded = everything if can >= 1 else thinned(everything, max(LEAST_TEXTS, round(can * len(everything))))
        self.share = self.n_bytes / max(1, n_bytes)
        self.slow = can * SLOW < most

    def speeds(self) -> list[float]:
        """MB/s, round by round."""
        return [self.n_bytes / seconds / 1e6 for seconds in self.seconds]


def in_turn(lanes: Sequence[Lane], rounds: int) -> None:
    """Every lane runs once a round; the first round warms the caches and is not counted, the slow leave it out."""
    order = random.Random(1)
    for n in range(rounds + 1):
        for lane in order.sample(lanes, len(lanes)):  # nobody always runs in the cache its neighbour left
            if lane.slow and not 0 < n <= SLOW_ROUNDS:
                continue
            seconds = lane.run()
            if n:
                lane.seconds.append(seconds)


def ratios(of: Sequence[float], to: Sequence[float]) -> list[float]:
    """Round by round, so between neighbours in time."""
    return [a / b for a, b in zip(of, to)]


# ---- tables ------------------------------------------------------------------


def short(number: float | None) -> str:
    """Three figures, never in scientific notation."""
    if not number:
        return "" if number is None else "0"
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:#.3g}" if abs(number) >= 0.001 else f"{number:.4f}"


def spread(numbers: Sequence[float]) -> str:
    return f"{short(min(numbers))}–{short(max(numbers))}"


def aligned(rows: Sequence[Sequence[str]], right: range) -> Iterator[str]:
    """The rows as lines of equally wide columns; those in `right` end at the same place."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        cells = (cell.rjust(w) if n in right else cell.ljust(w) for n, (cell, w) in enumerate(zip(row, widths)))
        yield "  ".join(cells).rstrip()


# ---- the command -------------------------------------------------------------


def words_of(analyzer: cd.Analyzer) -> Callable[[Sequence[bytes]], list[list[str]]]:
    """The tokens of each text as new str objects: what a stemmer gets."""

    def words(encoded: Sequence[bytes]) -> list[list[str]]:
        return [[text[start:end] for start, end in analyzer.spans(text)] for text in fresh(encoded)]

    return words


def batch_call(analyzer: cd.Analyzer, threads: int, **options: Any) -> Call:
    """`analyzer.batch` over so many threads; ImportError where this copydesk has none."""
    batch = getattr(analyzer, "batch", None)
    if batch is None:
        raise ImportError("this copydesk has no Analyzer.batch")
    return lambda texts: batch(texts, threads=threads, **options)


def groups_of(analyzer: cd.Analyzer, threads: int) -> dict[str, list[Contender]]:
    language, english = analyzer.language, analyzer.language == "english"
    words = words_of(analyzer)
    ours = {
        "tokens": Contender("copydesk tokens", OURS, lambda: analyzer.tokens),
        "sentences": Contender("copydesk sentences", OURS, lambda: analyzer.sentences),
        "stems": Contender("copydesk.stem_words", OURS, lambda: lambda one: cd.stem_words(one, language), words),
    }
    columns = [Contender("copydesk batch, one thread", OURS, lambda: batch_call(analyzer, 1), at_once=True)]
    if threads != 1:
        name = f"copydesk batch, {threads or 'all'} threads"
        columns.append(Contender(name, OURS, lambda: batch_call(analyzer, threads), at_once=True))
    stemmers = [replace(rival, inputs=words) for rival in _rivals.STEMS if english]
    return {
        "tokens, a list of str": [ours["tokens"], *_rivals.TOKENS],
        "offsets of tokens, as columns": columns,
        "sentences, a list of str": [ours["sentences"], *_rivals.SENTENCES],
        "stems of a list of words": [ours["stems"], *stemmers],
    }


def installed(contenders: Iterable[Contender], encoded: Sequence[bytes]) -> Iterator[Lane]:
    for contender in contenders:
        try:
            yield Lane(contender, encoded)
        except ImportError:
            pass


def measure(analyzer: cd.Analyzer, encoded: Sequence[bytes], threads: int) -> list[dict[str, Any]]:
    """A record for every contender that is there: its group, its speed, and how it stands to str.split()."""
    groups = {name: list(installed(group, encoded)) for name, group in groups_of(analyzer, threads).items()}
    lanes = [lane for group in groups.values() for lane in group]
    for lane in lanes:
        lane.take_share(SECONDS)
    in_turn(lanes, ROUNDS)
    split = next(lane.speeds() for lane in lanes if lane.contender is _rivals.SPLIT)
    return [record_of(name, lane, split) for name, group in groups.items() for lane in ranked(group)]


def ranked(group: Sequence[Lane]) -> list[Lane]:
    return sorted(group, key=lambda lane: -statistics.median(lane.speeds()))


def record_of(group: str, lane: Lane, split: Sequence[float]) -> dict[str, Any]:
    speeds = lane.speeds()
    return {
        "group": group,
        "name": lane.contender.name,
        "mb_s": statistics.median(speeds),
        "min_mb_s": min(speeds),
        "max_mb_s": max(speeds),
        "times_split": statistics.median(ratios(speeds, split)),
        "share": lane.share,
    }


def table(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    rows = [("", "MB/s", "min–max", "x str.split()", "of the text")]
    group = ""
    for record in records:
        if record["group"] != group:
            group = record["group"]
            rows.append((group, "", "", "", ""))
        speeds = spread([record["min_mb_s"], record["max_mb_s"]])
        share = "all" if record["share"] > 0.999 else f"{record['share']:.1%}"
        rows.append((f"  {record['name']}", short(record["mb_s"]), speeds, short(record["times_split"]), share))
    yield from aligned(rows, range(1, 5))


def some_of(texts: Iterable[str]) -> list[bytes]:
    """The first texts, as UTF-8, as many as change a figure; empty ones are left out."""
    found: list[bytes] = []
    n_bytes = 0
    for text in texts:
        found += to_bytes([text]) if text else []
        n_bytes += len(found[-1]) if text else 0
        if n_bytes >= MOST_TEXT:
            break
    return found


def heading(encoded: Sequence[bytes], copies: int) -> str:
    n, size = len(encoded), sum(map(len, encoded))
    again = f", {copies} times over" if copies > 1 else ""
    return (
        f"{n:,} text{'s' if n > 1 else ''}, {size / 1e6:.3g} MB of UTF-8{again}, new str objects, "
        f"median of {ROUNDS} rounds; copydesk {cd.__version__}, {cd.versions()['isa']} kernel"
    )


def run(analyzer: cd.Analyzer, texts: Iterable[str], threads: int, as_json: bool, out: TextIO) -> bool:
    """Measure, and write the table or one JSON object a contender to `out`; False when there is no text."""
    encoded = some_of(texts)
    if not encoded:
        return False
    copies = -(-LEAST_TEXT // sum(map(len, encoded)))
    records = measure(analyzer, encoded * copies, threads)
    if as_json:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    else:
        out.write("\n".join([heading(encoded, copies), *table(records)]) + "\n")
    return True
