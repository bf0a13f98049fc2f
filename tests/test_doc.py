"""A Doc and its views: tokens, sentences, blocks; offsets; columns; dicts; why."""

import collections.abc
import datetime
import json
import pickle
import sys

import pytest

import copydesk as cd

TEXT = """Harbour strike ends after talks

Published March 3, 2024

The dockers’ union said on Monday that it didn’t expect more strikes. “We’re done,” said J. K. Moore, its head.

Shares of the port rose 3.5% to €12. They had fallen for weeks, and analysts were surprised by the move.
"""


@pytest.fixture(scope="module")
def doc():
    return cd.Analyzer()(TEXT)


@pytest.fixture(scope="module")
def byte_doc():
    return cd.Analyzer()(TEXT.encode())


# ---- the Doc ---------------------------------------------------------------------


def test_a_doc_keeps_its_text_and_its_analyzer(doc):
    assert doc.text == TEXT
    assert doc.analyzer == cd.Analyzer()


def test_a_doc_is_the_sequence_of_its_tokens(doc):
    assert len(doc) == len(doc.tokens)
    assert list(doc) == list(doc.tokens)
    assert [token.text for token in doc] == cd.word_tokenize(TEXT)


def test_a_doc_is_indexed_like_a_list():
    doc = cd.Analyzer()("It fell again.")
    assert doc[0].text == "It"
    assert doc[-1].text == "."
    assert [token.text for token in doc[1:3]] == ["fell", "again"]
    assert [token.text for token in doc[::-2]] == [".", "fell"]
    assert type(doc[:]) is list


def test_a_doc_has_the_articles_headline_and_date(doc):
    assert doc.headline == "Harbour strike ends after talks"
    assert doc.date == datetime.date(2024, 3, 3)


def test_a_doc_of_one_sentence_has_no_headline_and_no_date():
    doc = cd.Analyzer()("The shares of the port rose on Monday, and nobody knew why.")
    assert doc.headline == ""
    assert doc.date is None


def test_the_body_joins_the_articles_own_blocks_by_a_blank_line(doc):
    _, _, first, second = TEXT.strip().split("\n\n")
    assert doc.body == first + "\n\n" + second


def test_an_empty_text_makes_an_empty_doc():
    doc = cd.Analyzer()("")
    assert (len(doc), len(doc.sentences), len(doc.blocks)) == (0, 0, 0)
    assert (doc.text, doc.body, doc.headline, doc.date) == ("", "", "", None)
    assert doc.explain(0)


def test_a_doc_cannot_be_changed(doc):
    with pytest.raises(AttributeError):
        doc.text = "other"
    with pytest.raises(AttributeError):
        doc[0].kind = "other"


def test_docs_are_equal_when_text_and_analyzer_are(doc):
    same = cd.Analyzer()(TEXT)
    assert doc == same
    assert hash(doc) == hash(same)
    assert doc != cd.Analyzer()(TEXT + " ")
    assert doc != cd.Analyzer(stem=False)(TEXT)
    assert doc != TEXT


def test_a_doc_of_bytes_is_not_equal_to_that_of_their_str(doc, byte_doc):
    assert doc != byte_doc


def test_a_doc_survives_pickling(doc):
    again = pickle.loads(pickle.dumps(doc))
    assert again == doc
    assert again.to_dict(stems=True) == doc.to_dict(stems=True)


def test_a_doc_of_bytes_survives_pickling(byte_doc):
    assert pickle.loads(pickle.dumps(byte_doc)).to_dict() == byte_doc.to_dict()


def test_a_doc_of_a_str_subclass_holds_a_plain_str():
    class Headline(str):
        pass

    assert type(cd.Analyzer()(Headline("It fell.")).text) is str


def test_the_repr_of_a_doc_counts_and_quotes():
    assert repr(cd.Analyzer()("It fell. They sold.")) == "<Doc 2 sentences, 6 tokens: 'It fell. They sold.'>"
    assert repr(cd.Analyzer()("It")) == "<Doc 1 sentence, 1 token: 'It'>"


def test_the_repr_of_a_long_doc_is_short(doc):
    assert len(repr(doc)) < 120
    assert "…" in repr(doc)


def test_a_notebook_draws_a_doc(doc):
    from copydesk._display import doc_html

    assert doc._repr_html_() == doc_html(doc)


# ---- Token -----------------------------------------------------------------------


def test_a_token_is_its_slice_of_the_text(doc):
    assert all(TEXT[token.start : token.end] == token.text for token in doc)


def test_a_token_of_bytes_is_its_slice_of_the_bytes(byte_doc):
    source = TEXT.encode()
    assert all(source[token.start : token.end].decode() == token.text for token in byte_doc)


def test_tokens_and_gaps_rebuild_the_text(doc):
    assert TEXT[: doc[0].start] + "".join(token.text + token.whitespace for token in doc) == TEXT


def test_a_token_knows_its_forms():
    token = cd.Analyzer()("The SHIPS")[1]
    assert (token.text, token.lower, token.stem, token.is_stop) == ("SHIPS", "ships", "ship", False)


def test_a_stop_word_is_one_in_any_case():
    assert cd.Analyzer()("THE ships")[0].is_stop is True


def test_lower_goes_by_language():
    assert cd.Analyzer("turkish")("Irmak")[0].lower == "ırmak"
    assert cd.Analyzer("english")("Irmak")[0].lower == "irmak"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bank", "word"), ("3,450.25", "number"), (";", "punct"), ("€", "symbol"), ("https://a.example/x", "url"),
        ("jane@a.example", "email"), ("#news", "hashtag"), ("@jane", "mention"), ("👩‍🚀", "emoji"), ("...", "ellipsis"),
        ("--", "dash"), ("\0", "other"), ("\ud800", "other"),
    ],
)  # fmt: skip
def test_a_tokens_kind_is_a_word(text, kind):
    (token,) = cd.Analyzer()(text)
    assert (token.text, token.kind) == (text, kind)


def test_a_token_knows_where_it_is():
    doc = cd.Analyzer()("It fell. They sold.")
    token = doc[4]
    assert (token.text, token.i, token.start, token.end) == ("sold", 4, 14, 18)
    assert token.doc is doc
    assert token.sentence.text == "They sold."
    assert token.block == doc.blocks[0]


def test_the_last_tokens_white_space_runs_to_the_end_of_the_text():
    assert cd.Analyzer()("It fell \n")[1].whitespace == " \n"


def test_views_are_equal_by_doc_and_number(doc):
    same = cd.Analyzer()(TEXT)
    assert doc[3] == same[3]
    assert hash(doc[3]) == hash(same[3])
    assert doc[3] != doc[4]
    assert doc[3] != doc.sentences[3]
    assert doc[3] != cd.Analyzer(stem=False)(TEXT)[3]


def test_a_view_outlives_the_name_of_its_doc():
    token = cd.Analyzer()("It fell.")[1]
    assert token.text == "fell"


def test_reprs_of_views_show_text_kind_and_span():
    doc = cd.Analyzer()("It fell.")
    assert repr(doc[1]) == "<Token 'fell' word 3:7>"
    assert repr(doc.sentences[0]).startswith("<Sentence 'It fell.' ")
    assert repr(doc.blocks[0]) == f"<Block 'It fell.' {doc.blocks[0].kind} 0:8>"


@pytest.mark.parametrize("letter", "w中")
def test_the_repr_of_a_long_view_shows_its_first_60_characters(letter):
    doc, shown = cd.Analyzer(style="whitespace")(letter * 61), letter * 60
    assert repr(doc[0]) == f"<Token '{shown}…' word 0:61>"
    assert repr(doc.sentences[0]).startswith(f"<Sentence '{shown}…' ")
    assert repr(doc.blocks) == f"<Views [<Block '{shown}…' {doc.blocks[0].kind} 0:61>]>"


def test_the_repr_of_many_views_stays_short(doc):
    assert repr(doc.tokens).startswith(f"<Views of {len(doc)}: [<Token 'Harbour' word 0:7>, ")
    assert len(repr(doc.tokens)) < 500


# ---- Sentence, Block ---------------------------------------------------------------


def test_a_sentence_is_the_sequence_of_its_tokens():
    first, second = cd.Analyzer()("It fell. They sold again.").sentences
    assert (len(first), len(second)) == (3, 4)
    assert [token.text for token in second] == ["They", "sold", "again", "."]
    assert second[-1].text == "."
    assert [token.text for token in second[:2]] == ["They", "sold"]
    assert list(second.tokens) == list(second)


def test_a_sentence_runs_from_its_first_token_to_its_last(doc):
    for sentence in doc.sentences:
        assert sentence.start == sentence[0].start
        assert sentence.end == sentence[-1].end
        assert sentence.text == TEXT[sentence.start : sentence.end]


def test_a_sentences_rule_is_the_one_that_explains_its_end(doc):
    for sentence in doc.sentences[:-1]:
        assert doc.explain(sentence.end).rule == sentence.rule


def test_every_token_lies_in_one_sentence_and_every_sentence_in_one_block(doc):
    assert [token for sentence in doc.sentences for token in sentence] == list(doc)
    assert [sentence for block in doc.blocks for sentence in block.sentences] == list(doc.sentences)
    assert all(token.sentence.start <= token.start < token.end <= token.sentence.end for token in doc)
    assert all(s.block.start <= s.start < s.end <= s.block.end for s in doc.sentences)


def test_views_count_from_zero(doc):
    for views in (doc.tokens, doc.sentences, doc.blocks):
        assert [view.i for view in views] == list(range(len(views)))


def test_blocks_have_kinds(doc):
    assert [block.kind for block in doc.blocks] == ["headline", "date", "paragraph", "paragraph"]


def test_sentences_of_the_doc_are_those_of_sent_tokenize(doc):
    assert [sentence.text for sentence in doc.sentences] == cd.sent_tokenize(TEXT)


def test_views_are_a_sequence(doc):
    tokens = doc.tokens
    assert isinstance(tokens, collections.abc.Sequence)
    assert tokens.index(doc[5]) == 5
    assert tokens.count(doc[5]) == 1
    assert doc[5] in tokens
    assert next(reversed(tokens)) == doc[-1]
    assert doc.tokens == cd.Analyzer()(TEXT).tokens
    with pytest.raises(ValueError):
        tokens.index("It")


# ---- offsets -----------------------------------------------------------------------


def test_token_at_finds_the_token_that_holds_the_offset():
    doc = cd.Analyzer()("It fell.")
    assert [token and token.text for token in map(doc.token_at, range(8))] == [
        "It", "It", None, "fell", "fell", "fell", "fell", "."]  # fmt: skip


def test_token_at_before_the_first_token_is_none():
    assert cd.Analyzer()(" It").token_at(0) is None


def test_sentence_at_finds_the_sentence_whose_span_holds_the_offset():
    doc = cd.Analyzer()(" It fell.  They sold. ")
    assert [sentence and sentence.i for sentence in map(doc.sentence_at, range(22))] == (
        [None] + [0] * 8 + [None] * 2 + [1] * 10 + [None]
    )


def test_char_span_gives_the_tokens_that_cover_it_exactly():
    doc = cd.Analyzer()("It fell again.")
    assert [token.text for token in doc.char_span(3, 13)] == ["fell", "again"]


@pytest.mark.parametrize(("start", "end"), [(2, 7), (4, 7), (3, 6), (3, 3), (7, 3), (2, 3)])
def test_char_span_off_the_tokens_edges_is_none(start, end):
    assert cd.Analyzer()("It fell again.").char_span(start, end) is None


def test_spans_of_a_doc_agree_in_all_units(doc):
    by_unit = {unit: doc.to_numpy(unit=unit) for unit in ("code_point", "byte", "utf16")}
    for i, token in enumerate(doc):
        before = TEXT[: token.start]
        assert by_unit["code_point"]["start"][i] == len(before)
        assert by_unit["byte"]["start"][i] == len(before.encode())
        assert by_unit["utf16"]["start"][i] == len(before.encode("utf-16-le")) // 2


# ---- columns and dicts -----------------------------------------------------------------


def test_to_numpy_gives_a_column_for_every_fact_of_a_token(doc):
    columns = doc.to_numpy()
    assert {name: column.dtype.name for name, column in columns.items()} == {
        "start": "int32", "end": "int32", "sentence": "int32", "block": "int32", "kind": "uint8"}  # fmt: skip
    for i, token in enumerate(doc):
        row = {name: int(column[i]) for name, column in columns.items()}
        assert row == {
            "start": token.start, "end": token.end, "sentence": token.sentence.i, "block": token.block.i,
            "kind": cd.TOKEN_KINDS.index(token.kind)}  # fmt: skip


def test_to_numpy_gives_columns_of_sentences(doc):
    columns = doc.to_numpy("sentence")
    for i, sentence in enumerate(doc.sentences):
        assert {name: int(column[i]) for name, column in columns.items()} == {
            "start": sentence.start, "end": sentence.end, "first_token": sentence[0].i, "block": sentence.block.i}  # fmt: skip


def test_to_numpy_gives_columns_of_blocks(doc):
    columns = doc.to_numpy("block")
    for i, block in enumerate(doc.blocks):
        assert {name: int(column[i]) for name, column in columns.items()} == {
            "start": block.start, "end": block.end, "first_sentence": block.sentences[0].i,
            "first_token": block.sentences[0][0].i, "kind": cd.BLOCK_KINDS.index(block.kind)}  # fmt: skip


@pytest.mark.parametrize("level", ["token", "sentence", "block"])
def test_arrays_of_an_empty_text_are_empty(level):
    assert {len(column) for column in cd.Analyzer()("").to_numpy(level).values()} == {0}


def test_arrays_own_their_memory():
    columns = cd.Analyzer()("It fell.").to_numpy()
    columns["start"][0] = 7
    assert columns["start"].tolist() == [7, 3, 7]


def test_to_numpy_says_what_it_needs(doc, monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(ImportError, match="pip install numpy"):
        doc.to_numpy()


@pytest.mark.parametrize("unit", ["code_point", "byte", "utf16"])
@pytest.mark.parametrize(("level", "kinds"), [("token", cd.TOKEN_KINDS), ("sentence", ()), ("block", cd.BLOCK_KINDS)])
def test_to_arrow_holds_what_to_numpy_does(doc, level, kinds, unit):
    pytest.importorskip("pyarrow")
    columns = {name: column.tolist() for name, column in doc.to_numpy(level, unit).items()}
    if kinds:
        columns["kind"] = [kinds[kind] for kind in columns["kind"]]
    table = doc.to_arrow(level, unit)
    table.validate(full=True)
    assert table.to_pydict() == columns


def test_a_table_outlives_its_doc():
    pytest.importorskip("pyarrow")
    table = cd.Analyzer()("It fell.").to_arrow()
    cd.clear_caches()
    assert table["start"].to_pylist() == [0, 3, 7] and table["kind"].to_pylist() == ["word", "word", "punct"]


def test_to_arrow_says_what_it_needs(doc, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"to_arrow\(\) needs pyarrow: pip install pyarrow"):
        doc.to_arrow()


def test_to_dict_is_plain_enough_for_json(doc):
    assert json.loads(json.dumps(doc.to_dict(stems=True))) == doc.to_dict(stems=True)


def test_to_dict_says_what_the_doc_says(doc):
    plain = doc.to_dict()
    assert list(plain) == ["text", "language", "headline", "date", "blocks", "sentences", "tokens"]
    assert (plain["text"], plain["language"], plain["date"]) == (TEXT, "english", "2024-03-03")
    assert plain["headline"] == "Harbour strike ends after talks"
    assert plain["blocks"][0] == {"start": 0, "end": 31, "kind": "headline"}
    assert plain["sentences"][0] == {"start": 0, "end": 31}
    assert plain["tokens"][1] == {"start": 8, "end": 14, "kind": "word"}


def test_to_dict_holds_stems_when_asked(doc):
    assert doc.to_dict(stems=True)["tokens"][0] == {
        "start": 0, "end": 7, "kind": "word", "lower": "harbour", "stem": "harbour"}  # fmt: skip


# ---- why -----------------------------------------------------------------------------


def test_explain_says_that_a_stop_ended_the_sentence():
    why = cd.Analyzer()("It fell. They sold.").explain(8)
    assert why.boundary is True
    assert why.score > 0
    assert (why.left, why.right) == (".", "They")


def test_explain_says_why_a_title_did_not():
    why = cd.Analyzer()("Mr. Khan spoke.").explain(1)
    assert why.boundary is False
    assert why.score < 0
    assert (why.left, why.right) == ("Mr.", "Khan")


def test_explain_agrees_with_the_sentences_everywhere(doc):
    ends = {sentence.end for sentence in doc.sentences[:-1]}
    for token in doc[:-1]:
        assert doc.explain(token.end).boundary == (token.end in ends), token


def test_an_explanation_reads_as_a_sentence():
    why = cd.Analyzer()("Mr. Khan spoke.").explain(3)
    assert repr(why).startswith(f"<no boundary between 'Mr.' and 'Khan': {why.rule} ({why.score:+d}): {why.about}")


def test_an_explanation_is_escaped_for_the_notebook():
    html = cd.Analyzer()("It fell <b> there.").explain(9)._repr_html_()
    assert "<b>" not in html
    assert "&lt;" in html
