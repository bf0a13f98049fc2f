"""Batches and Docs as pyarrow holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from ._core import BLOCK_KINDS, TOKEN_KINDS
from ._input import without_surrogates

if TYPE_CHECKING:
    from ._core import Batch


def table(of: Batch | dict[str, Any]) -> Any:
    """The rows of `batch.__arrow_c_stream__()`, or named columns: a pyarrow.Table. ImportError without pyarrow."""
    return needed().table(of)


def column(data: bytearray, type: str, kinds: tuple[str, ...] = TOKEN_KINDS) -> Any:
    """Numbers of a Doc, where they lie: a pyarrow.Array. Those of type uint8 are kinds."""
    pyarrow = needed()
    of = pyarrow.type_for_alias(type)
    array = pyarrow.Array.from_buffers(of, len(data) // of.byte_width, [None, pyarrow.py_buffer(data)])
    return pyarrow.DictionaryArray.from_arrays(array, pyarrow.array(kinds)) if type == "uint8" else array


block_column = partial(column, kinds=BLOCK_KINDS)


def strings(texts: Callable[[], Iterable[str]], n: int, type: Any) -> Any:
    """An array of `n` texts; a lone surrogate, which Arrow cannot hold, goes out as U+FFFD.

    >>> import pyarrow
    >>> strings(lambda: ["It", "fell\\ud800"], 2, pyarrow.utf8()).to_pylist() == ["It", "fell\\ufffd"]
    True
    """
    array = needed().array
    try:
        return array(texts(), type, size=n)
    except UnicodeEncodeError:
        return array(map(without_surrogates, texts()), type, size=n)


def needed() -> Any:
    """The module pyarrow."""
    try:
        import pyarrow
    except ImportError:
        raise ImportError("to_arrow() needs pyarrow: pip install pyarrow") from None
    return pyarrow
