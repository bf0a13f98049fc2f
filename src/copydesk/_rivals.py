"""Who copydesk is measured beside: tokenizers, sentence splitters and stemmers, each as one call that gives a list of str.

For `copydesk bench` and benchmarks/. Nobody's package is imported before its contender is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

OURS = "copydesk"
Call = Callable[[Any], Any]


def to_bytes(texts: Sequence[str]) -> list[bytes]:
    return [text.encode("utf-8", "surrogatepass") for text in texts]


def fresh(encoded: Sequence[bytes]) -> list[str]:
    """New str objects, so that none of them holds UTF-8 that an earlier call left there."""
    return [text.decode("utf-8", "surrogatepass") for text in encoded]


def each(answer: Any) -> list[Any]:
    return list(answer)


@dataclass(frozen=True)
class Contender:
    """Somebody who does the work."""

    name: str
    package: str  # its name for pip; "" comes with Python, OURS is ourselves
    make: Callable[[], Call]  # imports the package and gives the call; ImportError means that it is not there
    inputs: Callable[[Sequence[bytes]], Any] = fresh  # what the calls take, made before the clock starts
    at_once: bool = False  # one call for all the texts, not one for each
    unpack: Callable[[Any], list[Any]] = each  # the answer of a call for all the texts, text by text
    corpus: str = ""  # the texts it reads; "": those of its group
    x: float | None = None  # where it stands on the axis of a picture

    @property
    def is_ours(self) -> bool:
        return self.package == OURS


# ---- tokens ------------------------------------------------------------------


def nltk_word_tokenize() -> Call:
    word_tokenize = import_module("nltk.tokenize").word_tokenize
    return lambda text: word_tokenize(text, preserve_line=True)  # else it wants Punkt's data


def spacy_tokens() -> Call:
    make_doc = import_module("spacy").blank("en").make_doc
    return lambda text: [token.text for token in make_doc(text)]


def blingfire_tokens() -> Call:
    text_to_words = import_module("blingfire").text_to_words
    return lambda text: text_to_words(text).split(" ")


def stringzilla_tokens() -> Call:
    wordbreaks = import_module("stringzilla").utf8_wordbreaks
    return lambda text: [str(word) for word in wordbreaks(text)]


def icu4py_tokens() -> Call:
    breaker = import_module("icu4py.breakers").WordBreaker
    return lambda text: list(breaker(text, "en"))


def tantivy_tokens() -> Call:
    tantivy = import_module("tantivy")
    analyze: Call = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build().analyze
    return analyze


SPLIT = Contender("str.split()", "", lambda: str.split)
FINDALL = Contender(r"re.findall(r'\w+|[^\w\s]')", "", lambda: re.compile(r"\w+|[^\w\s]").findall)
SEGMENTATION_RS = "unicode-segmentation-rs"
TOKENS = (
    SPLIT,
    FINDALL,
    Contender("tantivy simple", "tantivy", tantivy_tokens),
    Contender(SEGMENTATION_RS, SEGMENTATION_RS, lambda: import_module("unicode_segmentation_rs").split_word_bounds),
    Contender("stringzilla UAX 29", "stringzilla", stringzilla_tokens),
    Contender("icu4py", "icu4py", icu4py_tokens),
    Contender("BlingFire", "blingfire", blingfire_tokens),
    Contender("spaCy blank('en')", "spacy", spacy_tokens),
    Contender("NLTK Treebank", "nltk", lambda: import_module("nltk.tokenize").TreebankWordTokenizer().tokenize),
    Contender("NLTK word_tokenize", "nltk", nltk_word_tokenize),
)


# ---- sentences ---------------------------------------------------------------


def stringzilla_sentences() -> Call:
    sentences = import_module("stringzilla").utf8_sentences
    return lambda text: [str(sentence) for sentence in sentences(text)]


def icu4py_sentences() -> Call:
    breaker = import_module("icu4py.breakers").SentenceBreaker
    return lambda text: list(breaker(text, "en"))


def sentencex_sentences() -> Call:
    segment = import_module("sentencex").segment
    return lambda text: segment("en", text)


def blingfire_sentences() -> Call:
    text_to_sentences = import_module("blingfire").text_to_sentences
    return lambda text: text_to_sentences(text).split("\n")


def punkt_sentences() -> Call:
    tokenize: Call = import_module("nltk.tokenize.punkt").PunktSentenceTokenizer().tokenize
    return tokenize  # its trained model is a download


def spacy_sentences() -> Call:
    nlp = import_module("spacy").blank("en")
    nlp.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in nlp(text).sents]


def syntok_sentences() -> Call:
    analyze = import_module("syntok.segmenter").analyze

    def sentences(text: str) -> list[str]:
        found = [sentence for paragraph in analyze(text) for sentence in paragraph]
        return [text[tokens[0].offset : tokens[-1].offset + len(tokens[-1].value)] for tokens in found if tokens]

    return sentences


RE_SPLIT = Contender(r"re.split(r'(?<=[.!?])\s+|\n+')", "", lambda: re.compile(r"(?<=[.!?])\s+|\n+").split)
SENTENCES = (
    RE_SPLIT,
    Contender("stringzilla UAX 29", "stringzilla", stringzilla_sentences),
    Contender("icu4py", "icu4py", icu4py_sentences),
    Contender("sentencex", "sentencex", sentencex_sentences),
    Contender(SEGMENTATION_RS, SEGMENTATION_RS, lambda: import_module("unicode_segmentation_rs").unicode_sentences),
    Contender("BlingFire", "blingfire", blingfire_sentences),
    Contender("nupunkt", "nupunkt", lambda: import_module("nupunkt").sent_tokenize),
    Contender("NLTK Punkt, untrained", "nltk", punkt_sentences),
    Contender("spaCy sentencizer", "spacy", spacy_sentences),
    Contender("syntok", "syntok", syntok_sentences),
    Contender("pySBD", "pysbd", lambda: import_module("pysbd").Segmenter(language="en", clean=False).segment),
)


# ---- stems -------------------------------------------------------------------


def pystemmer(cached_words: int | None = None) -> Call:
    stemmer = import_module("Stemmer").Stemmer
    stem_words: Call = (stemmer("english") if cached_words is None else stemmer("english", cached_words)).stemWords
    return stem_words


class Stems(dict[str, str]):
    """A dict that asks `stem` for each word that it meets for the first time."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self.stem = stem

    def __missing__(self, word: str) -> str:
        self[word] = found = self.stem(word)
        return found


def dict_before_pystemmer() -> Call:
    stems = Stems(import_module("Stemmer").Stemmer("english", 0).stemWord)
    return lambda words: [stems[word] for word in words]


def nltk_snowball() -> Call:
    stem = import_module("nltk.stem.snowball").EnglishStemmer().stem
    return lambda words: [stem(word) for word in words]


STEMS = (
    Contender("PyStemmer", "PyStemmer", pystemmer),
    Contender("a dict before PyStemmer", "PyStemmer", dict_before_pystemmer),
    Contender("PyStemmer, no cache", "PyStemmer", lambda: pystemmer(0)),
    Contender("NLTK Snowball", "nltk", nltk_snowball),
)
