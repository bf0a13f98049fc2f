"""Boundary models from texts whose sentences are known."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from numbers import Real
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from ._core import Analyzer, Model
from ._corpora import Corpus, checked
from ._input import ends_in
from ._measure import Counts, Mistake, in_parts, mistakes, score
from ._messages import whole
from ._models import bits_of, load, shipped, threshold_of

if TYPE_CHECKING:
    from ._fit import Gaps

THRESHOLDS = tuple(sorted(range(-24, 25, 4), key=abs))
MOST_BITS = 24  # as csrc/core/model.c has it
MISTAKES = 200  # that a report holds at most


class Figure(NamedTuple):
    """Sentences of one part of the texts, beside what rules alone reach there; F1 in percent.

    >>> Figure("fold 1", 120, 93.1, 95.0, 90.2, 92.4).f1
    93.1
    """

    name: str
    sentences: int
    f1: float
    boundary_f1: float
    rules_f1: float
    rules_boundary_f1: float


class Report(NamedTuple):
    """What a training came to; `str(report)` is for people.

    figures        a tuple of Figure: of each fold, or of the held-out texts, or else of
                   the training texts themselves (which flatters); then of all together
    mistakes       a tuple of Mistake, in the order of the text, at most 200
    abbreviations  a tuple of (word, within sentences, at their ends): words whose stop
                   mostly ends no sentence in the training texts

    >>> import copydesk as cd
    >>> text = "Skpr. Byrd sailed at noon. He waved. They met Skpr. Stone. "
    >>> spans = [(0, 26), (27, 36), (37, 58)]
    >>> corpus = [(text * 9, [(59 * i + a, 59 * i + b) for i in range(9) for a, b in spans])]
    >>> report = cd.train(corpus, bits=10, folds=2).report
    >>> len(report.figures), len(report.mistakes), report.abbreviations
    (3, 0, (('skpr', 18, 0),))
    >>> print(report)
    fold 1: 13 sentences, F1 100.00 (rules 22.86), boundaries 100.00 (rules 72.73)
    fold 2: 14 sentences, F1 100.00 (rules 27.03), boundaries 100.00 (rules 74.29)
    all folds: 27 sentences, F1 100.00 (rules 25.00), boundaries 100.00 (rules 73.53)
    abbreviations: skpr. 18/0
    """

    figures: tuple[Figure, ...]
    mistakes: tuple[Mistake, ...]
    abbreviations: tuple[tuple[str, int, int], ...]

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for f in self.figures:
            yield (
                f"{f.name}: {f.sentences:,} sentences, F1 {f.f1:.2f} (rules {f.rules_f1:.2f}), "
                f"boundaries {f.boundary_f1:.2f} (rules {f.rules_boundary_f1:.2f})"
            )
        if self.abbreviations:
            yield "abbreviations: " + ", ".join(f"{word}. {inside}/{last}" for word, inside, last in self.abbreviations[:40])
        for m in self.mistakes:
            yield f"{m.kind:6} {' '.join(m.left.split())} | {' '.join(m.right.split())}  [{m.rule}]"


class Training(NamedTuple):
    """What train() gives: the model and its report.

    >>> import copydesk as cd
    >>> text = "Skpr. Byrd sailed at noon. He waved. They met Skpr. Stone. "
    >>> training = cd.train([(text, [(0, 26), (27, 36), (37, 58)])], bits=8)
    >>> training.model.language, training.report.abbreviations
    ('english', (('skpr', 2, 0),))
    """

    model: Model
    report: Report


def train(
    corpora: Iterable[Corpus],
    language: str = "english",
    *,
    base: Model | str | os.PathLike[str] | None = None,
    bits: int | None = None,
    strength: float = 0.3,
    lower: bool = True,
    folds: int = 0,
    held_out: Iterable[Corpus] = (),
    threshold: int | None = None,
    notes: dict[str, Any] | None = None,
) -> Training:
    """A model of sentence boundaries, learned from texts and their sentences, with a report.

    corpora    pairs of a text and the (start, end) of its sentences in code points, as
               read_corpus() gives them
    base       a Model, the path of one, or a language that has one: is fine-tuned, which
               needs far less text
    bits       of the table, which has 2^bits weights of one byte: as the base's, else 16
               (18 for English); fewer save room, more are seldom better
    strength   of what is learned against what is plain: liblinear's C, from 1e-9 to 1e9
    lower      also learn from a lower-cased copy
    folds      measure on so many contiguous parts of each text, each time trained on the others
    held_out   measure on these
    threshold  the score above which a sentence ends; None: what is best on the parts that
               are measured (a little flattering, then), as the base's or 0 where none are held out
    notes      written into the file as JSON: its sources and their licences, say
    Needs numpy, scipy and scikit-learn (the extra "train"). The same texts give the same
    bytes. Raises ValueError and TypeError for corpora that are none.

    >>> import copydesk as cd
    >>> text = "Skpr. Byrd sailed at noon. He waved. They met Skpr. Stone. "
    >>> spans = [(0, 26), (27, 36), (37, 58)]
    >>> corpus = [(text * 9, [(59 * i + a, 59 * i + b) for i in range(9) for a, b in spans])]
    >>> training = cd.train(corpus, bits=10)
    >>> cd.Analyzer(model=training.model).sentences("I saw Skpr. Byrd. He waved.")
    ['I saw Skpr. Byrd.', 'He waved.']
    >>> training.report.abbreviations
    (('skpr', 18, 0),)
    """
    texts = _texts("corpora", corpora)
    unseen = _texts("held_out", held_out)
    job = _Job(language, bits, strength, lower, base)
    folds = _within("folds", folds, 0, 1000)
    if threshold is not None:
        threshold = _within("threshold", threshold, -(2**20), 2**20)
    if folds == 1:
        raise ValueError("folds=1 leaves nothing to learn from; expected 2 or more, or 0 for none")
    if folds and unseen:
        raise ValueError(f"folds={folds} and held_out are two ways to measure; give one of them")
    _check_notes(notes)
    weights = job.weights(texts)
    trials = _trials(job, texts, unseen, folds, weights)
    chosen = threshold if threshold is not None else job.best(trials) if folds or unseen else job.threshold
    figures = job.figures(trials, chosen)
    told = _as_json({**(notes or {}), "figures": [figure._asdict() for figure in figures]})
    model = job.model(weights, chosen, told)
    found = [m for trial in trials for m in mistakes(job.reader(trial.weights, chosen), trial.texts)]
    return Training(model, Report(figures, tuple(found[:MISTAKES]), tuple(_abbreviations(job.plain, texts))))


def _check_notes(notes: object) -> None:
    """Said before minutes of training, not after."""
    if notes is not None and not isinstance(notes, dict):
        raise TypeError(f"notes must be a dict, not {type(notes).__name__}")
    json.dumps(notes)


def _as_json(notes: dict[str, Any]) -> str:
    """The notes as JSON, which escapes a lone surrogate: UTF-8 holds none."""
    return json.dumps(notes, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _texts(name: str, corpora: Iterable[Corpus]) -> list[Corpus]:
    if not isinstance(corpora, Iterable):
        raise TypeError(f"{name} must hold pairs (text, spans), not be {type(corpora).__name__}; read_corpus() gives them")
    found = []
    for item in corpora:
        if not isinstance(item, tuple) or len(item) != 2:
            raise TypeError(f"{name} must hold pairs (text, spans), not {item!r:.60}; read_corpus() gives them")
        found.append((item[0], checked(*item)))
    return found


def _within(name: str, value: Any, least: int, most: int) -> int:
    number = whole(name, value)
    if not least <= number <= most:
        raise ValueError(f"{name}={number} is out of range; expected {least} to {most}")
    return number


def _strength(value: Any) -> float:
    """The number, within bounds: beyond them no byte of a model changes, and liblinear may never come back."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"strength must be a number, not {type(value).__name__}")
    if not 1e-9 <= float(value) <= 1e9:
        raise ValueError(f"strength={value} is out of range; expected 1e-09 to 1e+09")
    return float(value)


def lowered(text: str) -> str:
    """The text in lower case, as long as before.

    >>> lowered("İSTANBUL")
    'İstanbul'
    """
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class _Trial(NamedTuple):
    name: str
    texts: list[Corpus]  # to measure on
    weights: Any


class _Job:
    """What the fits of one training have in common."""

    def __init__(self, language: str, bits: int | None, strength: float, lower: bool, base: object) -> None:
        from . import _fit

        self.fit: ModuleType = _fit
        self.plain = Analyzer(language)
        self.language = self.plain.language
        if self.language == "auto":
            raise ValueError("language='auto' has no model of its own; train one for each language")
        found = _base_model(base)
        least = bits_of(found) if found else 8
        usual = least if found else 18 if self.language == "english" else 16
        self.bits = usual if bits is None else _within("bits", bits, least, MOST_BITS)
        self.strength = _strength(strength)
        self.lower = lower
        self.threshold = threshold_of(found) if found else 0
        self.base = _fit.floats(found, self.bits) if found else None

    def gaps(self, texts: Sequence[Corpus]) -> Gaps:
        copies = [(lowered(text), spans) for text, spans in texts] if self.lower else []
        return cast("Gaps", self.fit.gaps(self.plain, [*texts, *copies]))

    def weights(self, texts: Sequence[Corpus]) -> Any:
        return self.fit.fit(self.gaps(texts), self.bits, self.strength, self.base)

    def model(self, weights: Any, threshold: int, notes: str = "{}") -> Model:
        return cast(Model, self.fit.as_model(weights, threshold, self.language, notes))

    def reader(self, weights: Any, threshold: int) -> Analyzer:
        return Analyzer(self.language, model=self.model(weights, threshold))

    def best(self, trials: Sequence[_Trial]) -> int:
        """The threshold of the best F1 over all trials; of equals the nearest to 0."""
        return max(THRESHOLDS, key=lambda at: _sum(score(self.reader(t.weights, at), t.texts) for t in trials).f1)

    def figures(self, trials: Sequence[_Trial], threshold: int) -> tuple[Figure, ...]:
        rules = Analyzer(self.language, model=False)
        counts = [(score(self.reader(t.weights, threshold), t.texts), score(rules, t.texts)) for t in trials]
        found = [_figure(trial.name, *pair) for trial, pair in zip(trials, counts)]
        return (*found, _figure("all folds", *map(_sum, zip(*counts)))) if len(found) > 1 else tuple(found)


def _sum(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for each in counts:
        total = total.plus(each)
    return total


def _figure(name: str, model: Counts, rules: Counts) -> Figure:
    rounded = (round(f, 2) for f in (model.f1, model.boundary_f1, rules.f1, rules.boundary_f1))
    return Figure(name, model.known, *rounded)


def _trials(job: _Job, texts: list[Corpus], unseen: list[Corpus], folds: int, weights: Any) -> list[_Trial]:
    if not folds:
        return [_Trial("held out", unseen, weights) if unseen else _Trial("training texts themselves", texts, weights)]
    parts = in_parts(texts, folds)
    others = ([text for k, part in enumerate(parts) if k != i for text in part] for i in range(folds))
    try:
        return [_Trial(f"fold {i}", part, job.weights(rest)) for i, (part, rest) in enumerate(zip(parts, others), 1)]
    except ValueError as why:
        raise ValueError(f"folds={folds} leave too little to learn from beside one of them; expected fewer folds or more text") from why


def _base_model(base: object) -> Model | None:
    if base is None or isinstance(base, Model):
        return base
    if not isinstance(base, (str, os.PathLike)):
        raise TypeError(f"base must be a Model, its path, a language or None, not {type(base).__name__}")
    if isinstance(base, str) and not ends_in(base, ".cdm") and not os.path.exists(base):
        found = shipped(Analyzer(base, model=False).language)
        if not found:
            raise ValueError(f"base={base!r}: the package has no model of this language; give another language or the path of a model")
        return found
    return load(base)


def _abbreviations(analyzer: Analyzer, texts: Iterable[Corpus]) -> Iterator[tuple[str, int, int]]:
    """Words whose stop mostly ends no sentence: seen at least twice within one, the commonest first."""
    inside: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for text, spans in texts:
        ends = {end for _, end in spans}
        for start, end in analyzer.spans(text):
            stop = end if text[end - 1 : end] == "." else end + 1
            word = text[start:stop]
            if word[-1:] == "." and any(map(str.isalpha, word)):
                (last if stop in ends else inside)[word[:-1].lower()] += 1
    for word, n in inside.most_common():
        if n > 1 and n > 2 * last[word]:
            yield word, n, last[word]
