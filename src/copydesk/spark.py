"""Spark DataFrames in, the same with columns of tokens, sentences and terms out. Needs pyspark and pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Literal

from ._core import Analyzer

__all__ = ["annotate"]


def annotate(
    df: Any,
    column: str = "text",
    analyzer: Analyzer | None = None,
    columns: Iterable[str] = ("sentences", "terms"),
    *,
    unit: Literal["code_point", "byte", "utf16"] = "byte",
    prefix: str = "",
    on_error: Literal["status", "raise"] = "status",
    threads: int = 1,
) -> Any:
    """The Spark DataFrame `df` with columns appended: lazy, by one mapInArrow.

    The arguments are those of copydesk.arrow.annotate, and so are the columns, with types
    that Spark has: a token's kind is a string, the status a tinyint. The schema is worked
    out here and now; wrong arguments are errors here and not in a worker. Workers need
    copydesk and pyarrow installed; what travels to them is an Analyzer of a few hundred bytes.

    threads   of each task: Spark runs as many tasks at once as it has cores

    >>> import copydesk.spark
    >>> copydesk.spark.annotate(spark.read.parquet("articles"), "text")  # doctest: +SKIP
    DataFrame[id: bigint, text: string, sentences: array<struct<start:int,end:int>>, terms: array<string>]
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    from pyspark.sql.types import StructType

    from . import arrow

    how = partial(
        arrow.annotate,
        column=column, analyzer=Analyzer() if analyzer is None else analyzer, columns=tuple(columns) if not isinstance(columns, str) else columns,
        unit=unit, prefix=prefix, plain=True, on_error=on_error, threads=threads,
    )  # fmt: skip
    found = how(to_arrow_schema(df.schema).empty_table()).schema
    new = from_arrow_schema(found).fields[len(df.schema.fields) :]
    return df.mapInArrow(partial(_batches, how), StructType([*df.schema.fields, *new]))


def _batches(how: Any, batches: Iterator[Any]) -> Iterator[Any]:
    return map(how, batches)
