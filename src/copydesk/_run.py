"""A directory that a run over shards fills: what is there, what is not, and that it is one run's.

    part-00000.parquet ...   what the shards give
    vocabulary.cdv           of `terms`
    _run.json                what was asked; at the end, the summary
    _work/00000.json ...     until the end: of each shard that is finished, its report, and what `terms` has counted

Each file has another name until it is whole (see _files.py). What else is there belongs to others, and stays.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any

from ._cpus import count
from ._files import unfinished, written
from ._pool import each
from ._progress import Progress
from ._shards import Reading, Record, Shard, check, shards

MOST_ERRORS = 20  # that are told of one run
OURS = re.compile(r"_run\.json|vocabulary\.cdv|part-\d{5,}\.(npz|parquet|jsonl)")
WORK = re.compile(r"\d{5,}\.(json|cdv|npz)")
OPEN_ALREADY = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")


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
        for name in files:
            if name == "-" or name.startswith(OPEN_ALREADY):
                raise ValueError(f"{name}: what is open already cannot be read again when a run goes on; write it to a file, and name that")
        if out in ("", "-"):
            raise ValueError(f"{out!r} is no directory to write to")
        if processes < 0:
            raise ValueError(f"processes={processes} is no number of processes; expected 1 or more, or 0: as many as are of use")
        if how.shard_bytes < 1:
            raise ValueError(f"shard_bytes={how.shard_bytes} is no number of bytes; expected 1 or more")
        check(files, how)
        self.out, self.files, self.how = out, files, how
        self.work = os.path.join(out, "_work")
        self.about = os.path.join(out, "_run.json")
        self.asked = asked | json.loads(json.dumps(asdict(how))) | {"files": len(files), "input": _digest(files)}
        self.size = sum(os.stat(name).st_size for name in files)
        # A process takes half a second to start, and a shard about as long.
        self.processes = processes or max(1, min(count(), self.size // how.shard_bytes))
        self.progress = progress

    @contextmanager
    def held(self) -> Iterator[Run]:
        """The directory, made ready: ours, and without what an interrupted run left half done."""
        self.make()
        directory = os.open(self.out, os.O_RDONLY)
        try:
            try:
                fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BlockingIOError(error.errno, "another run is writing there", self.out) from None
            self.begin()
            try:
                yield self
            finally:
                self.sweep()
        finally:
            os.close(directory)

    def make(self) -> None:
        try:
            os.makedirs(self.out, exist_ok=True)
        except (FileExistsError, FileNotFoundError, NotADirectoryError):
            there = self.out
            while there and not os.path.lexists(there):
                there = os.path.dirname(there)
            if not there or os.path.isdir(there):
                raise
            raise NotADirectoryError(errno.ENOTDIR, "no directory, where one is to be written to", there) from None

    def begin(self) -> None:
        there = told(self.out)
        if there is None:
            others = [name for name in os.listdir(self.out) if unfinished(name) != "_run.json"]
            if others:
                raise of_others(self.out, others[0])
            write_json(self.about, {"asked": self.asked})
        else:
            same(self.out, there["asked"], self.asked)
        self.sweep()
        if self.summary() is None:
            os.makedirs(self.work, exist_ok=True)
        else:
            self.clear()

    def sweep(self) -> None:
        """Remove the files that were not finished."""
        remove(self.out, lambda name: OURS.fullmatch(unfinished(name) or ""))
        remove(self.work, lambda name: WORK.fullmatch(unfinished(name) or ""))

    def summary(self) -> dict[str, Any] | None:
        """What was told at the end, or None before it."""
        return (told(self.out) or {}).get("summary")

    def finish(self, summary: dict[str, Any]) -> None:
        if _digest(self.files) != self.asked["input"]:
            raise ValueError(f"the files changed while they were read; remove {self.out}, which holds some of both, and begin again")
        write_json(self.about, {"asked": self.asked, "summary": summary})
        self.clear()

    def clear(self) -> None:
        """Remove what is of use only until the end."""
        remove(self.work, WORK.fullmatch)
        with suppress(OSError):  # somebody else's files are in it
            os.rmdir(self.work)

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


def told(out: str) -> dict[str, Any] | None:
    """What is told of the run in a directory; None where there was none. FileExistsError where others tell something."""
    try:
        with open(os.path.join(out, "_run.json"), encoding="utf-8") as file:
            value = json.load(file)
        if "copydesk" in value["asked"]:
            return value  # type: ignore[no-any-return]
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, IsADirectoryError):
        pass
    raise of_others(out, "_run.json")


def of_others(out: str, name: str) -> FileExistsError:
    return FileExistsError(errno.EEXIST, f"holds {name!r}, which is of no run of copydesk; give another directory", out)


def same(out: str, old: dict[str, Any], new: dict[str, Any]) -> None:
    """ValueError unless it is the same that was and is asked for."""
    for name in {**new, **old}:
        if old.get(name) != new.get(name):
            what = "its files are others, or have changed" if name in ("files", "input") else f"its {name} is {old.get(name)!r}, not {new.get(name)!r}"
            raise ValueError(f"{out} holds another run: {what}; give another directory, or remove that one")


def remove(directory: str, is_to_go: Callable[[str], Any]) -> None:
    """The files of a directory, if there is one, whose names are to go."""
    for name in os.listdir(directory) if os.path.isdir(directory) else ():
        if is_to_go(name):
            with suppress(OSError):
                os.unlink(os.path.join(directory, name))


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
