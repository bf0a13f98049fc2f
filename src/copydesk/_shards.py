"""A corpus in shards: which texts of which files are read together, whoever reads them and when.

Shards depend on the files and on what was asked, and on nothing else. One that is damaged is a
text that failed: the others are read.
"""

from __future__ import annotations

import csv
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, groupby
from typing import Any

from ._input import (
    LINES,
    MARK,
    TABLES,
    ends_in,
    holds,
    is_empty,
    json_of,
    not_utf8,
    opened,
    shown,
    without_surrogates,
)
from ._messages import unknown_choice

KINDS = ("text", "jsonl", "csv", "parquet")
ENDINGS = TABLES | dict.fromkeys(LINES, "jsonl")
SHARD_BYTES = 16_000_000
PIECE_BYTES, PIECE_TEXTS = 4_000_000, 1024
MOST_BYTES = 2**31 - 1  # of one text, and of a line of JSON
MOST_CELL = 2**26  # characters in one cell of CSV: a quote that nobody closes takes no more
MOST_LINE = 2**28  # and in one line of CSV


@dataclass(frozen=True)
class Reading:
    """How files are read."""

    column: str = "text"
    keep: tuple[str, ...] = ()
    kind: str | None = None  # None: as each file's name says
    shard_bytes: int = SHARD_BYTES

    def kind_of(self, name: str) -> str:
        return self.kind or next((ENDINGS[end] for end in ENDINGS if ends_in(name, end)), "text")


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
    """In the place of a cell or of rows that cannot be read: why."""

    rows = 1


def damage(name: str, error: Exception) -> Damage:
    """What is wrong with the bytes of a file. Raises OSErrors that are not the file's fault."""
    if isinstance(error, OSError) and error.errno is not None:
        raise OSError(error.errno, error.strerror, name) from error
    return Damage(error)


def too_long(most: int, unit: str) -> Damage:
    return Damage(f"a line of over {most:,} {unit}")


# ---- files -> shards -------------------------------------------------------------


def check(files: Iterable[str], how: Reading) -> None:
    """OSError for a file that cannot be read, ValueError for what is none, and for a table without the columns."""
    for name in files:
        mode = os.stat(name).st_mode
        if stat.S_ISDIR(mode):
            raise ValueError(f"{shown(name)}: a directory; give the names of the files in it")
        if not stat.S_ISREG(mode):
            raise ValueError(f"{shown(name)}: not a regular file; others cannot be read again when a run goes on")
        os.close(os.open(name, os.O_RDONLY))
        kind = how.kind_of(name)
        if kind in ("csv", "parquet"):
            try:
                columns = _header(name) if kind == "csv" else _fields(name, how.column)
                if columns is not None:  # a file that is damaged is told in its place
                    _want(columns, how)
            except UnicodeDecodeError as error:
                raise ValueError(f"{shown(name)}: the names of its columns are {not_utf8(error)}") from None
            except ValueError as error:
                raise ValueError(f"{shown(name)}: {error}") from None


def _want(columns: list[str], how: Reading) -> None:
    """ValueError unless each column that is asked for is there once."""
    for column in (how.column, *how.keep):
        n = columns.count(column)
        if not n:
            raise ValueError(unknown_choice("column", column, [name[:80] for name in columns]) if columns else "no columns")
        if n > 1:
            raise ValueError(f"{n} columns are named {column!r}; expected one: give the others other names")


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
            while line := file.readline(MOST_BYTES + 1):
                item: bytes | Damage = line
                if len(line) > MOST_BYTES:
                    _skip(file.readline, line, b"\n")
                    item = too_long(MOST_BYTES, "bytes")
                yield item, len(item), 1, packed.tell()
    except OSError as error:
        yield damage(name, error), 0, 1, os.stat(name).st_size


def _skip(readline: Callable[[int], Any], line: Any, end: Any) -> None:
    """Read on to the end of a line that began with `line`."""
    while line and not line.endswith(end):
        line = readline(PIECE_BYTES)


def _cells(name: str, how: Reading) -> Iterator[_Item]:
    """Of each row behind the header the cells that are asked for; None where a row has none. An empty line has no cells."""
    try:
        with _csv(name) as (rows, packed):
            header = _next(rows) or []
            if isinstance(header, Damage):
                yield header, 0, 1, os.stat(name).st_size
                return
            at = [header.index(column) for column in (how.column, *how.keep)]
            while (row := _next(rows)) is not None:
                cells = [row[i] if i < len(row) else None for i in at] if row and not isinstance(row, Damage) else row
                yield cells, sum(len(cell or "") for cell in cells), 1, packed.tell()
    except OSError as error:
        yield damage(name, error), 0, 1, os.stat(name).st_size


@contextmanager
def _csv(name: str) -> Iterator[tuple[Any, Any]]:
    """The rows of a CSV file, and the file. Bytes that are no UTF-8 are surrogates."""
    limit = csv.field_size_limit(MOST_CELL)
    try:
        with opened(name) as (file, packed), TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="") as lines:
            yield csv.reader(_CsvLines(lines)), packed
    finally:
        csv.field_size_limit(limit)


class _CsvLines:
    """The lines of a file. One that is too long is a csv.Error, and those behind it are read."""

    def __init__(self, file: TextIOWrapper) -> None:
        self.readline = file.readline

    def __iter__(self) -> _CsvLines:
        return self

    def __next__(self) -> str:
        line = self.readline(MOST_LINE + 1)
        if not line:
            raise StopIteration
        if len(line) > MOST_LINE:
            _skip(self.readline, line, ("\r", "\n"))
            raise csv.Error(too_long(MOST_LINE, "characters"))
        return line


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
    except (OSError, csv.Error) as error:
        damage(name, error)
        return None
    _as_utf8(",".join(header))
    return header


def _as_utf8(cell: str) -> str:
    """A cell of CSV. UnicodeDecodeError where its bytes are no UTF-8."""
    return cell.encode("utf-8", "surrogateescape").decode()


def _fields(name: str, column: str) -> list[str] | None:
    with _parquet(name) as file:
        if isinstance(file, Damage):
            return None
        schema = file.schema_arrow
        at = schema.get_field_index(column)  # -1 too where several have the name
        if at >= 0 and not _holds_text(of := schema.field(at).type):
            raise ValueError(f"column {column!r} is {of}; expected utf8, large_utf8, utf8_view, or a dictionary of these")
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

    with pyarrow.OSFile(os.fsencode(name)) as bytes_:
        try:
            file = pyarrow.parquet.ParquetFile(bytes_, pre_buffer=False, buffer_size=1 << 20, page_checksum_verification=True)
        except (pyarrow.ArrowException, OSError) as error:
            yield damage(name, error)
            return
        yield file


def _groups(name: str, how: Reading) -> Iterator[_Item]:
    """The numbers of row groups; of one that is too large for a shard, its rows."""
    with _parquet(name) as file:
        if isinstance(file, Damage):
            yield file, 0, 1, os.stat(name).st_size
            return
        texts = [k for k in range(file.metadata.num_columns) if file.schema.column(k).path == how.column]
        end = 0
        for i in range(file.metadata.num_row_groups):
            group = file.metadata.row_group(i)
            parts = [group.column(k) for k in range(group.num_columns)]
            size = sum(parts[k].total_uncompressed_size for k in texts)
            packed = sum(part.total_compressed_size for part in parts)
            if size <= how.shard_bytes:
                yield i, size, group.num_rows, end + packed
            else:
                for n, row in enumerate(_rows_of(name, file, i, how), 1):
                    yield row, len(row[0] or ""), getattr(row, "rows", 1), end + packed * n // group.num_rows
            end += packed


def _rows_of(name: str, file: Any, group: int, how: Reading) -> Iterator[tuple[Any, ...] | Damage]:
    """Of each row of a row group the text and what is kept; of those that are left when one cannot be read, a Damage."""
    done, n_rows = 0, file.metadata.row_group(group).num_rows
    try:
        for cells in zip(*(_values(name, file, group, column) for column in (how.column, *how.keep)), strict=True):
            yield cells
            done += 1
    except _Unreadable as error:
        before = sum(file.metadata.row_group(i).num_rows for i in range(group))
        wrong = Damage(f"rows {before + done + 1} to {before + n_rows} (row group {group + 1}) cannot be read: {error}")
        wrong.rows = n_rows - done
        yield wrong


class _Unreadable(Exception):
    """A column of a row group that cannot be read, and why."""


def _values(name: str, file: Any, group: int, column: str) -> Iterator[Any]:
    """The values of a column in a row group; one that is no UTF-8 is a Damage."""
    import pyarrow

    left = file.metadata.row_group(group).num_rows
    try:
        for batch in file.iter_batches(PIECE_TEXTS, row_groups=[group], columns=[column]):
            left -= batch.num_rows
            yield from _objects(batch.column(0))
    except (pyarrow.ArrowException, OSError) as error:
        raise _Unreadable(f"column {column!r}: {damage(name, error)}") from None
    if left:
        raise _Unreadable(f"column {column!r} ends {left} rows early")


def _objects(column: Any) -> list[Any]:
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except (ValueError, OverflowError):  # no UTF-8, or a time that Python has not
        return [_object(scalar) for scalar in column]


def _object(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError as error:
        return Damage(f"is {not_utf8(error)}")
    except (ValueError, OverflowError) as error:
        return _as_arrow_writes(scalar, error)


def _as_arrow_writes(scalar: Any, why: Exception) -> str:
    """A time before the year 1 or behind 9999, or of nanoseconds where pandas is not there."""
    import pyarrow

    try:
        return scalar.cast(pyarrow.utf8()).as_py()  # type: ignore[no-any-return]
    except pyarrow.ArrowException:
        return Damage(f"cannot be read: {why}")


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
            yield _failed(shown(name), 1, how, damage(name, error))
            continue
        yield _of_bytes(shown(name), text, how)


def _of_bytes(name: str, data: bytes, how: Reading) -> Record:
    if len(data) > MOST_BYTES:
        return _failed(name, 1, how, f"over {MOST_BYTES:,} bytes in one text")
    try:
        text = data.decode().removeprefix(MARK)
    except UnicodeDecodeError as error:
        return _failed(name, 1, how, not_utf8(error))
    return Record(name, 1, text, tuple(text if column == how.column else None for column in how.keep))


def _failed(file: str, row: int, how: Reading, wrong: str) -> Record:
    return Record(file, row, None, (None,) * len(how.keep), wrong)


def _read_lines(shard: Shard, how: Reading) -> Iterator[Record]:
    name = shown(shard.file)
    for n, line in enumerate(shard.held, shard.first):
        if isinstance(line, Damage):
            yield _failed(name, n, how, line)
        elif not is_empty(line):
            yield _of_json(name, n, line, how)


def _of_json(file: str, row: int, line: bytes, how: Reading) -> Record:
    try:
        value = json_of(line)
    except ValueError as error:
        return _failed(file, row, how, str(error))
    if not isinstance(value, dict):
        value = {how.column: value}
    kept = tuple(_as_text(value.get(column)) for column in how.keep)
    if how.column not in value:
        return Record(file, row, None, kept, f"no {how.column!r} in this object, which {holds(value)}")
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
        value = json.dumps(value, ensure_ascii=False, default=_spelled)
    return without_surrogates(_spelled(value))


def _spelled(value: Any) -> str:
    """What JSON has no form for, as text: bytes are UTF-8, and as `\\xe9` where they are none."""
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def _read_cells(shard: Shard, how: Reading) -> Iterator[Record]:
    name = shown(shard.file)
    for n, row in enumerate(shard.held, shard.first):
        if isinstance(row, Damage):
            yield _failed(name, n, how, row)
        elif row:
            text, *kept = map(_cell, row)
            yield _of_cells(name, n, [Damage("has no cell here") if text is None else text, *kept], how)


def _cell(cell: str | None) -> str | None:
    try:
        return cell and _as_utf8(cell)
    except UnicodeDecodeError as error:
        return Damage(f"is {not_utf8(error)}")


def _of_cells(file: str, row: int, cells: Sequence[Any], how: Reading) -> Record:
    """The record of a table's row."""
    kept = tuple(None if isinstance(cell, Damage) else _as_text(cell) for cell in cells[1:])
    for column, cell in zip((how.column, *how.keep), cells):
        if isinstance(cell, Damage):
            return Record(file, row, None, kept, f"column {column!r} {cell}")
    return Record(file, row, cells[0], kept)


def _read_groups(shard: Shard, how: Reading) -> Iterator[Record]:
    n, name = shard.first, shown(shard.file)
    with _parquet(shard.file) as file:
        for row in chain.from_iterable([item] if not isinstance(item, int) else _rows_of(shard.file, file, item, how) for item in shard.held):
            if isinstance(row, Damage):
                yield _failed(name, n, how, row)
                n += row.rows
            else:
                yield _of_cells(name, n, row, how)
                n += 1


_READ = {"text": _read_texts, "jsonl": _read_lines, "csv": _read_cells, "parquet": _read_groups}
