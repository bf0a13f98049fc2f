"""Batch.to_ids: terms as lists of int, as bm25s, gensim and others take them."""

import gc

import pytest

import copydesk as cd

TEXTS = ["Ferries sail at 6 p.m.", None, "", b"\xff", "The ferry sails; a ferry sailed."]


def test_ids_number_the_terms_in_the_order_of_tokens():
    ids, vocabulary = cd.Analyzer(stop_words="english").batch(TEXTS).to_ids()
    assert ids == [[0, 1, 2, 3], [], [], [], [0, 1, 0, 1]]
    assert vocabulary == {"ferri": 0, "sail": 1, "6": 2, "p.m.": 3}
    assert list(vocabulary.values()) == [0, 1, 2, 3]


def test_ids_spell_what_terms_gives():
    an = cd.Analyzer(min_length=2)
    ids, vocabulary = an.batch([text for text in TEXTS if isinstance(text, str)]).to_ids()
    words = list(vocabulary)
    assert [[words[i] for i in of] for of in ids] == [an.terms(text) for text in TEXTS if isinstance(text, str)]


def test_the_garbage_collector_knows_every_list():
    ids, _ = cd.Analyzer().batch(TEXTS).to_ids()
    assert all(map(gc.is_tracked, [ids, *ids]))


def test_a_slice_has_its_own_documents_and_the_whole_vocabulary():
    batch = cd.Analyzer(stop_words="english").batch(TEXTS)
    assert batch[4:].to_ids() == ([[0, 1, 0, 1]], batch.to_ids()[1])


def test_every_call_gives_lists_of_its_own():
    batch = cd.Analyzer().batch(TEXTS)
    first, vocabulary = batch.to_ids()
    first[0].clear()
    vocabulary[""] = 99
    assert batch.to_ids()[0][0] and "" not in batch.to_ids()[1]


def test_ids_are_the_same_for_every_number_of_threads():
    texts = [f"Ferry {i % 7} sails to pier {i}." for i in range(2000)]
    assert cd.Analyzer().batch(texts, threads=1).to_ids() == cd.Analyzer().batch(texts, threads=3).to_ids()


def test_no_documents_have_no_ids():
    assert cd.Analyzer().batch([]).to_ids() == ([], {})


def test_ngrams_have_no_ids():
    with pytest.raises(ValueError, match=r"ngram_range is \(1, 2\); use an Analyzer with ngram_range=\(1, 1\)"):
        cd.Analyzer(ngram_range=(1, 2)).batch(TEXTS).to_ids()
