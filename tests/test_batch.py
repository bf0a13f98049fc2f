"""Many texts in one call: their columns, vocabularies, errors, and what a slice shares."""

import copy
import gc
import pickle
import random
import weakref

import pytest

import copydesk as cd
from copydesk import _core

np = pytest.importorskip("numpy")

TEXTS = [
    "It fell. They sold.",
    None,
    "Nobody came, he said.",
    "",
    "“Caf\u00e9 closed,” 🎉 said Gen. Okafor. It rained.",
]


@pytest.fixture(scope="module")
def an():
    return cd.Analyzer()


@pytest.fixture(scope="module")
def batch(an):
    return an.batch(TEXTS)


def news(n, seed=3):
    """Texts of words that come again and names that do not, of 0 to 200 sentences."""
    pick = random.Random(seed)
    words = ["harbour", "the", "Council", "didn’t", "3.5%", "of", "U.S.", "ferries", "café", "$3bn", "—"]
    return [
        " ".join(
            " ".join(pick.choices(words, k=9)) + f" Name{pick.randrange(3000)} fell. "
            for _ in range(pick.randrange(200))
        )
        for _ in range(n)
    ]


def all_bytes(batch):
    columns = [
        "doc_offsets",
        "doc_sentences",
        "sentence_offsets",
        "start",
        "end",
        "kind",
        "flags",
        "type_id",
        "term_id",
        "status",
    ]
    return (
        [bytes(getattr(batch, name)) for name in columns],
        list(batch.types),
        list(batch.stems),
        list(batch.vocabulary),
    )


# ---- columns ---------------------------------------------------------------------------------------------------------


def test_columns_hold_the_tokens_of_all_documents_one_behind_the_other(batch):
    assert list(batch.doc_offsets)[:4] == [0, 6, 6, 12]
    assert list(batch.start)[:12] == [0, 3, 7, 9, 14, 18, 0, 7, 11, 13, 16, 20]
    assert list(batch.end)[:12] == [2, 7, 8, 13, 18, 19, 6, 11, 12, 15, 20, 21]
    assert [cd.TOKEN_KINDS[kind] for kind in batch.kind[:3]] == ["word", "word", "punct"]


def test_types_count_in_the_order_of_their_first_occurrence(batch):
    assert list(batch.type_id)[:12] == [0, 1, 2, 3, 4, 2, 5, 6, 7, 8, 9, 2]
    assert batch.types[:6] == ["It", "fell", ".", "They", "sold", "Nobody"]


def test_terms_count_likewise_and_what_is_no_term_is_minus_one(batch):
    assert list(batch.term_id)[:12] == [0, 1, -1, 2, 3, -1, 4, 5, -1, 6, 7, -1]
    assert batch.vocabulary[:5] == ["it", "fell", "they", "sold", "nobodi"]


def test_two_types_may_share_a_term():
    batch = cd.Analyzer().batch(["Ships ship SHIPS."], columns=["term_id"])
    assert (list(batch.term_id), list(batch.vocabulary)) == ([0, 0, 0, -1], ["ship"])


def test_terms_are_taken_from_the_chosen_blocks_only():
    text = "Harbour strike ends\n\nBy Jane Doe\n\nThe union said on Monday that it had ended the strike, and it was glad.\n"
    an = cd.Analyzer(blocks=["paragraph"])
    batch = an.batch([text])
    kept = [batch.vocabulary[i] for i in batch.term_id if i >= 0]
    assert kept == an.terms(text)
    assert list(batch.term_id)[:3] == [-1, -1, -1]


def test_sentences_are_numbers_of_tokens(batch):
    assert list(batch.doc_sentences) == [0, 2, 2, 3, 3, 5]
    assert list(batch.sentence_offsets)[:4] == [0, 3, 6, 12]
    assert batch.sentence_offsets[-1] == len(batch.start)


def test_flags_say_what_is_true_of_a_token(batch):
    def flags(i):
        return {name for bit, name in enumerate(cd.TOKEN_FLAGS) if batch.flags[i] >> bit & 1}

    assert flags(0) == {"stop", "capital", "letter", "space"}  # It
    assert flags(1) == {"lower", "letter"}  # fell, before its stop
    assert flags(2) == {"space"}  # .
    assert flags(11) == set()  # the last stop
    read = cd.Analyzer().batch(["NATO sent 18th"])
    assert [sorted(name for bit, name in enumerate(cd.TOKEN_FLAGS) if f >> bit & 1) for f in read.flags] == [
        ["capital", "letter", "space", "upper"],
        ["letter", "lower", "space"],
        ["digit", "letter"],
    ]


def test_stems_are_those_of_the_analyzer(an, batch):
    assert list(batch.stems) == cd.stem_words(list(batch.types))


def test_every_document_is_read_as_alone(an):
    texts = news(40)
    batch = an.batch(texts, columns=["type_id", "sentence_offsets"])
    for i, text in enumerate(texts):
        assert batch.tokens(i) == an.tokens(text)
        assert batch.sentences(i) == an.sentences(text)
        first, end = batch.doc_offsets[i], batch.doc_offsets[i + 1]
        assert list(zip(batch.start[first:end], batch.end[first:end])) == an.spans(text)


def test_numpy_sees_the_columns_and_copies_nothing(batch):
    start = np.asarray(batch.start)
    assert (start.dtype, start.shape, start.flags.writeable) == (
        np.dtype("int32"),
        (len(batch.start),),
        False,
    )
    assert np.shares_memory(start, np.asarray(batch.start))
    kinds = {
        name: np.asarray(getattr(batch, name)).dtype.name
        for name in ("doc_offsets", "kind", "type_id", "status")
    }
    assert kinds == {"doc_offsets": "int64", "kind": "uint8", "type_id": "int32", "status": "uint8"}


def test_an_array_outlives_its_batch(an):
    batch = an.batch(["It fell."] * 5000)
    start = np.asarray(batch.start)
    del batch
    gc.collect()
    an.batch(["Nobody came to see it."] * 5000)
    assert start[:6].tolist() == [0, 3, 7, 0, 3, 7] and start.sum() == 5000 * 10


def test_a_column_is_a_sequence(batch):
    start = batch.start
    assert (len(start), start[0], start[-1], start[1:3][0]) == (
        len(memoryview(start)),
        0,
        memoryview(start)[-1],
        3,
    )
    assert start[0:6:2] == [0, 7, 14]
    assert repr(batch.doc_sentences) == "<Column of 6 int64: [0, 2, 2, 3, 3, 5]>"
    for wrong, error in ((10**6, IndexError), (-(10**6), IndexError), ("a", TypeError)):
        with pytest.raises(error):
            start[wrong]


def test_a_column_cannot_be_written(batch):
    with pytest.raises(TypeError):
        memoryview(batch.start)[0] = 1


# ---- when columns are read ----------------------------------------------------------------------------------------------


def test_a_column_asked_for_later_is_the_same_as_one_read_at_once(an):
    texts = [*TEXTS, *news(30)]
    at_once = an.batch(texts, columns=["start", "type_id", "term_id", "sentence_offsets", "flags"])
    assert all_bytes(an.batch(texts)) == all_bytes(at_once)
    assert all_bytes(an.batch(texts, columns=[])) == all_bytes(at_once)


def test_a_column_is_read_once(batch):
    assert np.shares_memory(np.asarray(batch.type_id), np.asarray(batch.type_id))
    assert batch.types is batch.types and batch.vocabulary is batch.vocabulary and batch.stems is batch.stems


def test_an_unknown_column_is_a_value_error_that_guesses(an):
    with pytest.raises(ValueError, match="unknown column 'strat'; did you mean 'start'"):
        an.batch(["It fell."], columns=["strat"])
    with pytest.raises(TypeError, match="not str"):
        an.batch(["It fell."], columns="start")


# ---- units --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", [None, "code_point", "byte", "utf16"])
def test_offsets_come_in_the_unit_asked_for(an, unit):
    texts = [text or "" for text in TEXTS] + news(10)
    batch = an.batch(texts, unit=unit)
    for i, text in enumerate(texts):
        first, end = batch.doc_offsets[i], batch.doc_offsets[i + 1]
        assert list(zip(batch.start[first:end], batch.end[first:end])) == an.spans(text, unit=unit)
        assert batch.sentences(i) == an.sentences(text)


def test_bytes_count_in_bytes_and_in_code_points_when_asked(an):
    text = TEXTS[-1]
    for unit in (None, "code_point"):
        assert list(an.batch([text.encode()], unit=unit).end) == [
            end for _, end in an.spans(text.encode(), unit=unit)
        ]


def test_a_long_text_is_converted_in_steps_that_join(an):
    text = "Café “closed” 🎉 again. " * 20_000
    batch = an.batch([text], unit="byte")
    assert list(zip(batch.start, batch.end)) == an.spans(text, unit="byte")


# ---- texts -----------------------------------------------------------------------------------------------------------------------


class Name(str):
    pass


@pytest.mark.parametrize(
    "texts",
    [
        ["It fell.", "Nobody came."],
        ("It fell.", "Nobody came."),
        (text for text in ["It fell.", "Nobody came."]),
        iter(["It fell.", b"Nobody came."]),
        {"It fell.": 1, "Nobody came.": 2},
        [Name("It fell."), "Nobody came."],
        np.array(["It fell.", "Nobody came."]),
        np.array(["It fell.", "Nobody came."], dtype=object),
    ],
)
def test_texts_come_from_any_iterable(an, texts):
    batch = an.batch(texts)
    assert [batch.tokens(i) for i in range(len(batch))] == [["It", "fell", "."], ["Nobody", "came", "."]]


def test_none_and_nan_are_null(an):
    batch = an.batch([None, float("nan"), "It fell."])
    assert (list(batch.status), list(batch.doc_offsets), batch.errors) == ([1, 1, 0], [0, 0, 0, 3], {})
    assert batch.tokens(0) == [] and batch.sentences(1) == [] and batch[1] is None


@pytest.mark.parametrize("missing", [np.float32("nan"), np.float64("nan"), np.float16("nan")])
def test_nan_of_numpy_is_null_too(an, missing):
    assert list(an.batch(["It fell.", missing]).status) == [0, 1]


def test_what_pandas_writes_for_missing_is_null(an):
    pd = pytest.importorskip("pandas")
    assert list(an.batch([pd.NA, pd.NaT, "It fell."]).status) == [1, 1, 0]


def test_no_texts_are_an_empty_batch(an):
    batch = an.batch([])
    assert (len(batch), list(batch.start), list(batch.doc_offsets), list(batch.sentence_offsets)) == (
        0,
        [],
        [0],
        [0],
    )
    assert (list(batch.types), list(batch.vocabulary), list(batch.stems), list(batch)) == ([], [], [], [])


@pytest.mark.parametrize("texts", ["It fell.", b"It fell.", bytearray(b"It fell."), memoryview(b"It fell.")])
def test_one_text_is_no_texts(an, texts):
    with pytest.raises(TypeError, match=r"texts must be an iterable of texts.*write \[text\]"):
        an.batch(texts)


def test_what_is_no_iterable_is_a_type_error(an):
    with pytest.raises(TypeError, match="texts must be an iterable of str, bytes or None"):
        an.batch(3)


def test_an_iterators_own_exception_comes_through(an):
    def texts():
        yield "It fell."
        raise ZeroDivisionError("of mine")

    with pytest.raises(ZeroDivisionError, match="of mine"):
        an.batch(texts())


# ---- errors ------------------------------------------------------------------------------------------------------------------------


def test_a_bad_text_has_a_status_and_a_message_and_spoils_no_other(an):
    batch = an.batch(["It fell.", b"bad \xff", 3, "Nobody came."])
    assert list(batch.status) == [0, 2, 2, 0]
    assert list(batch.doc_offsets) == [0, 3, 3, 3, 6]
    assert list(batch.errors) == [1, 2]
    assert "position 4: text 1: malformed UTF-8" in batch.errors[1]
    assert batch.errors[2] == "text 2: must be str, bytes that hold UTF-8, or None, not int"
    assert batch[1] is None and batch.tokens(2) == []


def test_raise_raises_the_first_texts_error_with_its_index(an):
    texts = ["It fell."] * 5 + [b"bad \xff", 3]
    with pytest.raises(UnicodeDecodeError, match="text 5: malformed UTF-8") as caught:
        an.batch(texts, on_error="raise")
    assert (caught.value.index, caught.value.start, caught.value.end) == (5, 4, 5)
    with pytest.raises(TypeError, match="text 0: must be str") as caught:
        an.batch(texts[::-1], on_error="raise")
    assert caught.value.index == 0


def test_replace_reads_on_over_malformed_bytes():
    batch = cd.Analyzer(errors="replace").batch([b"bad \xff byte"])
    assert (list(batch.status), batch.tokens(0)) == ([0], ["bad", "\ufffd", "byte"])


def test_lone_surrogates_and_nul_are_text(an):
    text = "a\ud800b \0 c"
    batch = an.batch([text])
    assert batch.tokens(0) == an.tokens(text) and list(batch.status) == [0]


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"threads": -1}, ValueError, "threads must be between 0 and 1024, not -1"),
        ({"threads": 1.5}, TypeError, "threads must be int"),
        ({"on_error": "ignore"}, ValueError, "unknown on_error 'ignore'"),
        ({"unit": "bytes"}, ValueError, "did you mean 'byte'"),
        ({"progress": 1}, TypeError, "progress must be True or False"),
        ({"colums": []}, TypeError, "colums"),
    ],
)
def test_a_wrong_argument_is_told(an, wrong, error, message):
    with pytest.raises(error, match=message):
        an.batch(["It fell."], **wrong)


# ---- documents and slices -------------------------------------------------------------------------------------------------------------


def test_an_item_is_a_doc(an, batch):
    assert batch[0] == an(TEXTS[0]) and batch[-1] == an(TEXTS[-1])
    assert [doc if doc is None else doc.text for doc in batch] == TEXTS
    for wrong, error in ((9, IndexError), (-9, IndexError), ("a", TypeError)):
        with pytest.raises(error):
            batch[wrong]
        with pytest.raises(error):
            batch.tokens(wrong)
        with pytest.raises(error):
            batch.sentences(wrong)


def test_a_slice_is_no_number_of_a_document(batch):
    for of in (batch.tokens, batch.sentences):
        with pytest.raises(TypeError, match="i must be int, not slice; for several documents slice the Batch"):
            of(slice(0, 2))


def test_a_slice_counts_from_its_own_first_token_and_shares_ids(an, batch):
    part = batch[2:5]
    assert (len(part), list(part.doc_offsets)[:2], list(part.doc_sentences)) == (3, [0, 6], [0, 1, 1, 3])
    assert list(part.sentence_offsets)[:2] == [0, 6] and part.sentence_offsets[-1] == len(part.start)
    assert list(part.type_id)[:6] == [5, 6, 7, 8, 9, 2] and part.types is batch.types
    assert np.shares_memory(np.asarray(part.start), np.asarray(batch.start))
    assert part.tokens(0) == batch.tokens(2) and part.sentences(-1) == batch.sentences(4)
    assert list(part[1:].status) == [0, 0] and list(batch[1:2].status) == [1]
    assert len(batch[3:3]) == 0 and list(batch[3:3].doc_offsets) == [0]


def test_a_slice_reads_for_its_batch(an):
    batch = an.batch(TEXTS)
    assert batch[4:].types is batch.types


def test_errors_of_a_slice_count_from_its_start(an):
    errors = an.batch(["It fell.", 3, b"\xff"])[1:].errors
    assert list(errors) == [0, 1]
    assert errors[0].startswith("text 0: must be str") and "position 0: text 1: malformed" in errors[1]


def test_a_slice_with_a_step_is_told_why_not(batch):
    with pytest.raises(ValueError, match="steps of 1"):
        batch[::2]


def test_the_words_of_a_batch_are_shared(batch):
    assert batch.tokens(0)[2] is batch.tokens(2)[-1]


def test_a_batch_says_how_much_it_holds(an, batch):
    assert repr(batch[:3]) == "<Batch 3 documents, 12 tokens>"
    assert repr(an.batch(["It"])) == "<Batch 1 document, 1 token>"
    assert repr(batch.vocabulary[:2]) == "['it', 'fell']"
    assert repr(an.batch(["a b"]).types) == "<Strings of 2: ['a', 'b']>"


def test_a_batch_is_no_key_and_does_not_pickle(batch):
    with pytest.raises(TypeError):
        pickle.dumps(batch)


def test_strings_pickle_as_a_list(an):
    words = an.batch(["It fell.", "\ud800"]).types
    assert pickle.loads(pickle.dumps(words)) == ["It", "fell", ".", "\ud800"]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_strings_is_these(an, copied):
    words = an.batch(["It fell."]).types
    assert copied(words) is words


def test_a_cycle_through_a_text_is_collected(an):
    class Word(str):
        pass

    word = Word("It fell.")
    word.batch = an.batch([word])
    gone = weakref.ref(word)
    del word
    gc.collect()
    assert gone() is None


def test_types_can_be_counted(an):
    batch = an.batch(news(10))
    n = len(batch.types)
    assert np.bincount(np.asarray(batch.type_id), minlength=n).min() > 0 and len(set(batch.types)) == n


# ---- memory -----------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def no_faults_left():
    yield
    _core._fail_allocation(0)


def test_no_document_takes_an_allocation_of_its_own(an, no_faults_left):
    texts = news(400)

    def count(n):
        an.batch(texts[:n], threads=1)
        _core._fail_allocation(10**9)
        an.batch(texts[:n], threads=1)
        return _core._fail_allocation(0)

    count(400)
    assert count(400) - count(100) < 20


def test_no_failing_allocation_gives_a_wrong_answer_or_leaks(an, no_faults_left):
    texts = news(3)

    def work():
        return all_bytes(an.batch(texts, threads=1, columns=["term_id", "type_id", "sentence_offsets"]))

    expected = work()
    cd.clear_caches()
    _core._fail_allocation(10**9)
    work()
    for n in range(1, _core._fail_allocation(0) + 1):
        cd.clear_caches()
        _core._fail_allocation(n)
        try:
            assert work() == expected  # a column that cannot shrink stays as large as it is
        except MemoryError:
            pass
        cd.clear_caches()
        assert _core._allocations_alive() == 0
        _core._fail_allocation(0)
    assert work() == expected


def test_a_text_knows_nothing_of_the_text_before_it():
    texts = ["He met Albert", "I. Reading on", "see z", "B. is a letter, b. too", "and", "I. went"] * 40
    for language in ("english", "german"):
        an = cd.Analyzer(language=language)
        batch = an.batch(texts, threads=1)
        assert [batch.tokens(i) for i in range(len(texts))] == [an.tokens(text) for text in texts]
        spans = [[(token.start, token.end) for token in an(text).tokens] for text in texts]
        edges, start, end = (
            np.asarray(column).tolist() for column in (batch.doc_offsets, batch.start, batch.end)
        )
        assert [list(zip(start[a:b], end[a:b])) for a, b in zip(edges[:-1], edges[1:])] == spans
