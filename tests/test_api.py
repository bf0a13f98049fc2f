"""The functions of the module, and the Analyzer."""

import copy
import inspect
import pickle
import subprocess
import sys

import pytest

import copydesk as cd
from copydesk import _core

# ---- functions -----------------------------------------------------------------


def test_word_tokenize_gives_the_tokens_in_order():
    assert cd.word_tokenize("It fell 3.5 percent.") == ["It", "fell", "3.5", "percent", "."]


def test_word_tokenize_of_an_empty_text_is_empty():
    assert cd.word_tokenize("") == []


def test_word_tokenize_of_white_space_is_empty():
    assert cd.word_tokenize(" \t\r\n\u00a0\u2003") == []


def test_word_tokenize_reads_bytes_as_utf8():
    assert cd.word_tokenize("Café fermé.".encode(), "french") == ["Café", "fermé", "."]


def test_word_tokenize_takes_the_language_by_code_in_any_case():
    text = "L'homme dort."
    assert cd.word_tokenize(text, "FR") == cd.word_tokenize(text, language="french") == ["L'", "homme", "dort", "."]


def test_sent_tokenize_gives_slices_of_the_text():
    assert cd.sent_tokenize("It fell.  They sold.\n") == ["It fell.", "They sold."]


def test_span_tokenize_of_tokens_is_the_default():
    assert cd.span_tokenize("It fell.") == [(0, 2), (3, 7), (7, 8)]


def test_span_tokenize_of_sentences_runs_from_first_token_to_last():
    assert cd.span_tokenize(" It fell.  They sold. ", level="sentence") == [(1, 9), (11, 21)]


def test_span_tokenize_of_blocks_parts_paragraphs():
    text = "The market fell on Monday, analysts said.\n\nThey sold shares in the afternoon, too."
    assert cd.span_tokenize(text, level="block") == [(0, 41), (43, 82)]


def test_spans_count_code_points_of_a_str():
    assert cd.span_tokenize("né 😀 ok") == [(0, 2), (3, 4), (5, 7)]


def test_spans_count_bytes_when_asked():
    assert cd.span_tokenize("né 😀 ok", unit="byte") == [(0, 3), (4, 8), (9, 11)]


def test_spans_count_utf16_units_when_asked():
    assert cd.span_tokenize("né 😀 ok", unit="utf16") == [(0, 2), (3, 5), (6, 8)]


def test_spans_of_bytes_count_bytes():
    assert cd.span_tokenize("né 😀 ok".encode()) == [(0, 3), (4, 8), (9, 11)]


def test_spans_of_bytes_count_code_points_when_asked():
    assert cd.span_tokenize("né 😀 ok".encode(), unit="code_point") == [(0, 2), (3, 4), (5, 7)]


def test_a_text_is_read_alike_in_all_widths_of_str():
    narrow = "It fell. "
    for last in ("a", "é", "’", "😀"):
        assert cd.span_tokenize(narrow + last) == [(0, 2), (3, 7), (7, 8), (9, 10)]


def test_a_str_subclass_is_a_text():
    class Headline(str):
        pass

    assert cd.word_tokenize(Headline("It fell.")) == ["It", "fell", "."]


def test_tokens_are_plain_str():
    assert {type(token) for token in cd.word_tokenize("It fell.")} == {str}


def test_equal_tokens_are_one_object():
    a, _, b = cd.word_tokenize("bank, bank")
    assert a is b


@pytest.mark.parametrize(
    ("word", "stem"),
    [("ships", "ship"), ("SHIPS", "ship"), ("Pakistan's", "pakistan"), ("Pakistan’s", "pakistan"), ("running", "run")],
)
def test_stem_is_snowballs_of_the_lower_cased_word(word, stem):
    assert cd.stem(word) == stem


def test_stem_takes_a_code_for_the_language():
    assert cd.stem("maisons", "fr") == "maison"


def test_stem_takes_the_name_of_an_algorithm():
    assert cd.stem("generalizations", "porter") == "gener"


def test_the_stem_of_nothing_is_nothing():
    assert cd.stem("") == ""


def test_stem_of_a_language_without_stemmer_lower_cases():
    assert cd.stem("Praha", "cs") == "praha"


def test_stem_words_takes_any_iterable():
    assert cd.stem_words(word for word in ("ships", "waited")) == ["ship", "wait"]


def test_stem_words_of_nothing_is_empty():
    assert cd.stem_words([]) == []


def test_stem_words_keeps_its_memory_bounded_over_many_types():
    words = [f"ship{n}s" for n in range(300_000)]
    assert cd.stem_words(words) == [word.removesuffix("s") for word in words]


def test_languages_are_in_alphabetical_order():
    assert list(cd.languages()) == sorted(cd.languages())


@pytest.mark.parametrize("language", cd.languages())
def test_every_listed_language_reads(language):
    assert cd.word_tokenize("a b", language=language) == ["a", "b"]


def test_versions_name_what_output_depends_on():
    assert set(cd.versions()) == {"copydesk", "unicode", "utf8proc", "stemmer", "isa"}


def test_show_versions_prints_every_version(capsys):
    cd.show_versions()
    shown = capsys.readouterr().out
    assert all(version in shown for version in cd.versions().values())


def test_stemmer_version_is_among_versions():
    assert cd.stemmer_version() == cd.versions()["stemmer"]


def test_version_is_that_of_the_core():
    assert cd.__version__ == cd.versions()["copydesk"]


def test_clear_caches_changes_no_result():
    before = cd.word_tokenize("It fell.")
    cd.clear_caches()
    assert cd.word_tokenize("It fell.") == before


def test_block_kinds_are_as_the_design_names_them():
    assert cd.BLOCK_KINDS == tuple(
        "headline subhead date byline paragraph list quote caption link label teaser comment colophon other".split()
    )


def test_token_kinds_are_as_the_design_names_them():
    assert cd.TOKEN_KINDS == tuple(
        "word number punct symbol url email hashtag mention emoji ellipsis dash other".split()
    )


def test_body_kinds_are_the_articles_own_text():
    assert cd.BODY == frozenset({"paragraph", "subhead", "list", "quote", "caption"})


def test_everything_public_is_there():
    assert all(hasattr(cd, name) for name in cd.__all__)


def test_every_public_function_has_a_signature():
    for name in cd.__all__:
        if inspect.isroutine(getattr(cd, name)):
            assert inspect.signature(getattr(cd, name))


# ---- Analyzer ------------------------------------------------------------------


def test_an_analyzers_defaults_are_the_designs():
    an = cd.Analyzer()
    names = set(inspect.signature(cd.Analyzer).parameters) - {"model"}
    assert {name: getattr(an, name) for name in names} == {
        "language": "english", "style": "news", "contractions": "split", "hyphens": "auto", "layout": "auto",
        "colons": "auto", "semicolons": "auto", "dashes": "auto", "quotes": "auto",
        "lowercase": True, "stem": True, "stop_words": None, "ngram_range": (1, 1), "ngram_scope": "sentence",
        "min_length": 1, "max_length": 64, "blocks": None, "abbreviations": (), "stem_overrides": {},
        "errors": "strict",
    }  # fmt: skip


def test_a_type_checker_takes_columns_and_vocabularies_for_buffers(tmp_path):
    """Also where Python itself has no __buffer__, which came with 3.12."""
    api = pytest.importorskip("mypy.api")
    used = tmp_path / "used.py"
    used.write_text("""import copydesk as cd
batch = cd.Analyzer().batch(["It fell."])
seen: tuple[memoryview, bytes] = memoryview(batch.start), bytes(cd.Vocabulary.build(batch))
""")
    said, _, status = api.run(["--strict", "--python-version=3.11", f"--cache-dir={tmp_path}", str(used)])
    assert status == 0, said


def test_an_analyzers_signature_shows_its_defaults():
    for name, parameter in inspect.signature(cd.Analyzer).parameters.items():
        if name != "model":  # None asks for the language's own
            assert parameter.default == getattr(cd.Analyzer(), name)


def test_an_analyzers_language_is_its_canonical_name():
    assert cd.Analyzer("ENG").language == cd.Analyzer("en").language == "english"


def test_equal_configurations_make_equal_analyzers():
    one = cd.Analyzer("en", stop_words=["the", "a"], abbreviations=["Abb.", "Zzz"], ngram_range=[1, 2])
    other = cd.Analyzer("english", stop_words=("a", "the", "a"), abbreviations={"Zzz", "Abb."}, ngram_range=(1, 2))
    assert one == other
    assert hash(one) == hash(other)


def test_different_configurations_make_different_analyzers():
    assert cd.Analyzer(hyphens="keep") != cd.Analyzer()


def test_an_analyzer_is_not_equal_to_something_else():
    assert cd.Analyzer() != "english"


def test_an_analyzer_cannot_be_changed():
    an = cd.Analyzer()
    with pytest.raises(AttributeError):
        an.language = "german"
    with pytest.raises(AttributeError):
        an.new = 1
    with pytest.raises(TypeError):
        cd.Analyzer.new = 1


def test_what_an_analyzer_gives_out_does_not_lead_back_into_it():
    an = cd.Analyzer(stem_overrides={"news": "news"})
    an.stem_overrides["news"] = "new"
    assert an.stem_overrides == {"news": "news"}


def test_the_lists_an_analyzer_was_made_from_may_change_later():
    words = ["ship"]
    an = cd.Analyzer(stop_words=words)
    words.append("bank")
    assert an.terms("ship bank") == ["bank"]


FULL = {
    "language": "german", "style": "news", "contractions": "keep", "hyphens": "keep", "layout": "line",
    "colons": "split", "semicolons": "keep", "dashes": "split", "quotes": "keep",
    "lowercase": False, "stem": False, "stop_words": ["und"], "ngram_range": (1, 2), "ngram_scope": "text",
    "min_length": 2, "max_length": 20, "blocks": cd.BODY, "abbreviations": ["Abt."],
    "stem_overrides": {"häuser": "haus"}, "errors": "replace",
}  # fmt: skip


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("options", [{}, FULL], ids=["defaults", "full"])
def test_an_analyzer_survives_pickling(options, protocol):
    an = cd.Analyzer(**options)
    assert pickle.loads(pickle.dumps(an, protocol)) == an


def test_a_pickled_analyzer_is_only_its_configuration():
    fresh = pickle.dumps(cd.Analyzer())
    used = cd.Analyzer()
    used.tokens("It fell. " * 1000)
    assert pickle.dumps(used) == fresh


def test_copies_of_an_analyzer_are_itself():
    an = cd.Analyzer()
    assert copy.copy(an) is an
    assert copy.deepcopy(an) is an


def test_repr_shows_what_differs_from_the_defaults():
    assert repr(cd.Analyzer("de", stem=False)) == "Analyzer(language='german', stem=False)"
    assert repr(cd.Analyzer(style="news")) == "Analyzer()"


SKLEARN = [{"style": "sklearn"}, {"style": "sklearn", "ngram_scope": "sentence"}]


@pytest.mark.parametrize("options", [{}, FULL, *SKLEARN], ids=["defaults", "full", "sklearn", "sklearn in sentences"])
def test_repr_can_be_evaluated(options):
    an = cd.Analyzer(**options)
    assert eval(repr(an), {"Analyzer": cd.Analyzer}) == an


def test_a_fingerprint_is_the_same_in_another_process():
    code = "import copydesk as cd; print(cd.Analyzer(stop_words={'b', 'a', 'c'}, blocks=cd.BODY).fingerprint)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == cd.Analyzer(stop_words=["a", "b", "c"], blocks=cd.BODY).fingerprint


@pytest.mark.parametrize("option", FULL)
def test_every_option_is_in_the_fingerprint(option):
    value = "uax29" if option == "style" else FULL[option]
    assert cd.Analyzer(**{option: value}).fingerprint != cd.Analyzer().fingerprint


def test_a_fingerprint_does_not_depend_on_the_kernel():
    usual = _core.isa()
    prints = set()
    try:
        for isa in _core.isas():
            _core.isa_use(isa)
            prints.add(cd.Analyzer().fingerprint)
    finally:
        _core.isa_use(usual)
    assert len(prints) == 1


def test_an_analyzer_reads_like_the_functions():
    text = "Mr. Khan didn't speak. They listened."
    an = cd.Analyzer()
    assert an.tokens(text) == cd.word_tokenize(text)
    assert an.sentences(text) == cd.sent_tokenize(text)
    assert an.spans(text, level="sentence", unit="byte") == cd.span_tokenize(text, level="sentence", unit="byte")


def test_contractions_may_be_kept():
    assert cd.Analyzer(contractions="keep").tokens("I don't know.") == ["I", "don't", "know", "."]


def test_hyphens_may_be_kept():
    assert cd.Analyzer(hyphens="keep").tokens("a broad-based plan") == ["a", "broad-based", "plan"]


def test_style_whitespace_cuts_where_split_does():
    text = "It's 3.5%,\tthey\u2003say…\nReally?"
    assert cd.Analyzer(style="whitespace").tokens(text) == text.split()


def test_own_abbreviations_keep_a_sentence_open():
    text = "The Zzq. Bank fell."
    assert cd.Analyzer(abbreviations=["Zzq."]).sentences(text) == [text]


def test_pipe_gives_a_doc_for_each_text_in_order():
    texts = [f"Text {n}." for n in range(50)]
    assert [doc.text for doc in cd.Analyzer().pipe(texts)] == texts


def test_pipe_takes_texts_only_as_docs_are_asked_for():
    taken = []

    def texts():
        for n in range(10):
            taken.append(n)
            yield f"Text {n}."

    docs = cd.Analyzer().pipe(texts())
    next(docs)
    assert taken == [0]


def test_pipe_raises_when_the_bad_texts_turn_comes():
    docs = cd.Analyzer().pipe(["Good.", b"bad \xff"])
    assert len(next(docs)) == 2
    with pytest.raises(UnicodeDecodeError):
        next(docs)


def test_pipe_draws_a_bar_when_asked(capsys):
    pytest.importorskip("tqdm")
    assert len(list(cd.Analyzer().pipe(["One.", "Two."], progress=True))) == 2
    assert "2/2" in capsys.readouterr().err


def test_pipe_says_what_a_bar_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match="pip install tqdm"):
        cd.Analyzer().pipe([], progress=True)


# ---- terms ---------------------------------------------------------------------


def test_terms_are_lower_cased_stems_of_words_and_numbers():
    assert cd.Analyzer().terms("The Ships sold 3.5%, quickly!") == ["the", "ship", "sold", "3.5", "quick"]


def test_terms_may_keep_case_and_ending():
    assert cd.Analyzer(lowercase=False, stem=False).terms("The Ships") == ["The", "Ships"]


def test_the_languages_stop_words_may_be_dropped():
    assert cd.Analyzer(stop_words="language").terms("The ships of the bank") == ["ship", "bank"]


def test_the_languages_name_means_its_stop_words():
    assert cd.Analyzer(stop_words="english") == cd.Analyzer(stop_words="language")


def test_stop_words_leave_is_stop_alone():
    doc = cd.Analyzer(stop_words=["ships"])("the ships")
    assert [token.is_stop for token in doc] == [True, False]


def test_ngrams_follow_the_unigrams():
    assert cd.Analyzer(ngram_range=(1, 2), stem=False).terms("one two three") == [
        "one", "two", "three", "one two", "two three"]  # fmt: skip


def test_ngrams_stop_at_a_sentence_end():
    assert cd.Analyzer(ngram_range=(2, 2), stem=False).terms("It fell. They sold.") == ["it fell", "they sold"]


def test_ngrams_of_scope_text_join_over_a_sentence_end():
    an = cd.Analyzer(ngram_range=(2, 2), ngram_scope="text", stem=False)
    assert an.terms("It fell. They sold.") == ["it fell", "fell they", "they sold"]


def test_terms_of_the_body_leave_the_headline_out():
    text = "Markets fall\n\nBy Jane Doe\n\nThe shares of the bank fell on Monday, and nobody knew why.\n"
    assert "market" in cd.Analyzer().terms(text)
    doc = cd.Analyzer()(text)
    body = cd.Analyzer(blocks=cd.BODY).terms(text)
    assert body == cd.Analyzer().terms(doc.body)


def test_terms_have_a_least_length():
    assert cd.Analyzer(min_length=3, stem=False).terms("It is the bank") == ["the", "bank"]


def test_overrides_win_over_the_stemmer():
    assert cd.Analyzer(stem_overrides={"News": "news"}).terms("NEWS") == ["news"]
