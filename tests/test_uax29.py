"""Unicode's own boundaries (UAX 29), on every official case, kernel and unit width; and style="whitespace"."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk as cd
from copydesk import _core

AUXILIARY = Path("/usr/share/unicode/auxiliary")
WORDS, SENTENCES = AUXILIARY / "WordBreakTest.txt", AUXILIARY / "SentenceBreakTest.txt"
OFFICIAL = {"WordBreakTest.txt": 1823, "SentenceBreakTest.txt": 502}

WHITE_SPACE = set("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}



def version_of(path):
    """Of Unicode, as the file's first line names it: "# WordBreakTest-15.0.0.txt"; '' without a file."""
    return path.read_text(encoding="utf-8").split("\n")[0].partition("-")[2].removesuffix(".txt") if path.is_file() else ""


OURS = cd.versions()["unicode"]
needs_unicode_data = pytest.mark.skipif(
    version_of(WORDS) != OURS, reason=f"needs {WORDS} of Unicode {OURS}, found {version_of(WORDS) or 'none'} (Debian 12: unicode-data)"
)
every_isa = pytest.mark.parametrize("isa", _core.isas())

# What makes a str 2 or 4 bytes wide, and parts from what stands before: PARAGRAPH SEPARATOR breaks words and sentences.
WIDENERS = {2: "\u2029", 4: "\u2029\U00020000"}


@pytest.fixture(autouse=True)
def restore_isa():
    usual = _core.isa()
    yield
    _core.isa_use(usual)


def official(path):
    """(text, boundaries) of each case: the boundaries as code points, 0 and the end included."""
    if not path.is_file():
        return []
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.partition("#")[0].split()
        if fields:
            text = "".join(chr(int(code, 16)) for code in fields[1::2])
            cases.append((text, [at for at, mark in enumerate(fields[::2]) if mark == "÷"]))
    return cases


def in_bytes(text, boundaries):
    return [len(text[:at].encode("utf-8", "surrogatepass")) for at in boundaries]


def is_encodable(text):
    return not any(0xD800 <= ord(c) < 0xE000 for c in text)


def attaches(character):
    """Extend, Format and ZWJ: what may lie in a gap behind white space."""
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") or character in "\uff9e\uff9f\U0001f3fb\U0001f3ff"


def gap_of(text):
    """For each character, whether it lies in a gap: white space, and marks right behind it."""
    gap, behind = [], False
    for c in text:
        behind = c in WHITE_SPACE or (behind and attaches(c))
        gap.append(behind)
    return gap


def spans_of(text, boundaries):
    """The official words, less those that are gaps."""
    gap = gap_of(text)
    return [(start, end) for start, end in zip(boundaries, boundaries[1:]) if not all(gap[start:end])]


def trimmed(text, boundaries):
    """The official sentences, less the gaps around them and those that are gaps."""
    gap, found = gap_of(text), []
    for start, end in zip(boundaries, boundaries[1:]):
        inked = [at for at in range(start, end) if not gap[at]]
        if inked:
            found.append((inked[0], inked[-1] + 1))
    return found


def width(text):
    largest = max(map(ord, text), default=0)
    return 1 if largest < 0x100 else 2 if largest < 0x10000 else 4


# ---- the official cases -----------------------------------------------------------------


@needs_unicode_data
@pytest.mark.parametrize("path", [WORDS, SENTENCES], ids=lambda path: path.name)
def test_every_official_case_is_read(path):
    assert len(official(path)) == OFFICIAL[path.name]


@needs_unicode_data
@every_isa
@pytest.mark.parametrize(
    ("path", "find"), [(WORDS, _core._uax29_words), (SENTENCES, _core._uax29_sentences)], ids=["words", "sentences"]
)
def test_the_boundaries_of_every_official_case_are_unicodes(path, find, isa):
    _core.isa_use(isa)
    assert [(text, find(text)) for text, _ in official(path)] == official(path)


@needs_unicode_data
@every_isa
@pytest.mark.parametrize(
    ("path", "find"), [(WORDS, _core._uax29_words), (SENTENCES, _core._uax29_sentences)], ids=["words", "sentences"]
)
def test_the_boundaries_of_every_official_case_in_utf8_are_unicodes(path, find, isa):
    _core.isa_use(isa)
    cases = [(text, at) for text, at in official(path) if is_encodable(text)]
    assert [(text, find(text.encode())) for text, _ in cases] == [(text, in_bytes(text, at)) for text, at in cases]


@needs_unicode_data
@every_isa
@pytest.mark.parametrize("n", [2, 4], ids=["2 bytes", "4 bytes"])
def test_the_boundaries_of_words_do_not_depend_on_the_width_of_the_str(n, isa):
    _core.isa_use(isa)
    for text, boundaries in official(WORDS):
        if width(text) < n:
            wide = text + WIDENERS[n]
            assert width(wide) == n
            assert [at for at in _core._uax29_words(wide) if at <= len(text)] == boundaries, ascii(text)


@needs_unicode_data
@every_isa
def test_tokens_of_style_uax29_are_unicodes_words_less_the_gaps(isa):
    _core.isa_use(isa)
    an = cd.Analyzer(style="uax29", layout="off")
    for text, boundaries in official(WORDS):
        assert an.spans(text) == spans_of(text, boundaries), ascii(text)


@needs_unicode_data
@every_isa
def test_tokens_of_style_uax29_in_utf8_are_unicodes_words_less_the_gaps(isa):
    _core.isa_use(isa)
    an = cd.Analyzer(style="uax29", layout="off")
    for text, boundaries in official(WORDS):
        want = [(len(text[:start].encode()), len(text[:end].encode())) for start, end in spans_of(text, boundaries)]
        assert an.spans(text.encode()) == want, ascii(text)


@needs_unicode_data
@every_isa
@pytest.mark.parametrize("n", [2, 4], ids=["2 bytes", "4 bytes"])
def test_tokens_of_style_uax29_do_not_depend_on_the_width_of_the_str(n, isa):
    _core.isa_use(isa)
    an = cd.Analyzer(style="uax29", layout="off")
    for text, boundaries in official(WORDS):
        if width(text) < n:
            found = an.spans(text + WIDENERS[n])
            assert found[: len(found) - (n == 4)] == spans_of(text, boundaries), ascii(text)


@needs_unicode_data
@every_isa
@pytest.mark.parametrize("n", [2, 4], ids=["2 bytes", "4 bytes"])
def test_sentences_of_style_uax29_do_not_depend_on_the_width_of_the_str(n, isa):
    _core.isa_use(isa)
    an = cd.Analyzer(style="uax29", layout="off")
    for text, boundaries in official(SENTENCES):
        if width(text) < n:
            found = an.spans(text + WIDENERS[n], level="sentence")
            assert found[: len(found) - (n == 4)] == trimmed(text, boundaries), ascii(text)


@needs_unicode_data
@every_isa
def test_sentences_of_style_uax29_are_unicodes_less_the_gaps_around_them(isa):
    _core.isa_use(isa)
    an = cd.Analyzer(style="uax29", layout="off")
    for text, boundaries in official(SENTENCES):
        assert an.spans(text, level="sentence") == trimmed(text, boundaries), ascii(text)


@needs_unicode_data
@every_isa
def test_sentences_of_style_uax29_in_utf8_are_unicodes_less_the_gaps_around_them(isa):
    _core.isa_use(isa)
    an = cd.Analyzer(style="uax29", layout="off")
    for text, boundaries in official(SENTENCES):
        want = [(len(text[:start].encode()), len(text[:end].encode())) for start, end in trimmed(text, boundaries)]
        assert an.spans(text.encode(), level="sentence") == want, ascii(text)


# ---- what the style shows --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("We don't know.", "We|don't|know|."),
        ("We don’t know.", "We|don’t|know|."),
        ("It fell 3.5%, to 3,450.25.", "It|fell|3.5|%|,|to|3,450.25|."),
        ("e.g. the U.S. case", "e.g|.|the|U.S|.|case"),
        ("jane@a.example", "jane|@|a.example"),
        ("wait...", "wait|.|.|."),
        ("a 15-year plan", "a|15|-|year|plan"),
        ("snake_case", "snake_case"),
        ("👩‍👩‍👧🇩🇪🇫🇷", "👩‍👩‍👧|🇩🇪|🇫🇷"),
        ("ニュースです。", "ニュース|で|す|。"),
    ],
)
def test_style_uax29_gives_unicodes_words(text, cut):
    assert cd.Analyzer(style="uax29").tokens(text) == cut.split("|")


def test_sentences_of_style_uax29_follow_unicode_also_behind_a_title():
    assert cd.Analyzer(style="uax29").sentences("He met Mr. Smith there. They left.") == ["He met Mr.", "Smith there.", "They left."]


# ---- style="whitespace" -----------------------------------------------------------------------

WHITESPACE = cd.Analyzer(style="whitespace")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "It fell 3.5%, (he) “said”.",
        " It\tfell\r\n\r\nagain ",
        "It\u00a0fell\u2003again\u3000twice\u2028or\u2029more\x85often",
        "a\x1cb\x1dc\x1ed\x1fe",
        "a\u200bb\ufeffc\u180ed",
        "a\0b \0 c",
        "a\ud800 \udfffb",
        " \u0301a",
        "日本 語\U00020000 \U0001f600",
    ],
    ids=ascii,
)
@every_isa
def test_style_whitespace_cuts_where_split_does(text, isa):
    _core.isa_use(isa)
    assert WHITESPACE.tokens(text) == text.split()


@every_isa
def test_style_whitespace_knows_every_white_space_of_split(isa):
    _core.isa_use(isa)
    for code in range(0x110000):
        if chr(code).isspace():
            assert WHITESPACE.tokens(f"a{chr(code)}b") == ["a", "b"], hex(code)


@every_isa
def test_style_whitespace_cuts_at_nothing_else(isa):
    _core.isa_use(isa)
    text = "".join(chr(code) for code in range(0x11000) if not chr(code).isspace())
    assert WHITESPACE.tokens(text) == [text]


alphabets = [
    st.characters(max_codepoint=0xFF),
    st.characters(max_codepoint=0xFFFF),
    st.characters(),
    st.sampled_from("ab \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000é一😀\u200b"),
]


@every_isa
def test_style_whitespace_equals_split_on_any_text(isa):
    @given(st.one_of([st.text(alphabet, max_size=200) for alphabet in alphabets]))
    def equals(text):
        _core.isa_use(isa)
        assert WHITESPACE.tokens(text) == text.split()

    equals()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_style_whitespace_of_utf8_equals_split_on_any_text(text):
    assert WHITESPACE.tokens(text.encode()) == text.split()
