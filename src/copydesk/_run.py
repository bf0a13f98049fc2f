"""A directory that a run over shards fills: what is there, what is not, and that it is one run's.

    part-00000.parquet ...   what the shards give
    _run.json                what was asked; at the end, the summary
    _work/00000.json ...     until the end: of each shard that is finished, its report
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any

from ._cpus import count
from ._files import PART, written
from ._pool import each
from ._progress import Progress
from ._shards import Reading, Record, Shard, check, shards

MOST_ERRORS = 20  # that are told of one run


@dataclass(frozen=True)
class Report:
    """What was read: of a shard, or of all."""

    documents: int = 0
    nulls: int = 0
    failed: int = 0
    errors: tuple[str, ...] = ()

    def __add__(self, other: Report) -> Report:
        return Report(
            self.documents + other.documents,
            self.nulls + other.nulls,
            self.failed + other.failed,
            (*self.errors, *other.errors)[:MOST_ERRORS],
        )


def report_of(piece: Iterable[Record]) -> Report:
    records = list(piece)
    wrong = [f"{record.file}:{record.row}: {record.wrong}" for record in records if record.wrong]
    nulls = sum(record.text is None for record in records) - len(wrong)
    return Report(len(records), nulls, len(wrong), tuple(wrong[:MOST_ERRORS]))


class Run:
    """One run in its directory, which nobody else may have meanwhile.

    out    the directory, made if it is not there
    asked  what the parts depend on, as JSON has it
    """

    def __init__(self, out: str, files: list[str], how: Reading, asked: dict[str, Any], processes: int, progress: bool) -> None:
        if not files:
            raise ValueError("no files to read")
        if processes < 0:
            raise ValueError(f"processes={processes} is no number of processes; expected 1 or more, or 0: as many as are of use")
        if how.shard_bytes < 1:
            raise ValueError(f"shard_bytes={how.shard_bytes} is no number of bytes; expected 1 or more")
        check(files, how)
        self.out, self.files, self.how = out, files, how
        self.work = os.path.join(out, "_work")
        self.about = os.path.join(out, "_run.json")
        self.asked = asked | {"reading": json.loads(json.dumps(asdict(how))), "files": len(files), "input": _digest(files)}
        self.size = sum(os.stat(name).st_size for name in files)
        # A process takes half a second to start, and a shard about as long.
        self.processes = processes or max(1, min(count(), self.size // how.shard_bytes))
        self.progress = progress

    @contextmanager
    def held(self) -> Iterator[Run]:
        """The directory, made ready: ours, and without what an interrupted run left half done."""
        os.makedirs(self.out, exist_ok=True)
        directory = os.open(self.out, os.O_RDONLY)
        try:
            try:
                fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BlockingIOError(error.errno, "another run is writing there", self.out) from None
            try:
                self.begin()
                yield self
            finally:
                self.sweep()
        finally:
            os.close(directory)

    def begin(self) -> None:
        self.sweep()
        there = self.told()
        if there is None:
            if os.listdir(self.out):
                raise FileExistsError(17, "not empty, and no run of copydesk; give another directory", self.out)
            write_json(self.about, {"asked": self.asked})
        elif there["asked"] != self.asked:
            old, new = there["asked"], self.asked
            name = next(name for name in {**new, **old} if old.get(name) != new.get(name))
            what = f"its {name} is {old.get(name)!r}, not {new.get(name)!r}"
            raise ValueError(f"{self.out} holds another run: {what}; give another directory, or remove that one")
        if self.summary() is None:
            os.makedirs(self.work, exist_ok=True)

    def sweep(self) -> None:
        """Remove the files that were not finished."""
        for directory in (self.out, self.work):
            for name in os.listdir(directory) if os.path.isdir(directory) else ():
                if name.endswith(PART):
                    with suppress(OSError):
                        os.unlink(os.path.join(directory, name))

    def told(self) -> dict[str, Any] | None:
        try:
            with open(self.about, encoding="utf-8") as file:
                return json.load(file)  # type: ignore[no-any-return]
        except FileNotFoundError:
            return None

    def summary(self) -> dict[str, Any] | None:
        """What was told at the end, or None before it."""
        return (self.told() or {}).get("summary")

    def finish(self, summary: dict[str, Any]) -> None:
        write_json(self.about, {"asked": self.asked, "summary": summary})
        shutil.rmtree(self.work, ignore_errors=True)

    def shards(self, work: Callable[[Shard], Report]) -> tuple[Report, int]:
        """Do `work` for each shard that is not finished; the sum of all reports, and how many there are."""
        sizes: list[int] = []
        done = documents = 0

        def unfinished() -> Iterator[Shard]:
            for shard in shards(self.files, self.how):
                sizes.append(shard.size)
                if not os.path.exists(self.report(shard.number)):
                    yield shard

        with self.bar() as show, self.each(_Reported(work, self.work), unfinished()) as reports:
            for number, report in reports:
                done += sizes[number]
                documents += report.documents
                show(documents, done)
        return sum(map(self.reported, range(len(sizes))), Report()), len(sizes)

    @contextmanager
    def bar(self) -> Iterator[Callable[[int, int], None]]:
        """What shows how many documents and bytes are done."""
        if not self.progress:
            yield lambda documents, done: None
            return
        bar = Progress(self.size)
        try:
            yield bar.update
        finally:
            bar.close()

    def each(self, work: Callable[[Any], Any], tasks: Iterable[Any]) -> closing[Generator[Any, None, None]]:
        """work(task) of each, on the run's processes, which end with it."""
        return closing(each(work, tasks, self.processes))

    def report(self, number: int) -> str:
        return os.path.join(self.work, f"{number:05}.json")

    def reported(self, number: int) -> Report:
        with open(self.report(number), encoding="utf-8") as file:
            told = json.load(file)
        return Report(**told | {"errors": tuple(told["errors"])})


@dataclass(frozen=True)
class _Reported:
    """Work that leaves its report when it is done."""

    work: Callable[[Shard], Report]
    directory: str

    def __call__(self, shard: Shard) -> tuple[int, Report]:
        report = self.work(shard)
        write_json(os.path.join(self.directory, f"{shard.number:05}.json"), asdict(report))
        return shard.number, report


def part(out: str, number: int, ending: str) -> str:
    """The name of a shard's part."""
    return os.path.join(out, f"part-{number:05}.{ending}")


def write_json(path: str, value: Any) -> None:
    with written(path) as file:
        file.write(json.dumps(value, indent=1).encode())


def _digest(files: Iterable[str]) -> str:
    """Of the files' names, sizes and times of change."""
    sums = hashlib.blake2b(digest_size=16)
    for name in files:
        known = os.stat(name)
        sums.update(f"{name}\0{known.st_size}\0{known.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return sums.hexdigest()
