"""A Batch as pyarrow holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._core import Batch


def table(batch: Batch) -> Any:
    """The rows of `batch.__arrow_c_stream__()`: a pyarrow.Table. ImportError without pyarrow."""
    try:
        import pyarrow
    except ImportError:
        raise ImportError("to_arrow() needs pyarrow: pip install pyarrow") from None
    return pyarrow.table(batch)
