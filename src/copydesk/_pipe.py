"""Docs of many texts, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._core import Analyzer, Doc


def pipe(analyzer: Analyzer, texts: Iterable[str | bytes], progress: bool) -> Iterator[Doc]:
    """The Doc of each text, made when it is asked for: an iterator.

    `progress` draws a bar on stderr. Raises ImportError for it without tqdm,
    and TypeError at once if `texts` is no iterable.

    >>> from copydesk import Analyzer
    >>> [doc.text for doc in pipe(Analyzer(), ["One.", "Two."], progress=False)]
    ['One.', 'Two.']
    """
    shown = with_progress(texts) if progress else texts
    return map(analyzer, shown)


def with_progress(texts: Iterable[str | bytes]) -> Iterable[str | bytes]:
    """`texts`, with a bar on stderr that counts them. ImportError without tqdm."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: pip install tqdm") from None
    bar: Iterable[str | bytes] = tqdm(texts, unit=" texts")
    return bar
