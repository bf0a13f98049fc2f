"""Batch.to_ids beside bm25s.tokenize: the same terms of the same texts."""

import pytest

import copydesk as cd

bm25s = pytest.importorskip("bm25s", reason="bm25s is not installed; `make engines` installs it")

from bm25s.tokenization import STOPWORDS_EN  # noqa: E402

TEXTS = [
    "The ferries of Île-de-Port didn't sail; they were cancelled at 6 p.m.",
    "",
    "“Prices fell 3.5% in the U.S.,” said O’Neil's broad-based council. The the THE",
    "Ferries, ferry and ferried: councils cancel what they cancelled.",
]


def spelled(ids, vocabulary):
    words = {number: word for word, number in vocabulary.items()}
    return [[words[i] for i in of] for of in ids]


def test_its_own_words_get_the_ids_of_the_same_terms():
    an = cd.Analyzer(style="sklearn", stop_words=STOPWORDS_EN, max_length=10**6)
    theirs = bm25s.tokenize(TEXTS, stemmer=cd.stem_words, show_progress=False)
    assert spelled(*an.batch(TEXTS).to_ids()) == spelled(theirs.ids, theirs.vocab)


def test_an_index_of_our_ids_ranks_as_one_of_its_own():
    an = cd.Analyzer(style="sklearn", stop_words=STOPWORDS_EN, max_length=10**6)
    theirs, ours = bm25s.BM25(), bm25s.BM25()
    theirs.index(bm25s.tokenize(TEXTS, stemmer=cd.stem_words, show_progress=False), show_progress=False)
    ours.index(an.batch(TEXTS).to_ids(), show_progress=False)
    query = ["which ferry did the council cancel"]
    found, scores = theirs.retrieve(bm25s.tokenize(query, stemmer=cd.stem_words, show_progress=False), k=4, show_progress=False)
    ours_found, ours_scores = ours.retrieve(an.batch(query).to_ids(), k=4, show_progress=False)
    assert (ours_found == found).all() and ours_scores == pytest.approx(scores)
