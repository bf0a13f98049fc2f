"""Terms: tokens that hold a letter or a digit, then lower, stop, stem, length; then n-grams (DESIGN, section 2)."""

import pickle

import pytest

import copydesk as cd

TEXT = "The ships of the bank were waiting. They sold 3.5% of it."


def terms(text, **options):
    return cd.Analyzer(**options).terms(text)


# ---- which tokens are terms -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell.", ["it", "fell"]),
        ("3.5% of $12bn", ["3.5", "of", "12", "bn"]),
        ("See https://a.example/b.", ["see", "https://a.example/b"]),
        ("Write to jane@a.example!", ["write", "to", "jane@a.example"]),
        ("#news by @jane", ["#news", "by", "@jane"]),
        ("We won 😀 … -- ?!", ["we", "won"]),
        ("“(—)”", []),
        ("", []),
        (" \n\t", []),
        ("the U.S. of 18th-century", ["the", "u.s.", "of", "18th", "century"]),
        ("日本語。", ["日", "本", "語"]),
        ("a\0b\ud800", ["a", "b"]),
        ("½ ² ①", ["½", "²", "①"]),
    ],
    ids=ascii,
)
def test_a_term_holds_a_letter_or_a_digit(text, expected):
    assert terms(text, stem=False) == expected


def test_a_contraction_is_two_terms():
    assert terms("We don't know Gaza’s port", stem=False) == ["we", "do", "n't", "know", "gaza", "’s", "port"]


def test_a_kept_contraction_is_one_term():
    assert terms("We don't know", stem=False, contractions="keep") == ["we", "don't", "know"]


def test_terms_of_style_whitespace_are_the_pieces_of_split():
    assert terms("It fell, 3.5%. --", style="whitespace", stem=False) == ["it", "fell,", "3.5%."]


# ---- lower, stop, stem, length: in this order ------------------------------------------------


def test_terms_are_lowered_and_stemmed():
    assert terms(TEXT) == ["the", "ship", "of", "the", "bank", "were", "wait", "they", "sold", "3.5", "of", "it"]


def test_terms_may_keep_their_endings():
    assert terms("The SHIPS were waiting", stem=False) == ["the", "ships", "were", "waiting"]


def test_terms_may_keep_their_case():
    assert terms("The SHIPS were waiting", lowercase=False, stem=False) == ["The", "SHIPS", "were", "waiting"]


def test_lower_case_is_that_of_the_language():
    assert terms("ISPARTA İstanbul", language="turkish", stem=False) == ["ısparta", "istanbul"]


def test_stop_words_of_the_language_are_left_out():
    assert terms(TEXT, stop_words="language") == ["ship", "bank", "wait", "sold", "3.5"]


def test_stop_words_may_be_named_by_the_language():
    assert terms(TEXT, stop_words="english") == terms(TEXT, stop_words="language")


def test_no_stop_words_leave_everything():
    assert terms(TEXT, stop_words=None) == terms(TEXT, stop_words=[])


def test_stop_words_of_ones_own_replace_the_languages():
    assert terms("The ships of the bank", stop_words=["ships"]) == ["the", "of", "the", "bank"]


@pytest.mark.parametrize("word", ["ships", "Ships", "SHIPS"])
def test_stop_words_hold_in_any_case(word):
    assert terms(f"the {word} sank", stop_words=["Ships"]) == ["the", "sank"]


def test_stop_words_hold_in_any_case_also_where_case_is_kept():
    assert terms("The Ships SANK", stop_words=["the", "sank"], lowercase=False, stem=False) == ["Ships"]


def test_stop_words_are_looked_up_before_stemming():
    assert terms("ships ship", stop_words=["ship"]) == ["ship"]
    assert terms("waiting wait", stop_words=["waiting"]) == ["wait"]


def test_a_stop_word_with_a_straight_apostrophe_holds_for_a_curly_one():
    assert terms("We don’t know", stop_words=["don't"], contractions="keep") == ["we", "know"]


def test_stop_words_of_the_language_hold_for_split_contractions():
    assert terms("We don’t know about Gaza’s port", stop_words="language") == ["know", "gaza", "port"]


def test_is_stop_uses_the_languages_list_whatever_the_stop_words():
    doc = cd.Analyzer(stop_words=["ships"])("the ships")
    assert [token.is_stop for token in doc] == [True, False]


# ---- length ---------------------------------------------------------------------------------------


def test_a_least_length_counts_code_points():
    assert terms("né 日本 ab a", min_length=2, stem=False) == ["né", "ab"]


def test_a_greatest_length_counts_code_points():
    assert terms("ééé abcd ab", max_length=3, stem=False) == ["ééé", "ab"]


def test_length_is_that_of_the_stem():
    assert terms("waiting ships", max_length=4) == ["wait", "ship"]
    assert terms("ties waiting", min_length=4) == ["wait"]


def test_the_greatest_length_is_64_at_first():
    assert terms("a" * 64 + " " + "b" * 65, stem=False) == ["a" * 64]


# ---- n-grams ------------------------------------------------------------------------------------------


def test_unigrams_come_first_then_longer_ones():
    assert terms("one two three", ngram_range=(1, 3), stem=False) == [
        "one", "two", "three", "one two", "two three", "one two three"]  # fmt: skip


def test_shorter_ngrams_of_all_sentences_come_before_longer_ones():
    assert terms("It fell. They sold.", ngram_range=(1, 2), stem=False) == ["it", "fell", "they", "sold", "it fell", "they sold"]


def test_the_least_n_leaves_shorter_ones_out():
    assert terms("one two three", ngram_range=(2, 3), stem=False) == ["one two", "two three", "one two three"]


def test_too_few_terms_make_no_ngram():
    assert terms("one two", ngram_range=(3, 3)) == []


def test_an_ngram_is_joined_by_one_space():
    assert terms("one \n  two", ngram_range=(2, 2), layout="off", stem=False) == ["one two"]


def test_an_ngram_joins_over_punctuation():
    assert terms("one, “two” – three", ngram_range=(2, 2), stem=False) == ["one two", "two three"]


def test_no_ngram_joins_across_a_sentence_end():
    assert terms("It fell. They sold it.", ngram_range=(2, 2), stem=False) == ["it fell", "they sold", "sold it"]


def test_no_ngram_joins_over_a_removed_word():
    assert terms("ships of the bank sank", ngram_range=(1, 2), stop_words="language", stem=False) == [
        "ships", "bank", "sank", "bank sank"]  # fmt: skip


def test_no_ngram_joins_over_a_word_that_is_too_short():
    assert terms("ships at bank", ngram_range=(2, 2), min_length=3, stem=False) == []


def test_ngrams_of_the_whole_text_join_as_scikit_learn_does():
    options = {"ngram_range": (1, 2), "ngram_scope": "text", "stop_words": "language", "stem": False}
    assert terms("Ships of the bank sank. Shares fell.", **options) == [
        "ships", "bank", "sank", "shares", "fell", "ships bank", "bank sank", "sank shares", "shares fell"]  # fmt: skip


def test_an_ngram_is_made_of_stems():
    assert terms("The ships waited", ngram_range=(2, 2)) == ["the ship", "ship wait"]


# ---- blocks ----------------------------------------------------------------------------------------------

ARTICLE = """Harbour strike ends after talks

Published March 3, 2024

The dockers’ union said on Monday that it did not expect more strikes, and that talks had gone well for both sides.

Shares of the port rose by a tenth on the news. They had fallen for weeks, and analysts were surprised by the move.
"""


def test_terms_of_the_body_are_those_of_the_articles_own_text():
    doc = cd.Analyzer()(ARTICLE)
    assert doc.body
    assert terms(ARTICLE, blocks=cd.BODY) == terms(doc.body)
    assert "harbour" not in terms(ARTICLE, blocks=cd.BODY)


def test_terms_of_one_kind_of_block():
    assert terms(ARTICLE, blocks=["headline"], stem=False) == ["harbour", "strike", "ends", "after", "talks"]


def test_every_kind_of_block_is_every_term():
    assert terms(ARTICLE, blocks=cd.BLOCK_KINDS) == terms(ARTICLE)


def test_ngrams_of_the_body_do_not_join_what_a_block_parts():
    found = terms(ARTICLE, blocks=cd.BODY, ngram_range=(2, 2), stem=False)
    assert found[0] == "the dockers"
    assert "2024 the" not in found and "sides shares" not in found


# ---- one answer, however one asks ----------------------------------------------------------------------------


def test_terms_of_bytes_are_those_of_the_str():
    assert cd.Analyzer().terms(ARTICLE.encode()) == cd.Analyzer().terms(ARTICLE)


def test_options_of_terms_change_no_token():
    an = cd.Analyzer(stop_words="language", min_length=5, blocks=cd.BODY, ngram_range=(1, 3), lowercase=False)
    assert an.tokens(ARTICLE) == cd.Analyzer().tokens(ARTICLE)
    assert an(ARTICLE)[0].stem == "harbour"


# ---- scikit-learn -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def count_vectorizer():
    return pytest.importorskip("sklearn.feature_extraction.text", reason="no scikit-learn").CountVectorizer


TEXTS = ["The ships sank.", "A ship sank, and ships burn."]


def test_a_vectorizer_takes_terms_as_its_analyzer(count_vectorizer):
    vectorizer = count_vectorizer(analyzer=cd.Analyzer().terms)
    matrix = vectorizer.fit_transform(TEXTS)
    assert vectorizer.get_feature_names_out().tolist() == ["a", "and", "burn", "sank", "ship", "the"]
    assert matrix.toarray().tolist() == [[0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 2, 0]]


def test_ngrams_of_a_text_are_those_of_a_vectorizer(count_vectorizer):
    an = cd.Analyzer(ngram_range=(1, 3), ngram_scope="text", stem=False)
    ours = count_vectorizer(analyzer=an.terms).fit(TEXTS)
    theirs = count_vectorizer(tokenizer=cd.Analyzer(stem=False).terms, ngram_range=(1, 3), token_pattern=None).fit(TEXTS)
    assert ours.vocabulary_ == theirs.vocabulary_


def test_a_fitted_vectorizer_can_be_pickled(count_vectorizer):
    vectorizer = count_vectorizer(analyzer=cd.Analyzer(stop_words="language").terms).fit(TEXTS)
    again = pickle.loads(pickle.dumps(vectorizer))
    assert again.transform(TEXTS).toarray().tolist() == vectorizer.transform(TEXTS).toarray().tolist()
