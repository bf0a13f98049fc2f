"""Texts that hang other tokenizers keep every law: slices, order, tiling, nothing lost. Never timed; benchmarks time them."""

import subprocess
import sys

import pytest

import copydesk as cd

N = 200_000
WHITE_SPACE = set("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}


def repeat(piece, n=N):
    return piece * (n // len(piece))


HOSTILE = {
    "8,000 quotes": '"' * 8000,
    "8,000 curly quotes": "“”‘’" * 2000,
    "spaced quotes": repeat(' "'),
    "quotes and brackets with spaces": repeat('[ "'),
    "quotes around words": repeat('"a" '),
    "opening quotes only": repeat("“a "),
    "one letter": repeat("a"),
    "20 KB of a": "a" * 20_000,
    "one capital": repeat("A"),
    "one letter of two bytes": repeat("é"),
    "one ideograph": repeat("一"),
    "one digit": repeat("1"),
    "full stops": repeat("."),
    "spaced full stops": repeat(". "),
    "newlines": repeat("\n"),
    "lines of one letter": repeat("a\n"),
    "lines of CRLF": repeat("A\r\n\r\n"),
    "spaces": repeat(" "),
    "apostrophes": repeat("'"),
    "curly apostrophes": repeat("’"),
    "letters and apostrophes": repeat("a'"),
    "letters and stops": repeat("a."),
    "letters beyond ASCII and stops": repeat("é.é"),
    "initials": repeat("A. "),
    "initials without spaces": repeat("A."),
    "a URL": "https://a.example/" + repeat("b/"),
    "a URL of brackets": "https://a.example/" + repeat("("),
    "a URL of closing brackets": "https://a.example/" + repeat(")"),
    "a URL of stops": "https://a.example/" + repeat("."),
    "schemes": repeat("http://"),
    "spaced URLs": repeat("https://a.example/b. "),
    "pySBD's": repeat("..[111 "),
    "opening brackets": repeat("("),
    "closing brackets": repeat(")"),
    "brackets of all kinds": repeat("([{<>}])"),
    "references": repeat("[1]"),
    "at signs": repeat("@a."),
    "an address that never ends": "a@" + repeat("b."),
    "a name before an at sign that never comes": repeat("a.b-c_d+"),
    "number signs": repeat("#a"),
    "clitics": repeat("'s"),
    "negations": repeat("n't"),
    "elisions": repeat("l'"),
    "a ZWJ chain": repeat("👩\u200d"),
    "skin tones": repeat("👍🏽"),
    "flags": repeat("🇩"),
    "marks": repeat("\u0301"),
    "marks behind a space": " " + repeat("\u0301"),
    "marks behind a letter": "a" + repeat("\u0301"),
    "format characters": repeat("\u200d\ufeff\u00ad"),
    "hyphens": repeat("-"),
    "letters and hyphens": repeat("a-"),
    "dashes": repeat("—"),
    "digits and commas": repeat("1,"),
    "digits and stops": repeat("1."),
    "digits and colons": repeat("1:"),
    "digits and slashes": repeat("1/"),
    "digits and hyphens": repeat("1-"),
    "amounts": repeat("$1bn"),
    "entities": repeat("&amp;"),
    "ampersands": repeat("&"),
    "emoticons": repeat(":-)"),
    "question marks": repeat("?"),
    "spaced question marks": repeat("? "),
    "numbers of a list": repeat("1. a "),
    "bullets": repeat("• "),
    "underscores": repeat("_"),
    "stars": repeat("a*"),
    "NUL": repeat("\0"),
    "lone surrogates": repeat("\ud800"),
    "colons": repeat("a:"),
    "middle dots": repeat("l·"),
    "ellipses": repeat("… "),
    "titles": repeat("Mr. "),
    "a date in every line": repeat("Published May 3, 2024\n\n"),
    "one title again and again": repeat("Harbour strike ends\n\n"),
    "ideographic stops": repeat("。"),
    "stops in brackets in quotes": repeat("“(a.)” "),
}  # fmt: skip
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def gaps(text, spans):
    at = 0
    for start, end in spans:
        yield text[at:start]
        at = end
    yield text[at:]


def is_white(gap):
    """White space, then marks and format characters of these texts."""
    return not gap.strip("".join(WHITE_SPACE) + "\u0301\u200d\ufeff\u00ad") and (not gap or gap[0] in WHITE_SPACE)


@hostile
def test_tokens_are_slices_in_order_and_lose_nothing(text):
    an = cd.Analyzer()
    spans = an.spans(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges) and all(start < end for start, end in spans)
    assert [text[start:end] for start, end in spans] == an.tokens(text)
    assert all(is_white(gap) for gap in gaps(text, spans))


@pytest.mark.parametrize("piece", [' "', '[ "', " ``"])
def test_a_million_openers_are_read(piece):
    """When each gap walked over all that open before it this took minutes."""
    text = repeat(piece, 1_000_000)
    assert "".join(cd.sent_tokenize(text)).count(piece[-1]) == text.count(piece[-1])


@hostile
def test_sentences_and_blocks_tile_the_tokens(text):
    an = cd.Analyzer()
    tokens = an.spans(text)
    starts, ends = {start for start, _ in tokens}, {end for _, end in tokens}
    for level in ("sentence", "block"):
        spans = an.spans(text, level=level)
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
        assert starts.issuperset(start for start, _ in spans) and ends.issuperset(end for _, end in spans)
        assert all(is_white(gap) for gap in gaps(text, spans))


@hostile
def test_a_doc_reads_as_the_functions_do(text):
    an = cd.Analyzer()
    doc = an(text)
    assert len(doc) == len(an.spans(text))
    assert [(s.start, s.end) for s in doc.sentences] == an.spans(text, level="sentence")
    assert [(b.start, b.end) for b in doc.blocks] == an.spans(text, level="block")
    assert sum(len(s) for s in doc.sentences) == len(doc)


@pytest.mark.parametrize("options", [{"style": "uax29"}, {"style": "whitespace"}, {"language": "french"}, {"language": "de", "hyphens": "split"}, {"layout": "line", "contractions": "keep"}], ids=str)  # fmt: skip
@hostile
def test_every_style_reads_it_whole(text, options):
    an, text = cd.Analyzer(**options), text[:20_000]
    spans = an.spans(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:]))
    if options != {"style": "whitespace"}:
        assert all(is_white(gap) for gap in gaps(text, spans))
    assert len(an.sentences(text)) <= max(len(spans), 1)


@hostile
def test_utf8_bytes_read_as_the_str_does(text):
    source = text[:50_000].encode("utf-8", "replace")
    an = cd.Analyzer()
    assert an.tokens(source) == an.tokens(source.decode())
    assert an.sentences(source) == an.sentences(source.decode())


@pytest.mark.parametrize("source", [b"\xff", b"\x80", b"\xe2\x82", b"\xf0\x9f\x98", b"a\xff", b"\xed\xa0\x80"], ids=bytes.hex)
def test_malformed_bytes_without_end_are_replaced_one_by_one(source):
    source *= 20_000
    doc = cd.Analyzer(errors="replace")(source)
    assert doc.text == source.decode(errors="replace")
    assert sum(token.kind == "other" for token in doc) == doc.text.count("\ufffd")
    assert "".join(token.text for token in doc) == doc.text


@hostile
def test_terms_of_it_are_bounded_by_its_tokens(text):
    assert len(cd.Analyzer(ngram_range=(1, 2)).terms(text)) <= 2 * len(cd.Analyzer().tokens(text))


GIANT_WORD = """
import resource, sys
import copydesk as cd

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

size = 100_000_000
text = "a" * size
before = peak()
assert cd.span_tokenize(text) == [(0, size)]
sys.exit(peak() - before > size // 4)
"""


def test_a_giant_word_takes_memory_for_what_is_found_only():
    subprocess.run([sys.executable, "-c", GIANT_WORD], check=True)
