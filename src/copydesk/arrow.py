"""Arrow data in, the same data with columns of tokens, sentences and terms out. Needs pyarrow.

`annotate` is what every engine that hands out Arrow batches calls: pyarrow datasets, polars,
pandas, DuckDB, Spark, Ray, Dask.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, chain
from typing import Any, Literal, TypeVar

from ._arrow import strings
from ._core import TOKEN_KINDS, Analyzer, Batch
from ._messages import unknown_choice

try:
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError:
    raise ImportError("copydesk.arrow needs pyarrow: pip install pyarrow") from None

__all__ = ["COLUMNS", "annotate"]

_Data = TypeVar("_Data")

# An array's lists and strings count in 32 bits: rows with more tokens go out as several chunks.
_MOST_TOKENS = 2**28


def annotate(
    data: _Data,
    column: str = "text",
    analyzer: Analyzer | None = None,
    columns: Iterable[str] = ("tokens", "sentences"),
    *,
    unit: Literal["code_point", "byte", "utf16"] = "byte",
    prefix: str = "",
    plain: bool = False,
    on_error: Literal["status", "raise"] = "status",
    threads: int = 0,
) -> _Data:
    """`data` with columns appended that say what copydesk found in its texts.

    data      a pyarrow.RecordBatch, Table or RecordBatchReader, or a pandas or polars
              DataFrame; what comes back is of the same type. A reader is read as the
              result is: one batch is in memory at a time
    column    the column of texts: utf8, large_utf8, utf8_view, or a dictionary of these
    analyzer  None is Analyzer(), English
    columns   what to append, in this order; see below
    unit      of offsets: bytes of UTF-8, as Arrow's own are, unless told; what slices str,
              as pandas, polars and SQL do, wants "code_point"
    prefix    put before the name of every appended column
    plain     types that every engine takes: the kind as utf8, not as a dictionary of it,
              and the status as int8, not uint8
    on_error  "status": a text that cannot be read is null in every column but status,
              which is 2; "raise": its exception
    threads   0: as many as this process may use

    | columns | type |
    | --- | --- |
    | tokens | list of struct: start, end: int32, kind: dictionary of utf8 |
    | sentences | list of struct: start, end: int32 |
    | token_start, token_end, token_kind | the fields of tokens, each a list |
    | sentence_start, sentence_end | the fields of sentences, each a list |
    | token_texts, stems | list of utf8, one for each token |
    | sentence_texts | list of utf8, one for each sentence |
    | terms | list of utf8: what analyzer.terms(text) gives |
    | language | utf8: what the text was read as; tells more where the analyzer is of "auto" |
    | status | 0 read, 1 null, 2 could not be read |

    Null stays null. Raises ValueError for a column that `data` or copydesk does not have,
    or that `data` has already; TypeError where the column holds no texts, or `data` is
    none of these; OverflowError where a RecordBatch holds more tokens than one array can.

    >>> import pyarrow
    >>> from copydesk.arrow import annotate
    >>> table = pyarrow.table({"id": [7, 8], "text": ["It fell. They sold.", None]})
    >>> found = annotate(table, columns=["sentences", "terms"])
    >>> found.column_names
    ['id', 'text', 'sentences', 'terms']
    >>> found["sentences"].to_pylist()
    [[{'start': 0, 'end': 8}, {'start': 9, 'end': 19}], None]
    >>> found["terms"].to_pylist()
    [['it', 'fell', 'they', 'sold'], None]
    """
    how = _Annotation(column, Analyzer() if analyzer is None else analyzer, _known(columns), unit, prefix, plain, on_error, threads)
    return how(data)  # type: ignore[no-any-return]


class _Annotation:
    """What annotate was told, for any number of batches."""

    def __init__(
        self, column: str, analyzer: Analyzer, columns: tuple[str, ...], unit: Any, prefix: str, plain: bool,
        on_error: Any, threads: int,
    ) -> None:  # fmt: skip
        for name, value, kind in (("analyzer", analyzer, Analyzer), ("prefix", prefix, str), ("plain", plain, bool)):
            if not isinstance(value, kind):
                raise TypeError(f"{name} must be of type {kind.__name__}, not {type(value).__name__}")
        self.column, self.analyzer, self.columns, self.prefix, self.plain = column, analyzer, columns, prefix, plain
        needs = {need for name in columns for need in _MADE[name][0]}
        self.read = {"columns": needs, "unit": unit, "on_error": on_error, "threads": threads}
        analyzer.batch([], **self.read)  # raises where one of them is wrong, whatever the data

    def __call__(self, data: Any) -> Any:
        if isinstance(data, pa.RecordBatchReader):
            return self.stream(data)
        if isinstance(data, (pa.Table, pa.RecordBatch)):
            return self.table(data)
        if _is_frame(data, "pandas"):
            return self.pandas(data)
        if _is_frame(data, "polars"):
            return self.polars(data)
        raise TypeError(
            "annotate() takes a pyarrow RecordBatch, Table or RecordBatchReader, or a pandas or polars DataFrame, "
            f"not {type(data).__name__}"
        )

    def table(self, data: Any) -> Any:
        self.check(data.column_names)
        for name, made in self.made(data.column(self.column)).items():
            data = data.append_column(name, made if isinstance(data, pa.Table) else _one(made))
        return data

    def stream(self, data: Any) -> Any:
        schema = self.table(data.schema.empty_table()).schema
        return pa.RecordBatchReader.from_batches(schema, map(self.table, data))

    def polars(self, data: Any) -> Any:
        import polars

        self.check(data.columns)
        made = self.made(data[self.column])
        return data.with_columns(polars.Series(name, column) for name, column in made.items())

    def pandas(self, data: Any) -> Any:
        import pandas

        self.check(data.columns)
        made = self.made(data[self.column])
        return data.assign(
            **{
                name: pandas.Series(pandas.arrays.ArrowExtensionArray(column), index=data.index)
                for name, column in made.items()
            }
        )

    def check(self, names: Iterable[str]) -> None:
        """ValueError unless the names have the column once, and none that is to be appended."""
        there = list(names)
        if self.column not in there:
            raise ValueError(unknown_choice("column", self.column, there) if there else f"no column {self.column!r}: there is none")
        if there.count(self.column) > 1:
            raise ValueError(f"{there.count(self.column)} columns are named {self.column!r}; rename all but one")
        for name in self.columns:
            if self.prefix + name in there:
                raise ValueError(f"there is a column {self.prefix + name!r} already; give another prefix, or drop it")

    def made(self, texts: Any) -> dict[str, Any]:
        """Each column that is to be appended, by its name: a pyarrow.ChunkedArray."""
        batch = self.batch(texts)
        chunks = [self.arrays(piece) for piece in _pieces(batch)]
        return {self.prefix + name: pa.chunked_array(arrays) for name, *arrays in zip(self.columns, *chunks)}

    def batch(self, texts: Any) -> Batch:
        try:
            return self.analyzer.batch(texts, **self.read)
        except UnicodeDecodeError as error:
            error.reason += f", in column {self.column!r}"
            raise
        except TypeError as error:
            raise TypeError(f"column {self.column!r}: {error}") from None

    def arrays(self, batch: Batch) -> list[Any]:
        """Each column of a batch: a pyarrow.Array."""
        if self.plain:
            return [_plain(self.array(name, batch)) for name in self.columns]
        return [self.array(name, batch) for name in self.columns]

    def array(self, name: str, batch: Batch) -> Any:
        if name == "terms" and self.analyzer.ngram_range != (1, 1):
            offsets, values = _of_rows([] if doc is None else doc.analyzer.terms(doc.text) for doc in batch)
        else:
            offsets, values = _MADE[name][1](batch)
        if offsets is None:
            return values
        return pa.ListArray.from_arrays(offsets.cast(pa.int32()), values, mask=pc.not_equal(pa.array(batch.status), 0))


def _is_frame(data: Any, library: str) -> bool:
    """Whether `data` is a DataFrame of a library, which is not imported for it."""
    frame = getattr(sys.modules.get(library), "DataFrame", None)
    return frame is not None and isinstance(data, frame)


def _known(columns: Iterable[str]) -> tuple[str, ...]:
    if isinstance(columns, str) or not hasattr(columns, "__iter__"):
        example = columns if isinstance(columns, str) else COLUMNS[0]
        raise TypeError(f"columns must be names of columns, such as ({example!r},), not {type(columns).__name__}")
    names = tuple(columns)
    for name in names:
        if name not in _MADE:
            raise ValueError(unknown_choice("column", name, COLUMNS))
        if names.count(name) > 1:
            raise ValueError(f"column {name!r} is asked for twice")
    return names


def _pieces(batch: Batch) -> Iterator[Batch]:
    """The batch in halves and halves of halves, until each fits into arrays."""
    if batch.doc_offsets[-1] <= _MOST_TOKENS or len(batch) <= 1:
        yield batch
        return
    middle = len(batch) // 2
    yield from _pieces(batch[:middle])
    yield from _pieces(batch[middle:])


def _one(made: Any) -> Any:
    """The only chunk of a column."""
    if made.num_chunks == 1:
        return made.chunk(0)
    raise OverflowError(f"more than {_MOST_TOKENS} tokens in one RecordBatch; annotate a Table, or fewer rows at a time")


def _plain(array: Any) -> Any:
    return array.cast(_plain_type(array.type))


def _plain_type(of: Any) -> Any:
    """The type without what some engine cannot take: dictionaries, unsigned numbers."""
    if pa.types.is_list(of):
        return pa.list_(_plain_type(of.value_type))
    if pa.types.is_struct(of):
        return pa.struct([(field.name, _plain_type(field.type)) for field in of])
    if pa.types.is_dictionary(of):
        return of.value_type
    return pa.int8() if of == pa.uint8() else of


# ---- columns: where each document's items start, None where it has but one, and the items -------------


def _kinds(batch: Batch) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(batch.kind), pa.array(TOKEN_KINDS))


def _of_tokens(values: Callable[[Batch], Any]) -> Callable[[Batch], tuple[Any, Any]]:
    return lambda batch: (pa.array(batch.doc_offsets), values(batch))


def _of_sentences(values: Callable[[Batch], Any]) -> Callable[[Batch], tuple[Any, Any]]:
    return lambda batch: (pa.array(batch.doc_sentences), values(batch))


def _tokens(batch: Batch) -> Any:
    return pa.StructArray.from_arrays([pa.array(batch.start), pa.array(batch.end), _kinds(batch)], ["start", "end", "kind"])


def _sentence_start(batch: Batch) -> Any:
    return pa.array(batch.start).take(pa.array(batch.sentence_offsets)[:-1])


def _sentence_end(batch: Batch) -> Any:
    return pa.array(batch.end).take(pc.subtract(pa.array(batch.sentence_offsets)[1:], 1))


def _sentences(batch: Batch) -> Any:
    return pa.StructArray.from_arrays([_sentence_start(batch), _sentence_end(batch)], ["start", "end"])


def _sentence_texts(batch: Batch) -> Any:
    texts = lambda: chain.from_iterable(map(batch.sentences, range(len(batch))))  # noqa: E731
    return strings(texts, len(batch.sentence_offsets) - 1, pa.utf8())


def _of_rows(words: Iterable[list[str]]) -> tuple[Any, Any]:
    rows = list(words)
    offsets = list(accumulate(map(len, rows), initial=0))
    return pa.array(offsets), strings(lambda: chain.from_iterable(rows), offsets[-1], pa.utf8())


def _words(strings: Any, ids: Any) -> Any:
    return pa.array(strings).cast(pa.utf8()).take(ids)


def _stems(batch: Batch) -> tuple[Any, Any]:
    if len({*batch.languages} - {None}) > 1:
        return _stems_by_language(batch)
    return pa.array(batch.doc_offsets), _words(batch.stems, pa.array(batch.type_id))


def _stems_by_language(batch: Batch) -> tuple[Any, Any]:
    """`batch.stems` has one for a type that is of several languages: each language's documents are a batch of their own."""
    rows: dict[str | None, list[int]] = {}
    for i, language in enumerate(batch.languages):
        rows.setdefault(language, []).append(i)
    nulls = rows.pop(None, [])
    lists = [_list_of_stems([batch[i] for i in of]) for of in rows.values()]
    lists.append(pa.nulls(len(nulls), lists[0].type))
    order = pa.array([*chain.from_iterable(rows.values()), *nulls])
    found = pa.concat_arrays(lists).take(pc.sort_indices(order))
    return found.offsets, found.values


def _list_of_stems(docs: list[Any]) -> Any:
    offsets, values = _stems(docs[0].analyzer.batch([doc.text for doc in docs], columns=("type_id",)))
    return pa.ListArray.from_arrays(offsets.cast(pa.int32()), values)


def _terms(batch: Batch) -> tuple[Any, Any]:
    """Tokens that are no terms have no place in the lists."""
    ids = pa.array(batch.term_id)
    is_term = pc.greater_equal(ids, 0)
    before = pa.concat_arrays([pa.array([0]), pc.cumulative_sum(is_term.cast(pa.int64()))])
    return before.take(pa.array(batch.doc_offsets)), _words(batch.vocabulary, ids.filter(is_term))


# Each column: what of the Batch it needs, and how it is made.
_MADE: dict[str, tuple[tuple[str, ...], Callable[[Batch], tuple[Any, Any]]]] = {
    "tokens": (("start", "end", "kind"), _of_tokens(_tokens)),
    "sentences": (("start", "end", "sentence_offsets"), _of_sentences(_sentences)),
    "token_start": (("start",), _of_tokens(lambda batch: pa.array(batch.start))),
    "token_end": (("end",), _of_tokens(lambda batch: pa.array(batch.end))),
    "token_kind": (("kind",), _of_tokens(_kinds)),
    "sentence_start": (("start", "sentence_offsets"), _of_sentences(_sentence_start)),
    "sentence_end": (("end", "sentence_offsets"), _of_sentences(_sentence_end)),
    "token_texts": (("type_id",), _of_tokens(lambda batch: _words(batch.types, pa.array(batch.type_id)))),
    "stems": (("type_id",), _stems),
    "sentence_texts": (("sentence_offsets",), _of_sentences(_sentence_texts)),
    "terms": (("term_id",), _terms),
    "language": ((), lambda batch: (None, pa.array(batch.languages, pa.utf8()))),
    "status": ((), lambda batch: (None, pa.array(batch.status))),
}
COLUMNS = tuple(_MADE)
