"""Why a sentence ends, or does not end, at a place."""

from __future__ import annotations

from html import escape
from typing import NamedTuple


class Explanation(NamedTuple):
    """Why there is, or is no, sentence end between two tokens.

    boundary  whether a sentence ends there
    rule      the name of the rule that decided
    score     above 0: break; an int: rules say 1 or -1, a model more
    features  what was seen there, a dict of str to int: what each adds to the score
    about     the rule in one plain sentence
    left, right  the tokens on both sides; '' outside the text

    >>> from copydesk import Analyzer
    >>> why = Analyzer(model=False)("It fell. They sold.").explain(8)
    >>> why.boundary, why.rule, why.score, why.left, why.right
    (True, 'stop', 1, '.', 'They')
    >>> why.about, "space" in why.features
    ('A full stop ends the sentence.', True)
    """

    boundary: bool
    rule: str
    score: int
    features: dict[str, int]
    about: str
    left: str
    right: str

    def __repr__(self) -> str:
        verdict = "boundary" if self.boundary else "no boundary"
        seen = f" [{', '.join(self._told())}]" if self.features else ""
        return f"<{verdict} between {self.left!r} and {self.right!r}: {self.rule} ({self.score:+d}): {self.about}{seen}>"

    def _told(self) -> list[str]:
        """The features with their weights, the weightiest first; of many, the first eight."""
        heavy = sorted(self.features.items(), key=lambda item: -abs(item[1]))[:8]
        return [f"{name} {weight:+d}" if weight else name for name, weight in heavy]

    def _repr_html_(self) -> str:
        """The explanation as a small HTML table, for notebooks."""
        verdict = "a sentence ends" if self.boundary else "no sentence ends"
        rows = {
            "between": f"{self.left!r} and {self.right!r}: {verdict}",
            "rule": f"{self.rule} ({self.score:+d})",
            "because": self.about,
            "seen": ", ".join(self._told()),
        }
        cells = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in rows.items() if value)
        return f"<table>{cells}</table>"
