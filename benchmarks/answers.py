"""Are the answers comparable? Asked of every contender before its time is taken.

The references are plain regular expressions, nobody's tokenizer: a contender that finds twice as
many tokens, or loses a tenth of the text, is doing other work and gets no figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import copydesk as cd

Call = Callable[[Any], Sequence[str]]

TOKEN = re.compile(r"\w+|[^\w\s]")
SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[^\sa-z])|\n+")
TOKEN_BAND = (0.6, 1.3)  # times the reference's count; without punctuation it is 0.85
SENTENCE_BAND = (0.5, 1.5)
TEXT_KEPT = 0.98  # of the characters that are not white space, in sentences
STEMS_EQUAL = 0.97  # of words: Snowball 2 and 3 differ on a few


class Answer(NamedTuple):
    items: int  # tokens, sentences or stems found
    note: str  # how they stand to the reference
    fault: str  # why they are not comparable; "" if they are


def solid(text: str) -> int:
    """How many characters are not white space."""
    return len("".join(text.split()))


def within(found: int, expected: int, band: tuple[float, float], what: str) -> tuple[str, str]:
    ratio = found / max(1, expected)
    note = f"{ratio:.2f} x the reference's {what}"
    return note, "" if band[0] <= ratio <= band[1] else note


def check_tokens(call: Call, texts: Sequence[str]) -> Answer:
    """White space among the tokens is not counted: UAX 29 gives it too."""
    found = sum(sum(not token.isspace() for token in call(text) if token) for text in texts)
    return Answer(found, *within(found, sum(len(TOKEN.findall(text)) for text in texts), TOKEN_BAND, "tokens"))


def check_sentences(call: Call, texts: Sequence[str]) -> Answer:
    answered = [[sentence for sentence in call(text) if sentence.strip()] for text in texts]
    found = sum(map(len, answered))
    expected = sum(len(SENTENCE_END.findall(text.strip())) + 1 for text in texts)
    note, fault = within(found, expected, SENTENCE_BAND, "sentences")
    kept = sum(solid("".join(sentences)) for sentences in answered) / max(1, sum(map(solid, texts)))
    if not TEXT_KEPT <= kept <= 2 - TEXT_KEPT:
        fault = f"holds {kept:.0%} of the text"
    return Answer(found, note, fault)


def plain_words(text: str) -> str:
    """The lower-case ASCII words of `text`, one space between two: what every stemmer here agrees to stem."""
    return " ".join(re.findall(r"(?<!\S)[a-z]+(?!\S)", text.lower()))


def reference_stems(words: Sequence[str]) -> list[str]:
    """PyStemmer's, or where that is missing, copydesk's own for one word at a time."""
    try:
        import Stemmer
    except ImportError:
        return [cd.stem(word) for word in words]
    return Stemmer.Stemmer("english").stemWords(words)


def check_stems(call: Call, lists: Sequence[Sequence[str]]) -> Answer:
    equal = n = 0
    for words in lists:
        stems = call(words)
        if len(stems) != len(words):
            return Answer(n, "", f"{len(stems)} stems of {len(words)} words")
        equal += sum(map(str.__eq__, stems, reference_stems(words)))
        n += len(words)
    share = equal / max(1, n)
    note = f"{share:.2%} of stems equal PyStemmer's"
    return Answer(n, note, "" if share >= STEMS_EQUAL or not n else note)


# ---- our own laws --------------------------------------------------------------


def is_gap(text: str) -> bool:
    """White space, and marks and format characters that attach to it."""
    left = "".join(text.split())
    return not left or (text[0].isspace() and all(unicodedata.category(sign) in ("Mn", "Me", "Mc", "Cf") for sign in left))


def faults_of_ours(texts: Sequence[str]) -> list[str]:
    """Where copydesk's offsets do not rebuild an article: there must be none."""
    analyzer = cd.Analyzer()
    found = []
    for n, text in enumerate(texts):
        spans = analyzer.spans(text)
        if [text[start:end] for start, end in spans] != analyzer.tokens(text):
            found.append(f"article {n}: spans and tokens differ")
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        if edges != sorted(edges) or not all(is_gap(text[a:b]) for a, b in zip(edges[::2], edges[1::2])):
            found.append(f"article {n}: text between two tokens")
        sentences = analyzer.spans(text, level="sentence")
        if [text[start:end] for start, end in sentences] != analyzer.sentences(text):
            found.append(f"article {n}: spans and sentences differ")
    return found
