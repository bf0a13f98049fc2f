"""copydesk beside the tokenizers, sentence splitters and stemmers that people use.

python benchmarks/bench.py [--articles FILE.jsonl[.gz]] [--rounds N] [--json FILE] [--update-docs]

One call per article, on new str objects at each pass, every contender in turn, round after round.
Answers are checked before times are taken. A contender too slow for all the articles gets every
n-th of them. docs/benchmarks.md says more.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import random
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import answers
import measure
from contenders import GROUPS, OURS, Call, Contender, Group

import copydesk as cd

CHECKED = 60  # articles that answers are checked on
LEAST = 10  # articles that the slowest contender gets


def thinned(items: Sequence[Any], n: int) -> Sequence[Any]:
    """About `n` of the items, evenly spread."""
    return items[:: max(1, len(items) // max(1, n))]


class Lane:
    """One contender of one group: its call, its share of the articles, its times."""

    def __init__(self, group: Group, contender: Contender, call: Call) -> None:
        self.group, self.contender, self.call = group, contender, call
        self.encoded: Sequence[bytes] = ()
        self.share = 1.0
        self.answer = answers.Answer(0, "", "")
        self.seconds: list[float] = []

    def inputs(self) -> list[Any]:
        return [self.group.inputs(text) for text in measure.fresh(self.encoded)]

    def check(self, encoded: Sequence[bytes]) -> None:
        self.encoded = thinned(encoded, CHECKED)
        if self.group.yardstick and self.contender.name == self.group.base:
            self.answer = answers.Answer(0, "a yardstick: words", "")
        else:
            self.answer = self.group.check(self.call, self.inputs())

    def take_share(self, encoded: Sequence[bytes], most: float) -> None:
        """As many articles as one pass of about `most` seconds can do."""
        seconds = min(self.run() for _ in range(3))
        speed = sum(map(len, self.encoded)) / max(seconds, 1e-9)
        can = speed * most / max(1, sum(map(len, encoded)))
        self.encoded = encoded if can >= 1 else thinned(encoded, max(LEAST, round(can * len(encoded))))
        self.share = sum(map(len, self.encoded)) / max(1, sum(map(len, encoded)))

    def run(self) -> float:
        timed = measure.seconds_kept if self.group.keeps else measure.seconds_for
        return timed(self.call, self.inputs())

    def speeds(self) -> list[float]:
        n_bytes = sum(map(len, self.encoded))
        return [n_bytes / seconds / 1e6 for seconds in self.seconds]


def lanes_of(group: Group, wanted: Callable[[Contender], bool]) -> tuple[list[Lane], list[str]]:
    """The contenders that are installed, and the names of those that are not."""
    lanes, missing = [], []
    for contender in filter(wanted, group.contenders):
        try:
            lanes.append(Lane(group, contender, contender.make()))
        except ImportError:
            missing.append(contender.name)
    return lanes, missing


def run_group(group: Group, texts: Sequence[str], options: argparse.Namespace) -> dict[str, Any]:
    def wanted(contender: Contender) -> bool:
        kept = not options.only or any(part.lower() in contender.name.lower() for part in options.only)
        return kept or contender.is_ours or contender.name == group.base

    encoded = [text for text in measure.to_bytes([group.prepare(text) for text in texts]) if text]
    lanes, missing = lanes_of(group, wanted)
    for lane in lanes:
        lane.check(encoded)
    for lane in (good := [lane for lane in lanes if not lane.answer.fault]):
        lane.take_share(encoded, options.seconds)
    order = random.Random(1)
    for n in range(options.rounds + 1):
        for lane in order.sample(good, len(good)):  # nobody always runs in the cache its neighbour left
            seconds = lane.run()
            if n:  # the first round warms the caches
                lane.seconds.append(seconds)
    return {
        "name": group.name,
        "title": group.title,
        "base": group.base,
        "bytes": sum(map(len, encoded)),
        "rows": rows_of(good, group.base),
        "missing": missing,
        "not_comparable": {lane.contender.name: lane.answer.fault for lane in lanes if lane.answer.fault},
    }


def ratio(of: Sequence[float], to: Sequence[float] | None) -> float | None:
    """Taken round by round, between neighbours in time, and then the median."""
    return statistics.median(a / b for a, b in zip(of, to)) if to else None


def rows_of(lanes: Sequence[Lane], base: str) -> list[dict[str, Any]]:
    base_speeds = next((lane.speeds() for lane in lanes if lane.contender.name == base), None)
    our_speeds = next((lane.speeds() for lane in lanes if lane.contender.is_ours), None)
    rows = []
    for lane in lanes:
        speeds = lane.speeds()
        rows.append(
            {
                "name": lane.contender.name,
                "ours": lane.contender.is_ours,
                "package": lane.contender.package,
                "version": version_of(lane.contender.package),
                "median_mb_s": statistics.median(speeds),
                "min_mb_s": min(speeds),
                "max_mb_s": max(speeds),
                "ratio": ratio(speeds, base_speeds),
                "copydesk_ratio": None if lane.contender.is_ours else ratio(our_speeds or (), speeds),
                "share": lane.share,
                "answers": lane.answer.note,
            }
        )
    return sorted(rows, key=lambda row: -row["median_mb_s"])


def version_of(package: str) -> str:
    return importlib.metadata.version(package) if package not in ("", OURS) else cd.__version__ if package else ""


# ---- the report ----------------------------------------------------------------


def short(number: float | None) -> str:
    """Three figures, never in scientific notation."""
    if number is None:
        return ""
    return f"{number:.0f}" if number >= 100 else f"{number:#.3g}" if number >= 0.001 else f"{number:.4f}"


def cells_of(row: dict[str, Any]) -> list[str]:
    share = "all" if row["share"] > 0.999 else f"{row['share']:.2%}"
    spread = f"{short(row['min_mb_s'])}–{short(row['max_mb_s'])}"
    ratios = short(row["ratio"]), short(row["copydesk_ratio"])
    return [row["name"], short(row["median_mb_s"]), spread, *ratios, share, row["answers"]]


def heads_of(group: dict[str, Any]) -> list[str]:
    return [group["title"], "MB/s", "min–max", f"x {group['base']}", "copydesk is x", "of the text", "answers"]


def notes_of(group: dict[str, Any]) -> Iterator[str]:
    if group["missing"]:
        yield "Not installed: " + ", ".join(group["missing"]) + "."
    for name, fault in group["not_comparable"].items():
        yield f"Not comparable, so not timed: {name} ({fault})."


def plain_table(group: dict[str, Any]) -> Iterator[str]:
    cells = [heads_of(group), *map(cells_of, group["rows"])]
    widths = [max(map(len, column)) for column in zip(*cells)]
    for line in cells:
        yield "  ".join(
            cell.rjust(width) if 0 < n < 6 else cell.ljust(width) for n, (cell, width) in enumerate(zip(line, widths))
        ).rstrip()
    yield from notes_of(group)


def markdown_table(group: dict[str, Any]) -> Iterator[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    yield line(heads_of(group))
    yield "|---|---:|---:|---:|---:|---:|---|"
    for row in group["rows"]:
        cells = cells_of(row)
        yield line([f"**{cell}**" for cell in cells[:2]] + cells[2:] if row["ours"] else cells)
    yield from ("\n" + note for note in notes_of(group))


def summary(record: dict[str, Any]) -> str:
    machine, text = record["machine"], record["text"]
    core = "one core" if machine["pinned_to"] is not None else "not pinned"
    return (
        f"{text['articles']:,} articles, {text['bytes'] / 1e6:.1f} MB of UTF-8, one call per article, fresh strings; "
        f"{record['rounds']} rounds; {machine['cpu']}, {core}; {machine['system']}, Python {machine['python']}, "
        f"copydesk {machine['copydesk']['copydesk']} with its {machine['copydesk']['isa']} kernel."
    )


def versions_line(record: dict[str, Any]) -> str:
    rows = [row for group in record["groups"] for row in group["rows"] if row["version"] and not row["ours"]]
    packages = {f"{row['package']} {row['version']}" for row in rows}
    return "Versions: " + ", ".join(sorted(packages, key=str.lower)) + "." if packages else ""


def figures_of(record: dict[str, Any]) -> str:
    tables = "\n\n".join("\n".join(markdown_table(group)) for group in record["groups"])
    return f"{summary(record)}\n\n{tables}\n\n{versions_line(record)}"


# ---- the command ----------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description="copydesk beside the tokenizers that people use.")
    made.add_argument("--articles", metavar="FILE", help="JSON Lines of strings, .gz or not (default: our own few)")
    made.add_argument("--limit", type=int, metavar="N", help="read so many articles at most")
    made.add_argument("--rounds", type=int, default=7, metavar="N", help="passes of each contender (7)")
    made.add_argument("--seconds", type=float, default=0.5, help="a pass takes about so long at most (0.5)")
    names = [group.name for group in GROUPS]
    made.add_argument("--group", action="append", choices=names, help="only this group; may be given again")
    made.add_argument("--only", action="append", metavar="NAME", help="only rivals whose name holds this; again: or that")
    made.add_argument("--isa", choices=cd._core.isas(), help="force this kernel")
    made.add_argument("--json", metavar="FILE", help="write the record here")
    made.add_argument("--update-docs", action="store_true", help="write the tables into docs/benchmarks.md")
    return made


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    if options.isa:
        cd._core.isa_use(options.isa)
    texts = measure.read_articles(options.articles, options.limit) if options.articles else measure.own_articles()
    if faults := answers.faults_of_ours(thinned(texts, 10 * CHECKED)):
        raise SystemExit("copydesk breaks its own laws, so nothing is timed:\n" + "\n".join(faults[:10]))
    core = measure.pin_to_one_core()
    record: dict[str, Any] = {
        "machine": measure.environment(core),
        "text": {"articles": len(texts), "bytes": sum(map(len, measure.to_bytes(texts)))},
        "rounds": options.rounds,
        "groups": [],
    }
    print(summary(record))
    for group in GROUPS:
        if not options.group or group.name in options.group:
            record["groups"].append(run_group(group, texts, options))
            print("", *plain_table(record["groups"][-1]), sep="\n", flush=True)
    return record


def main(argv: list[str] | None = None) -> int:
    options = parser().parse_args(argv)
    record = measure_all(options)
    if options.json:
        measure.write_json(options.json, record)
    if options.update_docs:
        measure.write_figures("bench", figures_of(record))
    ours = {contender.name for group in GROUPS for contender in group.contenders if contender.is_ours}
    return int(any(name in ours for group in record["groups"] for name in group["not_comparable"]))


if __name__ == "__main__":
    sys.exit(main())
