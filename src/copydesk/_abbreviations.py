"""Abbreviations that a text uses, found without being told any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import exp, log
from numbers import Real
from typing import NamedTuple

_AROUND = "\"'“”„‘’‚«»‹›()[]{}*_"
_ENDS = _AROUND + ",;:!?"
_SURE = 0.99  # how often an abbreviation has its stop, by hypothesis
_MANY = 10  # times with a stop, after which a bare one counts in proportion: large collections have slips


class Found(NamedTuple):
    """A word that looks like an abbreviation: how often with a stop and without, and how sure that is.

    >>> Found("capt", 7, 0, 4.2).word
    'capt'
    """

    word: str
    stopped: int
    bare: int
    score: float


def find_abbreviations(texts: str | Iterable[str], least: float = 0.3, count: int = 2) -> list[Found]:
    """Words that mostly stand before a stop in these texts, the surest first: likely abbreviations.

    texts   one str or many; no sentence needs to be marked
    least   score that is needed: higher finds fewer, and surer
    count   of times that a word must have been seen with its stop
    The score is that of Kiss and Strunk (Unsupervised Multilingual Sentence Boundary
    Detection, 2006): the log-likelihood ratio of the hypotheses that the word is an
    abbreviation and that its stops are as frequent as any word's, lowered by its length and
    by each time it stands bare (or, of a common word, by its share of bare ones), raised by stops within. Give the words to
    `Analyzer(abbreviations=...)`. Raises TypeError where a text is no str.

    >>> import copydesk as cd
    >>> log = "At noon Skpr. Byrd sailed (so said Skpr. Stone), and Skpr. Reed came at five, behind the others. "
    >>> [found.word for found in cd.find_abbreviations(log * 3)]
    ['skpr']
    >>> cd.Analyzer(abbreviations=["skpr"]).sentences("They met Skpr. Reed.")
    ['They met Skpr. Reed.']
    """
    for name, value in (("least", least), ("count", count)):
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(f"{name} must be a number, not {type(value).__name__}")
    stopped, bare = _counts([texts] if isinstance(texts, str) else texts)
    stops = sum(stopped.values())
    words = stops + sum(bare.values())
    found = [Found(w, n, bare[w], _score(w, n, bare[w], stops / words)) for w, n in stopped.items() if n >= count and _may_be_one(w)]
    return sorted((f for f in found if f.score >= least), key=lambda f: (-f.score, f.word))


def _counts(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each lower-cased word stands before a stop, and how often it does not."""
    stopped: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    if not isinstance(texts, Iterable):
        raise TypeError(f"texts must be a str or hold str, not be {type(texts).__name__}")
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"texts must be a str or hold str, not {type(text).__name__}")
        for chunk, n in Counter(text.lower().split()).items():
            word = chunk.rstrip(_ENDS).lstrip(_AROUND)
            if word.endswith(".") and not word.endswith(".."):
                stopped[word[:-1]] += n
            elif word:
                bare[word] += n
    return stopped, bare


def _may_be_one(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return letters.isalpha()


def _score(word: str, stopped: int, bare: int, share: float) -> float:
    letters = len(word.replace(".", ""))
    plain = stopped * log(share) + (bare * log(1 - share) if bare else 0.0)
    sure = stopped * log(_SURE) + bare * log(1 - _SURE)
    against = bare * min(1.0, _MANY / stopped)
    score: float = 2 * (sure - plain) * exp(-letters) * (1 + word.count(".")) * float(letters) ** -against
    return score
