"""Who runs: copydesk and its rivals, group by group. The rivals that give lists of str are copydesk._rivals.

A new contender is one line in a table and, where it takes more than a lambda, a function that imports its package
and returns the call. A new group is one more `Group`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from itertools import pairwise
from typing import Any

import answers
import measure
from texts import SCRIPTS

import copydesk as cd
from copydesk._bench import batch_call
from copydesk._rivals import FINDALL, OURS, RE_SPLIT, SENTENCES, SPLIT, STEMS, TOKENS, Call, Contender, fresh

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    base: str  # the contender that the others are compared with
    contenders: tuple[Contender, ...]
    check: Callable[[Sequence[Any], Sequence[str]], answers.Answer]
    corpus: str = "news"
    checked_on: Callable[[str], str] = lambda text: text  # what answers are checked on, made of an article
    keeps: bool = False  # results stay alive until the pass is over
    pinned: bool = True  # to one core


def ours(name: str, call: Call, **more: Any) -> Contender:
    return Contender(name, OURS, lambda: call, **more)


# ---- lists of str --------------------------------------------------------------

LISTS = ours("copydesk", cd.Analyzer().tokens)
TOKEN_CONTENDERS = (
    LISTS,
    ours("copydesk.word_tokenize", cd.word_tokenize),
    ours("copydesk, style='uax29'", cd.Analyzer(style="uax29").tokens),
    *TOKENS,
)
SENTENCE_CONTENDERS = (
    ours("copydesk", cd.Analyzer().sentences),
    ours("copydesk.sent_tokenize", cd.sent_tokenize),
    *SENTENCES,
)


def words(encoded: Sequence[bytes]) -> list[list[str]]:
    return answers.words_of(fresh(encoded))


def shared_words(encoded: Sequence[bytes]) -> list[list[str]]:
    """As `tokens` gives them: each type one str, whose hash is known."""
    return [cd.Analyzer().tokens(text) for text in fresh(encoded)]


def stem_contenders(inputs: Callable[[Sequence[bytes]], Any]) -> tuple[Contender, ...]:
    return tuple(replace(one, inputs=inputs) for one in (ours("copydesk.stem_words", cd.stem_words), *STEMS))


# ---- offsets and columns -------------------------------------------------------


def batch(name: str, threads: int = 1, x: float | None = None, corpus: str = "", **more: Any) -> Contender:
    made: dict[str, Any] = {"inputs": fresh, "unpack": spans_of_batch, **more}
    options = made.pop("options", {})
    return Contender(
        name, OURS, lambda: batch_call(cd.Analyzer(), threads, **options), at_once=True, corpus=corpus, x=x, **made
    )


def spans_of_batch(found: Any) -> list[Spans]:
    spans = list(zip(found.start, found.end))
    return [spans[first:last] for first, last in pairwise(found.doc_offsets)]


def tokens_of_batch(found: Any) -> list[list[str]]:
    return [found.tokens(i) for i in range(len(found))]


def everything_of_batch() -> Call:
    """Tokens, sentences, flags and stems: the columns, and each type's stem."""
    columns = ("start", "end", "kind", "sentence_offsets", "doc_sentences", "flags", "type_id")
    read = batch_call(cd.Analyzer(), 1, columns=columns)

    def everything(texts: Sequence[str]) -> Any:
        found = read(texts)
        len(found.stems)
        return found

    return everything


def three_calls(text: str) -> tuple[list[str], list[str], list[str]]:
    tokens = cd.word_tokenize(text)
    return tokens, cd.sent_tokenize(text), cd.stem_words(tokens)


def nltk_three() -> Call:
    tokenize = import_module("nltk.tokenize").TreebankWordTokenizer().tokenize
    punkt = import_module("nltk.tokenize.punkt").PunktSentenceTokenizer().tokenize
    stem = import_module("nltk.stem.snowball").EnglishStemmer().stem

    def three(text: str) -> tuple[list[str], list[str], list[str]]:
        tokens = tokenize(text)
        return tokens, punkt(text), [stem(token) for token in tokens]

    return three


def first_of(answer: Sequence[Any]) -> list[Any]:
    return list(answer[0])


def pyicu_boundaries() -> Call:
    icu = import_module("icu")
    breaker = icu.BreakIterator.createWordInstance(icu.Locale("en"))

    def boundaries(text: str) -> list[int]:
        breaker.setText(text)
        return list(breaker)

    return boundaries


def finditer_spans() -> Call:
    finditer = re.compile(r"\w+|[^\w\s]").finditer
    return lambda text: [match.span() for match in finditer(text)]


def blingfire_spans() -> Call:
    with_offsets = import_module("blingfire").text_to_words_with_offsets
    return lambda text: with_offsets(text)[1]


def spacy_spans() -> Call:
    make_doc = import_module("spacy").blank("en").make_doc
    return lambda text: [(token.idx, token.idx + len(token)) for token in make_doc(text)]


def nltk_spans() -> Call:
    span_tokenize = import_module("nltk.tokenize").TreebankWordTokenizer().span_tokenize
    return lambda text: list(span_tokenize(text))


def arrow_strings(encoded: Sequence[bytes]) -> Any:
    return import_module("pyarrow").array(fresh(encoded))


def polars_strings(encoded: Sequence[bytes]) -> Any:
    return import_module("polars").Series(fresh(encoded))


def polars_split() -> Call:
    import_module("polars")
    return lambda texts: texts.str.split(" ")


def pyarrow_split() -> Call:
    return import_module("pyarrow.compute").ascii_split_whitespace


def to_lists(found: Any) -> list[list[str]]:
    return found.to_list() if hasattr(found, "to_list") else found.to_pylist()


def from_arrow() -> Call:
    import_module("pyarrow")
    return batch_call(cd.Analyzer(), 1)


OFFSETS = (
    batch("copydesk, batch of str"),
    batch("copydesk, batch of UTF-8 bytes", inputs=list, unpack=tokens_of_batch),
    Contender("copydesk, batch of Arrow", OURS, from_arrow, arrow_strings, at_once=True, unpack=tokens_of_batch),
    ours("copydesk.span_tokenize", cd.span_tokenize),
    Contender("polars str.split(' '), no offsets", "polars", polars_split, polars_strings, True, to_lists),
    Contender("pyarrow ascii_split_whitespace, no offsets", "pyarrow", pyarrow_split, arrow_strings, True, to_lists),
    Contender("PyICU's boundaries", "PyICU", pyicu_boundaries, unpack=lambda found: list(pairwise([0, *found]))),
    Contender(r"re.finditer(r'\w+|[^\w\s]')", "", finditer_spans),
    Contender("BlingFire", "blingfire", blingfire_spans),
    Contender("spaCy blank('en')", "spacy", spacy_spans),
    Contender("NLTK Treebank", "nltk", nltk_spans),
)
EVERYTHING = (
    Contender("copydesk, batch", OURS, everything_of_batch, at_once=True, unpack=spans_of_batch),
    ours("copydesk, three calls, lists", three_calls, unpack=first_of),
    SPLIT,
    Contender("NLTK: Treebank, Punkt, Snowball", "nltk", nltk_three, unpack=first_of),
)


# ---- threads -------------------------------------------------------------------


def two_batches(python_threads: int) -> Call:
    """Each of half the texts; a smaller batch is cheaper, so one Python thread reads the same two."""
    read = batch_call(cd.Analyzer(), 1)
    pool = ThreadPoolExecutor(python_threads)
    return lambda texts: list(pool.map(read, (texts[::2], texts[1::2])))


def both_halves(found: Sequence[Any]) -> list[Spans]:
    spans: list[Spans] = [[]] * sum(map(len, found))
    spans[::2], spans[1::2] = map(spans_of_batch, found)
    return spans


def thread_contenders() -> Iterator[Contender]:
    cores = len(measure.ALL_CORES) or os.cpu_count() or 1
    for n in sorted({1, 2, *(2**k for k in range(2, 8) if 2**k <= cores), cores}):
        yield batch(f"batch(threads={n})", threads=n, x=n)
    for n, name in enumerate(("one Python thread, two batches", "two Python threads, a batch each"), start=1):
        yield Contender(name, OURS, partial(two_batches, n), at_once=True, unpack=both_halves)


# ---- what a text costs by its size, its types, its script --------------------------

SIZES = {100: "100 B", 1_000: "1 KB", 10_000: "10 KB", 100_000: "100 KB", 1_000_000: "1 MB", 10_000_000: "10 MB"}
LARGE = {100_000_000: "100 MB", 1_000_000_000: "1 GB"}
TYPES = (100, 1_000, 10_000, 100_000, 1_000_000)
NON_ASCII = (0, 1, 5, 25, 50, 75, 100)


def tokens_on(corpus: str, label: str, x: float | None = None) -> Contender:
    return replace(LISTS, name=f"tokens, {label}", corpus=corpus, x=x)


def size_contenders(sizes: dict[int, str]) -> tuple[Contender, ...]:
    made = []
    for n, label in sizes.items():
        made += [tokens_on(f"size {n}", label, n), batch(f"columns, {label}", corpus=f"size {n}", x=n)]
        if n < 100_000_000:
            made.append(replace(SPLIT, name=f"str.split(), {label}", corpus=f"size {n}", x=n))
    return tuple(made)


def along(kind: str, points: Sequence[int]) -> tuple[Contender, ...]:
    made: list[Contender] = []
    for n in points:
        corpus = f"{kind} {n}"
        made += [tokens_on(corpus, f"{n:,}", n), batch(f"columns, {n:,}", corpus=corpus, x=n)]
        made.append(replace(SPLIT, name=f"str.split(), {n:,}", corpus=corpus, x=n))
    return tuple(made)


def by_script() -> tuple[Contender, ...]:
    corpora = {"English": "news", **{script: script for script in SCRIPTS}}
    lists = [tokens_on(corpus, script) for script, corpus in corpora.items()]
    return (*lists, *(batch(f"columns, {script}", corpus=corpus) for script, corpus in corpora.items()))


MULTILINGUAL = (LISTS, SPLIT, FINDALL, batch("copydesk, batch of str"))


def groups(sizes: dict[int, str] = SIZES) -> tuple[Group, ...]:
    return (
        Group("tokens", "Tokens, as a list of str", SPLIT.name, TOKEN_CONTENDERS, answers.check_tokens),
        Group("tokens_kept", "Tokens, every list kept", SPLIT.name, (LISTS, SPLIT, FINDALL), answers.check_tokens, keeps=True),
        Group("offsets", "Offsets of tokens", r"re.finditer(r'\w+|[^\w\s]')", OFFSETS, answers.check_tokens),
        Group("sentences", "Sentences, as a list of str", RE_SPLIT.name, SENTENCE_CONTENDERS, answers.check_sentences),
        Group(
            "stems", "Stems of the tokens, new str objects", "PyStemmer", stem_contenders(words), answers.check_stems,
            checked_on=answers.plain_words,
        ),
        Group(
            "stems_shared", "Stems of the tokens, as tokens() gives them", "PyStemmer", stem_contenders(shared_words),
            answers.check_stems, checked_on=answers.plain_words,
        ),
        Group("everything", "Tokens, sentences, stems and flags", SPLIT.name, EVERYTHING, answers.check_tokens),
        Group(
            "threads", "Offsets of tokens, by threads", "batch(threads=1)", tuple(thread_contenders()),
            answers.check_tokens, pinned=False,
        ),
        Group("multilingual", "Articles in many languages", SPLIT.name, MULTILINGUAL, answers.check_kept, "multilingual"),
        Group("scripts", "Pure scripts beside English", "tokens, English", by_script(), answers.check_kept),
        Group("sizes", "By the size of a text", "tokens, 1 KB", size_contenders(sizes), answers.check_kept),
        Group("types", "By the number of different words", "tokens, 100", along("types", TYPES), answers.check_kept),
        Group(
            "non_ascii", "By the share of bytes that are not English, in percent", "tokens, 0",
            along("non-ascii", NON_ASCII), answers.check_kept,
        ),
    )  # fmt: skip
