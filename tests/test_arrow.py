"""copydesk.arrow.annotate: tables in, the same tables with columns of tokens, sentences and terms out."""

import pickle
import re
import subprocess
import sys

import pytest

import copydesk as cd

pa = pytest.importorskip("pyarrow")
arrow = pytest.importorskip("copydesk.arrow")

TEXTS = ["It fell. They sold ferries.", None, "", "Café 🎉."]
FOUND = {
    "tokens": [
        [(0, 2, "word"), (3, 7, "word"), (7, 8, "punct"), (9, 13, "word"), (14, 18, "word"), (19, 26, "word"), (26, 27, "punct")],
        None, [], [(0, 5, "word"), (6, 10, "emoji"), (10, 11, "punct")],
    ],
    "sentences": [[(0, 8), (9, 27)], None, [], [(0, 11)]],
    "token_start": [[0, 3, 7, 9, 14, 19, 26], None, [], [0, 6, 10]],
    "token_end": [[2, 7, 8, 13, 18, 26, 27], None, [], [5, 10, 11]],
    "token_kind": [["word", "word", "punct", "word", "word", "word", "punct"], None, [], ["word", "emoji", "punct"]],
    "sentence_start": [[0, 9], None, [], [0]],
    "sentence_end": [[8, 27], None, [], [11]],
    "token_texts": [["It", "fell", ".", "They", "sold", "ferries", "."], None, [], ["Café", "🎉", "."]],
    "stems": [["it", "fell", ".", "they", "sold", "ferri", "."], None, [], ["café", "🎉", "."]],
    "sentence_texts": [["It fell.", "They sold ferries."], None, [], ["Café 🎉."]],
    "terms": [["it", "fell", "they", "sold", "ferri"], None, [], ["café"]],
    "language": ["english", None, "english", "english"],
    "status": [0, 1, 0, 0],
}  # fmt: skip


@pytest.fixture(scope="module")
def table():
    return pa.table({"id": [1, 2, 3, 4], "text": TEXTS})


def flat(column):
    """The values of a column, structs as tuples."""
    rows = column.to_pylist()
    return [[tuple(i.values()) if isinstance(i, dict) else i for i in row] if isinstance(row, list) else row for row in rows]


# ---- what comes back ----------------------------------------------------------------------------------


def test_every_column_has_its_test():
    assert arrow.COLUMNS == tuple(FOUND)


@pytest.mark.parametrize("name", FOUND)
def test_a_column_holds_what_was_found_and_keeps_nulls(table, name):
    found = arrow.annotate(table, columns=[name])
    found.validate(full=True)
    assert found.column_names == ["id", "text", name]
    assert flat(found[name]) == FOUND[name]


@pytest.mark.parametrize("name", FOUND)
def test_plain_types_hold_the_same(table, name):
    found = arrow.annotate(table, columns=[name], plain=True)
    found.validate(full=True)
    assert flat(found[name]) == FOUND[name]
    assert not re.search("dictionary|uint", str(found.schema))


def test_columns_come_in_the_order_asked_for(table):
    assert arrow.annotate(table).column_names == ["id", "text", "tokens", "sentences"]
    assert arrow.annotate(table, columns=("status", "terms")).column_names == ["id", "text", "status", "terms"]
    assert arrow.annotate(table, columns=()) == table


def test_each_text_has_the_language_it_was_read_as():
    texts = ["Er kam am Abend nach Hause.", None, "The cat sat on the mat."]
    found = arrow.annotate(pa.table({"text": texts}), analyzer=cd.Analyzer("auto"), columns=["language"])
    assert found["language"].to_pylist() == ["german", None, "english"]


def test_a_stem_is_of_its_own_texts_language():
    french = "Le ferry national part pour le port de la ville."
    texts = ["The national ferry sails to the port.", french, None, "The ships were waiting for it."]
    found = arrow.annotate(pa.table({"text": texts}), analyzer=cd.Analyzer("auto"), columns=["stems", "status"])
    assert found["stems"].to_pylist() == [
        ["the", "nation", "ferri", "sail", "to", "the", "port", "."],
        ["le", "ferry", "national", "part", "pour", "le", "port", "de", "la", "vill", "."],
        None,
        ["the", "ship", "were", "wait", "for", "it", "."],
    ]


def test_pairs_of_terms_are_of_the_language_that_is_told():
    """Of a str the first windows reach further, into the Russian: it would be told otherwise."""
    text = "The ferry sails at noon from the old harbour. " * 2 + "Паром отходит в полдень из старой гавани. " * 3
    an = cd.Analyzer("auto", ngram_range=(1, 2))
    assert (an(text).language, an(text.encode()).language) == ("russian", "english")
    found = arrow.annotate(pa.table({"text": [text]}), analyzer=an, columns=["language", "terms"]).to_pylist()
    assert found == [{"text": text, "language": "english", "terms": cd.Analyzer(ngram_range=(1, 2)).terms(text)}]


def test_a_prefix_stands_before_every_new_name(table):
    assert arrow.annotate(table, prefix="en_").column_names == ["id", "text", "en_tokens", "en_sentences"]


def test_offsets_count_what_was_asked_for(table):
    for unit, end in (("byte", 11), ("code_point", 7), ("utf16", 8)):
        assert arrow.annotate(table, columns=["sentence_end"], unit=unit)["sentence_end"].to_pylist()[3] == [end]


def test_terms_are_the_analyzers(table):
    for options in ({"stop_words": "english"}, {"ngram_range": (1, 2)}, {"ngram_range": (2, 2)}, {"min_length": 5, "stem": False}):
        an = cd.Analyzer(**options)
        found = arrow.annotate(table, "text", an, columns=["terms"])["terms"].to_pylist()
        assert found == [None if text is None else an.terms(text) for text in TEXTS]


def test_a_table_a_batch_and_a_stream_come_back_as_they_are(table):
    expected = arrow.annotate(table, columns=arrow.COLUMNS)
    batch = arrow.annotate(table.to_batches()[0], columns=arrow.COLUMNS)
    assert isinstance(batch, pa.RecordBatch) and pa.table(batch) == expected
    stream = arrow.annotate(table.to_reader(max_chunksize=2), columns=arrow.COLUMNS)
    assert isinstance(stream, pa.RecordBatchReader) and stream.schema == expected.schema
    assert stream.read_all() == expected


@pytest.mark.parametrize("data", ["table", "batch", "stream"])
def test_no_rows_are_annotated_too(table, data):
    empty = table[:0]
    given = {"table": empty, "batch": pa.RecordBatch.from_pylist([], empty.schema), "stream": empty.to_reader()}[data]
    found = arrow.annotate(given, columns=arrow.COLUMNS)
    assert found.schema == arrow.annotate(table, columns=arrow.COLUMNS).schema
    assert (found.read_all() if data == "stream" else found).num_rows == 0


def test_a_stream_is_read_batch_by_batch(table):
    taken = []

    def batches():
        for batch in table.to_batches(max_chunksize=1):
            taken.append(batch)
            yield batch

    stream = arrow.annotate(pa.RecordBatchReader.from_batches(table.schema, batches()))
    assert taken == []
    stream.read_next_batch()
    assert len(taken) == 1


def test_every_type_of_text_is_read(table):
    text = table["text"]
    for column in (text.cast(pa.large_utf8()), text.cast(pa.string_view()), text.dictionary_encode(), pa.chunked_array([*text.slice(0, 1).chunks, *text.slice(1).chunks])):
        found = arrow.annotate(pa.table({"text": column}), columns=["terms"])
        assert found["terms"].to_pylist() == FOUND["terms"]


def test_a_slice_of_a_table_gives_its_own_rows(table):
    assert flat(arrow.annotate(table[1:], columns=["tokens"])["tokens"]) == FOUND["tokens"][1:]


def test_more_tokens_than_an_array_holds_go_out_in_chunks(table, monkeypatch):
    expected = arrow.annotate(table, columns=arrow.COLUMNS)
    monkeypatch.setattr(arrow, "_MOST_TOKENS", 4)
    found = arrow.annotate(table, columns=arrow.COLUMNS)
    assert found["tokens"].num_chunks > 1 and found == expected
    with pytest.raises(OverflowError, match="more than 4 tokens in one RecordBatch; annotate a Table, or fewer rows"):
        arrow.annotate(table.to_batches()[0])


def test_data_frames_come_back_as_they_are(table):
    pandas = pytest.importorskip("pandas")
    for dtype in (object, "str"):
        frame = pandas.DataFrame({"text": pandas.Series(TEXTS, [5, 6, 7, 8], dtype)})
        found = arrow.annotate(frame, columns=arrow.COLUMNS)
        assert list(frame.columns) == ["text"] and list(found.index) == [5, 6, 7, 8]
        for name, expected in FOUND.items():
            assert flat(pa.array(found[name])) == expected, (dtype, name)
    polars = pytest.importorskip("polars")
    found = arrow.annotate(polars.DataFrame({"text": TEXTS}), columns=arrow.COLUMNS)
    assert isinstance(found, polars.DataFrame)
    for name, expected in FOUND.items():
        assert flat(found[name].to_arrow()) == expected, name


# ---- what is wrong says so ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"column": "txt"}, ValueError, "unknown column 'txt'; did you mean 'text'? Expected 'id' or 'text'"),
        ({"column": "body"}, ValueError, "unknown column 'body'; expected 'id' or 'text'"),
        ({"column": "id"}, TypeError, "column 'id': Arrow data of type int64 holds no texts; expected utf8, large_utf8, utf8_view"),
        ({"columns": ["token"]}, ValueError, "unknown column 'token'; did you mean 'tokens'?"),
        ({"columns": "tokens"}, TypeError, "columns must be names of columns, such as ('tokens',), not str"),
        ({"columns": None}, TypeError, "columns must be names of columns, such as ('tokens',), not NoneType"),
        ({"columns": [3]}, ValueError, "unknown column 3; expected 'tokens', 'sentences'"),
        ({"column": None}, ValueError, "unknown column None; expected 'id' or 'text'"),
        ({"analyzer": "german"}, TypeError, "analyzer must be of type Analyzer, not str"),
        ({"analyzer": ()}, TypeError, "analyzer must be of type Analyzer, not tuple"),
        ({"analyzer": cd.Analyzer}, TypeError, "analyzer must be of type Analyzer, not type"),
        ({"prefix": 3}, TypeError, "prefix must be of type str, not int"),
        ({"plain": "no"}, TypeError, "plain must be of type bool, not str"),
        ({"threads": None}, TypeError, "threads must be int, not NoneType"),
        ({"columns": ["terms", "terms"]}, ValueError, "column 'terms' is asked for twice"),
        ({"unit": "bytes"}, ValueError, "unknown unit 'bytes'"),
        ({"on_error": "stop"}, ValueError, "unknown on_error 'stop'"),
    ],
)
def test_a_wrong_argument_says_what_was_expected(table, arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        arrow.annotate(table, **arguments)


def test_a_column_that_is_there_already_is_an_error(table):
    with pytest.raises(ValueError, match="there is a column 'tokens' already; give another prefix, or drop it"):
        arrow.annotate(arrow.annotate(table))


def test_a_name_that_two_columns_have_is_an_error(table):
    twice = pa.Table.from_arrays([table["text"], table["text"]], ["text", "text"])
    with pytest.raises(ValueError, match="2 columns are named 'text'; rename all but one"):
        arrow.annotate(twice)


def test_a_table_without_columns_has_no_column_of_texts():
    with pytest.raises(ValueError, match="no column 'text': there is none"):
        arrow.annotate(pa.table({}))


@pytest.mark.parametrize("data", [["It fell."], "It fell.", {"text": ["It fell."]}, pa.array(["It fell."])])
def test_what_is_no_table_is_a_type_error(data):
    with pytest.raises(TypeError, match="annotate.. takes a pyarrow RecordBatch, Table or RecordBatchReader.*, not "):
        arrow.annotate(data)


def test_a_plan_of_polars_is_no_data_frame():
    polars = pytest.importorskip("polars")
    with pytest.raises(TypeError, match="pandas or polars DataFrame, not LazyFrame"):
        arrow.annotate(polars.LazyFrame({"text": ["It fell."]}))


@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 2)])
def test_a_lone_surrogate_is_the_replacement_character_in_every_column(ngram_range):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": pandas.Series(["Too late \ud83d now.", "It fell."], dtype=object)})
    found = arrow.annotate(frame, analyzer=cd.Analyzer(stem=False, ngram_range=ngram_range), columns=["sentence_texts", "token_texts", "terms"])
    assert list(found["sentence_texts"][0]) == ["Too late \ufffd now."] and list(found["sentence_texts"][1]) == ["It fell."]
    assert list(found["token_texts"][0]) == ["Too", "late", "\ufffd", "now", "."]
    bigrams = ["too late", "late now"] if ngram_range == (1, 2) else []
    assert list(found["terms"][0]) == ["too", "late", "now", *bigrams]


def test_a_text_that_cannot_be_read_is_null_and_has_a_status():
    column = pa.array([b"It fell.", b"bad \xff", None]).view(pa.utf8())
    found = arrow.annotate(pa.table({"text": column}), columns=["status", "terms", "language"])
    assert found["status"].to_pylist() == [0, 2, 1]
    assert found["language"].to_pylist() == ["english", None, None]
    assert found["terms"].to_pylist() == [["it", "fell"], None, None]
    with pytest.raises(UnicodeDecodeError, match="in column 'text'"):
        arrow.annotate(pa.table({"text": column}), on_error="raise")


def test_a_cell_that_is_no_text_names_its_row_and_column():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": ["It fell.", 3, float("nan")]}, dtype=object)
    assert list(arrow.annotate(frame, columns=["status"])["status"]) == [0, 2, 1]
    with pytest.raises(TypeError, match="column 'text': text 1"):
        arrow.annotate(frame, on_error="raise")


def test_without_pyarrow_it_says_what_to_install():
    code = "import sys; sys.modules['pyarrow'] = None; import copydesk.arrow"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "ImportError: copydesk.arrow needs pyarrow: pip install pyarrow" in ran.stderr


# ---- what goes to workers -----------------------------------------------------------------------------


def test_an_analyzer_travels_in_less_than_a_kilobyte():
    for options in (
        {},
        {"language": "german", "stop_words": "german", "ngram_range": (1, 3), "blocks": cd.BODY, "style": "uax29"},
        {"abbreviations": [f"Abbr{i}." for i in range(20)], "stem_overrides": {f"word{i}": f"stem{i}" for i in range(20)}},
    ):
        an = cd.Analyzer(**options)
        packed = pickle.dumps(an)
        assert len(packed) < 1024
        assert pickle.loads(packed) == an
