"""A corpus in shards: which texts of which files are read together, whoever reads them and when.

Shards depend on the files and on what was asked, and on nothing else. One that is damaged is a
text that failed: the others are read.
"""

from __future__ import annotations

import csv
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, groupby
from typing import Any

from ._input import LINES, opened
from ._messages import unknown_choice

KINDS = ("text", "jsonl", "csv", "parquet")
ENDINGS = {".csv": "csv", ".csv.gz": "csv", ".parquet": "parquet"} | dict.fromkeys(LINES, "jsonl")
SHARD_BYTES = 16_000_000
PIECE_BYTES, PIECE_TEXTS = 4_000_000, 1024
MOST_BYTES = 2**31 - 1  # of one text
MOST_CELL = 2**26  # characters in one cell of CSV: a quote that nobody closes takes no more


@dataclass(frozen=True)
class Reading:
    """How files are read."""

    column: str = "text"
    keep: tuple[str, ...] = ()
    kind: str | None = None  # None: as each file's name says
    shard_bytes: int = SHARD_BYTES

    def kind_of(self, name: str) -> str:
        return self.kind or next((ENDINGS[end] for end in ENDINGS if name.endswith(end)), "text")


@dataclass(frozen=True)
class Shard:
    number: int
    kind: str
    file: str  # "" where each text has its own
    first: int  # the number of its first row, from 1
    held: list[Any]  # text: names; jsonl: lines; csv: rows of cells; parquet: numbers of row groups, or rows
    size: int  # bytes of the file, packed as they may be


@dataclass(frozen=True)
class Record:
    """A text with its place and what is kept beside it; null is None, and so is what is wrong."""

    file: str
    row: int
    text: str | None
    kept: tuple[str | None, ...] = ()
    wrong: str = ""


class Damage(str):
    """In the place of rows that cannot be read: why."""

    rows = 1


def damage(name: str, error: Exception) -> Damage:
    """What is wrong with the bytes of a file. Raises OSErrors that are not the file's fault."""
    if isinstance(error, OSError) and error.errno is not None:
        raise OSError(error.errno, error.strerror, name) from error
    return Damage(error)


# ---- files -> shards -------------------------------------------------------------


def check(files: Iterable[str], how: Reading) -> None:
    """OSError for a file that cannot be read, ValueError for what is none, and for a table without the columns."""
    for name in files:
        if not stat.S_ISREG(os.stat(name).st_mode):
            raise ValueError(f"{name}: not a regular file; others cannot be read again when a run goes on")
        os.close(os.open(name, os.O_RDONLY))
        kind = how.kind_of(name)
        if kind in ("csv", "parquet"):
            _want(name, _header(name) if kind == "csv" else _fields(name, how.column), how)


def _want(name: str, columns: list[str] | None, how: Reading) -> None:
    for column in (how.column, *how.keep) if columns is not None else ():
        if column not in columns:  # type: ignore[operator]
            raise ValueError(f"{name}: {unknown_choice('column', column, columns) if columns else 'no columns'}")


def shards(files: Iterable[str], how: Reading) -> Iterator[Shard]:
    """All shards in the order of the files; one, and empty, where there are no texts. Raises OSError."""
    number = 0
    for kind, names in groupby(files, how.kind_of):
        for file, first, held, size in _CUT[kind](names, how):
            yield Shard(number, kind, file, first, held, size)
            number += 1
    if not number:
        yield Shard(0, "text", "", 1, [], 0)


_Cut = tuple[str, int, list[Any], int]
_Item = tuple[Any, int, int, int]  # a part of a file, its length, how many rows it is, and where in the file it ends


def _cut_texts(names: Iterable[str], how: Reading) -> Iterator[_Cut]:
    held: list[str] = []
    size = 0
    for name in names:
        held.append(name)
        size += os.stat(name).st_size
        if size >= how.shard_bytes or len(held) >= PIECE_TEXTS:
            yield "", 1, held, size
            held, size = [], 0
    if held:
        yield "", 1, held, size


def _cut_rows(rows: Callable[[str, Reading], Iterator[_Item]]) -> Callable[[Iterable[str], Reading], Iterator[_Cut]]:
    """Shards from what a file holds, item by item."""

    def cut(names: Iterable[str], how: Reading) -> Iterator[_Cut]:
        for name in names:
            first, held, size, began = 1, [], 0, 0
            row, end = first, 0
            for item, length, n_rows, end in rows(name, how):
                held.append(item)
                size += length
                row += n_rows
                if size >= how.shard_bytes:
                    yield name, first, held, end - began
                    first, held, size, began = row, [], 0, end
            if held:
                yield name, first, held, end - began

    return cut


def _lines(name: str, how: Reading) -> Iterator[_Item]:
    try:
        with opened(name) as (file, packed):
            for line in file:
                yield line, len(line), 1, packed.tell()
    except OSError as error:
        yield damage(name, error), 0, 1, os.stat(name).st_size


def _cells(name: str, how: Reading) -> Iterator[_Item]:
    """Of each row behind the header the cells that are asked for; None where a row has none."""
    limit = csv.field_size_limit(MOST_CELL)
    try:
        with _csv(name) as (rows, packed):
            header: list[str] = next(rows, [])
            at = [header.index(column) for column in (how.column, *how.keep)]
            while (row := _next(rows)) is not None:
                cells = row if isinstance(row, Damage) else [row[i] if i < len(row) else None for i in at]
                yield cells, sum(len(cell or "") for cell in cells), 1, packed.tell()
    except OSError as error:
        yield damage(name, error), 0, 1, os.stat(name).st_size
    finally:
        csv.field_size_limit(limit)


@contextmanager
def _csv(name: str) -> Iterator[tuple[Any, Any]]:
    """The rows of a CSV file, and the file. Bytes that are no UTF-8 are surrogates."""
    with opened(name) as (file, packed), TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="") as lines:
        yield csv.reader(lines), packed


def _next(rows: Any) -> list[str] | Damage | None:
    try:
        row: list[str] | None = next(rows, None)
        return row
    except csv.Error as error:
        return Damage(f"no CSV: {error}")


def _header(name: str) -> list[str] | None:
    try:
        with _csv(name) as (rows, _):
            header: list[str] = next(rows, [])
            return header
    except (OSError, csv.Error) as error:
        damage(name, error)
        return None


def _fields(name: str, column: str) -> list[str] | None:
    with _parquet(name) as file:
        if isinstance(file, Damage):
            return None
        schema = file.schema_arrow
        if column in schema.names and not _holds_text(of := schema.field(column).type):
            raise ValueError(f"{name}: column {column!r} is {of}; expected utf8, large_utf8, utf8_view, or a dictionary of these")
        return schema.names  # type: ignore[no-any-return]


def _holds_text(of: Any) -> bool:
    """Is this Arrow type one of texts, or of nulls alone?"""
    import pyarrow.types as types

    of = of.value_type if types.is_dictionary(of) else of
    return any(getattr(types, kind)(of) for kind in ("is_string", "is_large_string", "is_string_view", "is_null"))


@contextmanager
def _parquet(name: str) -> Iterator[Any]:
    """A pyarrow.parquet.ParquetFile that reads as it goes, or a Damage."""
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(name, pre_buffer=False, buffer_size=1 << 20)
    except (pyarrow.ArrowInvalid, OSError) as error:
        yield damage(name, error)
        return
    with file:
        yield file


def _groups(name: str, how: Reading) -> Iterator[_Item]:
    """The numbers of row groups; of one that is too large for a shard, its rows."""
    with _parquet(name) as file:
        if isinstance(file, Damage):
            yield file, 0, 1, os.stat(name).st_size
            return
        end = 0
        for i in range(file.metadata.num_row_groups):
            group = file.metadata.row_group(i)
            parts = [group.column(k) for k in range(group.num_columns)]
            size = sum(part.total_uncompressed_size for part in parts if part.path_in_schema == how.column)
            packed = sum(part.total_compressed_size for part in parts)
            if size <= how.shard_bytes:
                yield i, size, group.num_rows, end + packed
            else:
                for n, row in enumerate(_rows_of(name, file, i, how), 1):
                    yield row, len(row[0] or ""), getattr(row, "rows", 1), end + packed * n // group.num_rows
            end += packed


def _rows_of(name: str, file: Any, group: int, how: Reading) -> Iterator[tuple[Any, ...] | Damage]:
    """Of each row of a row group the text and what is kept."""
    import pyarrow

    wanted = (how.column, *how.keep)
    left = file.metadata.row_group(group).num_rows
    try:
        for batch in file.iter_batches(PIECE_TEXTS, row_groups=[group], columns=list(dict.fromkeys(wanted))):
            yield from zip(*(batch.column(column).to_pylist() for column in wanted))
            left -= batch.num_rows
    except (pyarrow.ArrowInvalid, OSError) as error:
        wrong = damage(name, error)
        wrong.rows = left
        yield wrong


_CUT = {"text": _cut_texts, "jsonl": _cut_rows(_lines), "csv": _cut_rows(_cells), "parquet": _cut_rows(_groups)}


# ---- shard -> texts ----------------------------------------------------------------


def pieces(shard: Shard, how: Reading) -> Iterator[list[Record]]:
    """The records of a shard, some megabytes at a time; at least one piece, which may be empty."""
    piece: list[Record] = []
    size = 0
    for record in _READ[shard.kind](shard, how):
        if size >= PIECE_BYTES or len(piece) >= PIECE_TEXTS:
            yield piece
            piece, size = [], 0
        piece.append(record)
        size += len(record.text or "")
    yield piece


def _read_texts(shard: Shard, how: Reading) -> Iterator[Record]:
    for name in shard.held:
        try:
            with opened(name) as (file, _):
                text = file.read(MOST_BYTES + 1)
        except OSError as error:
            yield _failed(name, 1, how, damage(name, error))
            continue
        yield _of_bytes(name, text, how)


def _of_bytes(name: str, data: bytes, how: Reading) -> Record:
    if len(data) > MOST_BYTES:
        return _failed(name, 1, how, f"over {MOST_BYTES} bytes in one text")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _failed(name, 1, how, f"not UTF-8: {error.reason} at byte {error.start}")
    return Record(name, 1, text, tuple(text if column == how.column else None for column in how.keep))


def _failed(file: str, row: int, how: Reading, wrong: str) -> Record:
    return Record(file, row, None, (None,) * len(how.keep), wrong)


def _read_lines(shard: Shard, how: Reading) -> Iterator[Record]:
    for n, line in enumerate(shard.held, shard.first):
        if isinstance(line, Damage):
            yield _failed(shard.file, n, how, line)
        elif line.strip():
            yield _of_json(shard.file, n, line, how)


def _of_json(file: str, row: int, line: bytes, how: Reading) -> Record:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _failed(file, row, how, f"not JSON: {error}")
    if not isinstance(value, dict):
        value = {how.column: value}
    kept = tuple(_as_text(value.get(column)) for column in how.keep)
    if how.column not in value:
        return Record(file, row, None, kept, f"no {how.column!r} in this object")
    text = value[how.column]
    if text is None or text != text:  # null, NaN
        return Record(file, row, None, kept)
    if not isinstance(text, str):
        return Record(file, row, None, kept, f"column {how.column!r} holds {type(text).__name__}, expected a string")
    return Record(file, row, without_surrogates(text), kept)


def _as_text(value: Any) -> str | None:
    """What is kept beside a text: strings as they are, what JSON knows as it writes it."""
    if value is None or value != value:
        return None
    if isinstance(value, (bool, int, float, list, dict)):
        value = json.dumps(value, ensure_ascii=False, default=str)
    return without_surrogates(str(value))


def without_surrogates(text: str) -> str:
    """`text` with U+FFFD, which is as long in every unit, for each lone surrogate: Arrow and files hold none.

    >>> without_surrogates("caf\\udce9")
    'caf\ufffd'
    """
    with suppress(UnicodeEncodeError):
        text.encode()
        return text
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


def _read_cells(shard: Shard, how: Reading) -> Iterator[Record]:
    for n, row in enumerate(shard.held, shard.first):
        if isinstance(row, Damage):
            yield _failed(shard.file, n, how, row)
            continue
        text, *cells = row
        kept = tuple(map(_as_text, cells))
        if text is None:
            yield Record(shard.file, n, None, kept, f"no cell for column {how.column!r}")
        elif without_surrogates(text) is not text:
            yield Record(shard.file, n, None, kept, f"column {how.column!r} is not UTF-8")
        else:
            yield Record(shard.file, n, text, kept)


def _read_groups(shard: Shard, how: Reading) -> Iterator[Record]:
    n = shard.first
    with _parquet(shard.file) as file:
        for row in chain.from_iterable([item] if not isinstance(item, int) else _rows_of(shard.file, file, item, how) for item in shard.held):
            if isinstance(row, Damage):
                yield _failed(shard.file, n, how, row)
                n += row.rows
            else:
                yield Record(shard.file, n, row[0], tuple(map(_as_text, row[1:])))
                n += 1


_READ = {"text": _read_texts, "jsonl": _read_lines, "csv": _read_cells, "parquet": _read_groups}
