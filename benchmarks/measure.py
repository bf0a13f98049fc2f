"""What every benchmark here needs: articles, fresh strings, a clock, the machine."""

from __future__ import annotations

import gzip
import json
import os
import platform
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from copydesk._bench import seconds_for
from copydesk._rivals import fresh, to_bytes

__all__ = ["fresh", "seconds_for", "to_bytes"]
ROOT = Path(__file__).resolve().parent.parent
ALL_CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


# ---- articles ----------------------------------------------------------------


def read_articles(path: str | Path, limit: int | None = None) -> list[str]:
    """The articles of a JSON Lines file, gzipped or not: each line a string, or an object with a "text"."""
    opened = gzip.open(path, "rt", encoding="utf-8") if str(path).endswith(".gz") else open(path, encoding="utf-8")
    found: list[str] = []
    with opened as lines:
        for line in lines:
            if limit is not None and len(found) >= limit:
                break
            value = json.loads(line)
            found.append(value["text"] if isinstance(value, dict) else value)
    return found


def unmarked(marked: str) -> str:
    """The plain text of one of the marked articles in tests/articles, each block on one line."""
    lines = [line for line in marked.split("\n") if not line.startswith("# ")]
    return "\n".join(line.partition("| ")[2].replace(" || ", " ") for line in lines).strip("\n")


def own_articles(copies: int = 20) -> list[str]:
    """The English articles that the project ships, `copies` times over: a small set for a first look."""
    texts = [(ROOT / "docs" / "sample_article.txt").read_text(encoding="utf-8")]
    for path in sorted((ROOT / "tests" / "articles").glob("*.marked")):
        marked = path.read_text(encoding="utf-8")
        if "# language" not in marked or "# language english" in marked:
            texts.append(unmarked(marked))
    return texts * copies


def articles_of(path: str | None, limit: int | None = None) -> list[str]:
    """Those of the file, or our own few."""
    return read_articles(path, limit) if path else own_articles()[:limit]


# ---- the clock ---------------------------------------------------------------


def pin_to_one_core() -> int | None:
    """Keep this process on the last core it may use; None where the system cannot."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


@contextmanager
def all_cores() -> Iterator[None]:
    """The whole machine, for as long as this is open."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, ALL_CORES)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


# ---- the machine ---------------------------------------------------------------


def cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def free_memory() -> float:
    """Bytes that can be had without swapping; as many as one likes where the system does not say."""
    try:
        found = re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.M)
    except OSError:
        found = None
    return int(found[1]) * 1024 if found else float("inf")


def environment(core: int | None) -> dict[str, Any]:
    """The machine, the kernel in use and the versions, for the JSON record."""
    from copydesk import _core

    return {
        "cpu": cpu_name(),
        "cores": os.cpu_count(),
        "pinned_to": core,
        "system": f"{platform.system()} {platform.machine()}",
        "release": platform.release(),
        "python": sys.version.split()[0],
        "copydesk": _core.versions(),
        "isas": list(_core.isas()),
    }


def write_json(path: str | Path, record: dict[str, Any]) -> None:
    Path(path).write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


DOCS = ROOT / "docs" / "benchmarks.md"


def write_figures(name: str, figures: str, page: Path = DOCS) -> None:
    """Put `figures` between the marks of `name` in docs/benchmarks.md."""
    text = page.read_text(encoding="utf-8")
    last = f"<!-- end of {name} -->"
    found = re.search(rf"<!-- {name}: written by [^\n]* -->\n", text)
    if not found or last not in text[found.end() :]:
        raise SystemExit(f"{page.name} has no place for these figures: it needs <!-- {name}: written by ... --> and {last}")
    tail = text[found.end() :].partition(last)[2]
    page.write_text(f"{text[: found.end()]}{figures.rstrip()}\n{last}{tail}", encoding="utf-8")


def tell_figures(name: str, figures: str, page: Path, update_docs: bool) -> None:
    """Put `figures` into their page, or on the screen."""
    if update_docs:
        write_figures(name, figures, page)
    else:
        print("", figures, sep="\n")
