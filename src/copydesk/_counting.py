"""The terms of shards: counted with numbers of the shard's own first, with those of the whole vocabulary then."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack

from ._core import Analyzer, Vocabulary
from ._files import written
from ._matrix import arrays
from ._run import Report, part, report_of
from ._shards import Reading, Record, Shard, pieces
from ._vocabulary import counted, save, summed


@dataclass(frozen=True)
class Counting:
    """A shard in, its counts and its vocabulary out, beside each other in a directory."""

    directory: str
    how: Reading
    analyzer: Analyzer

    def __call__(self, shard: Shard) -> Report:
        report = Report()
        parts: list[tuple[csr_matrix, Vocabulary]] = []
        places: list[Record] = []
        for piece in pieces(shard, self.how):
            found = counted(self.analyzer.batch([record.text for record in piece], threads=1, columns=()))
            parts.append((arrays(found, np.int32), found.vocabulary()))
            places += [Record(record.file, record.row, None if record.text is None else "", (), record.wrong) for record in piece]
            report += report_of(piece)
        vocabulary = summed(terms for _, terms in parts)
        matrix = vstack([renumbered(matrix, terms, vocabulary) for matrix, terms in parts], "csr")
        save(vocabulary, _vocabulary(self.directory, shard.number))
        with written(_matrix(self.directory, shard.number)) as file:
            write_npz(file, matrix, places_of(places))
        return report


@dataclass(frozen=True)
class Numbering:
    """The number of a shard in, its part with the numbers of the vocabulary out."""

    directory: str
    out: str
    format: str

    def __call__(self, number: int) -> None:
        vocabulary = Vocabulary.load(os.path.join(self.out, "vocabulary.cdv"))
        own = Vocabulary.load(_vocabulary(self.directory, number))
        matrix, places = read_npz(_matrix(self.directory, number))
        with written(part(self.out, number, self.format)) as file:
            {"npz": write_npz, "parquet": write_parquet}[self.format](file, renumbered(matrix, own, vocabulary), places)


def _vocabulary(directory: str, number: int) -> str:
    return os.path.join(directory, f"{number:05}.cdv")


def _matrix(directory: str, number: int) -> str:
    return os.path.join(directory, f"{number:05}.npz")


def parts_of(directory: str, n: int) -> Iterator[Vocabulary]:
    return (Vocabulary.load(_vocabulary(directory, number)) for number in range(n))


def renumbered(matrix: csr_matrix, own: Iterable[str], vocabulary: Vocabulary) -> csr_matrix:
    """`matrix`, whose columns are `own` terms, with the columns of `vocabulary`; terms it does not have are left out.

    >>> import copydesk as cd
    >>> rows = csr_matrix([[1, 0, 2], [0, 3, 0]])
    >>> vocabulary = cd.Vocabulary.build(cd.Analyzer().batch(["boat ferry tide"]))
    >>> renumbered(rows, ["boat", "sail", "tide"], vocabulary).toarray().tolist()
    [[1, 0, 2], [0, 0, 0]]
    """
    at = np.fromiter((vocabulary.get(term, -1) for term in own), np.int32)
    columns = at[matrix.indices]
    is_kept = columns >= 0
    before = np.concatenate([[0], np.cumsum(is_kept)])
    # Both are sorted by code points: columns still ascend.
    rows = (matrix.data[is_kept], columns[is_kept], before[matrix.indptr])
    return csr_matrix(rows, shape=(matrix.shape[0], len(vocabulary)), copy=False)


# ---- parts -----------------------------------------------------------------------


def places_of(records: list[Record]) -> dict[str, Any]:
    """Where documents stand and how they are, as columns; in_file is a number into files."""
    files = list(dict.fromkeys(record.file for record in records))
    number = {name: n for n, name in enumerate(files)}
    return {
        "files": np.array(files, np.str_),
        "in_file": np.array([number[record.file] for record in records], np.int32),
        "row": np.array([record.row for record in records], np.int64),
        "status": np.array([2 if record.wrong else record.text is None for record in records], np.int8),
        "error": np.array([record.wrong for record in records if record.wrong], np.str_),
    }


def file_of_each(places: dict[str, Any]) -> list[str]:
    files = places["files"].tolist()
    return [files[n] for n in places["in_file"].tolist()]


def write_npz(file: Any, matrix: csr_matrix, places: dict[str, Any]) -> None:
    """As scipy.sparse.save_npz, with more arrays."""
    np.savez(file, format=np.array("csr"), shape=matrix.shape, data=matrix.data, indices=matrix.indices, indptr=matrix.indptr, **places)


def read_npz(path: str) -> tuple[csr_matrix, dict[str, Any]]:
    with np.load(path) as file:
        held = dict(file)
    matrix = csr_matrix((held["data"], held["indices"], held["indptr"]), shape=tuple(held["shape"]))
    return matrix, {name: held[name] for name in ("files", "in_file", "row", "status", "error")}


def write_parquet(file: Any, matrix: csr_matrix, places: dict[str, Any]) -> None:
    import pyarrow as pa
    from pyarrow.parquet import write_table

    offsets = pa.array(matrix.indptr, pa.int32())
    errors = iter(places["error"].tolist())
    table = pa.table(
        {
            "file": pa.array(file_of_each(places), pa.utf8()),
            "row": pa.array(places["row"]),
            "status": pa.array(places["status"]),
            "error": pa.array([next(errors) if status == 2 else None for status in places["status"].tolist()], pa.utf8()),
            "term": pa.ListArray.from_arrays(offsets, pa.array(matrix.indices, pa.int32())),
            "count": pa.ListArray.from_arrays(offsets, pa.array(matrix.data, pa.int32())),
        }
    )
    write_table(table, file, compression="zstd")


def read_parquet(path: str, n_columns: int) -> tuple[csr_matrix, dict[str, Any]]:
    from pyarrow.parquet import read_table

    table = read_table(path, columns=["file", "row", "status", "term", "count"]).combine_chunks()
    term, count = (table[name].combine_chunks() for name in ("term", "count"))
    rows = (count.flatten().to_numpy(), term.flatten().to_numpy(), term.offsets.to_numpy())
    return csr_matrix(rows, shape=(len(table), n_columns)), {name: table[name].to_pylist() for name in ("file", "row", "status")}


def loaded(names: list[str], format: str, vocabulary: Vocabulary) -> tuple[csr_matrix, Vocabulary, list[str], list[int], list[int]]:
    """The parts as one: see copydesk.files.load_terms."""
    matrices: list[csr_matrix] = []
    file, row, status = [], [], []
    for name in names:
        if format == "npz":
            matrix, places = read_npz(name)
            places = {"file": file_of_each(places), "row": places["row"].tolist(), "status": places["status"].tolist()}
        else:
            matrix, places = read_parquet(name, len(vocabulary))
        matrices.append(matrix)
        file += places["file"]
        row += places["row"]
        status += places["status"]
    return vstack(matrices, "csr").astype(np.int64), vocabulary, file, row, status
