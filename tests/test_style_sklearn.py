r"""style="sklearn": the words of scikit-learn's token_pattern, (?u)\b\w\w+\b."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk as cd
from copydesk import _core

PATTERN = re.compile(r"(?u)\b\w\w+\b")
AN = cd.Analyzer(style="sklearn", stem=False, max_length=2**31 - 1)


@pytest.fixture(params=_core.isas())
def isa(request):
    before = _core.isa()
    _core.isa_use(request.param)
    yield request.param
    _core.isa_use(before)


def test_words_have_two_letters_digits_or_underscores_at_least():
    assert AN.tokens("It's a 3.5% rise: a_b, __ and _ of B2B.") == ["It", "rise", "a_b", "__", "and", "of", "B2B"]


def test_marks_that_combine_part_words_as_they_do_there():
    assert AN.tokens("cafe\u0301 naïve") == ["cafe", "naïve"]


def test_every_word_is_a_term():
    assert AN.terms("__ ⅣⅤ 12 ab") == ["__", "ⅳⅴ", "12", "ab"]


def test_it_joins_ngrams_over_the_whole_text_unless_told_otherwise():
    assert cd.Analyzer(style="sklearn").ngram_scope == "text"
    assert cd.Analyzer(style="sklearn", ngram_scope="sentence").ngram_scope == "sentence"


def test_stop_words_are_compared_as_terms_are_written():
    an = cd.Analyzer(style="sklearn", stem=False, stop_words=["The", "don’t", "it"])
    assert an.terms("The ship: it sank") == ["the", "ship", "sank"]


@pytest.mark.parametrize("text", ["DİYARBAKIR", "Port reopens\n\nBy Ines Calloway\n\nThe ships waited at ΟΔΟΣ."])
def test_a_matrix_counts_the_terms_that_are_found_in_the_text_as_it_is(text):
    an = cd.Analyzer(style="sklearn", stem=False, blocks=cd.BODY | {"headline"})
    matrix, vocabulary = an.batch([text]).matrix()
    assert sorted(an.terms(text)) == list(vocabulary) == list(cd.Vocabulary.build(an.batch([text])))


def test_gaps_hold_all_else():
    text = "“It’s late,” he said – 3.5%!"
    spans = AN.spans(text)
    assert [text[a:b] for a, b in spans] == PATTERN.findall(text)


def test_sentences_and_blocks_are_made_of_words():
    doc = AN("Harbour strike ends\n\nThe union spoke.\n\n?!\n\nShares fell.")
    assert [block.text for block in doc.blocks] == ["Harbour strike ends", "The union spoke", "Shares fell"]


known = st.characters().filter(lambda char: unicodedata.category(char) not in ("Cn", "Cs"))


@given(st.one_of(st.text(known), st.text(st.sampled_from("ab_1é日\u0301ß .,-\n😀ⅣK²"))))
def test_any_text_gives_what_the_pattern_finds(text):
    assert AN.tokens(text) == PATTERN.findall(text)
    assert AN.tokens(text.encode()) == PATTERN.findall(text)


@pytest.mark.parametrize("unit", ["a", "é", "Ж", "😀a"], ids=ascii)
def test_every_kernel_finds_them_in_every_form(isa, unit):
    for n in range(1, 70):
        text = f"{unit} ab{unit * 2},{'x' * n} y{unit} _ {unit * n}. z"
        assert AN.tokens(text) == PATTERN.findall(text), isa
        assert AN.tokens(text.encode()) == PATTERN.findall(text), isa


def test_malformed_bytes_are_no_letters():
    an = cd.Analyzer(style="sklearn", errors="replace")
    assert an.tokens(b"ab\xffcd \xe2\x82 x") == ["ab", "cd"]
