"""scikit-learn's text vectorizers, counting in C on all cores you give them.

CountVectorizer, TfidfVectorizer and HashingVectorizer are scikit-learn's own classes with their parameters, attributes
and errors; their matrices are equal to its, entry by entry, and come faster. Beside its parameters they take

analyzer   an Analyzer too: its terms are counted, and `lowercase`, `stop_words` and `ngram_range` are the Analyzer's own
n_jobs     threads to count on: None for one, -1 for all cores, as everywhere in scikit-learn

docs/sklearn.md lists what is counted in C, and what scikit-learn does itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from numbers import Integral
from operator import methodcaller
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

try:
    import numpy as np
    from joblib import effective_n_jobs
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction import text as original
    from sklearn.preprocessing import normalize
except ImportError:
    raise ImportError("copydesk.sklearn needs scikit-learn: pip install 'copydesk[sklearn]'") from None

from . import _core
from ._core import Analyzer, Strings
from ._matrix import arrays, limit

__all__ = ["CountVectorizer", "HashingVectorizer", "TfidfVectorizer"]

TOKEN_PATTERN = r"(?u)\b\w\w+\b"
LONGEST_NGRAM = 255

# What scikit-learn's vectorizers ask of themselves, where a subclass may answer in its own way.
ASKED = ("build_analyzer", "build_preprocessor", "build_tokenizer", "decode", "_word_ngrams", "_char_ngrams", "_char_wb_ngrams")

_kept = lru_cache(maxsize=8)(Analyzer)  # to make one takes longer than to read a short text


class _Columns:
    """The terms of a matrix in the order of its columns, until somebody asks for the dict that scikit-learn shows:
    from then on that very dict, which he may change."""

    def __init__(self, given: Strings | Mapping[str, int] | Iterable[str]) -> None:
        if not isinstance(given, (Strings, dict)):
            given = dict(given) if isinstance(given, Mapping) else _numbered(given)
        self.given = given  # C looks terms up in it as it is: a call takes no time by its size

    @property
    def places(self) -> dict[str, int]:
        with _SHOWING:
            if isinstance(self.given, Strings):
                self.given = _numbered(self.given)
            return self.given

    def words(self) -> list[str]:
        given = self.given
        return list(given) if isinstance(given, Strings) else sorted(given, key=given.__getitem__)

    def __len__(self) -> int:
        return len(self.given)

    def __reduce__(self) -> tuple[Any, ...]:
        given = self.given
        return _Columns, (list(given) if isinstance(given, Strings) else given,)


_SHOWING = Lock()  # threads are shown one dict


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {word: i for i, word in enumerate(words)}


_Init = TypeVar("_Init", bound=Callable[..., None])


def _beside(parent: type) -> Callable[[_Init], _Init]:
    """Let an __init__ show the parent's parameters and n_jobs: what get_params, clone and help read."""

    def show(init: _Init) -> _Init:
        theirs = inspect.signature(parent).parameters.values()
        n_jobs = inspect.Parameter("n_jobs", inspect.Parameter.KEYWORD_ONLY, default=None)
        of_self = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        setattr(init, "__signature__", inspect.Signature([of_self, *theirs, n_jobs]))  # noqa: B010
        return init

    return show


if TYPE_CHECKING:
    _Original = Any  # the mixins below stand before one of scikit-learn's vectorizers
else:
    _Original = object


class _Counting(_Original):
    """What the three vectorizers share: whether C can count as they ask, and what it is asked."""

    def _threads(self) -> int:
        return int(effective_n_jobs(self.n_jobs))

    def _fits(self) -> bool:
        """Whether C can count: as the parameters say, and no subclass in its own way."""
        if not all(_is_own(self, name) for name in ASKED):
            return False
        if isinstance(self.analyzer, Analyzer):
            return True
        least, most = self.ngram_range
        whole = isinstance(least, Integral) and isinstance(most, Integral) and 1 <= int(least) <= int(most) <= LONGEST_NGRAM
        if self.analyzer in ("char", "char_wb"):
            return whole
        own = self.tokenizer is None and self.token_pattern == TOKEN_PATTERN
        return whole and own and self.analyzer == "word"

    def _analyzer(self, lowered: bool) -> Analyzer:
        """The Analyzer that finds the words that scikit-learn's default does."""
        stop_words = self.get_stop_words()
        if stop_words is not None:
            self.build_analyzer()  # warns, once, of stop words that cannot match
            stop_words = frozenset(word for word in stop_words if isinstance(word, str))  # a NaN of pandas stops nothing
        return _kept(
            style="sklearn",
            stem=False,
            lowercase=bool(self.lowercase) and not lowered,
            stop_words=stop_words,
            ngram_range=(int(self.ngram_range[0]), int(self.ngram_range[1])) if self.analyzer == "word" else (1, 1),
            max_length=2**31 - 1,
        )

    def _preprocess(self) -> Callable[[str], str] | None:
        """What is done to each text before C reads it; None where C lower-cases the words itself."""
        if isinstance(self.analyzer, Analyzer):
            return None
        if self.preprocessor is None and self.strip_accents is None:
            return methodcaller("lower") if self.lowercase and self.analyzer != "word" else None
        made: Callable[[str], str] = self.build_preprocessor()
        return made

    def _texts(self, documents: Iterable[Any], preprocess: Callable[[str], str] | None) -> Any:
        """The documents as str, or as they are where they are a column of Arrow; None where C cannot read them."""
        is_arrow = hasattr(documents, "__arrow_c_array__") or hasattr(documents, "__arrow_c_stream__")
        if is_arrow and not hasattr(documents, "iloc") and preprocess is None and self.input == "content":
            return documents
        texts = documents if isinstance(documents, list) else list(_items(documents))
        if not _are_str(texts) or self.input != "content":
            texts = list(map(self.decode, texts))
        if preprocess is not None:
            texts = list(map(preprocess, texts))
        if _are_str(texts):
            return texts
        if isinstance(self.analyzer, Analyzer):
            for i, text in enumerate(texts):
                if not isinstance(text, str):
                    raise TypeError(f"document {i} must be str, or bytes that hold text, not {type(text).__name__}")
        return None

    def _count(self, documents: Iterable[Any], *columns: Any) -> _core._Matrix | None:
        """The documents counted into `columns` (n_hashed, signs, vocabulary, alone); None where scikit-learn must do it."""
        preprocess = self._preprocess()
        texts = self._texts(documents, preprocess)
        if texts is None:
            return None
        if isinstance(self.analyzer, Analyzer):
            kind, an, least, most = "term", self.analyzer, 1, 1
        else:
            kind, an = self.analyzer, self._analyzer(preprocess is not None)
            least, most = map(int, self.ngram_range)
        return _core._count(an, texts, self._threads(), kind, least, most, *columns)

    def build_analyzer(self) -> Callable[[Any], list[str]]:
        """The terms of one document, as a function."""
        if isinstance(self.analyzer, Analyzer):
            return partial(_terms, self.analyzer, self.decode)
        made: Callable[[Any], list[str]] = super().build_analyzer()
        return made


def _are_str(texts: Iterable[Any]) -> bool:
    """Whether all texts are str, or of a kind of str that lower-cases as str does: NumPy's, an HTML parser's."""
    return all(issubclass(kind, str) and kind.lower is str.lower for kind in set(map(type, texts)))


def _is_own(vectorizer: Any, name: str) -> bool:
    """Whether a method is what CountVectorizer has, which HashingVectorizer shares: no subclass's, nor put into the object."""
    return getattr(getattr(vectorizer, name), "__func__", None) is getattr(CountVectorizer, name)


def _terms(analyzer: Analyzer, decode: Callable[[Any], str], document: Any) -> list[str]:
    return analyzer.terms(decode(document))


class _Vocabulary(_Counting):
    """What CountVectorizer and TfidfVectorizer share: the columns are terms."""

    _columns: _Columns

    @property
    def vocabulary_(self) -> dict[str, int]:
        """The column of each term."""
        if "_columns" not in vars(self):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute 'vocabulary_'")
        return self._columns.places

    @vocabulary_.setter
    def vocabulary_(self, places: Mapping[str, int] | _Columns) -> None:
        self._columns = places if isinstance(places, _Columns) else _Columns(places)

    @vocabulary_.deleter
    def vocabulary_(self) -> None:
        del self._columns

    def _check_vocabulary(self) -> None:
        if "_columns" not in vars(self) or not len(self._columns):
            super()._check_vocabulary()

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """The terms of the columns: an array of str objects."""
        self._check_vocabulary()
        return np.asarray(self._columns.words(), dtype=object)

    def _count_vocab(self, raw_documents: Iterable[Any], fixed_vocab: bool) -> tuple[Any, Any]:
        is_fit = False
        if isinstance(raw_documents, _ToFit):
            is_fit, raw_documents = True, raw_documents.documents
        given = self._columns.given if fixed_vocab else None
        fits = self._fits()
        documents = raw_documents if not fits or isinstance(raw_documents, list) else _once(raw_documents)
        alone = is_fit and (fixed_vocab or self._keeps_all_columns())
        counted = self._count(documents, 0, False, given, alone) if fits else None
        if counted is None:
            vocabulary, matrix = super()._count_vocab(_items(documents), fixed_vocab)
            return vocabulary, matrix
        if fixed_vocab:
            return self._columns, self._rows(counted, is_fit)
        if not counted.n_columns:
            raise ValueError("empty vocabulary; perhaps the documents only contain stop words")
        self._limit(counted)
        return _Columns(counted.terms()), self._rows(counted, is_fit)

    def _rows(self, counted: _core._Matrix, is_fit: bool) -> Any:
        shape = counted.n_rows, counted.n_columns
        return csr_matrix(shape, dtype=self.dtype) if is_fit else arrays(counted, self.dtype)

    def _keeps_all_columns(self) -> bool:
        all_from = bool(self.min_df == (1 if isinstance(self.min_df, Integral) else 0))
        all_to = bool(self.max_df == 1) and not isinstance(self.max_df, Integral)
        return all_from and all_to and self.max_features is None

    def _limit(self, counted: _core._Matrix) -> None:
        n = counted.n_rows
        low, high = (float(df if isinstance(df, Integral) else df * n) for df in (self.min_df, self.max_df))
        if low <= high and (low > 1 or high < n or self.max_features is not None):
            # The very sort that scikit-learn makes, of the same numbers: ties fall the same way.
            left = limit(counted, low, high, self.max_features, self.dtype, self.binary, "quicksort")
            if not left:  # scikit-learn's own words
                raise ValueError("After pruning, no terms remain. Try a lower min_df or a higher max_df.")

    def _sort_features(self, X: Any, vocabulary: Any) -> Any:
        return X if isinstance(vocabulary, _Columns) else super()._sort_features(X, vocabulary)

    def _limit_features(self, X: Any, vocabulary: Any, *limits: Any, **others: Any) -> Any:
        if isinstance(vocabulary, _Columns):
            return X
        return super()._limit_features(X, vocabulary, *limits, **others)


class _ToFit:
    """Documents of which fit() wants the columns alone, on their way through scikit-learn's fit_transform()."""

    def __init__(self, documents: Iterable[Any]) -> None:
        self.documents = documents

    def __iter__(self) -> Iterator[Any]:
        return iter(self.documents)


def _items(documents: Iterable[Any]) -> Any:
    """The documents as Python and scikit-learn read them: the items of pyarrow's columns are no str."""
    return documents.to_pylist() if hasattr(documents, "to_pylist") else documents


def _once(documents: Iterable[Any]) -> Any:
    """What may be read twice: by C, and by scikit-learn where C cannot."""
    return documents if hasattr(documents, "__len__") else list(documents)


class CountVectorizer(_Vocabulary, original.CountVectorizer):
    """scikit-learn's CountVectorizer, counting in C.

    Beside its parameters: `analyzer` may be an Analyzer, whose terms are counted; `n_jobs` threads count.

    >>> from copydesk.sklearn import CountVectorizer
    >>> vectorizer = CountVectorizer(n_jobs=2)
    >>> vectorizer.fit_transform(["It fell and fell.", "It rose."]).toarray().tolist()
    [[1, 2, 1, 0], [0, 0, 1, 1]]
    >>> vectorizer.get_feature_names_out().tolist()
    ['and', 'fell', 'it', 'rose']
    >>> import copydesk as cd
    >>> sorted(CountVectorizer(analyzer=cd.Analyzer()).fit(["The ships were waiting."]).vocabulary_)
    ['ship', 'the', 'wait', 'were']
    """

    _parameter_constraints = {**original.CountVectorizer._parameter_constraints, "n_jobs": [Integral, None]}

    @_beside(original.CountVectorizer)
    def __init__(self, *, n_jobs: int | None = None, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.n_jobs = n_jobs

    def fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learn the columns; memory grows by the terms, not by the documents, unless frequencies are limited.

        >>> from copydesk.sklearn import CountVectorizer
        >>> CountVectorizer().fit(["It fell.", "It rose."]).get_feature_names_out().tolist()
        ['fell', 'it', 'rose']
        """
        is_plain = isinstance(raw_documents, str) or not _is_own(self, "fit_transform")  # which a subclass wants as they came
        return super().fit(raw_documents if is_plain else _ToFit(raw_documents), y)


class TfidfVectorizer(_Vocabulary, original.TfidfVectorizer):
    """scikit-learn's TfidfVectorizer: its own TfidfTransformer on counts made in C.

    Beside its parameters: `analyzer` may be an Analyzer, whose terms are counted; `n_jobs` threads count.

    >>> from copydesk.sklearn import TfidfVectorizer
    >>> TfidfVectorizer(norm=None, smooth_idf=False).fit_transform(["It fell.", "It rose."]).toarray().round(2).tolist()
    [[1.69, 1.0, 0.0], [0.0, 1.0, 1.69]]
    """

    _parameter_constraints = {**original.TfidfVectorizer._parameter_constraints, "n_jobs": [Integral, None]}

    @_beside(original.TfidfVectorizer)
    def __init__(self, *, n_jobs: int | None = None, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.n_jobs = n_jobs


class HashingVectorizer(_Counting, original.HashingVectorizer):
    """scikit-learn's HashingVectorizer, counting in C: the same columns and signs.

    Beside its parameters: `analyzer` may be an Analyzer, whose terms are counted; `n_jobs` threads count.

    >>> from copydesk.sklearn import HashingVectorizer
    >>> matrix = HashingVectorizer(norm=None).transform(["foo bar foo"])
    >>> matrix.indices.tolist(), matrix.data.tolist()
    ([670688, 956813], [-2.0, 1.0])
    """

    _parameter_constraints = {**original.HashingVectorizer._parameter_constraints, "n_jobs": [Integral, None]}

    @_beside(original.HashingVectorizer)
    def __init__(self, *, n_jobs: int | None = None, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.n_jobs = n_jobs

    def transform(self, X: Iterable[Any]) -> Any:
        """The hashed counts of each document: a sparse matrix with a row for each and `n_features` columns.

        >>> from copydesk.sklearn import HashingVectorizer
        >>> HashingVectorizer(n_features=16).transform(["It fell.", "It rose."]).shape
        (2, 16)
        """
        if isinstance(X, str) or not self._fits():
            return super().transform(_items(X))
        self._validate_params()  # scikit-learn's dies of n_features=0 where nothing was fitted
        documents = X if isinstance(X, list) else _once(X)
        counted = self._count(documents, int(self.n_features), bool(self.alternate_sign), None, False)
        if counted is None or not counted.n_rows:
            return super().transform(_items(documents))
        matrix = arrays(counted, self.dtype, bool(self.binary))
        return normalize(matrix, norm=self.norm, copy=False) if self.norm is not None else matrix
