"""Who runs: copydesk and its rivals, group by group, each as one call that gives a list of str.

A new contender is one line in a table below and, where it takes more than a lambda, a function
that imports its package and returns the call. A new group is one more `Group`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import answers

import copydesk as cd

Call = Callable[[Any], Sequence[str]]
OURS = "copydesk"


class Contender(NamedTuple):
    name: str
    package: str  # its name for pip; "" comes with Python, OURS is ourselves
    make: Callable[[], Call]  # imports the package: ImportError means that it is not there

    @property
    def is_ours(self) -> bool:
        return self.package == OURS


class Group(NamedTuple):
    name: str
    title: str
    base: str  # the contender that the others are compared with
    contenders: tuple[Contender, ...]
    check: Callable[[Call, Sequence[Any]], answers.Answer]
    inputs: Callable[[str], Any] = lambda text: text  # what a call takes, made from a fresh str before the clock starts
    prepare: Callable[[str], str] = lambda text: text  # done once to an article
    yardstick: bool = False  # the base does other work: its answers are not checked
    keeps: bool = False  # results stay alive until the pass is over


# ---- tokens ------------------------------------------------------------------


def nltk_word_tokenize() -> Call:
    from nltk.tokenize import word_tokenize

    return lambda text: word_tokenize(text, preserve_line=True)  # else it wants Punkt's data


def nltk_treebank() -> Call:
    from nltk.tokenize import TreebankWordTokenizer

    return TreebankWordTokenizer().tokenize


def spacy_tokens() -> Call:
    import spacy

    make_doc = spacy.blank("en").make_doc
    return lambda text: [token.text for token in make_doc(text)]


def blingfire_tokens() -> Call:
    import blingfire

    return lambda text: blingfire.text_to_words(text).split(" ")


def stringzilla_tokens() -> Call:
    import stringzilla

    return lambda text: [str(word) for word in stringzilla.utf8_wordbreaks(text)]


def icu4py_tokens() -> Call:
    from icu4py.breakers import WordBreaker

    return lambda text: list(WordBreaker(text, "en"))


def segmentation_rs_tokens() -> Call:
    import unicode_segmentation_rs

    return unicode_segmentation_rs.split_word_bounds


def tantivy_tokens() -> Call:
    from tantivy import TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.simple()).build().analyze


SPLIT = Contender("str.split()", "", lambda: str.split)
FINDALL = Contender(r"re.findall(r'\w+|[^\w\s]')", "", lambda: re.compile(r"\w+|[^\w\s]").findall)
TOKENS = Contender("copydesk", OURS, lambda: cd.Analyzer().tokens)
TOKEN_CONTENDERS = (
    SPLIT,
    TOKENS,
    Contender("copydesk.word_tokenize", OURS, lambda: cd.word_tokenize),
    Contender("copydesk, style='uax29'", OURS, lambda: cd.Analyzer(style="uax29").tokens),
    FINDALL,
    Contender("tantivy simple", "tantivy", tantivy_tokens),
    Contender("unicode-segmentation-rs", "unicode-segmentation-rs", segmentation_rs_tokens),
    Contender("stringzilla UAX 29", "stringzilla", stringzilla_tokens),
    Contender("icu4py", "icu4py", icu4py_tokens),
    Contender("BlingFire", "blingfire", blingfire_tokens),
    Contender("spaCy blank('en')", "spacy", spacy_tokens),
    Contender("NLTK Treebank", "nltk", nltk_treebank),
    Contender("NLTK word_tokenize", "nltk", nltk_word_tokenize),
)


# ---- sentences ---------------------------------------------------------------


def stringzilla_sentences() -> Call:
    import stringzilla

    return lambda text: [str(sentence) for sentence in stringzilla.utf8_sentences(text)]


def icu4py_sentences() -> Call:
    from icu4py.breakers import SentenceBreaker

    return lambda text: list(SentenceBreaker(text, "en"))


def segmentation_rs_sentences() -> Call:
    import unicode_segmentation_rs

    return unicode_segmentation_rs.unicode_sentences


def sentencex_sentences() -> Call:
    import sentencex

    return lambda text: sentencex.segment("en", text)


def blingfire_sentences() -> Call:
    import blingfire

    return lambda text: blingfire.text_to_sentences(text).split("\n")


def nupunkt_sentences() -> Call:
    import nupunkt

    return nupunkt.sent_tokenize


def punkt_sentences() -> Call:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    return PunktSentenceTokenizer().tokenize  # its trained model is a download


def spacy_sentences() -> Call:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in nlp(text).sents]


def pysbd_sentences() -> Call:
    import pysbd

    return pysbd.Segmenter(language="en", clean=False).segment


def syntok_sentences() -> Call:
    from syntok import segmenter

    def sentences(text: str) -> list[str]:
        found = [sentence for paragraph in segmenter.analyze(text) for sentence in paragraph]
        return [text[tokens[0].offset : tokens[-1].offset + len(tokens[-1].value)] for tokens in found if tokens]

    return sentences


SENTENCE_CONTENDERS = (
    SPLIT,
    Contender(r"re.split(r'(?<=[.!?])\s+|\n+')", "", lambda: re.compile(r"(?<=[.!?])\s+|\n+").split),
    Contender("copydesk", OURS, lambda: cd.Analyzer().sentences),
    Contender("copydesk.sent_tokenize", OURS, lambda: cd.sent_tokenize),
    Contender("stringzilla UAX 29", "stringzilla", stringzilla_sentences),
    Contender("icu4py", "icu4py", icu4py_sentences),
    Contender("sentencex", "sentencex", sentencex_sentences),
    Contender("unicode-segmentation-rs", "unicode-segmentation-rs", segmentation_rs_sentences),
    Contender("BlingFire", "blingfire", blingfire_sentences),
    Contender("nupunkt", "nupunkt", nupunkt_sentences),
    Contender("NLTK Punkt, untrained", "nltk", punkt_sentences),
    Contender("spaCy sentencizer", "spacy", spacy_sentences),
    Contender("syntok", "syntok", syntok_sentences),
    Contender("pySBD", "pysbd", pysbd_sentences),
)


# ---- stems -------------------------------------------------------------------


def pystemmer() -> Call:
    import Stemmer

    return Stemmer.Stemmer("english").stemWords


def pystemmer_without_cache() -> Call:
    import Stemmer

    return Stemmer.Stemmer("english", 0).stemWords


def dict_before_pystemmer() -> Call:
    import Stemmer

    stem = Stemmer.Stemmer("english", 0).stemWord

    class Stems(dict[str, str]):
        def __missing__(self, word: str) -> str:
            self[word] = found = stem(word)
            return found

    stems = Stems()
    return lambda words: [stems[word] for word in words]


def nltk_snowball() -> Call:
    from nltk.stem.snowball import EnglishStemmer

    stem = EnglishStemmer().stem
    return lambda words: [stem(word) for word in words]


STEM_CONTENDERS = (
    Contender("PyStemmer", "PyStemmer", pystemmer),
    Contender("copydesk.stem_words", OURS, lambda: cd.stem_words),
    Contender("a dict before PyStemmer", "PyStemmer", dict_before_pystemmer),
    Contender("PyStemmer, no cache", "PyStemmer", pystemmer_without_cache),
    Contender("NLTK Snowball", "nltk", nltk_snowball),
)


GROUPS = (
    Group("tokens", "Tokens, as a list of str", "str.split()", TOKEN_CONTENDERS, answers.check_tokens),
    Group(
        "tokens_kept",
        "Tokens, every list kept",
        "str.split()",
        (SPLIT, TOKENS, FINDALL),
        answers.check_tokens,
        keeps=True,
    ),
    Group(
        "sentences",
        "Sentences, as a list of str",
        "str.split()",
        SENTENCE_CONTENDERS,
        answers.check_sentences,
        yardstick=True,
    ),
    Group(
        "stems",
        "Stems of a list of words",
        "PyStemmer",
        STEM_CONTENDERS,
        answers.check_stems,
        inputs=str.split,
        prepare=answers.plain_words,
    ),
)
