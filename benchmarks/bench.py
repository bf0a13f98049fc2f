"""copydesk beside the tokenizers, sentence splitters and stemmers that people use.

python benchmarks/bench.py [--articles FILE.jsonl[.gz]] [--multilingual FILE] [--large] [--targets] [--update-docs]

New str objects at each pass, every contender in turn, round after round. Answers are checked before
times are taken. A contender too slow for all the articles gets every n-th of them. docs/benchmarks.md
says more.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

import answers
import footprint
import hostile
import instructions
import measure
import report
import targets
from contenders import LARGE, SIZES, Group, groups
from texts import Corpora

import copydesk as cd
from copydesk._bench import Lane, in_turn, ratios, thinned
from copydesk._rivals import OURS, Contender, fresh

CHECKED = 60  # articles that answers are checked on
MOST_CHECKED = 1_000_000  # bytes
GROUPS = groups()


def lanes_of(group: Group, corpora: Corpora, wanted: Callable[[Contender], bool]) -> tuple[list[Lane], list[str]]:
    """The contenders that can run here, and the names of those that are not installed or have no texts."""
    lanes, missing = [], []
    for contender in filter(wanted, group.contenders):
        try:
            lanes.append(Lane(contender, corpora[contender.corpus or group.corpus], group.keeps))
        except (ImportError, AttributeError, OSError, LookupError):  # another version, a library or data missing
            missing.append(contender.name)
    return lanes, missing


def answer_of(group: Group, lane: Lane) -> answers.Answer:
    """What the check says of a contender's answers on some texts; a text too long to be checked is cut."""
    contender = lane.contender
    some = [text[: MOST_CHECKED // 10].decode("utf-8", "ignore") for text in thinned(lane.encoded, CHECKED)[:CHECKED]]
    texts = [text for text in map(group.checked_on, some) if text]
    encoded = measure.to_bytes(texts)
    inputs = contender.inputs(encoded)
    try:
        if contender.at_once:
            found = contender.unpack(lane.call(inputs))
        else:
            found = [contender.unpack(lane.call(one)) for one in inputs]
    except Exception as error:  # a rival may fail as it likes: the others still run
        return answers.Answer(0, "", f"fails: {error!r}")
    return group.check(found, fresh(encoded))


def run_group(group: Group, corpora: Corpora, options: argparse.Namespace) -> dict[str, Any]:
    def wanted(contender: Contender) -> bool:
        kept = not options.only or any(part.lower() in contender.name.lower() for part in options.only)
        return kept or contender.is_ours or contender.name == group.base

    lanes, missing = lanes_of(group, corpora, wanted)
    with nullcontext() if group.pinned else measure.all_cores():
        checked = {lane: answer_of(group, lane) for lane in lanes}
        good = [lane for lane in lanes if not checked[lane].fault]
        for lane in good:
            lane.take_share(options.seconds)
        in_turn(good, options.rounds)
    return {
        "name": group.name,
        "title": group.title,
        "base": group.base,
        "rows": rows_of(good, group.base, checked),
        "missing": missing,
        "not_comparable": {lane.contender.name: checked[lane].fault for lane in lanes if checked[lane].fault},
    }


def middle(of: Sequence[float] | None, to: Sequence[float] | None) -> float | None:
    return statistics.median(ratios(of, to)) if of and to else None


def rows_of(lanes: Sequence[Lane], base: str, checked: dict[Lane, answers.Answer]) -> list[dict[str, Any]]:
    base_speeds = next((lane.speeds() for lane in lanes if lane.contender.name == base), None)
    our_speeds = next((lane.speeds() for lane in lanes if lane.contender.is_ours), None)
    rows = []
    for lane in lanes:
        contender, speeds = lane.contender, lane.speeds()
        row = {
            "name": contender.name,
            "ours": contender.is_ours,
            "package": contender.package,
            "version": version_of(contender.package),
            "x": contender.x,
            "texts": len(lane.encoded),
            "bytes": lane.n_bytes,
            "share": lane.share,
            "speeds": speeds,
            "median_mb_s": statistics.median(speeds),
            "min_mb_s": min(speeds),
            "max_mb_s": max(speeds),
            "ratio": middle(speeds, base_speeds),
            "copydesk_ratio": None if contender.is_ours else middle(our_speeds, speeds),
            "answers": checked[lane].note,
        }
        rows.append(row)
    axis = any(row["x"] is not None for row in rows)
    return rows if axis else sorted(rows, key=lambda row: -row["median_mb_s"])


def version_of(package: str) -> str:
    return importlib.metadata.version(package) if package not in ("", OURS) else cd.__version__ if package else ""


# ---- the command ----------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description="copydesk beside the tokenizers that people use.")
    made.add_argument("--articles", metavar="FILE", help="JSON Lines of strings, .gz or not (default: our own few)")
    made.add_argument("--multilingual", metavar="FILE", help="articles in many languages, for the groups that need them")
    made.add_argument("--limit", type=int, metavar="N", help="read so many articles at most")
    made.add_argument("--rounds", type=int, default=7, metavar="N", help="passes of each contender (7)")
    made.add_argument("--seconds", type=float, default=0.3, help="a pass takes about so long at most (0.3)")
    names = [group.name for group in GROUPS]
    made.add_argument("--group", action="append", choices=names, help="only this group; may be given again")
    made.add_argument("--only", action="append", metavar="NAME", help="only rivals whose name holds this; again: or that")
    made.add_argument("--large", action="store_true", help="texts of 100 MB and 1 GB too, where memory allows")
    made.add_argument("--targets", action="store_true", help="only what the targets need; print them")
    made.add_argument("--isa", choices=cd._core.isas(), help="force this kernel")
    made.add_argument("--json", metavar="FILE", help="write the record here")
    made.add_argument(
        "--update-docs",
        action="store_true",
        help="rewrite every figure, table and picture of docs/benchmarks.md, hostile texts and instructions too",
    )
    return made


def chosen(options: argparse.Namespace) -> list[Group]:
    if options.targets:
        options.only = options.only or list(targets.RIVALS)
        options.group = options.group or list(targets.GROUPS)
    sizes = {**SIZES, **(LARGE if options.large or options.update_docs else {})}
    return [group for group in groups(sizes) if not options.group or group.name in options.group]


def corpora_of(options: argparse.Namespace) -> Corpora:
    news = measure.read_articles(options.articles, options.limit) if options.articles else measure.own_articles()
    multilingual = measure.read_articles(options.multilingual, options.limit) if options.multilingual else []
    if faults := answers.faults_of_ours(thinned(news, 10 * CHECKED)):
        raise SystemExit("copydesk breaks its own laws, so nothing is timed:\n" + "\n".join(faults[:10]))
    return Corpora(news, multilingual)


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    if options.isa:
        cd._core.isa_use(options.isa)
    corpora = corpora_of(options)
    core = measure.pin_to_one_core()
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    record: dict[str, Any] = {
        "machine": measure.environment(core),
        "text": {"articles": len(corpora["news"]), "bytes": sum(map(len, corpora["news"]))},
        "rounds": options.rounds,
        "groups": [],
    }
    print(report.summary(record))
    for group in chosen(options):
        record["groups"].append(run_group(group, corpora, options))
        print("", *report.plain_table(record["groups"][-1]), sep="\n", flush=True)
        corpora.forget_large()
    if options.targets or not options.group:
        record["footprint"] = footprint.measure_all(corpora["news"], options.rounds)
        record["targets"] = targets.judged(record)
        print("", *report.plain_targets(record["targets"]), sep="\n", flush=True)
    return record


def update_docs(record: dict[str, Any], options: argparse.Namespace) -> None:
    """Write what was measured, then what has commands of its own; what lacks its tool stays as it was."""
    measure.write_figures("targets", "\n".join(report.markdown_targets(record["targets"])))
    measure.write_figures("bench", report.figures_of(record))
    measure.write_figures("speed", report.readme_figures(record), measure.ROOT / "README.md")
    try:
        import pictures

        pictures.draw_all(record, measure.DOCS.parent)
    except ImportError:
        print("pictures are left as they were: they need matplotlib")
    given = ["--articles", options.articles] if options.articles else []
    hostile.main([*given, "--update-docs"])
    if instructions.can_count():
        instructions.main(["--update"])
    else:
        print("instructions are left as they were: they need valgrind")


def main(argv: list[str] | None = None) -> int:
    options = parser().parse_args(argv)
    if options.update_docs and (options.group or options.targets):
        raise SystemExit("--update-docs writes every figure: leave --group and --targets out")
    record = measure_all(options)
    if options.json:
        measure.write_json(options.json, record)
    if options.update_docs:
        update_docs(record, options)
    ours = {contender.name for group in GROUPS for contender in group.contenders if contender.is_ours}
    return int(any(name in ours for group in record["groups"] for name in group["not_comparable"]))


if __name__ == "__main__":
    sys.exit(main())
