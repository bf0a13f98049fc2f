"""The record as pictures: SVG, the same bytes for the same record, legible on light and on dark pages.

python benchmarks/pictures.py RECORD.json [FOLDER]
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

Record = dict[str, Any]
# Ink and paper follow the reader's theme: these two colours become the page's in the SVG.
INK, PAPER = "#1f2328", "#fefefe"
THEME = (
    "<style>svg{color:#1f2328;background:#fff}.paper{fill:#fff}"
    "@media(prefers-color-scheme:dark){svg{color:#e6edf3;background:#0d1117}.paper{fill:#0d1117}}</style>"
)
OURS, THEIRS, THIRD = "#2f81f7", "#8b949e", "#d9822b"
SETTINGS = {
    "svg.hashsalt": "copydesk",
    "svg.fonttype": "none",
    "font.size": 10,
    "font.family": "DejaVu Sans",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": PAPER,
    "axes.facecolor": "none",
    "legend.frameon": False,
}
PANELS = ("tokens", "offsets", "sentences", "stems")


def group_of(record: Record, name: str) -> Record | None:
    found = next((group for group in record["groups"] if group["name"] == name), None)
    return found if found and found["rows"] else None


def svg_of(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    text = out.getvalue()
    text = re.sub(rf'style="fill: {PAPER}[^"]*"', 'class="paper"', text)
    text = text.replace(INK, "currentColor").replace(f"{PAPER}", "none")
    text = text.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    head, tag, rest = text.partition("<defs>")
    return head + THEME + "\n " + tag + rest


# ---- beside rivals -------------------------------------------------------------


def bars(axes: Axes, group: Record) -> None:
    rows = group["rows"][::-1]
    speeds = [row["median_mb_s"] for row in rows]
    spread = [[row["median_mb_s"] - row["min_mb_s"] for row in rows], [row["max_mb_s"] - row["median_mb_s"] for row in rows]]
    colours = [OURS if row["ours"] else THEIRS for row in rows]
    axes.barh([row["name"] for row in rows], speeds, xerr=spread, color=colours, ecolor=INK, height=0.7, error_kw={"lw": 0.8})
    axes.set_xscale("log")
    axes.set_xlim(min(speeds) / 2, max(speeds) * 4)
    for n, (row, speed) in enumerate(zip(rows, speeds)):
        shown = f"{speed:,.0f}" if speed >= 10 else f"{speed:.2g}"
        axes.text(row["max_mb_s"] * 1.12, n, shown, va="center", fontsize=9)
    axes.set_title(f"{group['title']} (MB/s, logarithmic)", loc="left", fontsize=11)


def rivals(record: Record) -> Figure | None:
    panels = [group for name in PANELS if (group := group_of(record, name))]
    if not panels:
        return None
    heights = [len(group["rows"]) + 2.5 for group in panels]
    figure, all_axes = plt.subplots(
        len(panels), figsize=(8.5, 0.26 * sum(heights)), gridspec_kw={"height_ratios": heights}, squeeze=False
    )
    for axes, group in zip(all_axes[:, 0], panels):
        bars(axes, group)
    figure.tight_layout()
    return figure


# ---- along an axis ---------------------------------------------------------------


def along(group: Record, prefix: str, y: Callable[[float], float]) -> tuple[list[float], list[list[float]]]:
    """Where the points stand, and the lower quartile, median and upper quartile of each over the rounds, even if there was one."""
    rows = [row for row in group["rows"] if row["name"].startswith(prefix) and row["x"] is not None]
    quartiles = [quantiles([*map(y, row["speeds"])] * 2, n=4) for row in rows]
    return [row["x"] for row in rows], [list(ys) for ys in zip(*quartiles)]


def curves(axes: Axes, group: Record, lines: Sequence[tuple[str, str, str]], y: Callable[[float], float]) -> None:
    for prefix, label, colour in lines:
        xs, ys = along(group, prefix, y)
        if xs:
            low, middle, high = ys
            axes.plot(xs, middle, marker="o", markersize=4, color=colour, label=label)
            axes.fill_between(xs, low, high, color=colour, alpha=0.2, linewidth=0)


def from_zero(axes: Axes) -> None:
    axes.set_ylim(bottom=0)
    axes.legend(loc="best")


def ns_per_byte(mb_s: float) -> float:
    return 1000 / mb_s


ROADS = (("tokens", "tokens, list of str", OURS), ("columns", "offsets as columns", THIRD), ("str.split()", "str.split()", THEIRS))


def cost(record: Record, name: str, label: str, scale: str, labels: dict[float, str] | None = None) -> Figure | None:
    """Nanoseconds a byte against what the group varies."""
    group = group_of(record, name)
    if group is None:
        return None
    figure, axes = plt.subplots(figsize=(8, 4))
    curves(axes, group, ROADS, ns_per_byte)
    from_zero(axes)
    axes.set_xscale(scale)
    axes.set_xlabel(label)
    axes.set_ylabel("nanoseconds a byte of UTF-8")
    if labels:
        axes.set_xticks(list(labels), list(labels.values()), minor=False)
    figure.tight_layout()
    return figure


def sizes(record: Record) -> Figure | None:
    group = group_of(record, "sizes")
    names = {row["x"]: row["name"].partition(", ")[2] for row in group["rows"]} if group else None
    return cost(record, "sizes", "size of one text", "log", names)


def threads(record: Record) -> Figure | None:
    group = group_of(record, "threads")
    if group is None:
        return None
    figure, axes = plt.subplots(figsize=(8, 4))
    curves(axes, group, [("batch", "batch(threads=n)", OURS)], lambda speed: speed)
    xs, (_, middle, _) = along(group, "batch", lambda speed: speed)
    axes.plot(xs, [middle[0] * x for x in xs], linestyle="--", color=THEIRS, label="as many times as threads")
    from_zero(axes)
    axes.set_xticks(xs, [f"{x:g}" for x in xs])
    axes.set_xlabel(f"threads, on {record['machine']['cores']} cores")
    axes.set_ylabel("MB/s, offsets as columns")
    figure.tight_layout()
    return figure


PICTURES: dict[str, Callable[[Record], Figure | None]] = {
    "bench_rivals": rivals,
    "bench_size": sizes,
    "bench_types": lambda record: cost(record, "types", "different words in the text, drawn evenly", "log"),
    "bench_threads": threads,
    "bench_non_ascii": lambda record: cost(record, "non_ascii", "percent of the bytes in Cyrillic lines, the rest ASCII", "linear"),
}


def drawn(record: Record) -> Iterator[tuple[str, str]]:
    """The name of each picture that the record has figures for, and its SVG."""
    with plt.rc_context(SETTINGS):
        for name, draw in PICTURES.items():
            if figure := draw(record):
                yield name, svg_of(figure)


def draw_all(record: Record, folder: Path) -> None:
    for name, svg in drawn(record):
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    draw_all(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2] if len(sys.argv) > 2 else "docs"))
