"""What every benchmark here needs: articles, fresh strings, a clock, the machine."""

from __future__ import annotations

import gzip
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


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


def to_bytes(texts: Sequence[str]) -> list[bytes]:
    return [text.encode("utf-8", "surrogatepass") for text in texts]


def fresh(encoded: Sequence[bytes]) -> list[str]:
    """New str objects, so that none of them holds UTF-8 that an earlier call left there."""
    return [text.decode("utf-8", "surrogatepass") for text in encoded]


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


def pin_to_one_core() -> int | None:
    """Keep this process on the last core it may use; None where the system cannot."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


# ---- the machine ---------------------------------------------------------------


def cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def environment(core: int | None) -> dict[str, Any]:
    """The machine, the kernel in use and the versions, for the JSON record."""
    from copydesk import _core

    return {
        "cpu": cpu_name(),
        "cores": os.cpu_count(),
        "pinned_to": core,
        "system": f"{platform.system()} {platform.machine()}",
        "python": sys.version.split()[0],
        "copydesk": _core.versions(),
        "isas": list(_core.isas()),
    }


def write_json(path: str | Path, record: dict[str, Any]) -> None:
    Path(path).write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


DOCS = ROOT / "docs" / "benchmarks.md"


def write_figures(name: str, figures: str, page: Path = DOCS) -> None:
    """Put `figures` between the marks of `name` in docs/benchmarks.md."""
    first, last = f"<!-- {name}: written by benchmarks/{name}.py --update-docs -->", f"<!-- end of {name} -->"
    text = page.read_text(encoding="utf-8")
    if first not in text or last not in text.partition(first)[2]:
        raise SystemExit(f"{page.name} has no place for these figures: it needs two lines\n{first}\n{last}")
    head, _, rest = text.partition(first)
    tail = rest.partition(last)[2]
    page.write_text(f"{head}{first}\n{figures.rstrip()}\n{last}{tail}", encoding="utf-8")
