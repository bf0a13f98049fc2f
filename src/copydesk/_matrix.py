"""Counted texts as scipy.sparse holds them: what batch.matrix() and copydesk.sklearn share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ._core import Strings, Vocabulary
from ._vocabulary import check_count, documents_of

try:
    import numpy as np
    from scipy.sparse import csr_matrix
except ImportError:
    raise ImportError("matrices need numpy and scipy: pip install 'copydesk[scipy]'") from None

if TYPE_CHECKING:
    from ._core import Batch, _Matrix

NUMBERS = ("int32", "int64", "float32", "float64")  # what the core writes


def arrays(counted: _Matrix, dtype: Any = np.int64, binary: bool = False) -> csr_matrix:
    """The rows of `counted` as a csr_matrix that owns its arrays; rows ascend by column."""
    n = counted.n_entries
    number = np.dtype(dtype) if np.dtype(dtype).name in NUMBERS else np.dtype("int64")
    fits = max(n, counted.n_columns) <= np.iinfo(np.int32).max
    starts: Any = np.empty(counted.n_rows + 1, dtype=np.int32 if fits else np.int64)
    columns = np.empty(n, dtype=starts.dtype)
    values: Any = np.empty(n, dtype=number)
    counted.fill(starts, columns, values, binary)
    matrix = csr_matrix((values, columns, starts), shape=(counted.n_rows, counted.n_columns), copy=False)
    matrix.has_sorted_indices = True
    matrix.has_canonical_format = True
    return matrix if number == dtype else matrix.astype(dtype, copy=False)


def limit(
    counted: _Matrix, low: float, high: float, most: int | None, dtype: Any = np.int64, binary: bool = False, sort: Literal["quicksort", "stable"] = "stable"
) -> bool:
    """Keep the columns that from `low` to `high` documents hold, and the `most` frequent of them in a matrix of this
    dtype; False, and nothing is done, when none would be left. Of terms as frequent as each other a stable sort
    keeps the first; another keeps what the processor's instructions make of it."""
    documents, total = map(np.asarray, counted.frequencies())
    total = (documents if binary else total).astype(csr_matrix((1, 1), dtype=dtype).sum(axis=0).dtype)
    kept = (documents >= low) & (documents <= high)
    if most is not None and kept.sum() > most:
        frequent = (-total[kept]).argsort(kind=sort)[:most]
        kept[np.flatnonzero(kept)] = np.isin(np.arange(kept.sum()), frequent)
    if kept.any():
        counted.keep(kept.astype(np.uint8))
    return bool(kept.any())


def matrix(
    batch: Batch,
    *,
    min_df: float = 1,
    max_df: float = 1.0,
    max_features: int | None = None,
    vocabulary: Iterable[str] | Mapping[str, int] | Strings | Vocabulary | None = None,
    binary: bool = False,
) -> tuple[csr_matrix, Sequence[str] | Strings | Vocabulary]:
    """See Batch.matrix."""
    if max_features is not None:
        check_count("max_features", max_features)
    if not isinstance(binary, bool):
        raise TypeError(f"binary must be True or False, not {type(binary).__name__}")
    low = documents_of("min_df", min_df, len(batch))
    high = documents_of("max_df", max_df, len(batch))
    words = None if vocabulary is None else words_of(vocabulary)
    counted = batch._count("term", 1, 1, 0, False, words, False)
    if words is None and counted.n_columns and (low > 1 or high < len(batch) or max_features is not None):
        if not limit(counted, low, high, max_features, binary=binary):
            raise ValueError("no terms are left: choose a lower min_df or a higher max_df")
    return arrays(counted, np.int64, binary), counted.terms() if words is None else words


def words_of(vocabulary: Iterable[str] | Mapping[str, int] | Strings | Vocabulary) -> Sequence[str] | Strings | Vocabulary:
    """The terms of a vocabulary in the order of their columns.

    >>> words_of({"tide": 1, "boat": 0})
    ['boat', 'tide']
    """
    if isinstance(vocabulary, (Strings, Vocabulary)):
        return vocabulary
    if isinstance(vocabulary, (str, bytes)) or not hasattr(vocabulary, "__iter__"):
        raise TypeError(f"vocabulary must be a sequence of terms, or a dict of term to column, not {type(vocabulary).__name__}")
    if isinstance(vocabulary, Mapping):
        return by_column(vocabulary)
    if hasattr(vocabulary, "to_pylist"):
        vocabulary = vocabulary.to_pylist()  # pyarrow's, whose own items are scalars
    words = sorted(vocabulary) if isinstance(vocabulary, (set, frozenset)) else list(vocabulary)
    seen: set[str] = set()
    for word in words:
        if not isinstance(word, str):
            break  # the core says so
        if word in seen:
            raise ValueError(f"{word!r} is in the vocabulary twice; a term has one column")
        seen.add(word)
    return words


def by_column(columns: Mapping[str, int]) -> list[str]:
    try:
        words = sorted(columns, key=columns.__getitem__)
    except TypeError:  # columns that have no order are no numbers
        words = []
    if [columns[word] for word in words] != list(range(len(columns))):
        raise ValueError("vocabulary must number its terms 0, 1, 2 and so on, each once; number them anew, or pass them as a list")
    return words
