"""Counts of terms as a sparse matrix: batch.matrix(), and that nothing but the texts decides it."""

import random

import pytest

import copydesk as cd
from copydesk import _core

np = pytest.importorskip("numpy")
pytest.importorskip("scipy")

from copydesk import _matrix  # noqa: E402

TEXTS = ["It fell and fell.", None, "It rose.", "", "Nobody fell. It was late."]
PLAIN = {"stem": False}


def counts(texts, **options):
    """A dict of term to count for each text, and the columns' terms."""
    limits = {name: options.pop(name) for name in ("min_df", "max_df", "max_features", "vocabulary", "binary") if name in options}
    matrix, terms = cd.Analyzer(**options).batch(texts).matrix(**limits)
    rows = [{terms[j]: int(n) for j, n in enumerate(row) if n} for row in matrix.toarray()]
    return rows, list(terms)


# ---- what is counted ---------------------------------------------------------------------------


def test_a_row_says_how_often_its_document_holds_each_term():
    assert counts(TEXTS, **PLAIN)[0] == [
        {"it": 1, "fell": 2, "and": 1}, {}, {"it": 1, "rose": 1}, {}, {"nobody": 1, "fell": 1, "it": 1, "was": 1, "late": 1}]  # fmt: skip


def test_columns_ascend_by_code_points():
    terms = counts(["zebra Ärger éclair apple 3.5 émigré 日本 U.S. 😀"], stem=False, lowercase=False)[1]
    assert terms == sorted(terms) and len(terms) == 9


def test_the_matrix_is_canonical_and_of_int64_with_indices_of_int32():
    matrix, _ = cd.Analyzer().batch(TEXTS).matrix()
    assert (matrix.data.dtype, matrix.indices.dtype, matrix.indptr.dtype) == (np.int64, np.int32, np.int32)
    assert all((np.diff(row.indices) > 0).all() for row in matrix)


def test_its_arrays_may_be_written():
    matrix, _ = cd.Analyzer().batch(TEXTS).matrix()
    assert matrix.data.flags.writeable and matrix.indices.flags.writeable


def test_terms_are_shaped_by_the_analyzer():
    rows, _ = counts(["The Ships were waiting at the ship."], stop_words="language")
    assert rows == [{"ship": 2, "wait": 1}]


def test_a_count_may_be_large():
    assert counts(["la " * 254, "la " * 255, "la " * 70_000])[0] == [{"la": 254}, {"la": 255}, {"la": 70_000}]


def test_a_count_may_be_large_by_the_types_of_one_term():
    rows, _ = counts(["La " * 200 + "la " * 200 + "oh", "la " * 255 + "oh " * 300, "La la " * 127 + "OH"])
    assert rows == [{"la": 400, "oh": 1}, {"la": 255, "oh": 300}, {"la": 254, "oh": 1}]


def test_a_count_of_ngrams_may_be_large():
    rows, _ = counts(["la " * 255, "oh", "la " * 256 + "oh"], ngram_range=(1, 3), ngram_scope="text")
    assert rows == [
        {"la": 255, "la la": 254, "la la la": 253}, {"oh": 1},
        {"la": 256, "la la": 255, "la la la": 254, "oh": 1, "la oh": 1, "la la oh": 1}]  # fmt: skip


def test_ngrams_of_one_document_do_not_reach_into_the_next():
    assert counts(["it fell", "it rose"], ngram_range=(2, 3), ngram_scope="text", **PLAIN)[1] == ["it fell", "it rose"]


def test_terms_of_the_body_alone_are_counted():
    article = "Harbour strike ends\n\nBy Jane Doe\n\n" + "The union said that it did not expect more strikes, and that talks had gone well.\n\n" * 3
    an = cd.Analyzer(blocks=cd.BODY, stem=False)
    assert set(an.batch([article]).matrix()[1]) == set(an.terms(article))
    assert "jane" not in an.terms(article)


@pytest.mark.parametrize("scope", ["sentence", "text"])
@pytest.mark.parametrize("ngram_range", [(1, 2), (2, 2), (2, 3), (1, 4)], ids=str)
def test_ngrams_are_those_of_terms(ngram_range, scope):
    text = "It fell, they said. Nobody of the port said it fell. It fell, they said it fell again and again."
    an = cd.Analyzer(ngram_range=ngram_range, ngram_scope=scope, stop_words=["of"])
    terms = an.terms(text)
    rows, columns = counts([text], ngram_range=ngram_range, ngram_scope=scope, stop_words=["of"])
    assert rows == [{term: terms.count(term) for term in terms}]
    assert columns == sorted(set(terms))


@pytest.mark.parametrize("text", ["a\x01b a b", "\x01 a \x01 b a\x01 a", "a! a a!b a b"], ids=ascii)
def test_ngrams_are_in_order_whatever_characters_their_words_hold(text):
    an = cd.Analyzer(style="whitespace", ngram_range=(1, 2), ngram_scope="text", stem=False)
    assert list(an.batch([text]).matrix()[1]) == sorted(set(an.terms(text)))


def test_lone_surrogates_and_nul_are_terms_like_any_others():
    rows, _ = counts(["a\0b \ud800 c\ud800 a\0b"], style="whitespace", stem=False)
    assert rows == [{"a\0b": 2, "c\ud800": 1}]


def test_a_slice_counts_its_own_documents():
    batch = cd.Analyzer(stem=False).batch(TEXTS)
    matrix, terms = batch[2:4].matrix()
    assert (matrix.toarray().tolist(), list(terms)) == ([[1, 1], [0, 0]], ["it", "rose"])


def test_no_documents_make_an_empty_matrix():
    matrix, terms = cd.Analyzer().batch([]).matrix()
    assert (matrix.shape, len(terms)) == ((0, 0), 0)


def test_a_text_that_cannot_be_read_is_an_empty_row():
    assert counts([b"It fell.", b"\xff", None], **PLAIN)[0] == [{"it": 1, "fell": 1}, {}, {}]


# ---- which columns there are ----------------------------------------------------------------------


def test_rare_terms_may_be_left_out():
    assert counts(TEXTS, min_df=2, **PLAIN)[1] == ["fell", "it"]


@pytest.mark.parametrize("limits", [{}, {"min_df": 2}, {"max_df": 1}, {"max_features": 5}], ids=str)
@pytest.mark.parametrize("texts", [[], [None, "", "..."]], ids=str)
def test_where_there_are_no_terms_limits_leave_none(texts, limits):
    matrix, vocabulary = cd.Analyzer().batch(texts).matrix(**limits)
    assert matrix.shape == (len(texts), 0) and list(vocabulary) == []


@pytest.mark.parametrize("share", [np.float32(0.5), np.float64(0.5), np.float16(0.5)])
def test_a_share_may_be_numpys(share):
    batch = cd.Analyzer().batch(["It fell.", "It rose."])
    assert list(batch.matrix(max_df=share)[1]) == ["fell", "rose"]
    assert list(cd.Vocabulary.build(batch).prune(max_df=share)) == ["fell", "rose"]


def test_common_terms_may_be_left_out_by_their_share():
    assert counts(TEXTS, max_df=0.4, **PLAIN)[1] == ["and", "fell", "late", "nobody", "rose", "was"]


def test_the_most_frequent_terms_may_be_kept():
    assert counts(["a b b c c c", "d"], max_features=2, **PLAIN) == ([{"b": 2, "c": 3}, {}], ["b", "c"])


def test_a_vocabulary_that_is_given_says_what_the_columns_are():
    matrix, terms = cd.Analyzer(stem=False).batch(TEXTS).matrix(vocabulary=["late", "fell", "été"])
    assert terms == ["late", "fell", "été"]
    assert matrix.toarray().tolist() == [[0, 2, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [1, 1, 0]]


@pytest.mark.parametrize("vocabulary", [{"late": 0, "fell": 1}, {"fell": 1, "late": 0}, iter(["late", "fell"]), ("late", "fell")])
def test_columns_of_a_vocabulary_are_where_it_says(vocabulary):
    matrix, terms = cd.Analyzer(stem=False).batch(["It fell and fell.", "Too late."]).matrix(vocabulary=vocabulary)
    assert list(terms) == ["late", "fell"] and matrix.toarray().tolist() == [[0, 2], [1, 0]]


def test_a_set_of_terms_is_sorted():
    matrix, terms = cd.Analyzer(stem=False).batch(["It fell and fell."]).matrix(vocabulary={"late", "fell", "it"})
    assert terms == ["fell", "it", "late"] and matrix.toarray().tolist() == [[2, 1, 0]]


def test_a_vocabulary_may_be_arrows():
    pa = pytest.importorskip("pyarrow")
    batch = cd.Analyzer(stem=False).batch(["It fell and fell."])
    for words in (pa.array(["late", "fell"]), pa.chunked_array([["late"], ["fell"]])):
        matrix, terms = batch.matrix(vocabulary=words)
        assert (matrix.toarray().tolist(), terms) == ([[0, 2]], ["late", "fell"])


def test_a_vocabulary_may_be_a_vocabulary():
    batch = cd.Analyzer(stem=False).batch(["It fell and fell."])
    vocabulary = cd.Vocabulary.build(batch)
    matrix, terms = batch.matrix(vocabulary=vocabulary)
    assert terms is vocabulary and matrix.toarray().tolist() == [[1, 2, 1]]


def test_a_vocabulary_may_hold_ngrams():
    an = cd.Analyzer(stem=False, ngram_range=(1, 2))
    matrix, _ = an.batch(["It fell and it fell."]).matrix(vocabulary=["it fell", "fell and it", "and"])
    assert matrix.toarray().tolist() == [[2, 0, 1]]


def test_the_vocabulary_of_one_batch_serves_another():
    an = cd.Analyzer(stem=False)
    _, terms = an.batch(["It fell."]).matrix()
    assert an.batch(["It rose, it fell."]).matrix(vocabulary=terms)[0].toarray().tolist() == [[1, 2]]


def test_binary_counts_are_1():
    assert counts(["la la le"], binary=True, **PLAIN)[0] == [{"la": 1, "le": 1}]


@pytest.mark.parametrize(
    ("limits", "error", "message"),
    [
        ({"min_df": 9}, ValueError, "no terms are left: choose a lower min_df or a higher max_df"),
        ({"max_df": 1.5}, ValueError, "max_df=1.5 is no share"),
        ({"min_df": -1}, ValueError, "min_df=-1 is no number of documents"),
        ({"min_df": "2"}, TypeError, "min_df must be an int"),
        ({"max_features": 0}, ValueError, "max_features must be None or an int of 1 or more, not 0"),
        ({"vocabulary": ["a", 3]}, TypeError, "a word of the vocabulary must be str, not int"),
        ({"max_features": True}, ValueError, "max_features must be None or an int of 1 or more, not True"),
        ({"binary": "no"}, TypeError, "binary must be True or False, not str"),
        ({"vocabulary": "fell"}, TypeError, "vocabulary must be a sequence of terms, or a dict of term to column, not str"),
        ({"vocabulary": 3}, TypeError, "vocabulary must be a sequence of terms, or a dict of term to column, not int"),
        ({"vocabulary": ["a", "b", "a"]}, ValueError, "'a' is in the vocabulary twice; a term has one column"),
        ({"vocabulary": {"a": 0, "b": 2}}, ValueError, "vocabulary must number its terms 0, 1, 2 and so on, each once"),
        ({"vocabulary": {"a": 0, "b": "1"}}, ValueError, "vocabulary must number its terms 0, 1, 2 and so on, each once"),
        ({"minimum": 3}, TypeError, r"matrix\(\) got an unexpected keyword argument 'minimum'"),
    ],
    ids=str,
)
def test_a_wrong_limit_is_named(limits, error, message):
    with pytest.raises(error, match=message):
        cd.Analyzer().batch(TEXTS).matrix(**limits)


def test_limits_are_given_by_name():
    with pytest.raises(TypeError, match="keyword arguments only"):
        cd.Analyzer().batch(TEXTS).matrix(2)


# ---- the same for every number of threads -----------------------------------------------------------


def news(n, seed=7):
    pick = random.Random(seed)
    words = ["harbour", "the", "Council", "didn’t", "3.5%", "of", "U.S.", "ferries", "café", "$3bn", "—"]
    return [" ".join(pick.choices(words, k=pick.randrange(90))) + f" Name{pick.randrange(900)} fell. Nobody spoke." for _ in range(n)]


@pytest.mark.parametrize("options", [{}, {"ngram_range": (1, 2)}, {"ngram_range": (2, 3), "ngram_scope": "text"}, {"blocks": cd.BODY}], ids=str)
def test_the_matrix_is_the_same_for_every_number_of_threads(options):
    texts = news(900)
    one, terms = cd.Analyzer(**options).batch(texts, threads=1).matrix()
    for threads in (2, 3, 8):
        many, others = cd.Analyzer(**options).batch(texts, threads=threads).matrix()
        assert list(others) == list(terms)
        assert all(np.array_equal(getattr(one, name), getattr(many, name)) for name in ("indptr", "indices", "data"))


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_columns_ascend_however_many_threads_and_terms_there_are(threads):
    words = [f"internationalis{end}" for end in ("e", "ed", "es", "ation", "ations")] + ["inter", "internat", "zoo"]
    texts = [" ".join(random.Random(seed).sample(words, 4)) for seed in range(40)]
    for few in (texts[:1], texts[:2], texts, ["zoo"] * 40, []):
        terms = list(cd.Analyzer(**PLAIN).batch(few, threads=threads).matrix()[1])
        assert terms == sorted({word for text in few for word in text.split()})


def test_what_was_read_before_changes_nothing():
    an, texts = cd.Analyzer(), news(50)
    cd.clear_caches()
    cold, terms = an.batch(texts).matrix()
    an.batch(news(300, seed=8))
    warm, others = an.batch(texts).matrix()
    assert (cold != warm).nnz == 0 and list(terms) == list(others)


def test_of_terms_as_frequent_as_each_other_the_first_are_kept():
    """As Vocabulary.prune does, whatever instructions NumPy has for sorting."""
    batch = cd.Analyzer(**PLAIN).batch([" ".join(f"w{n:03} " * (1 + n % 3) for n in range(500))])
    assert list(batch.matrix(max_features=4)[1]) == ["w002", "w005", "w008", "w011"]
    assert list(cd.Vocabulary.build(batch).prune(max_features=4)) == ["w002", "w005", "w008", "w011"]


# ---- hashes -----------------------------------------------------------------------------------------


def test_a_hashed_column_is_the_one_of_murmurhash3():
    """Columns and signs of sklearn.utils.murmurhash3_32(word, seed=0), written down."""
    counted = _core._count(cd.Analyzer(**PLAIN), ["foo bar"], 1, "word", 1, 1, 2**31 - 1, True, None, False)
    matrix = _matrix.arrays(counted)
    # murmurhash3_32(b"foo") = -156908512, murmurhash3_32(b"bar") = 1158584717
    assert dict(zip(matrix.indices.tolist(), matrix.data.tolist())) == {156908512: -1, 1158584717: 1}


def test_terms_whose_hashes_coincide_add_up():
    counted = _core._count(cd.Analyzer(**PLAIN), ["foo bar foo", "bar"], 1, "word", 1, 1, 1, False, None, False)
    matrix = _matrix.arrays(counted, np.float32)
    assert (matrix.toarray().tolist(), matrix.dtype, matrix.nnz) == ([[3], [1]], np.float32, 2)


# ---- memory and signals ---------------------------------------------------------------------------------

JOBS = {
    "terms": ("word", 1, 1, 0, False, None, False),
    "a vocabulary": ("word", 1, 1, 0, False, ["it", "é"], False),
    "hashes": ("word", 1, 1, 64, True, None, False),
    "characters": ("char", 1, 3, 0, False, None, False),
    "characters inside words": ("char_wb", 2, 3, 0, False, None, False),
    "columns alone": ("word", 1, 1, 0, False, None, True),
}


@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 2), (2, 3)], ids=str)
@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_every_failing_allocation_is_a_memory_error(job, ngram_range):
    an, texts = cd.Analyzer(ngram_range=ngram_range, style="whitespace"), ["It\x01 fell. " * 9 + "la " * 300, "", "Été"]

    def work():
        counted = _core._count(an, texts, 1, *job)
        rows = _matrix.arrays(counted).toarray().tolist()
        if job[3] or job[5]:
            return rows
        terms, frequencies = list(counted.terms()), [list(column) for column in counted.frequencies()]
        counted.keep(bytes(counted.n_columns))
        return rows, terms, frequencies

    expected = work()
    cd.clear_caches()
    _core._fail_allocation(10**9)
    work()
    for n in range(1, _core._fail_allocation(0) + 1):
        cd.clear_caches()
        _core._fail_allocation(n)
        try:
            assert work() == expected
        except MemoryError:
            pass
        cd.clear_caches()
        assert _core._allocations_alive() == 0
        _core._fail_allocation(0)
    assert work() == expected


@pytest.fixture(autouse=True)
def no_faults_left():
    yield
    _core._fail_allocation(0)
