"""Vocabularies: built of many batches, kept in files, handed to Arrow."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from ._arrow import needed, strings
from ._core import Batch, Vocabulary
from ._files import written

if TYPE_CHECKING:
    from ._core import _Matrix


def build(kind: type[Vocabulary], batches: Iterable[Batch] | Batch, /, *, max_terms: int | None = None) -> Vocabulary:
    """See Vocabulary.build."""
    if max_terms is not None:
        check_count("max_terms", max_terms)
    batches = [batches] if isinstance(batches, Batch) else batches
    if not isinstance(batches, Iterable):
        raise TypeError(f"build() takes a Batch or an iterable of Batch, as Analyzer.batch() gives them, not {type(batches).__name__}")
    return summed((counted(batch).vocabulary() for batch in batches), max_terms)


def counted(batch: Batch) -> _Matrix:
    """How often which document of the batch holds which term."""
    if not isinstance(batch, Batch):
        raise TypeError(f"build() takes an iterable of Batch, as Analyzer.batch() gives them, not of {type(batch).__name__}")
    return batch._count("term", 1, 1, 0, False, None, False)


def summed(vocabularies: Iterable[Vocabulary], max_terms: int | None = None) -> Vocabulary:
    """The vocabulary of all their documents, of the `max_terms` terms that the most of them hold."""
    parts: list[Vocabulary] = []  # each more than twice the next, so that few merges move a term
    for part in vocabularies:
        while parts and len(parts[-1]) <= 2 * len(part):
            part = parts.pop().merge(part)
        parts.append(part)
        if max_terms is not None and sum(map(len, parts)) > max_terms:
            parts = [bounded(merged(parts), max_terms)]
    return merged(parts)


def merged(parts: list[Vocabulary]) -> Vocabulary:
    """The sum of the parts, the last and smallest first."""
    if not parts:
        from ._core import Analyzer

        return counted(Analyzer(style="whitespace").batch([])).vocabulary()
    sum_ = parts.pop()
    while parts:
        sum_ = parts.pop().merge(sum_)
    return sum_


def bounded(vocabulary: Vocabulary, most: int) -> Vocabulary:
    """The terms that the most documents hold, at most so many."""
    return vocabulary if len(vocabulary) <= most else vocabulary._keep(0, float("inf"), most, True)


def check_count(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        raise ValueError(f"{name} must be None or an int of 1 or more, not {value!r}")


def documents_of(name: str, value: float, n_docs: int) -> float:
    """`value` as a number of documents: itself where it is an int, else a share of them."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be an int (documents) or a float (a share of them), not {value!r}")
    is_share = not isinstance(value, Integral)
    if is_share and not 0 <= value <= 1:
        raise ValueError(f"{name}={value!r} is no share of the documents; expected 0.0 to 1.0, or an int")
    if value < 0:
        raise ValueError(f"{name}={value!r} is no number of documents; expected 0 or more")
    return float(value) * n_docs if is_share else int(value)


def prune(
    vocabulary: Vocabulary, *, min_df: float = 1, max_df: float = 1.0, max_features: int | None = None
) -> Vocabulary:
    """See Vocabulary.prune."""
    if max_features is not None:
        check_count("max_features", max_features)
    n = vocabulary.n_documents
    least = min(documents_of("min_df", min_df, n), n + 1)  # ints may be of any size, the core's numbers not
    most = min(documents_of("max_df", max_df, n), n)
    return vocabulary._keep(least, most, -1 if max_features is None else min(int(max_features), len(vocabulary)), False)


def save(vocabulary: Vocabulary, path: str | os.PathLike[str]) -> None:
    """See Vocabulary.save."""
    with written(path) as file:
        file.write(file_of(vocabulary))


def file_of(vocabulary: Any) -> memoryview:
    """The file of a vocabulary, where it lies."""
    return memoryview(vocabulary)


def load(kind: type[Vocabulary], path: str | os.PathLike[str], /, *, verify: bool = True) -> Vocabulary:
    """See Vocabulary.load."""
    path = os.fspath(path)  # a number would be a file that is open already
    with open(path, "rb") as file:
        is_empty = not os.fstat(file.fileno()).st_size  # which cannot be mapped
        mapped = b"" if is_empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return kind(mapped, path, verify)


def to_arrow(vocabulary: Vocabulary) -> Any:
    """See Vocabulary.to_arrow."""
    pyarrow = needed()
    n, file = len(vocabulary), file_of(vocabulary)
    offsets = len(file) - vocabulary._n_bytes - 8 * (3 * n + 1)
    buffers = [None, pyarrow.py_buffer(file[offsets : offsets + 8 * (n + 1)]), pyarrow.py_buffer(file[len(file) - vocabulary._n_bytes :])]
    try:
        terms = pyarrow.Array.from_buffers(pyarrow.large_utf8(), n, buffers)
        terms.validate(full=True)
    except pyarrow.ArrowInvalid:  # a lone surrogate, or a file that was not verified
        terms = strings(lambda: vocabulary, n, pyarrow.large_utf8())
    numbers = [pyarrow.Array.from_buffers(pyarrow.int64(), n, [None, pyarrow.py_buffer(column)]) for column in (vocabulary.documents, vocabulary.counts)]
    return pyarrow.table([terms, *numbers], names=["term", "documents", "count"])
