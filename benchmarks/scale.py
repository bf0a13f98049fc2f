"""copydesk on Spark, measured: made articles, two workers, a trivial function beside it, processes killed.

python benchmarks/scale.py FOLDER [--articles FILE.jsonl[.gz]] [--gigabytes N] [--update-docs]

FOLDER gets the articles, as Parquet, and what each run made of them. Needs pyspark and Java 17 (`make engines`).
Each run is what spark_job.py does, on a cluster of two executors of one core each, warm. Answers are compared:
a sample with copydesk.arrow.annotate in this process, the run with kills with the one without, byte by byte.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import measure

HERE = Path(__file__).resolve()
PAGE = measure.DOCS.with_name("scale.md")
ROWS = 8192  # of a row group: some 32 MB of text
GROUPS = 4  # of a file
TASK = "32m"  # of Parquet, at most
TICK = 0.2  # seconds between two looks at the processes
LARGEST = 400  # articles whose blocks come from others end here, in blocks
LENGTHS = "length of the text"
RUNS = (LENGTHS, "sentences", "sentences,terms")  # the trivial function, and columns
KILLED = RUNS[-1]  # the run that is done once more, with kills


# ---- articles ----------------------------------------------------------------------


def made_articles(real: Sequence[str], draw: random.Random) -> Iterator[str]:
    """Articles without end: as many blocks as a real one has, its headline, and blocks of any others."""
    blocks = [[block for block in text.split("\n\n") if block.strip()] for text in real]
    blocks = [article for article in blocks if 1 < len(article) < LARGEST]
    pool = [block for article in blocks for block in article[1:]]
    while True:
        article = draw.choice(blocks)
        yield "\n\n".join([article[0], *draw.choices(pool, k=len(article) - 1)])


def write_articles(folder: Path, real: Sequence[str], n_bytes: float) -> None:
    """Parquet files of (id, text) in `folder`, `n_bytes` of them or a little more; the same for the same articles."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True)
    written = first = n = 0
    while written < n_bytes:
        path, texts = folder / f"articles-{n:05}.parquet", made_articles(real, random.Random(n))
        with pq.ParquetWriter(path, pa.schema([("id", pa.int64()), ("text", pa.utf8())])) as out:
            for _ in range(GROUPS):
                out.write_table(pa.table({"id": range(first, first + ROWS), "text": list(islice(texts, ROWS))}, out.schema))
                first += ROWS
        written, n = written + path.stat().st_size, n + 1


def measured_articles(folder: Path) -> dict[str, float]:
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    texts = ds.dataset(folder).scanner(columns=["text"]).to_batches()
    sizes = [(batch.num_rows, pc.sum(pc.binary_length(batch["text"])).as_py() or 0) for batch in texts]
    files = [path.stat().st_size for path in folder.glob("*.parquet")]
    return {"files": len(files), "bytes": sum(files), "articles": sum(n for n, _ in sizes), "text": sum(n for _, n in sizes)}


# ---- the job beside which copydesk's is measured -------------------------------------


def with_lengths(articles: Any, options: argparse.Namespace) -> Any:
    """The DataFrame with the length of each text appended: what any Arrow function costs that does next to nothing."""
    from pyspark.sql.types import IntegerType, StructField, StructType

    column = options.column

    def lengths(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow.compute as pc

        return (batch.append_column("length", pc.binary_length(batch[column])) for batch in batches)

    return articles.mapInArrow(lengths, StructType([*articles.schema.fields, StructField("length", IntegerType())]))


# ---- a run, watched ------------------------------------------------------------------


class Watch(threading.Thread):
    """Looks at the executors below this process, and their Python workers: memory at its peak, seconds of CPU."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.peak: dict[str, int] = {"executor": 0, "python": 0}
        self.cpu: dict[int, float] = {}
        self.alive: dict[str, list[int]] = {}
        self.look(forget_peak)
        self.before = dict(self.cpu)

    def run(self) -> None:
        while not self.done.wait(TICK):
            self.look(peak_of)

    def look(self, peak: Callable[[int], int]) -> None:
        alive: dict[str, list[int]] = {"executor": [], "python": []}
        for process in descendants(os.getpid()):
            with suppress(OSError, TypeError):  # it has ended meanwhile
                role = role_of(Path(f"/proc/{process}/cmdline").read_bytes())
                if role:
                    alive[role].append(process)
                    self.peak[role] = max(self.peak[role], peak(process))
                    self.cpu[process] = cpu_of(process)
        self.alive = alive

    def stop(self) -> dict[str, Any]:
        self.done.set()
        self.join()
        self.look(peak_of)
        return {"cpu": sum(self.cpu.values()) - sum(self.before.values()), **self.peak}


def role_of(command: bytes) -> str:
    if b"CoarseGrainedExecutorBackend" in command:
        return "executor"
    return "python" if b"pyspark.daemon" in command else ""


def descendants(root: int) -> list[int]:
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            pass
    found = [root]
    for parent in found:
        found += [process for process, its in parents.items() if its == parent]
    return found[1:]


def peak_of(process: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) * 1024  # of a zombie there is none: TypeError


def forget_peak(process: int) -> int:
    """The peak of the process starts anew."""
    Path(f"/proc/{process}/clear_refs").write_text("5")
    return 0


def cpu_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


class Killer(threading.Thread):
    """Kills the youngest Python worker once `tasks` tasks are done, then an executor once twice as many are."""

    def __init__(self, watch: Watch, out: Path, tasks: int) -> None:
        super().__init__(daemon=True)
        self.watch, self.out, self.tasks = watch, out, tasks
        self.killed: list[str] = []

    def run(self) -> None:
        for nth, role in enumerate(("python", "executor"), 1):
            while len(list(self.out.glob("_temporary/0/task_*"))) < nth * self.tasks or not self.watch.alive.get(role):
                if self.watch.done.wait(TICK):
                    return
            process = max(self.watch.alive[role])
            os.kill(process, signal.SIGKILL)
            self.killed.append(role)


def session(folder: Path, memory: int) -> Any:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    made = SparkSession.builder.master(f"local-cluster[2,1,{memory}]").config("spark.executor.memory", f"{memory}m")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder),
        "spark.sql.files.maxPartitionBytes": TASK,
    }.items():
        made = made.config(name, value)
    return made.getOrCreate()


def run(spark: Any, name: str, source: Path, out: Path, tasks: int = 0) -> dict[str, Any]:
    """One job; with `tasks`, its processes are killed meanwhile."""
    import spark_job

    shutil.rmtree(out, ignore_errors=True)
    options = spark_job.parser().parse_args([str(source), str(out), f"--columns={name}"])
    watch = Watch()
    watch.start()
    killer = Killer(watch, out, tasks)
    if tasks:
        killer.start()
    started = time.monotonic()
    spark_job.write(spark, options, with_lengths if name == LENGTHS else spark_job.annotated)
    return {"seconds": time.monotonic() - started, **watch.stop(), "killed": killer.killed}


# ---- answers ---------------------------------------------------------------------------


def part_of(path: Path) -> str:
    return path.name.split("-")[1]


def pages(path: Path) -> str:
    """Checksum of a Parquet file but for its footer, where Java lists encodings in whatever order its hashes have."""
    data = path.read_bytes()
    return hashlib.sha256(data[: -8 - int.from_bytes(data[-8:-4], "little")]).hexdigest()


def checksums(out: Path) -> dict[str, str]:
    return {part_of(path): pages(path) for path in sorted(out.glob("part-*.parquet"))}


def same_as_here(folder: Path, out: Path, columns: Sequence[str]) -> bool:
    """Whether the first part holds what copydesk.arrow.annotate makes of the same articles, and all parts as many rows."""
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    from copydesk import arrow

    parts = sorted(out.glob("part-*.parquet"))
    found = pq.read_table(parts[0]).slice(0, 2000)
    source = ds.dataset(folder)
    texts = source.to_table(filter=ds.field("id").isin(found["id"])).sort_by("id")
    expected = arrow.annotate(texts, columns=columns, plain=True)
    as_many = sum(pq.read_metadata(path).num_rows for path in parts) == source.count_rows()
    return as_many and found.sort_by("id").to_pylist() == expected.to_pylist()


# ---- all of it ---------------------------------------------------------------------------


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    folder = options.folder.resolve()
    source = folder / "articles"
    if not source.exists():
        write_articles(source, measure.articles_of(options.articles), options.gigabytes * 1e9)
    record: dict[str, Any] = {"articles": measured_articles(source), "memory": options.memory, "runs": {name: [] for name in RUNS}}
    spark = session(folder, options.memory)
    for name in RUNS:
        run(spark, name, min(source.iterdir()), folder / "warm")
    for name in RUNS * options.rounds:
        record["runs"][name].append(run(spark, name, source, folder / name))
        print(name, record["runs"][name][-1], flush=True)
    record.update(checked(spark, source, folder))
    spark.stop()
    return record


def checked(spark: Any, source: Path, folder: Path) -> dict[str, Any]:
    quiet, killed = folder / KILLED, folder / "killed"
    parts = checksums(quiet)
    found = run(spark, KILLED, source, killed, tasks=max(1, len(parts) // 4))
    print("killed", found, flush=True)
    return {
        "parts": len(parts),
        "killed": found,
        "same_when_killed": checksums(killed) == parts,
        "same_as_here": same_as_here(source, quiet, KILLED.split(",")),
    }


def figures_of(record: dict[str, Any]) -> str:
    made = record["articles"]
    text, n = made["text"], made["articles"]
    lines = [
        f"{n:,} made articles, {text / 1e9:.2f} GB of text in {made['files']} Parquet files of {made['bytes'] / 1e9:.2f} GB; "
        f"two executors of one core each, {record['memory']} MB of heap; {record['parts']} tasks.",
        "",
        "| columns | seconds of CPU a GB of text | MB/s a core | articles/s a core | over the trivial function | Python worker, peak | executor, peak |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    least = {name: min(found["cpu"] for found in runs) for name, runs in record["runs"].items()}
    for name, runs in record["runs"].items():
        cpu, over = least[name], least[name] / least[LENGTHS] - 1
        lines.append(
            f"| {name} | {cpu / text * 1e9:.1f} | {text / cpu / 1e6:.1f} | {n / cpu:,.0f} | {'' if name == LENGTHS else f'{over:+.0%}'} | "
            f"{max(found['python'] for found in runs) / 1e6:.0f} MB | {max(found['executor'] for found in runs) / 1e6:.0f} MB |"
        )
    killed = record["killed"]
    more = killed["cpu"] / least[KILLED] - 1
    lines += [
        "",
        f"Once more, killing {' and '.join(killed['killed'])} in the middle (`kill -9`): the {record['parts']} files are "
        f"{'the same to the byte' if record['same_when_killed'] else 'NOT the same'}, for {more:+.0%} of CPU. "
        f"The rows are {'those' if record['same_as_here'] else 'NOT those'} of `copydesk.arrow.annotate` in one process.",
    ]
    return "\n".join(lines)


def parser_of(description: str, folder: str, gigabytes: float, of: str, page: Path) -> argparse.ArgumentParser:
    """What all take that measure on made articles in a folder."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path, help=folder)
    parser.add_argument("--articles", default="", metavar="FILE", help="JSON Lines of articles that others are made of (default: our own few)")
    parser.add_argument("--gigabytes", type=float, default=gigabytes, metavar="N", help=f"of {of}, at least ({gigabytes:g})")
    parser.add_argument("--update-docs", action="store_true", help=f"write the table into docs/{page.name}")
    return parser


def main(argv: list[str] | None = None) -> int:
    where = "where articles and results go: three times as much as --gigabytes"
    parser = parser_of("copydesk on Spark, measured.", where, 1.0, "Parquet", PAGE)
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="of all runs (1)")
    parser.add_argument("--memory", type=int, default=1024, metavar="MB", help="of an executor's heap (1024)")
    parser.add_argument("--json", metavar="FILE", help="write the record here")
    options = parser.parse_args(argv)
    record = measure_all(options)
    if options.json:
        measure.write_json(options.json, record)
    measure.tell_figures("scale", figures_of(record), PAGE, options.update_docs)
    return int(not (record["same_as_here"] and record["same_when_killed"]))


if __name__ == "__main__":
    sys.exit(main())
