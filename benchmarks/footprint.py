"""What copydesk costs before it reads a word, and what it allocates once it is warm."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import measure

import copydesk as cd
from copydesk import _core
from copydesk._bench import batch_call

COUNTING = 10**9  # no allocation has this number: count them, fail none


def seconds_to_run(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def import_ms(rounds: int) -> list[float]:
    """Milliseconds that `import copydesk` takes over a bare interpreter, in each round of alternating starts."""

    def best(code: str) -> float:
        return min(seconds_to_run(code) for _ in range(3))

    best("import copydesk")
    return [(best("import copydesk") - best("pass")) * 1e3 for _ in range(rounds)]


def extension_mb() -> float:
    return os.path.getsize(_core.__file__) / 1e6


def run_time_dependencies() -> list[str]:
    return [one for one in importlib.metadata.requires("copydesk") or () if "extra ==" not in one]


def allocations(call: Callable[[Any], object], inputs: Sequence[Any]) -> int:
    """Blocks that the core takes, or makes larger, in one pass over `inputs`, after two to warm up."""
    for _ in range(2):
        measure.seconds_for(call, inputs)
    _core._fail_allocation(COUNTING)
    try:
        measure.seconds_for(call, inputs)
    finally:
        counted = _core._fail_allocation(0)
    return counted


def allocations_per_document(encoded: Sequence[bytes]) -> dict[str, float]:
    """For each road; those of a batch as a whole count too, each for its share."""
    texts = measure.fresh(encoded)
    analyzer = cd.Analyzer()
    found = {
        "tokens": allocations(analyzer.tokens, texts) / len(texts),
        "sentences": allocations(analyzer.sentences, texts) / len(texts),
    }
    try:
        read = batch_call(analyzer, 1)
    except ImportError:
        return found
    found["batch"] = allocations(read, [texts]) / len(texts)
    return found


def measure_all(encoded: Sequence[bytes], rounds: int) -> dict[str, Any]:
    return {
        "import_ms": import_ms(rounds),
        "extension_mb": extension_mb(),
        "dependencies": run_time_dependencies(),
        "allocations_per_document": allocations_per_document(encoded),
    }
