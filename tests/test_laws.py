"""Laws that hold for every text (DESIGN, section 2)."""

import os
import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copydesk as cd
from copydesk import _core

# COPYDESK_EXAMPLES=3000 looks deeper.
settings.register_profile("laws", deadline=None, max_examples=int(os.environ.get("COPYDESK_EXAMPLES", "100")))
settings.load_profile("laws")

# What newspapers print, and what breaks tokenizers.
PIECES = [
    "Mr.", "U.S.", "Gen.", "p.m.", "e.g.", "J.", "don't", "Gaza’s", "l’homme", "cannot", "word", "É", "ß", "İ",
    "3,450.25", "5:30pm", "$3.5bn", "18th", "https://a.example/b?c=d.", "www.a.example", "jane.doe@a.example",
    "#news", "@jane", "👩‍👩‍👧", "🇩🇪", "e\u0301", "\u200d", "\ufeff", "\u200b", "日本語。", "ภาษาไทย", "אבג", "नमस्ते",
    ".", "...", "…", "!", "?!", "“", "”", "‘", "’", "\"", "'", "(", ")", "-", "--", "—", ":", ";", ",", "*", "•", "%",
    " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2028", "\u2029", "\x85", "\0", "\x1c", "\ud800", "\udfff", "\U0010ffff",
    "Read: more", "By Jane Doe", "Published March 3, 2024", "Copyright",
]  # fmt: skip

newsy = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
spaced = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
any_text = st.one_of(st.text(st.characters(), max_size=60), newsy, spaced)
valid_text = any_text.map(lambda text: text.encode("utf-8", "replace").decode())
styles = st.sampled_from(["news", "uax29", "whitespace"])  # style sklearn leaves marks in the gaps
layouts = st.sampled_from(["auto", "line", "wrap", "off"])
some_languages = st.sampled_from(["english", "french", "german", "turkish", "ja"])

ANALYZERS = {}


def analyzer(**options):
    key = tuple(sorted(options.items()))
    if key not in ANALYZERS:
        ANALYZERS[key] = cd.Analyzer(**options)
    return ANALYZERS[key]


analyzers = st.builds(
    analyzer,
    style=styles,
    layout=layouts,
    language=some_languages,
    contractions=st.sampled_from(["split", "keep"]),
    hyphens=st.sampled_from(["auto", "split", "keep"]),
)

WHITE_SPACE = set("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}


def attaches(character):
    """Extend, ZWJ and Format are all marks or format characters (general categories)."""
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") or character in "\uff9e\uff9f"


def is_gap(gap):
    """White space, and marks that attach to it."""
    return all(c in WHITE_SPACE or (attaches(c) and i > 0) for i, c in enumerate(gap))


# ---- nothing is lost ---------------------------------------------------------------


@given(any_text, analyzers)
def test_tokens_are_slices_of_the_text(text, an):
    assert [text[start:end] for start, end in an.spans(text)] == an.tokens(text)


@given(any_text, analyzers)
def test_tokens_ascend_are_disjoint_and_never_empty(text, an):
    at = 0
    for start, end in an.spans(text):
        assert at <= start < end <= len(text)
        at = end


@given(any_text, st.builds(analyzer, style=st.sampled_from(["news", "uax29"]), language=some_languages))
def test_gaps_hold_white_space_only(text, an):
    at = 0
    for start, end in [*an.spans(text), (len(text), len(text))]:
        assert is_gap(text[at:start]), (text[at:start], text)
        at = end


@given(any_text)
def test_style_whitespace_cuts_any_text_where_split_does(text):
    assert analyzer(style="whitespace").tokens(text) == text.split()


@given(any_text, analyzers)
def test_sentences_tile_the_tokens_and_blocks_tile_the_sentences(text, an):
    doc = an(text)
    assert [t.i for s in doc.sentences for t in s] == list(range(len(doc)))
    assert [s.i for b in doc.blocks for s in b.sentences] == list(range(len(doc.sentences)))


@given(any_text, analyzers)
def test_every_token_knows_its_sentence_and_its_block(text, an):
    for token in an(text):
        assert token in list(token.sentence)
        assert token.sentence in list(token.block.sentences)


@given(any_text, analyzers)
def test_tokens_and_gaps_rebuild_any_text(text, an):
    doc = an(text)
    head = text[: doc[0].start] if len(doc) else text
    assert head + "".join(token.text + token.whitespace for token in doc) == text


# ---- one answer, however one asks ------------------------------------------------------


@given(any_text, analyzers)
def test_functions_and_doc_agree(text, an):
    doc = an(text)
    assert an.tokens(text) == [token.text for token in doc.tokens]
    assert an.sentences(text) == [sentence.text for sentence in doc.sentences]
    assert an.spans(text, level="sentence") == [(s.start, s.end) for s in doc.sentences]
    assert an.spans(text, level="block") == [(b.start, b.end) for b in doc.blocks]


@given(any_text)
def test_sent_tokenize_and_the_docs_sentences_agree(text):
    assert cd.sent_tokenize(text) == [sentence.text for sentence in analyzer()(text).sentences]


@given(any_text, analyzers)
def test_a_doc_is_equal_after_pickling(text, an):
    doc = an(text)
    again = pickle.loads(pickle.dumps(doc))
    assert again == doc
    assert again.to_dict() == doc.to_dict()


@given(any_text, any_text, analyzers)
def test_what_was_read_before_changes_nothing(before, text, an):
    cd.clear_caches()
    fresh = an(text).to_dict(stems=True), an.terms(text)
    an(before)
    assert (an(text).to_dict(stems=True), an.terms(text)) == fresh


@given(valid_text, analyzers)
def test_a_str_and_its_utf8_have_the_same_tokens_sentences_and_blocks(text, an):
    source = text.encode()
    assert an.tokens(source) == an.tokens(text)
    assert an.sentences(source) == an.sentences(text)
    assert an.terms(source) == an.terms(text)
    doc, byte_doc = an(text), an(source)
    assert byte_doc.text == text
    assert [b.kind for b in byte_doc.blocks] == [b.kind for b in doc.blocks]
    assert (byte_doc.headline, byte_doc.date, byte_doc.body) == (doc.headline, doc.date, doc.body)


@pytest.mark.parametrize("before", ["\u2028", "\u2029", "\x85", "Å", "—", "\u2003"])
def test_the_character_before_an_initial_means_the_same_in_every_form(before):
    """Its last byte may look like a newline, or hide one."""
    text = f"{before} J. p.m."
    assert cd.word_tokenize(text.encode()) == cd.word_tokenize(text)


@given(valid_text, analyzers)
def test_a_text_reads_alike_in_every_width_of_str(text, an):
    """A last character of its own block makes a str 1, 2 or 4 bytes wide, and changes nothing before it."""
    words = [an.tokens(text + "\n\n" + last)[:-1] for last in "a一\U00020000"]
    assert words[0] == words[1] == words[2] == an.tokens(text)


@given(st.binary(max_size=60) | any_text.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_can_be_read_with_errors_replaced(source):
    doc = analyzer(errors="replace")(source)
    assert doc.text == source.decode("utf-8", "replace")
    at = 0
    for token in doc:
        assert at <= token.start < token.end
        assert token.text == source[token.start : token.end].decode("utf-8", "replace")
        at = token.end


@given(st.binary(max_size=60))
def test_bytes_are_malformed_where_python_says_so(source):
    try:
        source.decode()
    except UnicodeDecodeError as error:
        with pytest.raises(UnicodeDecodeError) as raised:
            analyzer().tokens(source)
        assert (raised.value.start, raised.value.end) == (error.start, error.end)
    else:
        assert analyzer().tokens(source) == analyzer().tokens(source.decode())


# ---- offsets ---------------------------------------------------------------------------


def length_in(unit, text):
    if unit == "code_point":
        return len(text)
    if unit == "byte":
        return len(text.encode("utf-8", "surrogatepass"))
    return sum(2 if ord(c) > 0xFFFF else 1 for c in text)


@pytest.mark.parametrize("level", ["token", "sentence", "block"])
@pytest.mark.parametrize("unit", ["code_point", "byte", "utf16"])
@given(text=any_text)
def test_spans_count_the_units_they_are_asked_for(level, unit, text):
    an = analyzer()
    want = [tuple(length_in(unit, text[:at]) for at in span) for span in an.spans(text, level=level)]
    assert an.spans(text, level=level, unit=unit) == want


@pytest.mark.parametrize("unit", ["code_point", "byte", "utf16"])
@given(text=valid_text)
def test_spans_of_bytes_are_those_of_the_str_in_any_unit(unit, text):
    an = analyzer()
    assert an.spans(text.encode(), unit=unit) == an.spans(text, unit=unit)


@given(any_text, analyzers)
def test_token_at_finds_every_token_and_no_gap(text, an):
    doc = an(text)
    owner = {at: token for token in doc for at in range(token.start, token.end)}
    assert [doc.token_at(at) for at in range(len(text))] == [owner.get(at) for at in range(len(text))]


@given(any_text)
def test_explain_agrees_with_the_sentences_of_any_text(text):
    doc = analyzer()(text)
    ends = {sentence.end for sentence in doc.sentences[:-1]}
    for token in doc[:-1]:
        assert doc.explain(token.end).boundary == (token.end in ends)


# ---- kernels ---------------------------------------------------------------------------


@pytest.fixture
def restore_isa():
    usual = _core.isa()
    yield
    _core.isa_use(usual)


def reading(text, an):
    return an.spans(text), an.spans(text, level="sentence"), an.spans(text, level="block")


@pytest.mark.parametrize("isa", _core.isas())
@pytest.mark.usefixtures("restore_isa")
def test_every_kernel_agrees_with_scalar(isa):
    @given(st.lists(any_text, max_size=6).map("".join), analyzers)
    def agrees(text, an):
        _core.isa_use("scalar")
        expected = reading(text, an)
        _core.isa_use(isa)
        assert reading(text, an) == expected

    agrees()


@pytest.mark.parametrize("isa", _core.isas())
@pytest.mark.usefixtures("restore_isa")
def test_every_kernel_agrees_with_scalar_at_every_alignment(isa):
    base = "It didn't fall 3.5% — “We’re done,” said J. K. Moore (jane@a.example). "
    for n in range(140):
        for text in ("x" * n + base, "é" * n + base, "一" * n + base, "😀" * n + base):
            _core.isa_use("scalar")
            expected = reading(text, analyzer())
            _core.isa_use(isa)
            assert reading(text, analyzer()) == expected


def test_scalar_is_the_slowest_kernel_listed():
    assert _core.isas()[0] == "scalar"


# ---- Unicode's own boundaries ------------------------------------------------------------


@given(any_text)
def test_word_boundaries_of_unicode_hold_both_ends_and_ascend(text):
    at = _core._uax29_words(text)
    assert at == sorted(set(at))
    assert at[:1] + at[-1:] == ([0, len(text)] if text else [])


@given(any_text)
def test_sentence_boundaries_of_unicode_hold_both_ends_and_ascend(text):
    at = _core._uax29_sentences(text)
    assert at == sorted(set(at))
    assert at[:1] + at[-1:] == ([0, len(text)] if text else [])


# ---- texts that hang others ----------------------------------------------------------------


@pytest.mark.parametrize("piece", ["'", '"', ".", "a", "\n", "a.", "A. ", "’", "-", "@", "..[111 ", "http://", "(", "\0", "\ud800"])
def test_a_long_run_of_one_thing_is_read_whole(piece):
    text = piece * (100_000 // len(piece))
    doc = analyzer()(text)
    assert "".join(token.text + token.whitespace for token in doc) == text.lstrip("\n")
