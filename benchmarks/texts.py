"""The texts that the groups read, each corpus made from real articles when it is first asked for."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import measure
from measure import to_bytes

BULK = 2_000_000  # bytes of a made corpus, if its texts are shorter
TEXT = 4_000  # characters of a made article
MEMORY = 12  # bytes that a contender may take for each character of a text
SCRIPTS = {
    "Cyrillic": "\u0400-\u052f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arabic": "\u0600-\u06ff",
    "Hindi": "\u0900-\u097f",
    "Chinese": "\u4e00-\u9fff",
}
PURE = 0.95  # of the letters


class Corpora:
    """Texts by name: "news", "multilingual", a script, "size N", "types N", "non-ascii N"; LookupError if there are none, or no room."""

    def __init__(self, news: Sequence[str], multilingual: Sequence[str] = ()) -> None:
        self.news = [text for text in news if text]
        self.multilingual = [text for text in multilingual if text]
        self.made: dict[str, list[bytes]] = {}

    def __getitem__(self, name: str) -> list[bytes]:
        if name not in self.made:
            made = to_bytes(self.make(name))
            if not made:
                raise LookupError(f"no texts for {name!r}: see --multilingual")
            self.made[name] = made
        return self.made[name]

    def forget_large(self) -> None:
        """Give back the memory of what is larger than the articles are."""
        self.made = {name: texts for name, texts in self.made.items() if sum(map(len, texts)) < 50_000_000}

    def make(self, name: str) -> list[str]:
        if name in ("news", "multilingual"):
            return list(getattr(self, name))
        if name in SCRIPTS:
            return [text for text in self.multilingual if share_of(SCRIPTS[name], text) >= PURE]
        makers: dict[str, Callable[[int], list[str]]] = {
            "size": self.of_size,
            "types": self.of_types,
            "non-ascii": self.with_non_ascii,
        }
        kind, _, number = name.partition(" ")
        return makers[kind](int(number))

    def of_size(self, n: int) -> list[str]:
        """Texts of `n` characters each, cut from the articles one after the other; more than there is repeats them."""
        if n * MEMORY > measure.free_memory():
            raise LookupError(f"no memory for a text of {n} characters")
        stream = "\n\n".join(self.news)
        total = max(n, min(BULK, len(stream)))
        stream = (stream * (total // len(stream) + 1))[:total]
        return [stream[at : at + n] for at in range(0, total - n + 1, n)]

    def of_types(self, n: int) -> list[str]:
        """Texts of words drawn evenly from `n` different ones, as long on average for every `n`."""
        draw = random.Random(n)
        words = draw.sample(sorted(islice(all_words(self.news), max(n, 1_100_000))), n)
        return [" ".join(draw.choices(words, k=TEXT // 8)) for _ in range(BULK // TEXT)]

    def with_non_ascii(self, percent: int) -> list[str]:
        """Lines of English in ASCII and lines of Cyrillic, so that `percent` of the bytes are Cyrillic."""
        english = lines_of(text for text in self.news if text.isascii())
        if not self.multilingual or not english:
            return []
        russian = lines_of(self.make("Cyrillic"))
        return [mixed(english, russian, percent, seed) for seed in range(BULK // TEXT)]


def share_of(script: str, text: str) -> float:
    """How much of the letters, and of the marks that belong to them, is of the script."""
    inside = len(re.findall(f"[{script}]", text))
    outside = len(re.findall(rf"[^\W\d_{script}]", text))
    return inside / max(1, inside + outside)


def all_words(texts: Sequence[str]) -> Iterator[str]:
    """Different words without end: those of the texts, then two of them as one."""
    words = sorted({word for text in texts for word in re.findall(r"[^\W\d_]+", text)})
    yield from words
    for step in range(1, len(words)):
        for n, word in enumerate(words):
            yield word[:6] + words[(n * 7 + step) % len(words)][:6].lower()


def lines_of(texts: Iterator[str] | Sequence[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n") if len(line) > 40]


def mixed(english: Sequence[str], other: Sequence[str], percent: int, seed: int) -> str:
    """A text of whole lines whose bytes are `percent` the other's, as near as lines allow."""
    draw = random.Random(seed)
    lines: list[str] = []
    n_english = n_other = 0
    while n_english + n_other < TEXT:
        is_other = n_other * 100 < percent * (n_english + n_other) if lines else draw.random() * 100 < percent
        line = draw.choice(other if is_other else english)
        lines.append(line)
        n = len(line.encode())
        n_other, n_english = n_other + n * is_other, n_english + n * (not is_other)
    return "\n".join(lines)
