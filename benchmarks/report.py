"""The record as tables: plain ones for a terminal, Markdown for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from copydesk._bench import aligned, short
from copydesk._rivals import FINDALL, SPLIT

Record = dict[str, Any]


def cells_of(row: Record) -> list[str]:
    share = "all" if row["share"] > 0.999 else f"{row['share']:.2%}"
    spread = f"{short(row['min_mb_s'])}–{short(row['max_mb_s'])}"
    ratios = short(row["ratio"]), short(row["copydesk_ratio"])
    return [row["name"], short(row["median_mb_s"]), spread, *ratios, share, row["answers"]]


def heads_of(group: Record) -> list[str]:
    return [group["title"], "MB/s", "min–max", f"x {group['base']}", "copydesk is x", "of the text", "answers"]


def notes_of(group: Record) -> Iterator[str]:
    if group["missing"]:
        yield "Not installed, or no texts or memory for it: " + ", ".join(group["missing"]) + "."
    for name, fault in group["not_comparable"].items():
        yield f"Not comparable, so not timed: {name} ({fault})."


def plain_table(group: Record) -> Iterator[str]:
    yield from aligned([heads_of(group), *map(cells_of, group["rows"])], range(1, 6))
    yield from notes_of(group)


def line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def markdown_table(group: Record) -> Iterator[str]:
    yield line(heads_of(group))
    yield "|---|---:|---:|---:|---:|---:|---|"
    for row in group["rows"]:
        cells = cells_of(row)
        yield line([f"**{cell}**" for cell in cells[:2]] + cells[2:] if row["ours"] else cells)
    yield from ("\n" + note for note in notes_of(group))


def summary(record: Record) -> str:
    machine, text = record["machine"], record["text"]
    core = "one core" if machine["pinned_to"] is not None else "not pinned"
    return (
        f"{text['articles']:,} articles, {text['bytes'] / 1e6:.1f} MB of UTF-8, fresh strings; {record['rounds']} rounds; "
        f"{machine['cpu']}, {core}; {machine['system']}, Python {machine['python']}, "
        f"copydesk {machine['copydesk']['copydesk']} with its {machine['copydesk']['isa']} kernel."
    )


def versions_line(record: Record) -> str:
    rows = [row for group in record["groups"] for row in group["rows"] if row["version"] and not row["ours"]]
    packages = {f"{row['package']} {row['version']}" for row in rows}
    return "Versions: " + ", ".join(sorted(packages, key=str.lower)) + "." if packages else ""


TARGET_HEADS = ["what", "wanted", "measured", "min–max", "holds"]


def target_cells(row: Record) -> list[str]:
    sign = "≤" if row["at_most"] else "≥"
    unit = f" {row['unit']}" if row["unit"] else ""
    wanted = f"{sign} {row['wanted']:g}{unit}"
    if not row["rounds"]:
        return [row["what"], wanted, "", "", "not measured"]
    return [row["what"], wanted, f"{short(row['median'])}{unit}", f"{short(row['min'])}–{short(row['max'])}", row["holds"]]


def plain_targets(rows: Sequence[Record]) -> Iterator[str]:
    yield from aligned([TARGET_HEADS, *map(target_cells, rows)], range(1, 4))


def markdown_targets(rows: Sequence[Record]) -> Iterator[str]:
    yield line(TARGET_HEADS)
    yield "|---|---:|---:|---:|---|"
    yield from map(line, map(target_cells, rows))


README_HEADS = ["one core, one call an article (`batch`: one call)", "MB/s"]
README_ROWS = (
    ("tokens", SPLIT.name, f"`{SPLIT.name}`, no linguistics"),
    ("tokens", FINDALL.name, f"`{FINDALL.name}`"),
    ("tokens", "copydesk.word_tokenize", "`copydesk.word_tokenize`, a `list` of `str`"),
    ("sentences", "copydesk.sent_tokenize", "`copydesk.sent_tokenize`, a `list` of `str`"),
    ("offsets", "copydesk, batch of str", "`Analyzer.batch`, offsets as columns"),
)


def readme_figures(record: Record) -> str:
    speeds = {(group["name"], row["name"]): row["median_mb_s"] for group in record["groups"] for row in group["rows"]}
    rows = [[shown, short(speeds[group, name])] for group, name, shown in README_ROWS if (group, name) in speeds]
    return "\n".join([line(README_HEADS), "| --- | --- |", *map(line, rows)])


def figures_of(record: Record) -> str:
    tables = "\n\n".join("\n".join(markdown_table(group)) for group in record["groups"])
    return f"{summary(record)}\n\n{tables}\n\n{versions_line(record)}"
