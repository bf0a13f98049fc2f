"""language="auto": each text is read in its own language, as an Analyzer of that language reads it."""

import json
import pickle
import threading

import pytest

import copydesk as cd
from copydesk import _core
from copydesk._cli import main

GERMAN = "Am 3. Mai kam z. B. der Zug nach Köln nicht. Wir bleiben heute zu Hause."
FRENCH = "L’homme n’est pas venu à la gare. Il pleut depuis lundi."
ENGLISH = "She didn’t pay Gen. Okafor. They waited for the next train."
TURKISH = "IRMAK bugün İstanbul’a gitti. Kimse onu görmedi."
CZECH = "Vlak dnes do Prahy nepřijel. Nikdo nevěděl proč."
TEXTS = [GERMAN, FRENCH, ENGLISH, None, TURKISH, CZECH, "", GERMAN]
LANGUAGES = ["german", "french", "english", None, "turkish", "cs", "english", "german"]
COLUMNS = ("start", "end", "kind", "flags", "type_id", "term_id", "doc_offsets", "doc_sentences", "sentence_offsets", "status")


@pytest.fixture
def auto():
    return cd.Analyzer("auto", stop_words="language")


pairs = pytest.mark.parametrize(("text", "language"), [(GERMAN, "german"), (FRENCH, "french"), (ENGLISH, "english"), (TURKISH, "turkish"), (CZECH, "cs")])


@pairs
def test_a_text_is_read_as_in_its_own_language(auto, text, language):
    own = cd.Analyzer(language, stop_words="language")
    assert auto.tokens(text) == own.tokens(text)
    assert auto.sentences(text) == own.sentences(text)
    assert auto.terms(text) == own.terms(text)
    assert auto.spans(text, "sentence") == own.spans(text, "sentence")
    assert auto(text) == own(text)


@pairs
def test_a_doc_tells_the_language_it_was_read_in(auto, text, language):
    doc = auto(text)
    assert doc.language == language
    assert doc.analyzer == cd.Analyzer(language, stop_words="language")
    assert doc.to_dict()["language"] == language
    assert pickle.loads(pickle.dumps(doc)) == doc


def test_elisions_and_ordinals_are_those_of_the_language():
    assert cd.word_tokenize(FRENCH, "auto")[:5] == ["L’", "homme", "n’", "est", "pas"]
    assert cd.sent_tokenize(GERMAN, "auto") == ["Am 3. Mai kam z. B. der Zug nach Köln nicht.", "Wir bleiben heute zu Hause."]
    assert cd.span_tokenize("L’homme n’est pas là.", language="auto")[:2] == [(0, 2), (2, 7)]


def test_lower_case_is_that_of_the_language(auto):
    assert auto(TURKISH)[0].lower == "ırmak"


def test_stems_and_stop_words_are_those_of_the_language(auto):
    assert auto.terms("Die Katzen schlafen auf den Dächern.") == ["katz", "schlaf", "dach"]
    assert auto.terms("Les maisons de la ville étaient fermées.") == ["maison", "vill", "ferm"]


def test_words_are_stemmed_in_the_language_of_all_of_them():
    assert cd.stem_words(["Les", "maisons", "sont", "grandes"], "auto") == ["le", "maison", "sont", "grand"]
    assert cd.stem_words([], "auto") == []
    assert cd.stem("ночами", "auto") == cd.stem("ночами", "russian")


def test_a_wrong_word_is_named_under_auto_too():
    with pytest.raises(TypeError, match=r"words\[1\] must be str, not int"):
        cd.stem_words(["maison", 3], "auto")


@pytest.mark.parametrize("spelling", ["auto", "Auto", "AUTO"])
def test_auto_is_a_language_in_any_case_of_letters(spelling):
    assert cd.Analyzer(spelling).language == "auto"
    assert cd.word_tokenize("L’homme n’est pas venu.", spelling)[0] == "L’"


def test_an_analyzer_of_all_languages_is_a_value(auto):
    assert repr(cd.Analyzer("auto")) == "Analyzer(language='auto')"
    assert auto == cd.Analyzer("auto", stop_words="language") != cd.Analyzer("english", stop_words="language")
    assert pickle.loads(pickle.dumps(auto)) == auto
    assert hash(pickle.loads(pickle.dumps(auto))) == hash(auto)
    assert len({auto.fingerprint, cd.Analyzer("auto").fingerprint, cd.Analyzer().fingerprint}) == 3


def test_auto_is_no_language_of_stop_words():
    with pytest.raises(ValueError, match="not the Analyzer's language"):
        cd.Analyzer("english", stop_words="auto")


def test_options_hold_in_every_language():
    an = cd.Analyzer("auto", hyphens="split", stem_overrides={"haus": "HOUSE"}, min_length=3)
    for language, text in (("german", "Das Haus ist ein Well-Blech-Bau an der Straße."), ("dutch", "Het haus is een wel-bekend gebouw aan de straat.")):
        own = cd.Analyzer(language, hyphens="split", stem_overrides={"haus": "HOUSE"}, min_length=3)
        assert an(text).language == language
        assert an.terms(text) == own.terms(text)
        assert "HOUSE" in an.terms(text)


def test_bytes_are_told_like_str(auto):
    assert [auto(text.encode()).language for text in TEXTS if text] == [name for text, name in zip(TEXTS, LANGUAGES) if text]


def test_pipe_reads_each_text_in_its_own_language(auto):
    assert [doc.language for doc in auto.pipe(text for text in TEXTS if text)] == [name for text, name in zip(TEXTS, LANGUAGES) if text]


# ---- batches


def test_a_batch_tells_the_language_of_each_document(auto):
    batch = auto.batch([*TEXTS, b"\xff"])
    assert batch.languages == [*LANGUAGES, None]
    assert batch[4:6].languages == ["turkish", "cs"]
    assert batch[1].language == "french"


def test_a_batch_of_one_language_tells_it_too():
    assert cd.Analyzer("de").batch(["Guten Tag.", None]).languages == ["german", None]


def test_a_batch_reads_each_document_in_its_own_language(auto):
    batch = auto.batch(TEXTS)
    for i, (text, language) in enumerate(zip(TEXTS, LANGUAGES)):
        if text is None:
            assert batch.tokens(i) == []
            continue
        own = cd.Analyzer(language, stop_words="language")
        first, end = batch.doc_offsets[i], batch.doc_offsets[i + 1]
        assert batch.tokens(i) == own.tokens(text)
        assert batch.sentences(i) == own.sentences(text)
        assert [flags & 1 for flags in list(batch.flags)[first:end]] == [token.is_stop for token in own(text)]
        terms = [batch.vocabulary[term] for term in list(batch.term_id)[first:end] if term >= 0]
        assert terms == own.terms(text)


def everything(batch):
    columns = [list(getattr(batch, name)) for name in COLUMNS]
    return [*columns, list(batch.types), list(batch.vocabulary), list(batch.stems), batch.languages]


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_a_batch_of_many_languages_is_the_same_for_every_number_of_threads(auto, threads):
    texts = [text and text * (1 + 37 * i % 50) for i, text in enumerate(TEXTS * 20)]
    assert everything(auto.batch(texts, threads=threads)) == everything(auto.batch(texts, threads=1))


def test_types_are_numbered_as_they_come_and_once_each(auto):
    batch = auto.batch(TEXTS * 3)
    types, seen = list(batch.types), []
    for number in batch.type_id:
        if number not in seen:
            seen.append(number)
    assert seen == list(range(len(types)))
    assert len(set(types)) == len(types)


def test_what_the_analyzer_has_read_before_changes_nothing(auto):
    cold = everything(auto.batch(TEXTS))
    for text in (CZECH, GERMAN, "Ein ganz anderer Satz, der Wörter bringt.", FRENCH):
        auto.terms(text)
    assert everything(auto.batch(TEXTS)) == cold


def test_a_type_has_the_stem_of_the_text_it_comes_first_in():
    an = cd.Analyzer("auto")
    french = "Les maisons sont fermées. Hier la ville dormait."
    german = "Die maisons sind geschlossen. Hier schläft die Stadt nicht."
    stems = dict(zip((one := an.batch([french, german])).types, one.stems))
    other = dict(zip((two := an.batch([german, french])).types, two.stems))
    assert stems["maisons"] == cd.stem("maisons", "french")
    assert other["maisons"] == cd.stem("maisons", "german")


def test_a_batch_of_nothing_has_no_language(auto):
    assert auto.batch([]).languages == []
    batch = auto.batch([None, None])
    assert batch.languages == [None, None]
    assert list(batch.type_id) == list(batch.types) == list(batch.stems) == []


def test_a_matrix_counts_the_terms_of_each_language(auto):
    pytest.importorskip("scipy")
    matrix, vocabulary = auto.batch(TEXTS * 4, threads=3).matrix()
    names = list(vocabulary)
    assert names == sorted(names)
    assert len(set(names)) == len(names)
    for i, text in enumerate(TEXTS):
        counted = {names[j]: int(matrix[i, j]) for j in matrix[i].indices}
        terms = auto.terms(text) if text else []
        assert counted == {term: terms.count(term) for term in terms}


def test_n_grams_of_many_languages_are_counted_too():
    pytest.importorskip("scipy")
    an = cd.Analyzer("auto", ngram_range=(1, 2))
    matrix, vocabulary = an.batch(TEXTS).matrix()
    names = list(vocabulary)
    for i, text in enumerate(TEXTS):
        terms = an.terms(text) if text else []
        assert {names[j]: int(matrix[i, j]) for j in matrix[i].indices} == {term: terms.count(term) for term in terms}


@pytest.mark.parametrize("want", ["term_id", "matrix"])
def test_memory_that_runs_out_in_a_batch_of_many_languages_is_given_back(auto, want):
    if want == "matrix":
        pytest.importorskip("scipy")

    def read():
        batch = auto.batch(TEXTS, threads=1, columns=("term_id", "type_id"))
        return batch.matrix()[0].sum() if want == "matrix" else list(batch.term_id)

    read()
    cd.clear_caches()
    _core._fail_allocation(10**9)
    expected = read()
    calls = _core._fail_allocation(0)
    for n in range(1, calls + 1, max(1, calls // 150)):
        cd.clear_caches()
        _core._fail_allocation(n)
        try:
            assert read() == expected
        except MemoryError:
            pass
        finally:
            _core._fail_allocation(0)
    assert read() == expected


def test_threads_share_an_analyzer_of_all_languages(auto):
    expected = [auto.terms(text) for text in TEXTS if text]
    fresh, wrong = cd.Analyzer("auto", stop_words="language", max_length=63), []

    def read():
        for _ in range(20):
            if [fresh.terms(text) for text in TEXTS if text] != expected:
                wrong.append(1)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_command_reads_each_text_in_its_own_language(tmp_path, capsys):
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(json.dumps(text) + "\n" for text in (GERMAN, FRENCH)), encoding="utf-8")
    assert main(["article", "--language", "auto", "--format", "jsonl", str(file)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["language"] for row in rows] == ["german", "french"]
