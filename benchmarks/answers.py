"""Are the answers comparable? Asked of every contender before its time is taken.

The references are plain regular expressions, nobody's tokenizer: a contender that finds twice as
many tokens, or loses a tenth of the text, is doing other work and gets no figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import copydesk as cd

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


Span = tuple[int, int]


def spans_in(text: str, found: Sequence[Any]) -> list[Span]:
    """Where the strings of `found` stand in the text, one after the other; spans stay as they are, but white space goes."""
    spans: list[Span] = []
    at = 0
    for one in found:
        if isinstance(one, str):
            start = text.find(one, at)
            if start < 0:  # changed by its tokenizer, as a quote by NLTK's
                continue
            one = (start, start + len(one))
            at = one[1]
        if text[one[0] : one[1]].strip():
            spans.append(one)
    return spans


def f1(found: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]]) -> float:
    hits = sum(len(set(a) & set(b)) for a, b in zip(found, expected))
    return 2 * hits / max(1, sum(map(len, found)) + sum(map(len, expected)))


def utf16_length(text: str) -> int:
    """PyICU's offsets are in these units; beyond U+FFFF they cost it a hit of F1."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def check_tokens(found: Sequence[Sequence[Any]], texts: Sequence[str]) -> Answer:
    """Of strings or of spans. White space among the tokens is not counted: UAX 29 gives it too."""
    spans = [spans_in(text, one) for text, one in zip(texts, found)]
    expected = [[match.span() for match in TOKEN.finditer(text)] for text in texts]
    n = sum(sum(bool((t if isinstance(t, str) else text[t[0] : t[1]]).strip()) for t in one) for text, one in zip(texts, found))
    note, fault = within(n, sum(map(len, expected)), TOKEN_BAND, "tokens")
    for text, one in zip(texts, spans):
        edges = [edge for span in one for edge in span]
        if edges != sorted(edges) or (edges and edges[-1] > utf16_length(text)):
            fault = "spans overlap or leave the text"
    return Answer(n, f"{note}, F1 {f1(spans, expected):.2f}", fault)


def kept_of(found: Sequence[Sequence[Any]], texts: Sequence[str]) -> float:
    """How much of the texts is in what was found, white space apart."""
    pieces = ("".join(one if isinstance(one, str) else text[one[0] : one[1]] for one in a) for a, text in zip(found, texts))
    return sum(map(solid, pieces)) / max(1, sum(map(solid, texts)))


def check_kept(found: Sequence[Sequence[Any]], texts: Sequence[str]) -> Answer:
    """Any cut will do that loses nothing."""
    kept = kept_of(found, texts)
    fault = "" if TEXT_KEPT <= kept <= 2 - TEXT_KEPT else f"holds {kept:.0%} of the text"
    return Answer(sum(map(len, found)), f"holds {kept:.1%} of the text", fault)


def ends(text: str, sentences: Sequence[str]) -> list[int]:
    """The ends of sentences, counted in characters that are not white space."""
    return [solid(text[:end]) for _, end in spans_in(text, sentences)]


def check_sentences(found: Sequence[Sequence[str]], texts: Sequence[str]) -> Answer:
    answered = [[sentence for sentence in one if sentence.strip()] for one in found]
    expected = [pieces_of(text) for text in texts]
    note, fault = within(sum(map(len, answered)), sum(map(len, expected)), SENTENCE_BAND, "sentences")
    kept = kept_of(answered, texts)
    if not TEXT_KEPT <= kept <= 2 - TEXT_KEPT:
        fault = f"holds {kept:.0%} of the text"
    score = f1([ends(t, s) for t, s in zip(texts, answered)], [ends(t, s) for t, s in zip(texts, expected)])
    return Answer(sum(map(len, answered)), f"{note}, F1 {score:.2f}", fault)


def pieces_of(text: str) -> list[str]:
    """The reference's sentences."""
    at, pieces = 0, []
    for match in SENTENCE_END.finditer(text):
        pieces.append(text[at : match.end()].strip())
        at = match.end()
    return [piece for piece in [*pieces, text[at:].strip()] if piece]


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


def check_stems(found: Sequence[Sequence[str]], texts: Sequence[str]) -> Answer:
    equal = n = 0
    for stems, words in zip(found, words_of(texts)):
        if len(stems) != len(words):
            return Answer(n, "", f"{len(stems)} stems of {len(words)} words")
        equal += sum(map(str.__eq__, stems, reference_stems(words)))
        n += len(words)
    share = equal / max(1, n)
    note = f"{share:.2%} of stems equal PyStemmer's"
    return Answer(n, note, "" if share >= STEMS_EQUAL or not n else note)


def words_of(texts: Sequence[str]) -> list[list[str]]:
    """The tokens of each text as new str objects: what a stemmer gets."""
    analyzer = cd.Analyzer()
    return [[text[start:end] for start, end in analyzer.spans(text)] for text in texts]


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
