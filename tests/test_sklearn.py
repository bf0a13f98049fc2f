"""copydesk.sklearn: matrices equal to scikit-learn's, entry by entry, and what our vectorizers take beside its own."""

import copy
import gzip
import io
import json
import pickle
import random
import tracemalloc
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

import copydesk as cd

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

from articles import FOLDER  # noqa: E402
from sanitizers import some  # noqa: E402
from sklearn.base import clone  # noqa: E402
from sklearn.compose import ColumnTransformer  # noqa: E402
from sklearn.exceptions import NotFittedError  # noqa: E402
from sklearn.feature_extraction import text as original  # noqa: E402
from sklearn.model_selection import GridSearchCV  # noqa: E402
from sklearn.naive_bayes import MultinomialNB  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402

import copydesk.sklearn as ours  # noqa: E402

ARTICLES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "articles"
OWN = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())]
ODD = [
    "", " ", "a", "\n\n", "It's 3.5% of B2B_sales -- the U.S.A. 😀", "ΟΔΟΣ Σ'ΑΓΑΠΩ ΑΣ. ΣΑΣ'Α Σ1Σ", "İstanbul İİ I ı",
    "naïve cafe\u0301 Ǆungla ßß ẞ", "हिन्दी 日本語。ひらがな ⅣⅤ ½½ ²³", "tab\tand\x1cseparators \x85 \u2028 a\xa0b",
    "nul\0nul \x01\x01", "x " * 700, "xy " * 700, "The the THE", "a b  c   d", " ab ",
]  # fmt: skip


def canonical(matrix):
    matrix = matrix.copy()
    matrix.sort_indices()
    return matrix


def differ(a, b, exact=True):
    """What is not equal in two sparse matrices, or None."""
    if (a.shape, a.dtype, type(a)) != (b.shape, b.dtype, type(b)):
        return (a.shape, a.dtype, type(a)), (b.shape, b.dtype, type(b))
    a, b = canonical(a), canonical(b)
    if not (np.array_equal(a.indptr, b.indptr) and np.array_equal(a.indices, b.indices)):
        return "which entries there are"
    equal = np.array_equal(a.data, b.data) if exact else np.allclose(a.data, b.data, rtol=1e-12, atol=0)
    return None if equal else "the entries' values"


def outcome(vectorizer, texts):
    """The matrix of fit_transform, or the error, and the warnings."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            made = vectorizer.fit_transform(texts)
        except ValueError as error:
            made = str(error)
    return made, sorted(str(warning.message) for warning in seen)


def check_equal(name, options, texts, threads=2):
    mine, theirs = getattr(ours, name)(n_jobs=threads, **options), getattr(original, name)(**options)
    (a, said), (b, expected) = outcome(mine, texts), outcome(theirs, texts)
    assert said == expected, (name, options)
    if isinstance(b, str):
        assert a == b, (name, options)
        return
    # fit_transform of TfidfVectorizer sums a row in another order than its transform does, so norms round another way.
    assert differ(a, b, exact=name != "TfidfVectorizer") is None, (name, options)
    assert differ(mine.transform(texts[:50]), theirs.transform(texts[:50])) is None, (name, options)
    if name != "HashingVectorizer":
        assert mine.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist(), (name, options)


# ---- the same matrices ------------------------------------------------------------------------

CHOICES = {
    "lowercase": [True, True, False],
    "strip_accents": [None, None, "unicode", "ascii"],
    "stop_words": [None, None, "english", ["the", "of", "It"]],
    "ngram_range": [(1, 1), (1, 2), (2, 2), (1, 3), (3, 5), (7, 9)],
    "analyzer": ["word", "word", "word", "char", "char_wb"],
    "preprocessor": [None, None, None, str.swapcase],
    "binary": [False, False, True],
    "dtype": [np.int64, np.float64, np.float32, np.int32, np.uint16],
}
OF_VOCABULARY = {
    "min_df": [1, 1, 2, 0.1],
    "max_df": [1.0, 1.0, 0.7, 5, 1],
    "max_features": [None, None, 10, 100],
    "vocabulary": [None, None, None, ["the", "of the", "th", " a", "été", "x"]],
}
OF_HASHES = {"n_features": [2**20, 300, 7, 1], "alternate_sign": [True, False], "norm": ["l2", "l1", None]}
OF_TFIDF = {"norm": ["l2", "l1", None], "use_idf": [True, False], "smooth_idf": [True, False], "sublinear_tf": [True, False]}
OF = {
    "CountVectorizer": {**CHOICES, **OF_VOCABULARY},
    "TfidfVectorizer": {**CHOICES, **OF_VOCABULARY, **OF_TFIDF, "dtype": [np.float64, np.float32]},
    "HashingVectorizer": {**CHOICES, **OF_HASHES, "dtype": [np.float64, np.float32]},
}


@pytest.mark.parametrize("seed", some(range(60)))
@pytest.mark.parametrize("name", OF)
def test_any_options_give_scikit_learns_matrix(name, seed):
    pick = random.Random(f"{name} {seed}")
    options = {option: pick.choice(values) for option, values in OF[name].items()}
    check_equal(name, options, OWN + ODD)


@cache
def read(name):
    path = ARTICLES / name
    if not path.is_file():
        pytest.skip(f"no {path} beside this checkout")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("file", ["news_en.jsonl.gz", "multi.jsonl.gz"])
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("CountVectorizer", {}),
        ("CountVectorizer", {"ngram_range": (1, 2), "stop_words": "english", "min_df": 2}),
        ("CountVectorizer", {"lowercase": False, "binary": True, "max_features": 5000, "dtype": np.float32}),
        ("CountVectorizer", {"strip_accents": "unicode", "max_df": 0.3}),
        ("TfidfVectorizer", {"sublinear_tf": True}),
        ("HashingVectorizer", {}),
        ("HashingVectorizer", {"n_features": 5000, "ngram_range": (2, 2), "alternate_sign": False, "norm": None}),
    ],
    ids=str,
)
def test_all_articles_give_scikit_learns_matrix(name, options, file):
    check_equal(name, options, some(read(file), every=30))


@pytest.mark.parametrize("file", ["news_en.jsonl.gz", "multi.jsonl.gz"])
@pytest.mark.parametrize("analyzer", ["char", "char_wb"])
def test_characters_of_every_thirtieth_article_give_scikit_learns_matrix(analyzer, file):
    check_equal("CountVectorizer", {"analyzer": analyzer, "ngram_range": (2, 4)}, some(read(file)[::30]))


# ---- texts of every kind --------------------------------------------------------------------------

SOME = ["It fell and fell.", "It rose.", "Nobody fell: it was late."]


@pytest.mark.parametrize(
    "texts",
    [tuple(SOME), iter(SOME), (text for text in SOME), np.array(SOME), np.array(SOME, dtype=object), [text.encode() for text in SOME]],
    ids=lambda texts: type(texts).__name__,
)
def test_texts_come_as_they_come_to_scikit_learn(texts):
    assert ours.CountVectorizer().fit_transform(texts).toarray().tolist() == original.CountVectorizer().fit_transform(SOME).toarray().tolist()


class Quote(str):
    """A str as an HTML parser gives it."""


class Shout(str):
    """A str that lower-cases in its own way."""

    def lower(self):
        return self.upper()


def no_road(*_):
    raise AssertionError("scikit-learn counts")


@pytest.mark.parametrize("parameters", [{}, {"analyzer": "char"}, {"analyzer": cd.Analyzer()}], ids=["word", "char", "Analyzer"])
@pytest.mark.parametrize("kind", [np.array, lambda texts: list(map(Quote, texts))], ids=["numpy", "a subclass"])
def test_every_kind_of_str_is_counted_in_c(monkeypatch, kind, parameters):
    counts, hashes = (getattr(ours, name)(**parameters).fit_transform(SOME) for name in ("CountVectorizer", "HashingVectorizer"))
    monkeypatch.setattr(original.CountVectorizer, "_count_vocab", no_road)
    monkeypatch.setattr(original.HashingVectorizer, "transform", no_road)
    assert not differ(ours.CountVectorizer(**parameters).fit_transform(kind(SOME)), counts)
    assert not differ(ours.HashingVectorizer(**parameters).fit_transform(kind(SOME)), hashes)


def test_a_str_that_lower_cases_in_its_own_way_does():
    texts = list(map(Shout, SOME))
    vectorizer = ours.CountVectorizer().fit(texts)
    assert vectorizer.get_feature_names_out().tolist() == original.CountVectorizer().fit(texts).get_feature_names_out().tolist()
    assert "FELL" in vectorizer.vocabulary_


def test_texts_come_from_files(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("It fell and fell.")
    assert ours.CountVectorizer(input="filename").fit_transform([str(path)]).toarray().tolist() == [[1, 2, 1]]
    assert ours.CountVectorizer(input="file").fit_transform([io.StringIO("It fell and fell.")]).toarray().tolist() == [[1, 2, 1]]


@pytest.mark.parametrize("name", ["CountVectorizer", "HashingVectorizer"])
@pytest.mark.parametrize(
    "parameters", [{"analyzer": "char"}, {"strip_accents": "unicode"}, {"tokenizer": str.split, "token_pattern": None}, {"analyzer": str.split}]
)
def test_columns_of_arrow_are_read_whoever_counts(name, parameters):
    pa = pytest.importorskip("pyarrow")
    theirs = getattr(original, name)(**parameters).fit_transform(SOME)
    assert not differ(getattr(ours, name)(**parameters).fit_transform(pa.array(SOME)), theirs)


def test_stop_words_that_are_no_str_stop_nothing():
    parameters = {"stop_words": ["the", float("nan"), None]}
    assert not differ(ours.CountVectorizer(**parameters).fit_transform(SOME), original.CountVectorizer(**parameters).fit_transform(SOME))


def test_columns_of_arrow_are_read_where_they_lie():
    pa = pytest.importorskip("pyarrow")
    assert ours.HashingVectorizer().fit_transform(pa.chunked_array([SOME[:1], SOME[1:]])).shape == (3, 2**20)
    assert ours.CountVectorizer().fit_transform(pa.array(SOME)).shape == (3, 7)
    with pytest.raises(ValueError, match="text 1 is null; fill it with an empty string, or drop it"):
        ours.CountVectorizer().fit(pa.array(["It fell.", None]))


@pytest.mark.parametrize("column", ["pandas", "polars"])
def test_columns_of_data_frames_are_texts(column):
    series = pytest.importorskip(column).Series(SOME)
    assert ours.CountVectorizer().fit_transform(series).shape == (3, 7)


@pytest.mark.parametrize("analyzer", ["word", "char", "char_wb"])
@pytest.mark.parametrize("bad", [np.nan, None, 3, ["It"]], ids=str)
@pytest.mark.parametrize("name", ours.__all__)
def test_what_is_no_text_is_the_error_that_scikit_learn_raises(name, bad, analyzer):
    with pytest.raises(Exception) as theirs:  # noqa: B017
        getattr(original, name)(analyzer=analyzer).fit_transform(["It fell.", bad])
    with pytest.raises(type(theirs.value)) as mine:
        getattr(ours, name)(analyzer=analyzer).fit_transform(["It fell.", bad])
    assert str(mine.value) == str(theirs.value)


@pytest.mark.parametrize("decode_error", ["strict", "ignore", "replace"])
def test_bytes_are_decoded_as_scikit_learn_does(decode_error):
    check_equal("CountVectorizer", {"decode_error": decode_error, "encoding": "ascii"}, ["caf\u00e9s".encode(), b"fell"])


# ---- analyzer and n_jobs ----------------------------------------------------------------------------------


def test_an_analyzer_says_what_the_terms_are():
    an = cd.Analyzer(stop_words="language", ngram_range=(1, 2))
    vectorizer = ours.CountVectorizer(analyzer=an, n_jobs=2)
    matrix = vectorizer.fit_transform(OWN)
    theirs = original.CountVectorizer(analyzer=an.terms)
    assert differ(matrix, theirs.fit_transform(OWN)) is None
    assert vectorizer.vocabulary_ == theirs.vocabulary_
    assert vectorizer.build_analyzer()("The ships sank.") == ["ship", "sank", "ship sank"]


def test_an_analyzers_terms_are_found_before_they_are_lower_cased():
    """scikit-learn lower-cases the text first, which parts the word at the dot that İ leaves behind."""
    an = cd.Analyzer(style="sklearn", stem=False)
    assert ours.CountVectorizer(analyzer=an).fit(["DİYARBAKIR"]).get_feature_names_out().tolist() == ["di\u0307yarbakir"]
    assert ours.CountVectorizer().fit(["DİYARBAKIR"]).get_feature_names_out().tolist() == ["di", "yarbakir"]


def test_an_analyzer_hashes_too():
    an = cd.Analyzer()
    theirs = original.HashingVectorizer(analyzer=an.terms).fit_transform(OWN)
    assert differ(ours.HashingVectorizer(analyzer=an).fit_transform(OWN), theirs) is None


@pytest.mark.parametrize("n_jobs", [None, 1, 2, 3, -1, -2])
def test_every_number_of_jobs_gives_the_same(n_jobs):
    assert differ(ours.CountVectorizer(n_jobs=n_jobs).fit_transform(OWN * 40), ours.CountVectorizer().fit_transform(OWN * 40)) is None


# ---- fit --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n_jobs", [1, 3])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ngram_range": (1, 2)},
        {"ngram_range": (2, 3), "lowercase": False},
        {"analyzer": "char_wb", "ngram_range": (1, 3)},
        {"min_df": 2},
        {"min_df": 0.0, "max_df": 0.4},
        {"max_features": 20, "dtype": np.float32},
        {"vocabulary": ["the", "of"]},
        {"binary": True},
    ],
    ids=str,
)
def test_fit_finds_the_columns_that_scikit_learn_finds(options, n_jobs):
    mine = ours.CountVectorizer(n_jobs=n_jobs, **options).fit(OWN + ODD)
    theirs = original.CountVectorizer(**options).fit(OWN + ODD)
    assert mine.vocabulary_ == theirs.vocabulary_
    assert differ(mine.transform(ODD), theirs.transform(ODD)) is None


@pytest.mark.parametrize("options", [{"language": "auto"}, {"blocks": cd.BODY}, {"ngram_range": (1, 2)}], ids=str)
def test_fit_finds_the_terms_of_an_analyzer(options):
    an = cd.Analyzer(**options)
    vectorizer = ours.CountVectorizer(analyzer=an).fit(iter(OWN))
    assert set(vectorizer.get_feature_names_out()) == {term for text in OWN for term in an.terms(text)}


def test_fit_forgets_no_term_of_more_words_than_its_lexicon_holds():
    words = [f"w{i}" for i in range(150_000)]
    texts = ["both " + " ".join(words[i : i + 10_000]) for i in range(0, len(words), 10_000)]
    assert ours.CountVectorizer().fit(texts).get_feature_names_out().tolist() == sorted([*words, "both"])


@pytest.mark.parametrize("texts", ["It fell.", [], ["..."], ["It fell.", None]], ids=str)
def test_fit_raises_what_fit_transform_raises(texts):
    with pytest.raises(Exception) as expected:
        ours.CountVectorizer().fit_transform(texts)
    with pytest.raises(type(expected.value)) as raised:
        ours.CountVectorizer().fit(texts)
    assert str(raised.value) == str(expected.value)


@pytest.mark.parametrize("n_jobs", ["2", 1.5])
def test_a_number_of_jobs_is_an_int_or_none(n_jobs):
    with pytest.raises(ValueError, match="The 'n_jobs' parameter of CountVectorizer must be"):
        ours.CountVectorizer(n_jobs=n_jobs).fit(SOME)


@pytest.mark.parametrize("options", [{"token_pattern": r"\S+"}, {"tokenizer": str.split, "token_pattern": None}, {"analyzer": str.split}], ids=str)
@pytest.mark.parametrize("name", ours.__all__)
def test_what_c_cannot_count_scikit_learn_does(name, options):
    check_equal(name, options, SOME)


def reversed_terms(self):
    analyze = super(type(self), self).build_analyzer()
    return lambda text: [term[::-1] for term in analyze(text)]


OVERRIDES = [
    {"build_analyzer": reversed_terms},
    {"build_tokenizer": lambda self: str.split},
    {"build_preprocessor": lambda self: str.swapcase},
    {"decode": lambda self, text: text.replace("fell", "rose")},
    {"get_stop_words": lambda self: {"it"}},
    {"_word_ngrams": lambda self, tokens, stop_words=None: tokens[:2]},
]


@pytest.mark.parametrize("methods", OVERRIDES, ids=lambda methods: "".join(methods))
@pytest.mark.parametrize("name", ours.__all__)
def test_a_subclass_may_say_what_the_terms_are(name, methods):
    mine, theirs = (type("Own", (getattr(module, name),), methods)() for module in (ours, original))
    assert not differ(mine.fit_transform(SOME), theirs.fit_transform(SOME), exact=name != "TfidfVectorizer")
    assert not differ(mine.fit(SOME).transform(SOME), theirs.transform(SOME))


def test_a_subclass_may_change_the_terms_of_an_analyzer():
    vectorizer = type("Own", (ours.CountVectorizer,), {"build_analyzer": reversed_terms})(analyzer=cd.Analyzer())
    assert vectorizer.fit(["The ships sailed."]).get_feature_names_out().tolist() == ["eht", "lias", "pihs"]


def test_a_method_may_be_put_into_the_object():
    vectorizer = ours.CountVectorizer()
    vectorizer.build_analyzer = lambda: str.split
    assert vectorizer.fit(["It fell."]).get_feature_names_out().tolist() == ["It", "fell."]


def test_a_subclass_gets_the_documents_as_they_came():
    pd = pytest.importorskip("pandas")

    class Own(ours.CountVectorizer):
        def fit_transform(self, raw_documents, y=None):
            return super().fit_transform(raw_documents.str.replace("fell", "rose"), y)

    assert Own().fit(pd.Series(["It fell."])).get_feature_names_out().tolist() == ["it", "rose"]


@pytest.mark.parametrize("limit", [{"min_df": np.int64(2)}, {"max_df": np.int64(2)}, {"max_df": np.float64(1)}], ids=str)
def test_fit_takes_numpys_numbers_for_limits(limit):
    mine, theirs = (module.CountVectorizer(**limit).fit(SOME) for module in (ours, original))
    assert mine.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()


# ---- a citizen of scikit-learn --------------------------------------------------------------------------------


def test_parameters_are_scikit_learns_and_n_jobs():
    for name in ours.__all__:
        mine, theirs = getattr(ours, name)(), getattr(original, name)()
        assert mine.get_params() == {**theirs.get_params(), "n_jobs": None}
        assert clone(mine.set_params(n_jobs=2, ngram_range=(1, 2))).get_params() == mine.get_params()


def test_columns_go_where_the_vocabulary_says_that_was_changed_in_place():
    vectorizers = [sklearn.CountVectorizer().fit(SOME) for sklearn in (ours, original)]
    for vectorizer in vectorizers:
        places = vectorizer.vocabulary_
        first, second, third, *_ = sorted(places)
        places[first], places[second] = places[second], places[first]
        places["zeppelin"] = places.pop(third)
    mine, theirs = vectorizers
    assert mine.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    assert not differ(mine.transform([*SOME, "zeppelin"]), theirs.transform([*SOME, "zeppelin"]))


def test_a_dict_that_was_changed_is_asked_as_it_is_then():
    vectorizer = ours.CountVectorizer().fit(["fell rose"])
    vectorizer.vocabulary_ = {"rose": 1, "fell": 0}
    assert vectorizer.transform(["fell fell rose"]).toarray().tolist() == [[2, 1]]
    vectorizer.vocabulary_["rose"] = 0
    assert vectorizer.transform(["fell fell rose"]).toarray().tolist() == [[3, 0]]
    vectorizer.vocabulary_["rose"] = "1"
    with pytest.raises(ValueError, match="the vocabulary gives 'rose' the column '1'; expected an int from 0 to 1"):
        vectorizer.transform(["rose"])
    del vectorizer.vocabulary_["fell"]
    vectorizer.vocabulary_["rose"] = 1
    with pytest.raises(ValueError, match="the vocabulary gives 'rose' the column 1; expected an int from 0 to 0"):
        vectorizer.transform(["rose"])
    assert vectorizer.transform(["fell"]).toarray().tolist() == [[0]]


MANY = [f"w{i}" for i in range(70_000)]


@pytest.mark.parametrize("is_shown", [False, True], ids=["terms", "a dict"])
def test_a_short_text_takes_no_memory_by_the_vocabulary(is_shown):
    def most_bytes(words):
        vectorizer = ours.CountVectorizer().fit([" ".join(words)])
        assert not is_shown or vectorizer.vocabulary_
        vectorizer.transform(["w7 w3 w7"])
        tracemalloc.start()
        assert vectorizer.transform(["w7 w3 w7"]).nnz == 2
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert most_bytes(MANY) < most_bytes(MANY[:10]) + 2000


@pytest.mark.parametrize("is_shown", [False, True], ids=["terms", "a dict"])
def test_texts_are_counted_alike_whatever_was_read_before(is_shown):
    texts = ["W7 w3 w7 W9 w69999 nobody", "w3"]
    theirs = original.CountVectorizer().fit([" ".join(MANY)])
    for n_jobs in (1, 2):
        vectorizer = ours.CountVectorizer(n_jobs=n_jobs).fit([" ".join(MANY)])
        assert not is_shown or vectorizer.vocabulary_ == theirs.vocabulary_
        cd.clear_caches()
        assert not differ(vectorizer.transform(texts), theirs.transform(texts))
        vectorizer.transform([" ".join(MANY)] * 2)
        assert not differ(vectorizer.transform(texts), theirs.transform(texts))


def test_threads_share_a_vectorizer_and_see_one_dict():
    vectorizer, theirs = ours.CountVectorizer().fit([" ".join(MANY)]), original.CountVectorizer().fit([" ".join(MANY)])
    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(lambda i: vectorizer.vocabulary_ if i % 10 == 5 else vectorizer.transform([f"w{i} w1"]), range(100)))
    assert all(shown[i] is vectorizer.vocabulary_ for i in range(5, 100, 10))
    assert not any(differ(shown[i], theirs.transform([f"w{i} w1"])) for i in range(100) if i % 10 != 5)


@pytest.mark.parametrize("is_shown", [False, True], ids=["terms", "a dict"])
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda vectorizer: pickle.loads(pickle.dumps(vectorizer))], ids=["deepcopy", "pickle"])
def test_a_copy_has_a_vocabulary_of_its_own(is_shown, copied):
    vectorizer = ours.CountVectorizer().fit(["fell rose"])
    if is_shown:
        vectorizer.vocabulary_.update(fell=1, rose=0)
    again = copied(vectorizer)
    expected = [[1, 2]] if is_shown else [[2, 1]]
    assert again.transform(["fell fell rose"]).toarray().tolist() == expected
    again.vocabulary_["zeppelin"] = 2
    assert vectorizer.transform(["fell fell rose"]).toarray().tolist() == expected


def test_the_vocabulary_is_a_dict_made_when_asked_for():
    vectorizer = ours.CountVectorizer()
    assert not hasattr(vectorizer, "vocabulary_")
    with pytest.raises(NotFittedError):
        vectorizer.transform(SOME)
    vectorizer.fit(SOME)
    assert vectorizer.vocabulary_ == original.CountVectorizer().fit(SOME).vocabulary_
    assert vectorizer.vocabulary_ is vectorizer.vocabulary_
    assert vectorizer.inverse_transform(vectorizer.transform(["rose fell"]))[0].tolist() == ["fell", "rose"]


@pytest.mark.parametrize("name", ours.__all__)
def test_a_document_that_is_no_text_is_named(name):
    vectorizer = getattr(ours, name)(analyzer=cd.Analyzer())
    with pytest.raises(TypeError, match="document 1 must be str, or bytes that hold text, not NoneType"):
        vectorizer.fit_transform(["It fell.", None])


def test_a_term_that_is_put_into_the_dict_is_counted():
    vectorizers = [ours.CountVectorizer().fit(SOME), original.CountVectorizer().fit(SOME)]
    for vectorizer in vectorizers:
        vectorizer.vocabulary_["zeppelin"] = len(vectorizer.vocabulary_)
    mine, theirs = (vectorizer.transform(["The zeppelin landed."]) for vectorizer in vectorizers)
    assert mine.toarray().tolist() == theirs.toarray().tolist() and mine.sum() >= 1


@pytest.mark.parametrize("name", ours.__all__)
def test_a_fitted_vectorizer_survives_pickle(name):
    vectorizer = getattr(ours, name)(analyzer=cd.Analyzer()).fit(SOME)
    again = pickle.loads(pickle.dumps(vectorizer))
    assert differ(again.transform(SOME), vectorizer.transform(SOME)) is None


def test_the_terms_of_a_matrix_are_a_vocabulary_that_is_cloned_and_saved():
    words = cd.Analyzer().batch(["It fell."]).matrix()[1]
    vectorizer = clone(ours.CountVectorizer(vocabulary=words)).fit(["It fell."])
    assert pickle.loads(pickle.dumps(vectorizer)).transform(["it"]).toarray().tolist() == [[0, 1]]


def test_a_fitted_vectorizer_survives_joblib(tmp_path):
    joblib = pytest.importorskip("joblib")
    vectorizer = ours.TfidfVectorizer(ngram_range=(1, 2)).fit(SOME)
    joblib.dump(vectorizer, tmp_path / "v")
    again = joblib.load(tmp_path / "v")
    assert again.get_feature_names_out().tolist() == vectorizer.get_feature_names_out().tolist()
    assert differ(again.transform(SOME), vectorizer.transform(SOME)) is None


def test_it_works_in_a_pipeline_under_a_grid_search():
    texts, labels = ["ships sank at sea", "the ferry sailed", "shares fell", "the market rose"] * 5, [0, 0, 1, 1] * 5
    search = GridSearchCV(
        make_pipeline(ours.TfidfVectorizer(), MultinomialNB()),
        {"tfidfvectorizer__analyzer": ["word", cd.Analyzer()], "tfidfvectorizer__ngram_range": [(1, 1), (1, 2)]},
        cv=2,
        n_jobs=2,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ngram_range is not used beside an Analyzer, as beside any callable
        search.fit(texts, labels)
    assert search.best_score_ == 1 and search.predict(["a ferry sank"]).tolist() == [0]


def test_it_works_in_a_column_transformer():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"text": SOME, "year": [2023, 2024, 2025]})
    columns = ColumnTransformer([("words", ours.CountVectorizer(), "text"), ("rest", "passthrough", ["year"])])
    assert columns.fit_transform(frame).shape == (3, 8)
    assert columns.get_feature_names_out()[0] == "words__and"


@pytest.mark.parametrize("n_features", [0, -1, 2**31, 3.5])
def test_hashing_into_no_number_of_columns_is_told_without_a_fit(n_features):
    with pytest.raises(ValueError, match="The 'n_features' parameter of HashingVectorizer must be an int in the range"):
        ours.HashingVectorizer(n_features=n_features).transform(SOME)


def test_set_output_is_as_in_scikit_learn():
    assert hasattr(ours.CountVectorizer(), "set_output") == hasattr(original.CountVectorizer(), "set_output")
    assert hasattr(ours.HashingVectorizer(), "set_output") == hasattr(original.HashingVectorizer(), "set_output")


def test_it_is_shown_as_scikit_learn_shows_its_own():
    assert repr(ours.CountVectorizer(min_df=2, n_jobs=-1)) == "CountVectorizer(min_df=2, n_jobs=-1)"
