"""What is an error says what came, what was expected, and what to do."""

import itertools
import os

import pytest

import copydesk as cd

READERS = {
    "word_tokenize": cd.word_tokenize,
    "sent_tokenize": cd.sent_tokenize,
    "span_tokenize": cd.span_tokenize,
    "Analyzer()": cd.Analyzer(),
    "Analyzer.tokens": cd.Analyzer().tokens,
    "Analyzer.sentences": cd.Analyzer().sentences,
    "Analyzer.spans": cd.Analyzer().spans,
    "Analyzer.terms": cd.Analyzer().terms,
}
readers = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


def message(error, function, *args, **kwargs):
    with pytest.raises(error) as raised:
        function(*args, **kwargs)
    return str(raised.value)


# ---- unknown names -----------------------------------------------------------


def test_an_unknown_language_names_the_nearest():
    said = "unknown language 'englsh'; did you mean 'english'? See copydesk.languages()"
    assert message(ValueError, cd.Analyzer, "englsh") == said
    assert message(ValueError, cd.word_tokenize, "It fell.", language="englsh") == said
    assert message(ValueError, cd.stem, "ships", "englsh") == said


@pytest.mark.parametrize("name", ["pt-BR", "pt_BR"])
def test_a_language_with_its_region_is_told_without_it(name):
    assert message(ValueError, cd.Analyzer, name) == f"unknown language {name!r}; did you mean 'pt'? See copydesk.languages()"


def test_an_unknown_language_near_nothing_says_where_to_look():
    assert "copydesk.languages()" in message(ValueError, cd.Analyzer, "klingonese")


@pytest.mark.parametrize("name", ["", "english\0", "\udc80", "ünglisch", "x" * 10_000])
def test_any_str_that_names_no_language_is_a_value_error(name):
    assert "unknown language" in message(ValueError, cd.Analyzer, name)


def test_an_unknown_style_names_the_nearest_and_the_others():
    assert message(ValueError, cd.Analyzer, style="nws") == (
        "unknown style 'nws'; did you mean 'news'? Expected 'news', 'uax29', 'whitespace' or 'sklearn'"
    )


@pytest.mark.parametrize("option", ["style", "contractions", "hyphens", "layout", "ngram_scope", "errors"])
def test_an_unknown_choice_names_the_option_and_the_value(option):
    assert message(ValueError, cd.Analyzer, **{option: "zzz"}).startswith(f"unknown {option} 'zzz'; expected '")


def test_an_unknown_level_names_the_nearest():
    assert "did you mean 'sentence'?" in message(ValueError, cd.span_tokenize, "It fell.", level="sentences")


def test_an_unknown_unit_names_the_nearest():
    assert "did you mean 'byte'?" in message(ValueError, cd.span_tokenize, "It fell.", unit="bytes")


def test_an_unknown_block_kind_names_the_nearest():
    assert "did you mean 'paragraph'?" in message(ValueError, cd.Analyzer, blocks=["paragraf"])


def test_an_unknown_keyword_names_the_nearest():
    assert message(TypeError, cd.Analyzer, langauge="english") == (
        "Analyzer() got an unexpected keyword argument 'langauge'; did you mean 'language'?"
    )


def test_a_keyword_is_known_by_its_letters_whatever_it_says_of_itself():
    class Name(str):
        __hash__ = str.__hash__

        def __eq__(self, other):
            raise RuntimeError

    assert cd.Analyzer(**{Name("style"): "uax29"}).style == "uax29"
    with pytest.raises(TypeError, match="keywords must be strings"):
        cd.Analyzer(**{5: "uax29"})


def test_stop_words_of_another_language_are_an_error():
    said = message(ValueError, cd.Analyzer, "english", stop_words="german")
    assert "'german'" in said and "'english'" in said and "stop_words='language'" in said


@pytest.mark.parametrize("words", ["langauge", "the a an", "", "\ud800"])
def test_stop_words_that_name_no_language_are_told_what_would(words):
    said = message(ValueError, cd.Analyzer, stop_words=words)
    assert said.startswith(f"stop_words={words!r} ") and "stop_words='language'" in said


def test_no_blocks_at_all_is_an_error():
    assert "None" in message(ValueError, cd.Analyzer, blocks=[])


# ---- wrong types ---------------------------------------------------------------


@readers
@pytest.mark.parametrize("text", [None, 3, ["It", "fell"], bytearray(b"It fell.")], ids=lambda x: type(x).__name__)
def test_a_text_of_the_wrong_type_is_named(read, text):
    assert message(TypeError, read, text) == f"text must be str, or bytes that hold UTF-8, not {type(text).__name__}"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("language", 3, "language must be str, not int"),
        ("style", None, "style must be str, not NoneType"),
        ("lowercase", 1, "lowercase must be True or False, not int"),
        ("stem", "no", "stem must be True or False, not str"),
        ("min_length", 1.5, "min_length must be int, not float"),
        ("max_length", True, "max_length must be int, not bool"),
        ("ngram_range", 2, "ngram_range must be two ints, (least, most), not 2"),
        ("ngram_range", (1, "2"), "ngram_range[1] must be int, not str"),
        ("stop_words", 3, "stop_words must be an iterable of str, not int"),
        ("stop_words", [3], "stop_words must hold str, not int"),
        ("stop_words", [["the"]], "stop_words must hold str, not list"),
        ("blocks", "paragraph", "blocks must be an iterable of str, not str; write ['paragraph']"),
        ("abbreviations", "Abb.", "abbreviations must be an iterable of str, not str; write ['Abb.']"),
        ("abbreviations", [b"Abb."], "abbreviations must hold str, not bytes"),
        ("stem_overrides", ["a"], "stem_overrides must be a mapping of str to str, not list"),
        ("stem_overrides", {"a": 1}, "stem_overrides must hold str, not int"),
    ],
)
def test_an_option_of_the_wrong_type_is_named(option, value, said):
    assert message(TypeError, cd.Analyzer, **{option: value}) == said


def test_a_mappings_own_exception_comes_through():
    class Lost:
        @property
        def keys(self):
            raise OSError("the list is on another disk")

    assert message(OSError, cd.Analyzer, stem_overrides=Lost()) == "the list is on another disk"


def test_a_word_with_a_lone_surrogate_is_named():
    said = message(ValueError, cd.Analyzer, abbreviations=["Abb.", "\ud800"])
    assert said == "abbreviations must hold words, not '\\ud800': a lone surrogate is in none"


def test_words_to_stem_must_be_str():
    assert message(TypeError, cd.stem, b"ships") == "word must be str, not bytes"
    assert message(TypeError, cd.stem_words, ["ships", 3]) == "words[1] must be str, not int"


def test_what_holds_no_words_is_named():
    assert message(TypeError, cd.stem_words, 3) == "words must be an iterable of str, not int"


def test_one_str_is_no_list_of_words():
    assert "call stem()" in message(TypeError, cd.stem_words, "ships")


def test_one_text_is_no_iterable_of_texts():
    assert "call the Analyzer" in message(TypeError, cd.Analyzer().pipe, "It fell.")


def test_what_is_no_iterable_is_named():
    an = cd.Analyzer()
    assert message(TypeError, an.pipe, 3) == "texts must be an iterable of str or bytes, not int"
    assert message(TypeError, an.batch, ["It fell."], columns=3) == "columns must be an iterable of names of columns, not int"


def test_a_second_positional_option_is_refused():
    assert "positional" in message(TypeError, cd.Analyzer, "english", "news")


def test_an_argument_may_not_come_twice():
    assert "multiple values" in message(TypeError, lambda: cd.word_tokenize("a", text="b"))
    assert "multiple values" in message(TypeError, lambda: cd.Analyzer("en", language="en"))


def test_a_missing_argument_is_named():
    assert "'text'" in message(TypeError, cd.word_tokenize)


def test_an_unexpected_argument_is_named():
    assert "'txt'" in message(TypeError, cd.word_tokenize, txt="It fell.")


def test_a_doc_is_made_by_an_analyzer_only():
    for made in (cd.Doc, cd.Token, cd.Sentence, cd.Block, cd.Views):
        with pytest.raises(TypeError):
            made()


# ---- out of range ----------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        {"min_length": 0},
        {"min_length": 65},
        {"max_length": 0},
        {"min_length": 5, "max_length": 4},
        {"ngram_range": (0, 1)},
        {"ngram_range": (2, 1)},
        {"ngram_range": (1, 256)},
        {"max_length": 2**70},
    ],
    ids=str,
)
def test_a_number_out_of_range_is_a_value_error(options):
    with pytest.raises(ValueError):
        cd.Analyzer(**options)


def test_a_number_may_be_numpys():
    np = pytest.importorskip("numpy", reason="needs NumPy")
    an = cd.Analyzer(min_length=np.int64(2), max_length=np.uint8(9), ngram_range=(np.int8(1), np.int16(2)))
    assert an == cd.Analyzer(min_length=2, max_length=9, ngram_range=(1, 2))
    assert [type(n) for n in (an.min_length, an.max_length, *an.ngram_range)] == [int] * 4
    assert len(an.batch(["It fell."], threads=np.int32(1))) == len(list(an.pipe(["It fell."], np.int64(1), np.int64(1)))) == 1


def test_no_other_thing_of_numpy_is_a_number():
    np = pytest.importorskip("numpy", reason="needs NumPy")
    for value in (np.float64(2), np.array([2]), np.array([2, 3]), np.True_):
        assert message(TypeError, cd.Analyzer, min_length=value).startswith("min_length must be int, not numpy.")


def test_threads_have_the_same_limits_wherever_they_are_told():
    for read in (cd.Analyzer().pipe, cd.Analyzer().batch):
        assert message(ValueError, read, ["It fell."], threads=2**70) == f"threads must be between 0 and 1024, not {2**70}"


def test_a_batch_size_may_be_of_any_size():
    assert [doc.text for doc in cd.Analyzer().pipe(["It fell."], batch_size=2**70)] == ["It fell."]


@pytest.mark.parametrize("offset", [-1, 9, 2**40, -(2**70), 2**70])
def test_an_offset_outside_the_text_is_an_index_error(offset):
    doc = cd.Analyzer()("It fell.")
    for look_up in (doc.token_at, doc.sentence_at, doc.explain, lambda at: doc.char_span(0, at)):
        assert f"offset {offset} is outside the text; expected 0 to " in message(IndexError, look_up, offset)


def test_the_end_of_a_text_holds_no_token():
    doc = cd.Analyzer()("It fell.")
    assert message(IndexError, doc.token_at, 8) == "offset 8 is outside the text; expected 0 to 7"
    assert message(IndexError, cd.Analyzer()("").sentence_at, 0) == "offset 0 is outside the text, which is empty"


def test_an_offset_must_be_an_integer():
    doc = cd.Analyzer()("It fell.")
    for look_up in (doc.token_at, doc.sentence_at, doc.explain):
        assert message(TypeError, look_up, 1.5) == "offset must be int, not float"


def test_an_index_past_the_last_token_is_an_index_error():
    doc = cd.Analyzer()("It fell.")
    for index in (3, -4, 2**70):
        with pytest.raises(IndexError):
            doc[index]


def test_an_index_must_be_an_integer_or_a_slice():
    assert "not str" in message(TypeError, lambda: cd.Analyzer()("It fell.")["It"])


# ---- malformed bytes ---------------------------------------------------------------


@readers
def test_malformed_bytes_raise_with_their_position(read):
    with pytest.raises(UnicodeDecodeError) as raised:
        read(b"caf\xc3\xa9 \xe2\x82 open \xff")
    error = raised.value
    assert (error.encoding, error.start, error.end) == ("utf-8", 6, 8)
    assert error.object == b"caf\xc3\xa9 \xe2\x82 open \xff"
    assert "errors='replace'" in error.reason


@pytest.mark.parametrize(
    ("malformed", "at"),
    [(b"\x80", (0, 1)), (b"a\xc0\x80", (1, 2)), (b"\xed\xa0\x80", (0, 1)), (b"ab\xf0\x9f\x98", (2, 5)), (b"\xf5abc", (0, 1))],
)
def test_positions_are_those_of_pythons_decoder(malformed, at):
    with pytest.raises(UnicodeDecodeError) as pythons:
        malformed.decode()
    with pytest.raises(UnicodeDecodeError) as raised:
        cd.word_tokenize(malformed)
    assert (raised.value.start, raised.value.end) == (pythons.value.start, pythons.value.end) == at


def bad_part(data):
    """Where Python's decoder meets the first bad part of `data`, and where copydesk does; None: nowhere."""
    found = []
    for read in (bytes.decode, TOKENS):
        try:
            read(data)
            found.append(None)
        except UnicodeDecodeError as error:
            found.append((error.start, error.end))
    return found


TOKENS = cd.Analyzer().tokens


@pytest.mark.parametrize("character", ["a", "é", "€", "😀"])
def test_a_bad_byte_is_found_wherever_it_lies(character):
    filler = (character * 200).encode()
    for n in range(201):
        whole = filler[: n - n % len(character.encode())]
        for at in range(0, len(whole) + 1, len(character.encode())):
            with pytest.raises(UnicodeDecodeError) as raised:
                TOKENS(whole[:at] + b"\xff" + whole[at:])
            assert (raised.value.start, raised.value.end) == (at, at + 1)


@pytest.mark.parametrize("behind", [b"", b" ", b" and so on"])
@pytest.mark.parametrize("before", [b"", b"sevenbs", b"It was \xc3\xa9"])
def test_what_is_well_formed_is_what_python_decodes(before, behind):
    edges = bytes.fromhex("007f80 8f909f a0bfc0 c1c2df e0e1ec edeeef f0f1f3 f4f5ff")
    for three in itertools.product(edges, repeat=3):
        pythons, ours = bad_part(before + bytes(three) + behind)
        assert ours == pythons


def test_replacing_makes_each_bad_part_one_token_of_kind_other():
    doc = cd.Analyzer(errors="replace")(b"It \xe2\x82 fell\xff.")
    assert [(t.text, t.start, t.end, t.kind) for t in doc] == [
        ("It", 0, 2, "word"),
        ("\ufffd", 3, 5, "other"),
        ("fell", 6, 10, "word"),
        ("\ufffd", 10, 11, "other"),
        (".", 11, 12, "punct"),
    ]


def test_a_bad_part_is_no_part_of_an_address():
    doc = cd.Analyzer(errors="replace")(b"See http://kell.example/\xffboats.")
    assert [(t.text, t.kind) for t in doc][1:4] == [("http://kell.example/", "url"), ("\ufffd", "other"), ("boats", "word")]
    assert [t.text for t in doc] == cd.word_tokenize(doc.text)


def test_the_text_of_replaced_bytes_is_their_decoded_str():
    malformed = b"It \xe2\x82 fell\xff."
    assert cd.Analyzer(errors="replace")(malformed).text == malformed.decode(errors="replace")


def test_replaced_bytes_count_as_the_character_that_stands_for_them():
    an = cd.Analyzer(errors="replace")
    assert an.spans(b"\xe2\x82 ok", unit="code_point") == [(0, 1), (2, 4)]


def test_an_analyzer_reads_on_after_an_error():
    an = cd.Analyzer()
    with pytest.raises(UnicodeDecodeError):
        an.tokens(b"\xff")
    assert an.tokens(b"It fell.") == ["It", "fell", "."]


# ---- too long ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "times"),
    [(b"\0", 2**31), ("a", 2**31), ("\xff", 2**30)],
    ids=["bytes", "ascii", "latin-1"],
)
def test_a_text_over_the_limit_is_an_overflow_error_before_any_work(unit, times):
    if os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") < 4 << 30:
        pytest.skip("needs 4 GiB of free memory")
    said = message(OverflowError, cd.word_tokenize, unit * times)
    assert "2147483647 bytes" in said
