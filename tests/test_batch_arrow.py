"""Arrow data in, Arrow data out: what real libraries send, what they take, and what lies."""

import ctypes
import gc
import io
import re

import pytest

import copydesk as cd

TEXTS = ["It fell. They sold.", None, "Nobody came, he said, and then the lights of the harbour were out.", "", "Café 🎉."]
TOKENS = [text and cd.word_tokenize(text) or [] for text in TEXTS]


@pytest.fixture(scope="module")
def an():
    return cd.Analyzer()


def check(batch, texts=TEXTS, tokens=TOKENS):
    assert list(batch.status) == [int(text is None) for text in texts]
    assert [batch.tokens(i) for i in range(len(batch))] == tokens
    assert [doc and doc.text for doc in batch if doc is None or doc.text] == [text for text in texts if text != ""]


# ---- in: real libraries ---------------------------------------------------------------------------------------------


def pyarrow_columns():
    pa = pytest.importorskip("pyarrow")
    padded = ["x", None, *TEXTS, "y"]
    text = pa.array(TEXTS)
    yield "utf8", text
    yield "large_utf8", pa.array(TEXTS, pa.large_utf8())
    yield "utf8_view", pa.array(TEXTS, pa.string_view())
    yield "a slice", pa.array(padded)[2:-1]
    yield "a slice of views", pa.array(padded, pa.string_view())[2:-1]
    yield "chunks", pa.chunked_array([TEXTS[:2], [], TEXTS[2:]], pa.utf8())
    yield "slices of chunks", pa.chunked_array([padded[:3], padded[3:]], pa.utf8())[2:-1]
    yield "a dictionary", text.dictionary_encode()
    yield "a slice of a dictionary", pa.array(padded).dictionary_encode()[2:-1]
    for index in (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64()):
        yield f"a dictionary of {index}", pa.DictionaryArray.from_arrays(pa.array([1, None, 3, 2, 0], index), pa.array(
            [TEXTS[4], TEXTS[0], "", TEXTS[2]]))
    yield "a null in a dictionary", pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3, 4]), text)
    yield "a dictionary of views", pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3, 4]), pa.array(TEXTS, pa.string_view()))
    yield "a column of a table", pa.table({"text": TEXTS})["text"]


def polars_columns():
    pl = pytest.importorskip("polars")
    yield "polars", pl.Series(TEXTS)
    yield "a slice", pl.Series(["x", *TEXTS])[1:]
    yield "chunks", pl.concat([pl.Series(TEXTS[:2]), pl.Series(TEXTS[2:])], rechunk=False)
    yield "categories", pl.Series(TEXTS, dtype=pl.Categorical)


def pandas_columns():
    pd = pytest.importorskip("pandas")
    yield "objects", pd.Series(TEXTS, dtype=object)
    yield "str", pd.Series(TEXTS, dtype="str")
    yield "categories", pd.Series(TEXTS).astype("category")
    yield "a column", pd.DataFrame({"text": TEXTS})["text"]


@pytest.mark.parametrize("columns", [pyarrow_columns, polars_columns, pandas_columns])
def test_a_column_of_strings_is_read_as_a_list_of_them(an, columns):
    for what, column in columns():
        try:
            check(an.batch(column))
        except Exception as error:
            raise AssertionError(what) from error


def test_offsets_of_arrow_data_count_bytes_unless_asked(an):
    pa = pytest.importorskip("pyarrow")
    text = "Café 🎉."
    assert list(an.batch(pa.array([text])).end) == [5, 10, 11]
    assert list(an.batch(pa.array([text]), unit="code_point").end) == [4, 6, 7]
    assert list(an.batch(pa.array([text]), unit="utf16").end) == [4, 7, 8]


def test_an_array_without_a_type_is_all_null(an):
    pa = pytest.importorskip("pyarrow")
    assert list(an.batch(pa.array([None, None])).status) == [1, 1]


def test_cells_of_mixed_objects_are_read_one_by_one(an):
    pd = pytest.importorskip("pandas")
    batch = an.batch(pd.Series(["It fell.", 3, float("nan"), pd.NA], dtype=object))
    assert list(batch.status) == [0, 2, 1, 1] and list(batch.errors) == [1]


def test_cells_of_polars_objects_are_read_one_by_one(an):
    pl = pytest.importorskip("polars")
    batch = an.batch(pl.Series(["It fell.", None, 3], dtype=pl.Object))
    assert list(batch.status) == [0, 1, 2] and batch.tokens(0) == ["It", "fell", "."]


def test_a_column_that_pandas_read_as_missing_numbers_is_null(an):
    """No cell of a CSV's column is filled: pandas calls it float64."""
    pd = pytest.importorskip("pandas")
    frame = pd.read_csv(io.StringIO("id,text\n1,\n2,\n"))
    assert list(an.batch(frame["text"]).status) == [1, 1]
    assert list(an.batch(pytest.importorskip("pyarrow").array([float("nan"), None])).status) == [1, 1]


def test_malformed_utf8_in_arrow_data_is_a_bad_text(an):
    pa = pytest.importorskip("pyarrow")
    column = pa.array([b"It fell.", b"bad \xff"]).view(pa.utf8())
    batch = an.batch(column)
    assert list(batch.status) == [0, 2] and "text 1: malformed" in batch.errors[1]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda pa: pa.array([1]), "int64 holds no texts; expected utf8, large_utf8"),
        (lambda pa: pa.array([1]).dictionary_encode(), "dictionary of int64 values"),
        (lambda pa: pa.array([b"a"]), "binary"),
        (lambda pa: pa.array([["a"]]), "list"),
        (lambda pa: pa.table({"a": ["b"]}), "struct.*: pass one column of the table"),
        (lambda pa: pa.array([1]).cast(pa.timestamp("s")), "timestamp"),
        (lambda pa: pa.array([1]).cast(pa.decimal128(20)), "decimal"),
        (lambda pa: pa.array([b"ab"], pa.binary(2)), "fixed_size_binary"),
        (lambda pa: pa.RunEndEncodedArray.from_arrays([2], ["a"]), "run_end_encoded"),
        (lambda pa: pa.array([float("nan"), 0.5]), "float64"),
    ],
)
def test_what_holds_no_text_is_a_type_error_that_names_it(an, make, name):
    with pytest.raises(TypeError, match=f"Arrow data of type {name}"):
        an.batch(make(pytest.importorskip("pyarrow")))


def test_arrow_data_lives_as_long_as_the_batch(an):
    pa = pytest.importorskip("pyarrow")
    before = pa.total_allocated_bytes()
    batch = an.batch(pa.array(["It fell over and over and over again. " * 1000] * 100))
    gc.collect()
    assert pa.total_allocated_bytes() > before
    assert batch.tokens(99)[:2] == ["It", "fell"]
    start = batch.start
    del batch
    gc.collect()
    assert pa.total_allocated_bytes() == before and start[1] == 3


# ---- in: data that lies ----------------------------------------------------------------------------------------------------


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


RELEASE_SCHEMA = ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))
RELEASE_ARRAY = ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))
RELEASE_STREAM = ctypes.CFUNCTYPE(None, ctypes.POINTER(Stream))
GET_SCHEMA = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Schema))
GET_NEXT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Array))
LAST_ERROR = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(Stream))
Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p), ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("children", ctypes.c_void_p), ("dictionary", ctypes.POINTER(Schema)),
    ("release", RELEASE_SCHEMA), ("private_data", ctypes.c_void_p),
]  # fmt: skip
Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64), ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)), ("children", ctypes.c_void_p),
    ("dictionary", ctypes.POINTER(Array)), ("release", RELEASE_ARRAY), ("private_data", ctypes.c_void_p),
]  # fmt: skip
Stream._fields_ = [
    ("get_schema", GET_SCHEMA), ("get_next", GET_NEXT), ("get_last_error", LAST_ERROR), ("release", RELEASE_STREAM),
    ("private_data", ctypes.c_void_p),
]  # fmt: skip

new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype = ctypes.py_object
new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class Made:
    """An array of our own making, exported by hand; counts its releases."""

    def __init__(self, format=b"u", buffers=(None, None, None), length=1, offset=0, words=None):
        self.released = []
        self.kept = [None if b is None else ctypes.create_string_buffer(bytes(b), len(b) + 1) for b in buffers]
        addresses = [None if b is None else ctypes.addressof(b) for b in self.kept]
        self.buffers = (ctypes.c_void_p * max(1, len(addresses)))(*addresses)
        self.schema = Schema(format, None, None, 2, 0, None, None, RELEASE_SCHEMA(self.release("schema")), None)
        self.array = Array(length, -1, offset, len(addresses), 0, self.buffers, None, None, RELEASE_ARRAY(self.release("array")), None)
        if words:
            self.words = words
            self.schema.dictionary = ctypes.pointer(words.schema)
            self.array.dictionary = ctypes.pointer(words.array)

    def release(self, what):
        def done(structure):
            self.released.append(what)
            structure.contents.release = type(structure.contents.release)()

        return done

    def __arrow_c_array__(self, requested_schema=None):
        return (
            new_capsule(ctypes.addressof(self.schema), b"arrow_schema", None),
            new_capsule(ctypes.addressof(self.array), b"arrow_array", None),
        )


def int32(*numbers):
    return b"".join(n.to_bytes(4, "little", signed=True) for n in numbers)


def int64(*numbers):
    return b"".join(n.to_bytes(8, "little", signed=True) for n in numbers)


def view(n, prefix=b"It f", buffer=0, offset=0):
    return int32(n) + prefix + int32(buffer, offset)


LONG = b"It fell over again."
WORDS = Made(buffers=(None, int32(0, 2), b"It"))

LIES = {
    "negative length": Made(length=-1),
    "negative offset": Made(offset=-1),
    "length and offset beyond counting": Made(length=2**62, offset=2**62),
    "no offsets": Made(buffers=(None, None, b"It")),
    "no data": Made(buffers=(None, int32(0, 2), None)),
    "descending offsets": Made(buffers=(None, int32(2, 0), b"It")),
    "negative offsets": Made(buffers=(None, int32(-2, 0), b"It")),
    "descending large offsets": Made(b"U", (None, int64(2, 0), b"It")),
    "negative large offsets": Made(b"U", (None, int64(-(2**40), 2), b"It")),
    "too few buffers": Made(buffers=(None, int32(0, 2))),
    "too many buffers": Made(buffers=(None, int32(0, 2), b"It", b"It")),
    "no buffers": Made(buffers=()),
    "a view of negative length": Made(b"vu", (None, view(-1), int64(19))),
    "a view of no buffer": Made(b"vu", (None, view(19), int64(19))),
    "a view of a buffer beyond": Made(b"vu", (None, view(19, buffer=1), LONG, int64(19))),
    "a view of a negative buffer": Made(b"vu", (None, view(19, buffer=-1), LONG, int64(19))),
    "a view beyond its buffer": Made(b"vu", (None, view(19, offset=1), LONG, int64(19))),
    "a view of a negative offset": Made(b"vu", (None, view(19, offset=-1), LONG, int64(19))),
    "views without sizes": Made(b"vu", (None, view(19), LONG, None)),
    "an index beyond": Made(b"i", (None, int32(1)), words=WORDS),
    "a negative index": Made(b"c", (None, b"\xff"), words=WORDS),
    "a huge index": Made(b"L", (None, int64(-1)), words=WORDS),
    "indices that are no integers": Made(b"f", (None, int32(0)), words=WORDS),
    "no indices": Made(b"i", (None, None), words=WORDS),
    "a dictionary that lies": Made(b"i", (None, int32(0)), words=Made(length=-1)),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_arrow_data_that_contradicts_itself_is_a_value_error(an, lie):
    with pytest.raises(ValueError, match="Arrow data contradicts itself"):
        an.batch(lie)
    assert "schema" not in lie.released and lie.released.count("array") <= 1


def test_a_view_in_its_slot_and_one_elsewhere_are_read(an):
    views = view(4, b"It f", int.from_bytes(b"\0\0\0\0", "little"), 0) + view(19)
    assert list(an.batch(Made(b"vu", (None, views, LONG, int64(19)), length=2)).doc_offsets) == [0, 2, 7]


def test_what_is_null_may_have_any_offsets(an):
    batch = an.batch(Made(buffers=(b"\x02", int32(9, 0, 2), b"It"), length=2))
    assert (list(batch.status), batch.tokens(1)) == ([1, 0], ["It"])


def test_an_empty_array_may_have_no_buffers(an):
    assert len(an.batch(Made(buffers=(), length=0))) == 0
    assert len(an.batch(Made(b"i", (None, None), length=0, words=WORDS))) == 0


def test_an_absurd_length_is_a_memory_error(an):
    with pytest.raises(MemoryError):
        an.batch(Made(buffers=(None, int32(0, 2), b"It"), length=2**61))


def test_the_array_is_released_once_and_after_the_batch(an):
    made = Made(buffers=(None, int32(0, 2), b"It"))
    batch = an.batch(made)
    part = batch[:1]
    del batch
    gc.collect()
    assert made.released == [] and part.tokens(0) == ["It"]
    del part
    gc.collect()
    assert made.released == ["array"]


def test_the_array_is_released_when_reading_fails(an):
    made = Made(buffers=(None, int32(0, 2), b"\xff\xff"))
    with pytest.raises(UnicodeDecodeError):
        an.batch(made, on_error="raise")
    assert made.released == ["array"]
    with pytest.raises(ValueError, match="it was released"):
        an.batch(made)


def test_memory_that_changes_is_told_when_more_is_read(an):
    made = Made(buffers=(None, int32(0, 7), b"It fell"))
    batch = an.batch(made)
    ctypes.memmove(made.kept[2], b"It f.ll", 7)
    with pytest.raises(RuntimeError, match="the memory of the texts was changed"):
        assert batch.type_id


class MadeStream:
    """A stream of arrays that fails at `fails`, with or without saying why."""

    def __init__(self, arrays, fails=None, why=b"the disk is full"):
        self.arrays, self.fails, self.why, self.released = list(arrays), fails, why, 0
        self.why_kept = why and ctypes.create_string_buffer(why)
        self.stream = Stream(
            GET_SCHEMA(self.get_schema), GET_NEXT(self.get_next), LAST_ERROR(self.last_error), RELEASE_STREAM(self.release), None)
        self.schema = Made()

    def get_schema(self, stream, schema):
        ctypes.memmove(schema, ctypes.byref(self.schema.schema), ctypes.sizeof(Schema))
        return 5 if self.fails == "schema" else 0

    def get_next(self, stream, array):
        if self.fails == len(self.arrays):
            return 5
        if not self.arrays:
            array.contents.release = RELEASE_ARRAY()
            return 0
        ctypes.memmove(array, ctypes.byref(self.arrays.pop(0).array), ctypes.sizeof(Array))
        return 0

    def last_error(self, stream):
        return self.why and ctypes.addressof(self.why_kept)

    def release(self, stream):
        self.released += 1

    def __arrow_c_stream__(self, requested_schema=None):
        return new_capsule(ctypes.addressof(self.stream), b"arrow_array_stream", None)


def test_a_stream_is_read_to_its_end(an):
    chunks = [Made(buffers=(None, int32(0, 2), b"It")), Made(buffers=(None, int32(0, 2), b"a."))]
    stream = MadeStream(chunks)
    batch = an.batch(stream)
    assert [batch.tokens(i) for i in range(2)] == [["It"], ["a", "."]]
    assert stream.released == 1
    with pytest.raises(ValueError, match="its stream was read before, or released"):
        an.batch(stream)
    del batch
    gc.collect()
    assert [chunk.released for chunk in chunks] == [["array"], ["array"]]


@pytest.mark.parametrize("why", [b"the disk is full", None])
@pytest.mark.parametrize("fails", ["schema", 1, 0])
def test_a_stream_that_fails_says_why(an, fails, why):
    chunks = [Made(buffers=(None, int32(0, 2), b"It")), Made(buffers=(None, int32(0, 2), b"a."))]
    with pytest.raises(ValueError, match="the Arrow stream failed: " + (why or b"it does not say why").decode()):
        an.batch(stream := MadeStream(chunks, fails, why))
    assert stream.released == 1
    taken = 0 if fails == "schema" else 2 - fails
    assert [chunk.released for chunk in chunks] == [["array"]] * taken + [[]] * (2 - taken)


def test_a_chunk_that_lies_releases_those_before_it(an):
    chunks = [Made(buffers=(None, int32(0, 2), b"It")), Made(length=-1)]
    with pytest.raises(ValueError, match="contradicts"):
        an.batch(MadeStream(chunks))
    assert [chunk.released for chunk in chunks] == [["array"], ["array"]]


@pytest.mark.parametrize("given", [3, (1, 2), (1,), "ab"])
def test_an_export_that_is_no_capsule_is_an_error(an, given):
    class Liar:
        def __arrow_c_array__(self):
            return given

    class StreamLiar:
        def __arrow_c_stream__(self):
            return given

    for liar in (Liar(), StreamLiar()):
        with pytest.raises((TypeError, ValueError)):
            an.batch(liar)


def test_an_exports_own_exception_comes_through(an):
    class Broken:
        def __arrow_c_stream__(self):
            raise ZeroDivisionError("of mine")

    with pytest.raises(ZeroDivisionError, match="of mine"):
        an.batch(Broken())


# ---- out --------------------------------------------------------------------------------------------------------------------


ROWS = [
    {
        "status": 0,
        "tokens": [{"start": 0, "end": 2, "kind": "word"}, {"start": 3, "end": 7, "kind": "word"}, {"start": 7, "end": 8, "kind": "punct"}],
        "sentences": [{"start": 0, "end": 8}],
    },
    {"status": 1, "tokens": None, "sentences": None},
    {"status": 2, "tokens": None, "sentences": None},
    {"status": 0, "tokens": [], "sentences": []},
]  # fmt: skip
SOURCE = ["It fell.", None, b"\xff", ""]


def test_a_table_has_a_row_for_each_document_and_keeps_nulls(an):
    pa = pytest.importorskip("pyarrow")
    table = an.batch(SOURCE).to_arrow()
    table.validate(full=True)
    assert isinstance(table, pa.Table) and table.to_pylist() == ROWS
    assert an.batch([]).to_arrow().num_rows == 0


def test_a_table_shows_the_columns_that_were_asked_for(an):
    pytest.importorskip("pyarrow")
    table = an.batch(SOURCE, columns=["type_id", "term_id", "flags"]).to_arrow()
    table.validate(full=True)
    assert table["tokens"][0].as_py()[1] == {"start": 3, "end": 7, "kind": "word", "flags": 24, "type_id": 1, "term_id": 1}


def test_a_slice_gives_its_own_rows(an):
    pytest.importorskip("pyarrow")
    batch = an.batch(["Nobody came.", *SOURCE, "x"])
    table = batch[1:-1].to_arrow()
    table.validate(full=True)
    assert table.to_pylist() == ROWS


def test_columns_of_tokens_go_out_as_they_lie(an):
    pytest.importorskip("pyarrow")
    np = pytest.importorskip("numpy")
    batch = an.batch(SOURCE)
    start = batch.to_arrow()["tokens"].chunk(0).values.field("start").to_numpy()
    assert np.shares_memory(start, np.asarray(batch.start))


def test_what_arrow_took_outlives_the_batch(an):
    pytest.importorskip("pyarrow")
    table = an.batch(SOURCE * 1000).to_arrow()
    gc.collect()
    an.batch(["Nobody came."] * 5000)
    assert table.slice(3996).to_pylist() == ROWS


def test_polars_takes_a_batch_its_columns_and_its_strings(an):
    pl = pytest.importorskip("polars")
    batch = an.batch(SOURCE)
    assert pl.DataFrame(batch).to_dicts() == ROWS
    assert pl.Series(batch.types).to_list() == ["It", "fell", "."]
    assert pl.Series(batch.start).to_list() == [0, 3, 7]


def test_pandas_takes_a_batch(an):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame.from_arrow(an.batch(SOURCE))
    assert (list(frame), frame["status"].tolist(), len(frame["tokens"][0])) == (["status", "tokens", "sentences"], [0, 1, 2, 0], 3)


def test_duckdb_takes_a_batch(an):
    duckdb = pytest.importorskip("duckdb")
    batch = an.batch(SOURCE)  # noqa: F841 (duckdb finds it by its name)
    found = duckdb.sql("select status, len(tokens), tokens[1].kind, len(sentences) from batch").fetchall()
    assert found == [(0, 3, "word", 1), (1, None, None, None), (2, None, None, None), (0, 0, None, 0)]


def test_strings_and_columns_are_arrow_arrays(an):
    pa = pytest.importorskip("pyarrow")
    batch = an.batch(["Café fell."], columns=["term_id"])
    for strings, values in ((batch.types, ["Café", "fell", "."]), (batch.stems, ["café", "fell", "."]), (batch.vocabulary, ["café", "fell"])):
        array = pa.array(strings)
        array.validate(full=True)
        assert (array.type, array.to_pylist()) == (pa.large_utf8(), values)
    assert pa.array(batch.doc_offsets).equals(pa.array([0, 3]))
    assert (pa.array(batch.kind).type, pa.array(batch.term_id).to_pylist()) == (pa.uint8(), [0, 1, -1])
    assert pa.array(an.batch([]).types).to_pylist() == []


def test_lone_surrogates_go_out_as_replacement_characters(an):
    pa = pytest.importorskip("pyarrow")
    batch = an.batch(["a \ud800\udfff b ퟿"])
    array = pa.array(batch.types)
    array.validate(full=True)
    assert array.to_pylist() == [re.sub("[\ud800-\udfff]", "\ufffd", word) for word in batch.types]


def test_a_batch_reads_another_ones_strings(an):
    batch = an.batch(["It fell again."])
    again = an.batch(batch.types)
    assert [again.tokens(i) for i in range(4)] == [["It"], ["fell"], ["again"], ["."]]


def test_to_arrow_says_what_it_needs(an, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"to_arrow\(\) needs pyarrow: pip install pyarrow"):
        an.batch(["It fell."]).to_arrow()
