"""How well sentences agree with those that are known: F1 as CoNLL-2018 counts it, and the mistakes in context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ._core import Analyzer
from ._corpora import Corpus, Spans, checked


class Counts(NamedTuple):
    """Sentences that agree, that are known, that were found; then the same of their ends, the text's end left out."""

    hits: int = 0
    known: int = 0
    found: int = 0
    end_hits: int = 0
    end_known: int = 0
    end_found: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self, other)))

    @property
    def f1(self) -> float:
        """In percent."""
        return 200 * self.hits / max(1, self.known + self.found)

    @property
    def boundary_f1(self) -> float:
        """In percent."""
        return 200 * self.end_hits / max(1, self.end_known + self.end_found)


def count(known: Spans, found: Spans) -> Counts:
    """Counts of two lists of spans without white space at their ends.

    >>> count([(0, 5), (6, 9)], [(0, 5), (6, 7), (8, 9)])
    Counts(hits=1, known=2, found=3, end_hits=1, end_known=1, end_found=2)
    """
    last = max((end for _, end in (*known[-1:], *found[-1:])), default=0)
    ends, seen = ({end for _, end in spans} - {last} for spans in (known, found))
    return Counts(len({*known} & {*found}), len(known), len(found), len(ends & seen), len(ends), len(seen))


def score(analyzer: Analyzer, corpora: Iterable[Corpus]) -> Counts:
    """What the analyzer's sentences have in common with the corpora's."""
    total = Counts()
    for text, known in corpora:
        total = total.plus(count(known, checked(text, analyzer.spans(text, level="sentence"))))
    return total


class Mistake(NamedTuple):
    """A sentence end that was missed, or one that is none.

    >>> Mistake("missed", "It fell ", "Let me know", "model_goes_on")
    Mistake(kind='missed', left='It fell ', right='Let me know', rule='model_goes_on')
    """

    kind: str
    left: str
    right: str
    rule: str


def mistakes(analyzer: Analyzer, corpora: Iterable[Corpus]) -> Iterator[Mistake]:
    """Each place where the analyzer's sentence ends differ from the corpora's."""
    for text, known in corpora:
        doc = analyzer(text)
        ends = {end for _, end in known}
        found = {end for _, end in checked(text, ((s.start, s.end) for s in doc.sentences))}
        for at in sorted((ends ^ found) - {len(text.rstrip())}):
            left, right = text[max(0, at - 50) : at], text[at : at + 30]
            yield Mistake("missed" if at in ends else "false", left, right, doc.explain(at).rule)


def in_parts(corpora: Iterable[Corpus], n: int) -> list[list[Corpus]]:
    """The texts, cut into `n` contiguous parts of as many sentences each, where need be within a text.

    >>> in_parts([("A. B. C.", [(0, 2), (3, 5), (6, 8)]), ("D.", [(0, 2)])], 2)
    [[('A. B. ', [(0, 2), (3, 5)])], [('C.', [(0, 2)]), ('D.', [(0, 2)])]]
    """
    corpora = [corpus for corpus in corpora if corpus[1]]
    total = sum(len(spans) for _, spans in corpora)
    bounds = [total * i // n for i in range(n + 1)]
    parts: list[list[Corpus]] = [[] for _ in range(n)]
    before = 0
    for text, spans in corpora:
        for part, (first, last) in zip(parts, zip(bounds, bounds[1:])):
            first, last = max(first - before, 0), min(last - before, len(spans))
            if first < last:
                part.append(_stretch(text, spans, first, last))
        before += len(spans)
    return parts


def _stretch(text: str, spans: Spans, first: int, last: int) -> Corpus:
    start = spans[first][0] if first else 0
    end = spans[last][0] if last < len(spans) else len(text)
    return text[start:end], [(a - start, b - start) for a, b in spans[first:last]]
