"""`copydesk annotate` and `copydesk terms` on one large file of JSON Lines: memory and speed while it is read.

python benchmarks/large_file.py FOLDER [--articles FILE.jsonl[.gz]] [--gigabytes N] [--update-docs]

FOLDER gets the file, a gigabyte of articles made of blocks of real ones, repeated, and what comes out: three times as much.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import measure
import scale

PAGE = measure.DOCS.with_name("files.md")
COMMANDS = {"annotate": ["--columns", "sentences,terms"], "terms": []}
MADE = 1.0  # gigabytes that are made; more are these again
MARKS = (0.1, 0.5, 1.0)  # of the file: where the peak is told


def write_file(path: Path, real: list[str], gigabytes: float) -> None:
    articles, part = scale.made_articles(real, random.Random(0)), path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        while out.tell() < min(gigabytes, MADE) * 1e9:
            out.writelines(json.dumps({"text": next(articles)}, ensure_ascii=False) + "\n" for _ in range(1000))
    with path.open("wb") as out:
        while out.tell() < gigabytes * 1e9:
            with part.open("rb") as again:
                shutil.copyfileobj(again, out, 1 << 24)
    part.unlink()


def read_so_far(process: int | str, path: Path) -> int:
    """How far the process is in the file; 0 if it has not opened it."""
    for link in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):  # it has been closed meanwhile
            if os.readlink(link) == str(path):
                return int(re.search(r"pos:\s+(\d+)", Path(f"/proc/{process}/fdinfo/{link.name}").read_text())[1])
    return 0


def watched(command: list[str], path: Path) -> dict[str, Any]:
    """Each mark of the file that was passed with the peaks until then, of the command and of the largest of its workers."""
    job = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    size, started = path.stat().st_size, time.monotonic()
    main = workers = at = 0
    cpu: dict[int, float] = {}
    marks: list[dict[str, Any]] = []
    while job.poll() is None:
        try:
            children = scale.descendants(job.pid)
            cpu.update((process, scale.cpu_of(process)) for process in [job.pid, *children])
            main = max(main, scale.peak_of(job.pid))
            workers = max([workers, *map(scale.peak_of, children)])
            at = max([at, *(read_so_far(process, path) for process in [job.pid, *children])])
        except (OSError, TypeError):  # a process has ended meanwhile
            pass
        if len(marks) < len(MARKS) - 1 and at >= MARKS[len(marks)] * size:
            marks.append({"at": at, "main": main, "workers": workers})
        time.sleep(0.2)
    if job.returncode:
        raise SystemExit(f"{command} failed")
    marks.append({"at": size, "main": main, "workers": workers})
    return {"marks": marks, "cpu": sum(cpu.values()), "seconds": time.monotonic() - started, "bytes": size}


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    path = options.folder.resolve() / "articles.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        write_file(path, measure.articles_of(options.articles), options.gigabytes)
    record = {}
    for name, told in COMMANDS.items():
        out = path.with_name(name)
        shutil.rmtree(out, ignore_errors=True)
        record[name] = watched([sys.executable, "-m", "copydesk", name, str(path), "-o", str(out), *told], path)
        shutil.rmtree(out)
        print(name, record[name], flush=True)
    return record


def figures_of(record: dict[str, Any]) -> str:
    first = next(iter(record.values()))
    marks = " | ".join(f"peak at {mark['at'] / 1e9:.0f} GB" for mark in first["marks"])
    lines = [
        "Peaks of the command and of the largest of its workers, and megabytes of the file for each second of CPU of all.",
        "",
        f"| command | {marks} | MB/s of CPU |",
        f"| --- |{' ---: |' * len(first['marks'])} ---: |",
    ]
    for name, found in record.items():
        peaks = " | ".join(f"{mark['main'] / 1e6:.0f} + {mark['workers'] / 1e6:.0f} MB" for mark in found["marks"])
        lines.append(f"| `copydesk {' '.join([name, *COMMANDS[name]])}` | {peaks} | {found['bytes'] / found['cpu'] / 1e6:.0f} |")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = scale.parser_of("copydesk on one large file of JSON Lines.", "where the file and the results go", 10.0, "JSON Lines", PAGE)
    options = parser.parse_args(argv)
    record = measure_all(options)
    measure.tell_figures("large_file", figures_of(record), PAGE, options.update_docs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
