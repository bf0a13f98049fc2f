"""Weights of a boundary model, fitted: features from the C core, optimisation by scikit-learn's liblinear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

try:
    import numpy as np
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression
except ImportError:
    raise ImportError("training needs numpy, scipy and scikit-learn: pip install 'copydesk[train]'") from None

from . import _core
from ._core import Analyzer, Model
from ._corpora import Corpus
from ._models import packed, weights_of

SCALE = 24  # of a weight of 1.0, as a byte
HELD = 0.1  # a base's score is divided by it: small, its weight is hardly held back
TOLERANCE = 1e-8  # so near to the optimum that every processor rounds to the same bytes


class Gaps(NamedTuple):
    """Gaps of texts: how many features each has, their hashes one after the other, and whether a sentence ends there."""

    count: Any
    hashes: Any
    ends: Any


def gaps(analyzer: Analyzer, corpora: Iterable[Corpus]) -> Gaps:
    """The gaps that a model of the analyzer's would judge."""
    parts = [_gaps_of(analyzer, text, spans) for text, spans in corpora]
    return joined([part for part in parts if len(part.count)])


def joined(parts: Sequence[Gaps]) -> Gaps:
    if not parts:
        return Gaps(np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, bool))
    return Gaps(*(np.concatenate(columns) for columns in zip(*parts)))


def _gaps_of(analyzer: Analyzer, text: str, spans: Sequence[tuple[int, int]]) -> Gaps:
    right, count, _, hashes = (np.frombuffer(column, np.uint32) for column in _core._gaps(analyzer, text))
    starts = np.array([start for start, _ in analyzer.spans(text)], np.int64)
    return Gaps(count, hashes, np.isin(starts[right], [start for start, _ in spans]))


def _matrix(of: Gaps, bits: int) -> Any:
    columns = (of.hashes >> (32 - bits)).astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(of.count)]).astype(np.int64)
    matrix = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(of.count), 1 << bits))
    matrix.sum_duplicates()
    return matrix


def fit(of: Gaps, bits: int, strength: float = 0.3, base: Any = None, shares: Any = None, held: float = HELD) -> Any:
    """2^bits float weights. A base's weights are scaled as fits best, and these fitted on top of them.

    `shares` is how much each gap counts, all alike if None; the larger `held`, the less a
    base weighs where there is little text. ValueError where there is
    nothing to learn: no gap, or all gaps alike.
    """
    if len(np.unique(of.ends)) < 2:
        raise ValueError("these corpora have nothing to learn from: expected texts with gaps where sentences end and gaps where none does")
    matrix = _matrix(of, bits)
    if base is not None:
        score = sparse.csr_matrix((matrix @ base)[:, None] / held)
        matrix = sparse.hstack([matrix, score]).tocsr()
    learner = LogisticRegression(C=strength, solver="liblinear", max_iter=100, tol=TOLERANCE, fit_intercept=False)
    learner.fit(matrix, of.ends, sample_weight=shares)
    weights = learner.coef_[0]
    return weights if base is None else weights[:-1] + base * (weights[-1] / held)


def widened(weights: Any, bits: int) -> Any:
    """The same weights in a table of 2^bits: the first bits of a hash are its place."""
    return np.repeat(weights, (1 << bits) // len(weights))


def floats(model: Model, bits: int) -> Any:
    """A model's weights as fit() takes them for a base."""
    return widened(np.frombuffer(weights_of(model), np.int8) / SCALE, bits)


def as_model(weights: Any, threshold: int, language: str, notes: str = "{}") -> Model:
    table = np.clip(np.round(weights * SCALE), -127, 127).astype(np.int8)
    return packed(table.tobytes(), threshold, language, notes)
