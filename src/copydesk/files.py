"""Whole corpora, from files to files: texts in; tokens and sentences, or counted terms, out.

Any number of documents in flat memory, on any number of processes. What is written does not
depend on them, nor on how often a run was interrupted: the same call goes on where it stopped.
The commands `copydesk annotate` and `copydesk terms` are these functions.
"""

from __future__ import annotations

import errno
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from numbers import Integral
from typing import Any, Literal, NamedTuple

from ._core import Analyzer, Vocabulary, __version__
from ._files import written
from ._messages import unknown_choice, whole
from ._run import Report, Run, part, report_of, told
from ._shards import KINDS, SHARD_BYTES, Reading, Record, Shard, pieces
from ._vocabulary import save, summed

__all__ = ["Counts", "Summary", "annotate", "load_terms", "terms"]

_Path = str | os.PathLike[str]
_PLACE = ("file", "row")
_STATUS = ("status", "error")  # 0 read, 1 null, 2 failed; why it failed


@dataclass(frozen=True)
class Summary:
    """What a run has read and written, this time and before.

    documents, nulls, failed  texts, those of them that were null, and those that could not be read
    errors          of the first 20 that failed: file:row: why; a tuple of str
    parts           files written
    terms, counted  the size of the vocabulary, and how often all its terms stand; 0 of `annotate`

    >>> import os, tempfile
    >>> from copydesk.files import terms
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     news = os.path.join(directory, "news.jsonl")
    ...     with open(news, "w") as file:
    ...         _ = file.write('"It fell. They fell."\\nnull\\n7\\n')
    ...     run = terms(news, os.path.join(directory, "out"), processes=1)
    >>> run.documents, run.nulls, run.failed, len(run.errors), run.parts, run.terms, run.counted
    (3, 1, 1, 1, 1, 3, 4)
    """

    documents: int
    nulls: int
    failed: int
    errors: tuple[str, ...]
    parts: int
    terms: int = 0
    counted: int = 0


def _reading(column: str, keep: Iterable[str], kind: str | None, shard_bytes: int) -> Reading:
    if isinstance(keep, str):
        raise TypeError(f"keep must be names of columns, such as ({keep!r},), not str")
    if not isinstance(keep, Iterable):
        raise TypeError(f"keep must be names of columns, () for none, not {type(keep).__name__}")
    if not isinstance(column, str):
        raise TypeError(f"column must be the name of a column, not {type(column).__name__}")
    _one_of("kind", "text" if kind is None else kind, KINDS)
    kept = tuple(keep)
    for name in kept:
        if not isinstance(name, str):
            raise TypeError(f"keep must be names of columns, not {type(name).__name__}")
    return Reading(column, kept, kind, whole("shard_bytes", shard_bytes))


def _names(files: _Path | Iterable[_Path]) -> list[str]:
    if isinstance(files, (str, os.PathLike)):
        return [_name("files", files)]
    if isinstance(files, bytes) or not isinstance(files, Iterable):
        raise TypeError(f"files must be a name or an iterable of names, not {type(files).__name__}")
    return [_name("each of files", name) for name in files]


def _name(what: str, path: _Path) -> str:
    name: Any = os.fspath(path) if isinstance(path, os.PathLike) else path
    if not isinstance(name, str):
        raise TypeError(f"{what} must be a name, str or os.PathLike, not {type(name).__name__}")
    return name


def _one_of(what: str, name: str, choices: tuple[str, ...]) -> None:
    if name not in choices:
        raise ValueError(unknown_choice(what, name, choices))


def _differ(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two columns would be named {name!r}; the output has {', '.join(_PLACE + _STATUS)} of its own")


def _summary(held: dict[str, Any]) -> Summary:
    return Summary(**held | {"errors": tuple(held["errors"])})


# ---- annotate ----------------------------------------------------------------------


def annotate(
    files: _Path | Iterable[_Path],
    out: _Path,
    analyzer: Analyzer | None = None,
    columns: Iterable[str] = ("tokens", "sentences"),
    *,
    column: str = "text",
    keep: Iterable[str] = (),
    unit: Literal["code_point", "byte", "utf16"] = "code_point",
    format: Literal["parquet", "jsonl"] = "parquet",
    kind: Literal["text", "jsonl", "csv", "parquet"] | None = None,
    processes: int = 0,
    shard_bytes: int = SHARD_BYTES,
    progress: bool = False,
) -> Summary:
    """A row for each text of `files` in the directory `out`: where it stands, and what copydesk found in it.

    files        names: UTF-8 texts, JSON Lines, CSV, each packed by gzip or not; Parquet
    out          a directory, made if it is not there; it gets part-00000.parquet and so on
    columns      what to find, as copydesk.arrow.annotate names it
    column       the column of texts in tables, the key in JSON's objects
    keep         other columns or keys to have in the output, as text
    unit         of offsets: what slices str, unless told
    kind         what the files hold; None: as their names end (.jsonl, .ndjson, .csv, .parquet), else text
    processes    0: as many as this process may use. Each takes a shard at a time
    shard_bytes  how much input makes a shard; a part is of one shard
    progress     draws a bar on stderr; needs tqdm

    The columns are file, row (from 1; in JSON Lines the line), those kept, status (0 read, 1 null,
    2 failed), error, and those asked for, null where nothing was read. A text that cannot be read
    stops no other; a file that is damaged is a row that failed behind those before the damage.

    Interrupted, the same call goes on behind the last finished shard. Raises OSError for a file that
    cannot be opened and for a disk that is full, ValueError for a table without the column, and where
    `out` holds another run. Needs pyarrow.

    >>> import os, tempfile, pyarrow.parquet
    >>> from copydesk.files import annotate
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     news, out = os.path.join(directory, "news.jsonl"), os.path.join(directory, "out")
    ...     with open(news, "w") as file:
    ...         _ = file.write('{"id": 7, "text": "It fell. They sold."}\\n{"id": 8, "text": null}\\n')
    ...     summary = annotate(news, out, columns=["terms"], keep=["id"], processes=1)
    ...     rows = pyarrow.parquet.read_table(os.path.join(out, "part-00000.parquet"))
    >>> summary.documents, summary.nulls, rows["row"].to_pylist(), rows["id"].to_pylist()
    (2, 1, [1, 2], ['7', '8'])
    >>> rows["terms"].to_pylist()
    [['it', 'fell', 'they', 'sold'], None]
    """
    how = _reading(column, keep, kind, shard_bytes)
    _one_of("format", format, ("parquet", "jsonl"))
    an = Analyzer() if analyzer is None else analyzer
    annotation = _annotation(an, columns, how, unit)
    what = {"command": "annotate", "copydesk": __version__, "analyzer": an.fingerprint, "columns": [*annotation.columns], "unit": unit, "format": format}
    run = Run(_name("out", out), _names(files), how, what, whole("processes", processes), progress)
    with run.held():
        if run.summary() is None:
            report, parts = run.shards(_Annotating(run.out, format, how, annotation))
            run.finish({**vars(report), "parts": parts})
        return _summary(run.summary() or {})


def _annotation(analyzer: Analyzer, columns: Iterable[str], how: Reading, unit: str) -> Any:
    """What copydesk.arrow.annotate does with a column. Raises what is wrong with its options."""
    from .arrow import _Annotation, _known

    asked = tuple(name for name in _known(columns) if name != "status")
    _differ([*_PLACE, *how.keep, *_STATUS, *asked])
    annotation = _Annotation(how.column, analyzer, asked, unit, "", True, "status", 1)
    annotation.made([])
    return annotation


@dataclass(frozen=True)
class _Annotating:
    """A shard in, its part out."""

    out: str
    format: str
    how: Reading
    annotation: Any

    def __call__(self, shard: Shard) -> Report:
        with written(part(self.out, shard.number, self.format)) as file:
            return _write(file, self.format, self.tables(shard))

    def tables(self, shard: Shard) -> Iterator[tuple[Any, Report]]:
        for piece in pieces(shard, self.how):
            made = self.annotation.made([record.text for record in piece])
            yield _table(piece, self.how, made), report_of(piece)


def _table(piece: list[Record], how: Reading, made: dict[str, Any]) -> Any:
    """The rows of a piece: places, what is kept, status, and what was made."""
    import pyarrow as pa

    kept = {name: pa.array([record.kept[i] for record in piece], pa.large_utf8()) for i, name in enumerate(how.keep)}
    return pa.table(
        {
            "file": pa.array([record.file for record in piece], pa.utf8()),
            "row": pa.array([record.row for record in piece], pa.int64()),
            **kept,
            "status": pa.array([_status(record) for record in piece], pa.int8()),
            "error": pa.array([record.wrong or None for record in piece], pa.utf8()),
            **made,
        }
    )


def _status(record: Record) -> int:
    return 2 if record.wrong else int(record.text is None)


def _write(file: Any, format: str, tables: Iterator[tuple[Any, Report]]) -> Report:
    """All tables, one after the other; the sum of their reports."""
    sum_ = Report()
    if format == "jsonl":
        for table, report in tables:
            for row in table.to_pylist():
                file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            sum_ += report
        return sum_
    from pyarrow.parquet import ParquetWriter

    table, sum_ = next(tables)
    with ParquetWriter(file, table.schema, compression="zstd") as writer:
        writer.write_table(table)
        for table, report in tables:
            writer.write_table(table)
            sum_ += report
    return sum_


# ---- terms -------------------------------------------------------------------------


class Counts(NamedTuple):
    """What `terms` has counted: a row for each document, a column for each term.

    matrix      a scipy.sparse.csr_matrix of int64, as batch.matrix() gives it of all texts at once
    vocabulary  its columns: a Vocabulary
    file, row, status  of each document: lists of str, int and int

    >>> import os, tempfile
    >>> from copydesk.files import load_terms, terms
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     news, out = os.path.join(directory, "news.jsonl"), os.path.join(directory, "out")
    ...     with open(news, "w") as file:
    ...         _ = file.write('"It fell and fell."\\nnull\\n')
    ...     _ = terms(news, out, processes=1)
    ...     counts = load_terms(out)
    >>> list(counts.vocabulary), counts.matrix.toarray().tolist()
    (['and', 'fell', 'it'], [[1, 2, 1], [0, 0, 0]])
    >>> [os.path.basename(name) for name in counts.file], counts.row, counts.status
    (['news.jsonl', 'news.jsonl'], [1, 2], [0, 1])
    """

    matrix: Any
    vocabulary: Vocabulary
    file: list[str]
    row: list[int]
    status: list[int]


def terms(
    files: _Path | Iterable[_Path],
    out: _Path,
    analyzer: Analyzer | None = None,
    *,
    column: str = "text",
    min_df: float = 1,
    max_df: float = 1.0,
    max_features: int | None = None,
    max_terms: int | None = None,
    format: Literal["npz", "parquet"] = "npz",
    kind: Literal["text", "jsonl", "csv", "parquet"] | None = None,
    processes: int = 0,
    shard_bytes: int = SHARD_BYTES,
    progress: bool = False,
) -> Summary:
    """How often each text of `files` holds each term, in the directory `out`, with their vocabulary.

    files, column, kind, processes, shard_bytes, progress: as for `annotate`.

    min_df, max_df, max_features  which terms to keep, as batch.matrix() does
    max_terms    how many terms are told apart at most, as Vocabulary.build has it; None: all
    format       "npz": each part a matrix that scipy.sparse.load_npz reads, in it also files and, of each
                 document, in_file (a number into files), row and status; needs scipy.
                 "parquet": columns file, row, status, error, term and count, the last two lists
                 of numbers; needs pyarrow too

    vocabulary.cdv is what Vocabulary.load reads; its term i is column i of every part. A text that is
    null or failed is a row without terms. Memory grows with the distinct terms alone. Interrupted, the
    same call goes on. `load_terms` reads it all back. Raises what `annotate` does.

    >>> import os, tempfile
    >>> from copydesk.files import load_terms, terms
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     news, out = os.path.join(directory, "news.jsonl"), os.path.join(directory, "out")
    ...     with open(news, "w") as file:
    ...         _ = file.write('"The ferry sails."\\n"Ferries wait."\\n')
    ...     summary = terms(news, out, processes=1)
    ...     matrix, vocabulary, *_ = load_terms(out)
    >>> summary.documents, summary.terms, list(vocabulary), matrix.toarray().tolist()
    (2, 4, ['ferri', 'sail', 'the', 'wait'], [[1, 1, 1, 0], [1, 0, 0, 1]])
    """
    from . import _matrix  # noqa: F401  wants numpy and scipy, or says so

    limits = _limits(min_df=min_df, max_df=max_df, max_features=max_features, max_terms=max_terms)
    if not isinstance(analyzer, (Analyzer, type(None))):
        raise TypeError(f"analyzer must be of type Analyzer, not {type(analyzer).__name__}")
    _one_of("format", format, ("npz", "parquet"))
    if format == "parquet":
        import pyarrow  # noqa: F401
    how = _reading(column, (), kind, shard_bytes)
    an = Analyzer() if analyzer is None else analyzer
    what = {"command": "terms", "copydesk": __version__, "analyzer": an.fingerprint, **limits, "format": format}
    run = Run(_name("out", out), _names(files), how, what, whole("processes", processes), progress)
    with run.held():
        if run.summary() is None:
            run.finish(_count(run, an, format, **limits))
        return _summary(run.summary() or {})


def _limits(**limits: Any) -> dict[str, Any]:
    """Which terms to keep, as JSON can hold it: not NumPy's numbers. Raises what is wrong with them."""
    from ._vocabulary import check_count, documents_of

    for name, value in limits.items():
        if name in ("min_df", "max_df"):
            documents_of(name, value, 1)
        elif value is not None:
            check_count(name, value)
    return {name: value if value is None else int(value) if isinstance(value, Integral) else float(value) for name, value in limits.items()}


def _count(run: Run, analyzer: Analyzer, format: str, max_terms: int | None, **limits: Any) -> dict[str, Any]:
    """Count shard by shard with numbers of its own, add the vocabularies up, give the terms their numbers."""
    from ._counting import Counting, Numbering, parts_of

    report, parts = run.shards(Counting(run.work, run.how, analyzer))
    path = os.path.join(run.out, "vocabulary.cdv")
    if not os.path.exists(path):
        save(summed(parts_of(run.work, parts), max_terms).prune(**limits), path)
    unfinished = (n for n in range(parts) if not os.path.exists(part(run.out, n, format)))
    with run.each(Numbering(run.work, run.out, format), unfinished) as numbered:
        deque(numbered, maxlen=0)
    vocabulary = Vocabulary.load(path)
    return {**vars(report), "parts": parts, "terms": len(vocabulary), "counted": sum(vocabulary.counts)}


def load_terms(out: _Path) -> Counts:
    """All that `terms` has written to the directory `out`, in memory: Counts.

    Raises OSError where nothing was written, ValueError where it was not finished.

    >>> import os, tempfile
    >>> from copydesk.files import load_terms, terms
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     with open(os.path.join(directory, "news.txt"), "w") as file:
    ...         _ = file.write("It fell.")
    ...     _ = terms(file.name, os.path.join(directory, "out"), processes=1)
    ...     load_terms(os.path.join(directory, "out")).matrix.toarray().tolist()
    [[1, 1]]
    """
    from ._counting import loaded

    out = _name("out", out)
    run = told(out)
    if run is None:
        raise FileNotFoundError(errno.ENOENT, "no run of copydesk is there", out)
    if run["asked"]["command"] != "terms":
        raise ValueError(f"{out} holds what annotate wrote; read its parts as Parquet or JSON Lines")
    if "summary" not in run:
        raise ValueError(f"{out} is not finished; call terms() as before, and it goes on")
    format = run["asked"]["format"]
    vocabulary = Vocabulary.load(os.path.join(out, "vocabulary.cdv"))
    names = [part(out, n, format) for n in range(run["summary"]["parts"])]
    return Counts(*loaded(names, format, vocabulary))
