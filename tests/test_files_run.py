"""Corpora from files to files: what is read, what is written, and runs that end in the middle."""

import csv
import errno
import gzip
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import copydesk as cd

np = pytest.importorskip("numpy", reason="counts need numpy")
sparse = pytest.importorskip("scipy.sparse", reason="counts need scipy")
pa = pytest.importorskip("pyarrow", reason="tables need pyarrow")
pq = pytest.importorskip("pyarrow.parquet", reason="tables need pyarrow")

from copydesk import files  # noqa: E402

AN = cd.Analyzer()
NEWS = ["The ferry sails. It is late.", None, "Zürich ferries wait.", ""]
FOUND = [["the", "ferri", "sail", "it", "is", "late"], None, ["zürich", "ferri", "wait"], []]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(name, data):
    data = data if isinstance(data, bytes) else data.encode()
    Path(name).write_bytes(gzip.compress(data) if name.lower().endswith(".gz") else data)
    return name


def jsonl(texts, name="news.jsonl"):
    return write(name, "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))


def csv_file(texts, name="news.csv"):
    with open("plain.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["id", "text"], *enumerate(texts)])
    return write(name, Path("plain.csv").read_bytes())


def parquet(texts, name="news.parquet", type=None, rows=2):
    pq.write_table(pa.table({"id": range(len(texts)), "text": pa.array(texts, type or pa.utf8())}), name, row_group_size=rows)
    return name


def twins(name):
    pq.write_table(pa.Table.from_arrays([pa.array(["One."]), pa.array(["Two."])], ["text", "text"]), name)
    return name


def annotated(names, **more):
    """All rows that annotate writes."""
    files.annotate(names, "out", AN, more.pop("columns", ["terms"]), processes=1, **more)
    return pq.read_table(sorted(Path("out").glob("part-*.parquet"))).to_pylist()


def command(*arguments):
    return [sys.executable, "-m", "copydesk", *map(str, arguments)]


def ran(*arguments, **more):
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=600, **more)


def bytes_of(out):
    """The bytes of every file in a directory."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(Path(out).rglob("*")) if path.is_file()}


# ---- what is read ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["news.jsonl", "news.ndjson.gz", "news.parquet", "NEWS.JSONL.GZ", "News.Parquet"])
def test_every_kind_of_file_gives_the_same_rows(name):
    rows = annotated((parquet if name.lower().endswith("parquet") else jsonl)(NEWS, name), keep=["id"])
    assert [row["terms"] for row in rows] == FOUND
    assert [(row["file"], row["row"], row["id"], row["status"]) for row in rows] == [
        (name, 1, "0", 0), (name, 2, "1", 1), (name, 3, "2", 0), (name, 4, "3", 0)]  # fmt: skip


@pytest.mark.parametrize("name", ["news.csv", "news.csv.gz", "NEWS.CSV"])
def test_csv_has_texts_and_no_nulls(name):
    rows = annotated(csv_file(["One,\n\"two\" ties.", *NEWS], name), keep=["id"])
    assert [row["terms"] for row in rows] == [["one", "two", "tie"], FOUND[0], [], FOUND[2], []]
    assert [(row["row"], row["id"], row["status"]) for row in rows] == [(n + 1, str(n), 0) for n in range(5)]


def test_text_files_are_a_text_each():
    names = [write("a.txt", NEWS[0]), write("b.txt.gz", NEWS[2]), write("c.txt", b"caf\xe9")]
    rows = annotated(names)
    assert [(row["file"], row["terms"], row["error"]) for row in rows] == [
        ("a.txt", FOUND[0], None), ("b.txt.gz", FOUND[2], None), ("c.txt", None, "not UTF-8: unexpected end of data at byte 3")]  # fmt: skip


def test_files_of_all_kinds_come_in_the_order_that_was_given():
    names = [write("a.txt", "One."), jsonl(["Two."]), write("b.txt", "Three."), parquet(["Four."])]
    rows = annotated(names)
    assert [(row["file"], row["terms"]) for row in rows] == [(n, [t]) for n, t in zip(names, ["one", "two", "three", "four"])]


def test_the_column_and_the_kind_can_be_told():
    rows = annotated(write("news.log", '{"body": "One tie."}\n\n"Two ties."\n'), column="body", kind="jsonl")
    assert [(row["row"], row["terms"]) for row in rows] == [(1, ["one", "tie"]), (3, ["two", "tie"])]


def test_a_dictionary_of_texts_is_read():
    assert annotated(parquet(["One.", "One.", None], type=pa.dictionary(pa.int32(), pa.utf8())))[1]["terms"] == ["one"]


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_rows_of_parquet_are_told_apart_however_they_are_grouped(rows):
    texts = [f"Ferry {n}." if n % 7 else None for n in range(40)]
    found = annotated(parquet(texts, rows=rows), keep=["id"], shard_bytes=60)
    assert [(row["row"], row["id"]) for row in found] == [(n + 1, str(n)) for n in range(40)]
    assert [row["terms"] for row in found] == [["ferri", str(n)] if n % 7 else None for n in range(40)]
    assert len(list(Path("out").glob("part-*"))) > 4


def test_what_is_kept_is_text():
    rows = annotated(write("news.jsonl", '{"text": "One.", "id": "x", "tags": ["a", "é"], "n": 1.5, "none": null}\n'), keep=["id", "tags", "n", "none", "other", "text"])
    assert [rows[0][name] for name in ("id", "tags", "n", "none", "other", "text")] == ["x", '["a", "é"]', "1.5", None, None, "One."]


def test_bytes_that_are_kept_are_text():
    ids = pa.array([b"caf\xc3\xa9", b"caf\xe9"])
    pq.write_table(pa.table({"text": ["One."] * 2, "id": ids, "all": [[id] for id in ids.to_pylist()]}), "news.parquet")
    rows = annotated("news.parquet", keep=["id", "all"])
    assert [(row["id"], json.loads(row["all"])) for row in rows] == [("café", ["café"]), ("caf\\xe9", ["caf\\xe9"])]


def test_offsets_slice_the_text_unless_another_unit_is_told():
    text = "Zürich’s ferry."
    token = annotated(jsonl([text]), columns=["tokens"])[0]["tokens"][2]
    assert text[token["start"] : token["end"]] == "ferry"
    assert ran("annotate", "news.jsonl", "-o", "bytes", "--unit", "byte", "--format", "jsonl").returncode == 0
    token = json.loads(Path("bytes/part-00000.jsonl").read_text())["tokens"][2]
    assert text.encode()[token["start"] : token["end"]] == b"ferry"


def test_no_texts_make_an_empty_part():
    summary = files.annotate(write("news.jsonl", ""), "out")
    assert (summary.documents, summary.parts) == (0, 1)
    assert pq.read_table("out/part-00000.parquet").column_names == ["file", "row", "status", "error", "tokens", "sentences"]


# ---- counts --------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["npz", "parquet"])
def test_counts_are_those_of_one_batch(format):
    texts = [f"{word} {'ferry ' * (n % 4)}{word[::-1]} Zürich." for n, word in enumerate("boat quay tide crew sail".split() * 9)]
    texts[7] = None
    an = cd.Analyzer(ngram_range=(1, 2))
    matrix, vocabulary = an.batch(texts).matrix(min_df=2, max_df=0.8)
    summary = files.terms(jsonl(texts), "out", an, min_df=2, max_df=0.8, format=format, shard_bytes=300, processes=1)
    counts = files.load_terms("out")
    assert summary.parts > 3
    assert list(counts.vocabulary) == list(vocabulary)
    assert (counts.matrix != matrix).nnz == 0 and counts.matrix.dtype == matrix.dtype and counts.matrix.has_sorted_indices
    assert counts.row == list(range(1, 46)) and set(counts.file) == {"news.jsonl"}
    assert [n for n, status in enumerate(counts.status) if status] == [7]


def test_what_is_kept_must_be_names():
    for keep, message in ((None, r"names of columns, \(\) for none, not NoneType"), ("id", r"such as \('id',\), not str"), ([3], "not int")):
        with pytest.raises(TypeError, match=f"keep must be .*{message}"):
            files.annotate(jsonl(NEWS), "out", keep=keep)


def test_a_kind_is_one_of_the_four_or_none():
    for kind in ("", False, "json", set()):
        with pytest.raises(ValueError, match="unknown kind"):
            files.terms(jsonl(NEWS), "out", kind=kind)


def test_limits_may_be_numbers_of_numpy():
    limits = {"min_df": np.int64(2), "max_df": np.float32(1), "max_features": np.int64(5)}
    found = files.terms(jsonl(["One one.", "One two."]), "out", AN, processes=np.int64(1), shard_bytes=np.int32(99), **limits)
    assert (found.terms, found.counted) == (1, 3)


def test_a_part_is_a_matrix_that_scipy_reads():
    summary = files.terms(jsonl(NEWS), "out", processes=1)
    assert (summary.documents, summary.nulls, summary.terms, summary.counted) == (4, 1, 8, 9)
    assert list(cd.Vocabulary.load("out/vocabulary.cdv")) == ["ferri", "is", "it", "late", "sail", "the", "wait", "zürich"]
    assert sparse.load_npz("out/part-00000.npz").toarray().tolist() == [
        [1, 1, 1, 1, 1, 1, 0, 0], [0] * 8, [1, 0, 0, 0, 0, 0, 1, 1], [0] * 8]  # fmt: skip


def test_max_terms_bounds_what_is_told_apart():
    files.terms(jsonl(["a b c", "a b d", "a e f"]), "out", max_terms=2, shard_bytes=20, processes=1)
    vocabulary = cd.Vocabulary.load("out/vocabulary.cdv")
    assert (list(vocabulary), vocabulary.undercount) == (["a", "b"], 3)  # c, then d, then e and f went, each of one document


# ---- what cannot be read -------------------------------------------------------------


def test_a_cell_that_is_no_text_is_named_and_the_others_are_read():
    ended = ran("annotate", write("news.jsonl", '{"text": 5}\n{oops\n{"id": 1}\n"A tie."\n{"text": NaN}\n'), "-o", "out", "--columns", "terms")
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "copydesk: news.jsonl:1: column 'text' holds int, expected a string",
        "copydesk: news.jsonl:2: not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        "copydesk: news.jsonl:3: no 'text' in this object, which holds 'id'",
    ]
    assert "5 documents (1 read, 1 null, 3 failed)" in ended.stdout
    rows = pq.read_table("out/part-00000.parquet").to_pylist()
    assert [(row["status"], row["terms"]) for row in rows] == [(2, None), (2, None), (2, None), (0, ["a", "tie"]), (1, None)]


def test_a_cell_of_csv_that_is_missing_or_no_utf_8_is_named_with_its_column():
    rows = annotated(write("news.csv", b"id,text\n1\n2,caf\xe9\n\xe9,A tie.\n4,A tie.\n"), keep=["id"])
    assert [(row["id"], row["error"]) for row in rows] == [
        ("1", "column 'text' has no cell here"), ("2", "column 'text' is not UTF-8: unexpected end of data at byte 3"),
        (None, "column 'id' is not UTF-8: unexpected end of data at byte 0"), ("4", None)]  # fmt: skip


def test_an_empty_line_of_csv_is_no_text():
    rows = annotated(write("news.csv", "text\nOne.\n\n\"\"\nTwo.\n"))
    assert [(row["row"], row["terms"]) for row in rows] == [(1, ["one"]), (3, []), (4, ["two"])]


def test_a_line_of_json_that_is_no_utf_8_is_named():
    rows = annotated(write("news.jsonl", '"A tie."\n{"id": 1, "text": "café"}\n{"text": "A tie.", "é": 1}\n"A tie."\n'.encode("latin-1")))
    assert [(row["row"], row["status"], row["error"]) for row in rows] == [
        (1, 0, None), (2, 2, "not UTF-8: invalid continuation byte at byte 22"), (3, 2, "not UTF-8: invalid continuation byte at byte 20"), (4, 0, None)]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("name", ["news.jsonl", "news.txt"])
def test_other_encodings_are_not_guessed(name, encoding):
    rows = annotated(write(name, '"Eén veer."\n"Two."\n"Three."\n'.encode(encoding)))
    assert {(row["status"], row["terms"]) for row in rows} == {(2, None)}


def test_a_mark_of_utf_8_in_front_of_a_file_is_no_part_of_its_first_text():
    names = [write("a.jsonl", b'\xef\xbb\xbf{"text": "One."}\n'), write("b.csv", b"\xef\xbb\xbftext\nTwo.\n"), write("c.txt", b"\xef\xbb\xbfThree.")]
    rows = annotated(names, columns=["terms", "token_start"])
    assert [(row["terms"], row["token_start"]) for row in rows] == [(["one"], [0, 3]), (["two"], [0, 3]), (["three"], [0, 5])]


@pytest.mark.parametrize("end", ["\n", "  \r\n"])
def test_a_line_that_holds_a_mark_of_utf_8_alone_is_empty(end):
    assert [(row["row"], row["terms"]) for row in annotated(write("news.jsonl", "\ufeff" + end + '"One."\n'))] == [(2, ["one"])]


def test_a_cell_of_parquet_that_is_no_utf_8_is_named_with_its_column():
    texts = pa.Array.from_buffers(pa.utf8(), 3, [None, pa.array([0, 3, 7, 10], pa.int32()).buffers()[1], pa.py_buffer(b"onecaf\xe9two")])
    pq.write_table(pa.table({"text": texts, "note": pa.array(["a", "b", "c"])}), "a.parquet")
    pq.write_table(pa.table({"text": pa.array(["one", "two", "three"]), "note": texts}), "b.parquet")
    rows = annotated(["a.parquet", "b.parquet"], keep=["note"])
    assert [(row["row"], row["note"], row["terms"]) for row in rows] == [
        (1, "a", ["one"]), (2, "b", None), (3, "c", ["two"]), (1, "one", ["one"]), (2, None, None), (3, "two", ["three"])]  # fmt: skip
    assert [row["error"] for row in rows if row["status"]] == [f"column '{name}' is not UTF-8: unexpected end of data at byte 3" for name in ("text", "note")]


@pytest.mark.parametrize("shard_bytes", [20, 1000])
@pytest.mark.parametrize("column", ["id", "text"])
def test_rows_of_parquet_that_cannot_be_read_are_named_with_their_column_and_the_others_are_read(column, shard_bytes):
    parquet([f"{n} ferries" for n in range(60)], rows=20)
    data = Path("news.parquet").read_bytes()
    at = pq.ParquetFile("news.parquet").metadata.row_group(1).column(["id", "text"].index(column)).data_page_offset
    Path("news.parquet").write_bytes(data[:at] + bytes(30) + data[at + 30 :])
    rows = annotated("news.parquet", shard_bytes=shard_bytes, keep=["id"])
    assert [row["status"] for row in rows] == [0] * 20 + [2] + [0] * 20
    assert [row["row"] for row in rows] == [*range(1, 22), *range(41, 61)]
    assert rows[20]["error"].startswith(f"rows 21 to 40 (row group 2) cannot be read: column '{column}': ")


def test_a_page_of_parquet_that_is_not_what_its_checksum_says_is_not_read():
    table = pa.table({"text": [f"ferry {n}" for n in range(60)]})
    pq.write_table(table, "news.parquet", row_group_size=20, write_page_checksum=True, compression="none", use_dictionary=False)
    write("news.parquet", Path("news.parquet").read_bytes().replace(b"ferry 25", b"merry 25"))
    rows = annotated("news.parquet")
    assert [row["status"] for row in rows] == [0] * 20 + [2] + [0] * 20


@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.gz"])
def test_a_line_that_is_too_long_is_told_and_those_behind_it_are_read(monkeypatch, name):
    monkeypatch.setattr("copydesk._shards.MOST_BYTES", 20)
    rows = annotated(write(name, '"One."\n' + f'"{"ferry " * 999}"\n' + '"Two."\n' + "9" * 99))
    assert [(row["row"], row["terms"], row["error"]) for row in rows] == [
        (1, ["one"], None), (2, None, "a line of over 20 bytes"), (3, ["two"], None), (4, None, "a line of over 20 bytes")]  # fmt: skip


def test_a_line_of_csv_that_is_too_long_is_told_and_those_behind_it_are_read(monkeypatch):
    monkeypatch.setattr("copydesk._shards.MOST_LINE", 20)
    rows = annotated(write("news.csv", f"id,text\r\n1,One.\r\n{'2,' * 99}\r\n3,Three.\r\n4,{'Four' * 99}"))
    assert [(row["row"], row["terms"], row["error"]) for row in rows] == [
        (1, ["one"], None), (2, None, "no CSV: a line of over 20 characters"), (3, ["three"], None), (4, None, "no CSV: a line of over 20 characters")]  # fmt: skip


@pytest.mark.parametrize("job", [("annotate", "--format", "jsonl"), ("annotate",), ("terms",), ("terms", "--format", "parquet")])
def test_the_name_of_a_file_may_be_no_utf_8(job):
    """It is written with the bytes spelled out, and so it is told."""
    names = [os.fsdecode(b"caf\xe9." + end) for end in (b"txt", b"jsonl", b"csv", b"parquet")]
    write(names[0], "One."), jsonl(["Two."], names[1]), csv_file(["Three."], names[2])
    os.rename(parquet([None]), names[3])
    write(os.fsdecode(b"\xff.jsonl"), "5\n")
    ended = ran(*job, *names, os.fsdecode(b"\xff.jsonl"), "-o", os.fsdecode(b"out\xe9"), env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    assert ended.stderr == "copydesk: \\xff.jsonl:1: column 'text' holds int, expected a string\n"
    assert "5 documents (3 read, 1 null, 1 failed)" in ended.stdout and ended.stdout.endswith("in out\\xe9\n")
    os.rename(os.fsdecode(b"out\xe9"), "out")
    assert files_in("out") == ["caf\\xe9.txt", "caf\\xe9.jsonl", "caf\\xe9.csv", "caf\\xe9.parquet", "\\xff.jsonl"]


def test_the_summary_is_told_whatever_the_locale():
    ended = ran("terms", jsonl(NEWS), "-o", "café", env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert (ended.returncode, ended.stderr) == (0, "") and ended.stdout.endswith("1 part in caf\\xe9\n")


def files_in(out):
    """What a run has written as the name of the file of each text."""
    if Path(out, "vocabulary.cdv").exists():
        return files.load_terms(out).file
    if list(Path(out).glob("*.parquet")):
        return [name for path in sorted(Path(out).glob("*.parquet")) for name in pq.read_table(path)["file"].to_pylist()]
    return [json.loads(line)["file"] for path in sorted(Path(out).glob("*.jsonl")) for line in path.read_text().splitlines()]


def test_a_file_that_is_damaged_fails_behind_what_was_read():
    packed = gzip.compress(b'"One tie."\n' * 9)[:-4]
    Path("cut.jsonl.gz").write_bytes(packed)
    parquet(["A tie."] * 9)
    Path("cut.parquet").write_bytes(Path("news.parquet").read_bytes()[:-9])
    rows = annotated(["cut.jsonl.gz", "cut.parquet", jsonl(["One tie."])])
    assert [(row["file"], row["row"], row["status"]) for row in rows[8:]] == [
        ("cut.jsonl.gz", 9, 0), ("cut.jsonl.gz", 10, 2), ("cut.parquet", 1, 2), ("news.jsonl", 1, 0)]  # fmt: skip
    assert rows[9]["error"].startswith("damaged gzip: ") and "Parquet" in rows[10]["error"]


def test_a_lone_surrogate_is_written_as_what_stands_for_it():
    row = annotated(write("news.jsonl", '{"text": "a \\ud800 b"}\n'), columns=["token_texts"], keep=["text"])[0]
    assert (row["token_texts"], row["text"]) == (["a", "\ufffd", "b"], "a \ufffd b")


@pytest.mark.parametrize("type, at, shown", [(pa.timestamp("ms"), 253_402_300_800_000, "10000-01-01 00:00:00.000"), (pa.date32(), 2_932_897, "10000-01-01")])
def test_a_time_that_python_has_not_is_kept_as_arrow_writes_it(type, at, shown):
    pq.write_table(pa.table({"text": ["One."], "at": pa.array([at], type)}), "news.parquet")
    assert [(row["terms"], row["at"]) for row in annotated(["news.parquet"], keep=["at"])] == [(["one"], shown)]


def test_what_cannot_be_kept_is_a_row_that_failed():
    times = pa.array([[253_402_300_800], [0]], pa.list_(pa.timestamp("s")))
    pq.write_table(pa.table({"text": ["One.", "Two."], "at": times}), "news.parquet")
    rows = annotated("news.parquet", keep=["at"])
    assert [(row["status"], row["error"], row["at"]) for row in rows] == [
        (2, "column 'at' cannot be read: date value out of range", None), (0, None, '["1970-01-01 00:00:00"]')]  # fmt: skip


def test_of_many_failures_some_are_told_and_all_are_counted():
    ended = ran("terms", write("news.jsonl", "{oops\n" * 33), "-o", "out", "--shard-bytes", 50)
    assert len(ended.stderr.splitlines()) == 21
    assert ended.stderr.endswith("copydesk: and 13 more\n")
    assert "33 documents (0 read, 0 null, 33 failed)\n" in ended.stdout


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: parquet([1, 2], type=pa.int64()), "column 'text' is int64; expected utf8, large_utf8, utf8_view, or a dictionary of these"),
        (lambda: write("news.csv", "id,texts\n1,One.\n"), "unknown column 'text'; did you mean 'texts'?"),
        (lambda: write("news.csv", "id,body\n1,One.\n"), "news.csv: unknown column 'text'; expected 'id' or 'body'"),
        (lambda: write("news.csv", ""), "news.csv: no columns"),
        (lambda: write("news.csv", 'id,"text\n' + "1,One.\n" * 30_000), "news.csv: unknown column 'text'; expected 'id' or 'text\\n1,One.\\n"),
        (lambda: write("news.csv", "text,id,text\nOne.,1,Two.\n"), "news.csv: 2 columns are named 'text'; expected one"),
        (lambda: twins("news.parquet"), "news.parquet: 2 columns are named 'text'; expected one"),
        (lambda: write("news.csv", "idé,text\n1,One.\n".encode("latin-1")), "news.csv: the names of its columns are not UTF-8: invalid continuation byte at byte 2"),
        (lambda: write("news.csv", "id,text\n1,One.\n".encode("utf-16")), "news.csv: the names of its columns are not UTF-8: invalid start byte at byte 0"),
    ],
)
def test_a_table_without_such_a_column_is_wrong_usage_before_anything_is_written(make, message):
    ended = ran("annotate", jsonl(NEWS), make(), "-o", "out")
    assert ended.returncode == 2
    assert message in ended.stderr and "Traceback" not in ended.stderr
    assert not Path("out").exists()


def test_a_file_that_is_not_there_is_told_before_anything_is_written():
    ended = ran("terms", jsonl(NEWS), "no-such-file.jsonl", "-o", "out")
    assert (ended.returncode, ended.stderr) == (1, "copydesk: no-such-file.jsonl: No such file or directory\n")
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: files.annotate("news.jsonl", "out", columns=["tokenz"]), "unknown column 'tokenz'; did you mean 'tokens'?"),
        (lambda: files.annotate("news.jsonl", "out", keep=["file"]), "two columns would be named 'file'"),
        (lambda: files.annotate("news.jsonl", "out", format="xml"), "unknown format 'xml'; expected 'parquet' or 'jsonl'"),
        (lambda: files.annotate("news.jsonl", "out", kind="xml"), "unknown kind 'xml'; expected"),
        (lambda: files.annotate("news.jsonl", "out", unit="line"), "unknown unit 'line'"),
        (lambda: files.annotate([], "out"), "no files to read"),
        (lambda: files.terms("news.jsonl", "out", min_df=-1), "min_df=-1 is no number of documents"),
        (lambda: files.terms("news.jsonl", "out", processes=-1), "processes=-1 is no number of processes"),
        (lambda: files.terms("news.jsonl", "out", shard_bytes=0), "shard_bytes=0 is no number of bytes"),
    ],
)
def test_wrong_arguments_say_so_before_anything_is_written(call, message):
    jsonl(NEWS)
    with pytest.raises(ValueError, match=message):
        call()
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"files": None}, "files must be a name or an iterable of names, not NoneType"),
        ({"files": b"news.jsonl"}, "files must be a name or an iterable of names, not bytes"),
        ({"files": [b"news.jsonl"]}, "each of files must be a name, str or os.PathLike, not bytes"),
        ({"out": b"out"}, "out must be a name, str or os.PathLike, not bytes"),
        ({"out": None}, "out must be a name, str or os.PathLike, not NoneType"),
        ({"column": 3}, "column must be the name of a column, not int"),
        ({"processes": "2"}, "processes must be an int, not str"),
        ({"shard_bytes": 1.5}, "shard_bytes must be an int, not float"),
        ({"analyzer": "english"}, "analyzer must be of type Analyzer, not str"),
        ({"analyzer": ""}, "analyzer must be of type Analyzer, not str"),
    ],
)
def test_arguments_of_the_wrong_type_are_named(arguments, message):
    with pytest.raises(TypeError, match=message):
        files.terms(**{"files": jsonl(NEWS), "out": "out", **arguments})
    assert not Path("out").exists()


def test_what_cannot_be_read_again_is_not_read():
    with pytest.raises(ValueError, match=f"{os.devnull}: not a regular file"):
        files.terms(os.devnull, "out")


def test_a_directory_is_no_file_to_read():
    Path("folder").mkdir()
    with pytest.raises(ValueError, match="folder: a directory; give the names of the files in it"):
        files.terms("folder", "out")


def test_a_quote_that_nobody_closes_is_told(monkeypatch):
    monkeypatch.setattr("copydesk._shards.MOST_CELL", 50)
    rows = annotated(write("news.csv", 'text\nOne.\n"Two.\n' + "Three ferries.\n" * 4 + "Four.\n"))
    assert [row["error"] for row in rows] == [None, "no CSV: field larger than field limit (50)", None]
    assert rows[2]["terms"] == ["four"]


def test_a_quote_in_the_header_that_nobody_closes_is_a_row_that_failed(monkeypatch):
    monkeypatch.setattr("copydesk._shards.MOST_CELL", 50)
    rows = annotated([jsonl(["One."]), write("news.csv", 'id,"text\n' + "1,One.\n" * 9)])
    assert [(row["file"], row["error"]) for row in rows] == [("news.jsonl", None), ("news.csv", "no CSV: field larger than field limit (50)")]


def test_progress_ends_at_the_size_of_the_files(capsys):
    files.terms([jsonl(NEWS * 50), write("a.txt", "One.")], "out", processes=1, shard_bytes=500, progress=True)
    assert "100%" in capsys.readouterr().err


# ---- one run, one directory ------------------------------------------------------------


def test_a_run_that_is_finished_is_told_again_and_nothing_is_written():
    first = files.terms(jsonl(NEWS), "out", processes=1)
    before = bytes_of("out")
    assert files.terms("news.jsonl", "out", processes=1) == first
    assert bytes_of("out") == before
    assert sorted(before) == ["_run.json", "part-00000.npz", "vocabulary.cdv"]


def test_another_run_does_not_get_into_the_same_directory():
    files.terms(jsonl(NEWS), "out", processes=1)
    with pytest.raises(ValueError, match="out holds another run: its min_df is 1, not 2; give another directory"):
        files.terms("news.jsonl", "out", min_df=2)
    with pytest.raises(ValueError, match="its analyzer is"):
        files.terms("news.jsonl", "out", cd.Analyzer("german"))
    with pytest.raises(ValueError, match="out holds another run: its command is"):
        files.annotate("news.jsonl", "out")
    with pytest.raises(ValueError, match="out holds another run: its column is 'text', not 'body'"):
        files.terms("news.jsonl", "out", column="body")
    for changed in (["news.jsonl", "news.jsonl"], jsonl([*NEWS, "More."])):
        with pytest.raises(ValueError, match="out holds another run: its files are others, or have changed"):
            files.terms(changed, "out")


@pytest.mark.parametrize("name", ["thesis.txt", "film.part", "part-00000.npz.part", "_run.json", "_work/00000.json", "part-00000.npz"])
def test_a_directory_that_holds_files_of_others_is_refused_and_they_stay(name):
    Path("out", name).parent.mkdir(parents=True)
    write(f"out/{name}", '{"asked": {"command": "terms"}}')
    with pytest.raises(FileExistsError, match="holds '.*', which is of no run of copydesk; give another directory"):
        files.terms(jsonl(NEWS), "out", processes=1)
    assert bytes_of("out") == {name: b'{"asked": {"command": "terms"}}'}


@pytest.mark.parametrize("told", ["", "{oops", "{}", "[1]", '{"asked": [1]}', b"\xff"])
def test_a_run_json_of_others_is_no_run(told):
    Path("out").mkdir()
    write("out/_run.json", told)
    for call in (lambda: files.terms(jsonl(NEWS), "out"), lambda: files.load_terms("out")):
        with pytest.raises(FileExistsError, match="holds '_run.json', which is of no run of copydesk"):
            call()
    assert list(bytes_of("out")) == ["_run.json"]


def test_files_that_others_put_there_later_stay(monkeypatch):
    names = ["film.part", "thesis.txt", "_work/thesis.txt", "_work/1-2.part", "part-00000.npz.part"]
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr("copydesk.files.Run.finish", lambda run, summary: sys.exit(1))
        files.terms(jsonl(NEWS), "out", processes=1)
    for name in names:
        write(f"out/{name}", "years of work")
    files.terms("news.jsonl", "out", processes=1)
    assert sorted(bytes_of("out")) == sorted([*names, "_run.json", "part-00000.npz", "vocabulary.cdv"])


def test_what_a_run_that_was_killed_has_left_goes():
    Path("out").mkdir()
    write("out/_run.json.4127-1404.part", "{")
    files.terms(jsonl(NEWS), "out", processes=1)
    expected = bytes_of("out")
    Path("out/_work").mkdir()
    for name in ("part-00000.npz.4127-1404.part", "_work/00000.json", "_work/00000.cdv.4127-1404.part"):
        write(f"out/{name}", "{")
    files.terms("news.jsonl", "out", processes=1)
    assert bytes_of("out") == expected and not Path("out/_work").exists()


@pytest.mark.parametrize("out", ["file", "file/out", "file/more/out", "link/out"])
def test_an_output_that_can_be_no_directory_names_what_is_in_the_way(out):
    write("file", "years of work")
    os.symlink("nowhere", "link")
    ended = ran("terms", jsonl(NEWS), "-o", out)
    assert (ended.returncode, ended.stderr) == (1, f"copydesk: {out.split('/')[0]}: no directory, where one is to be written to\n")
    assert Path("file").read_text() == "years of work"


@pytest.mark.parametrize("out", ["", "-"])
def test_an_output_that_names_no_directory_is_wrong_usage(out):
    ended = ran("terms", jsonl(NEWS), "-o", out)
    assert (ended.returncode, ended.stderr) == (2, f"copydesk: {out!r} is no directory to write to\n")


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
@pytest.mark.parametrize("given", ["file", "pipe"])
def test_standard_input_is_refused_for_it_cannot_be_read_again(name, given):
    with open(jsonl(NEWS)) as file:
        how = {"stdin": file} if given == "file" else {"input": file.read()}
        ended = ran("annotate", name, "--input", "jsonl", "-o", "out", **how)
    assert (ended.returncode, ended.stderr) == (
        2, f"copydesk: {name}: what is open already cannot be read again when a run goes on; write it to a file, and name that\n")  # fmt: skip
    assert not Path("out").exists()


@pytest.mark.parametrize("closed", ["| true", "2>&1 | true", ">&-", "2>&-", ">&- 2>&-", ">&- 2>&- <&-"])
def test_an_output_that_nobody_reads_ends_the_command_quietly_and_whole(closed):
    write("news.jsonl", "{oops\n" * 9)
    files.terms("news.jsonl", "whole", processes=1)
    ended = subprocess.run(["sh", "-c", f"{sys.executable} -m copydesk terms news.jsonl -o out {closed}"], capture_output=True, text=True)
    assert all(line.startswith("copydesk: news.jsonl:") for line in ended.stderr.splitlines())
    assert bytes_of("out") == bytes_of("whole")


def test_load_terms_says_what_it_cannot_read():
    files.annotate(jsonl(NEWS), "notes", processes=1)
    with pytest.raises(ValueError, match="notes holds what annotate wrote"):
        files.load_terms("notes")
    with pytest.raises(FileNotFoundError):
        files.load_terms("nowhere")
    files.terms("news.jsonl", "out", processes=1)
    told = json.loads(Path("out/_run.json").read_text())
    write("out/_run.json", json.dumps({"asked": told["asked"]}))
    with pytest.raises(ValueError, match="out is not finished"):
        files.load_terms("out")


# ---- runs that end in the middle ---------------------------------------------------------

LONG = [f"Ferry {n} sails to pier {n * n}. “It’s late,” said {'abcdefgh'[n % 8] * (n % 5 + 1)}." * 9 for n in range(240)]
SHARDS = ("--shard-bytes", "2000")


@pytest.fixture(scope="module", params=["annotate", "terms"])
def whole(request, tmp_path_factory):
    """A command over a corpus, and the bytes that it gives when nothing goes wrong, in one process."""
    if "COPYDESK_SANITIZE" in os.environ:
        pytest.skip("nothing of C is read here that is not read elsewhere")
    directory = tmp_path_factory.mktemp("whole")
    name = jsonl(LONG, str(directory / "news.jsonl"))
    assert ran(request.param, name, "-o", directory / "out", "--processes", "1", *SHARDS).returncode == 0
    assert len(list(directory.glob("out/part-*"))) > 50
    return (request.param, name), bytes_of(directory / "out")


def started(job, *more, n=3, **how):
    """The command in processes of its own, as soon as `n` shards are finished."""
    process = subprocess.Popen(
        command(*job, "-o", "out", "--processes", "2", *SHARDS, *more), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True, **how,
    )  # fmt: skip
    while len(list(Path("out/_work").glob("*.json"))) < n or not Path("out/_run.json").exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.002)
    return process


def workers(process):
    return [int(child) for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def goes_on(job, whole):
    """The same command ends well, with the same bytes, and does not redo what was finished."""
    assert "summary" not in json.loads(Path("out/_run.json").read_text())
    finished = {path: path.stat().st_ino for path in Path("out").glob("part-*") if not path.name.endswith(".part")}
    assert ran(*job, "-o", "out", "--processes", "2", *SHARDS).returncode == 0
    assert bytes_of("out") == whole
    again = [path for path in finished if path.stat().st_ino != finished[path]]
    assert len(again) <= 2  # of the shards that were at work: a part, and no report yet


@pytest.mark.parametrize("whole", ["terms"], indirect=True)
def test_the_bytes_do_not_depend_on_the_number_of_processes(whole):
    job, expected = whole
    assert ran(*job, "-o", "out", "--processes", "3", *SHARDS).returncode == 0
    assert bytes_of("out") == expected


def test_a_run_that_was_killed_goes_on(whole):
    job, expected = whole
    for n in (3, 20):
        process = started(job, n=n)
        left = workers(process) if Path("/proc/self/task").exists() else []
        process.kill()
        process.wait(60)
        until = time.monotonic() + 60
        while any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in left):
            assert time.monotonic() < until, "its processes outlive it"
            time.sleep(0.01)
    goes_on(job, expected)


# Python dies of the signal, whoever caught it, where it came into what exec() runs: a dataclass that is being made.
INTERRUPTED = (130, -signal.SIGINT)


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_run_that_was_interrupted_leaves_no_half_file_and_goes_on(whole, processes):
    """Ctrl-C goes to all of its processes, also to one that has hardly started."""
    job, expected = whole
    for n in (0, 3):
        process = started(job, "--processes", processes, n=n)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(60) in INTERRUPTED
        assert process.stderr.read() == ""
        assert not [name for name in bytes_of("out") if name.endswith(".part")]
    goes_on(job, expected)


def interrupted_at(n, work):
    """`work`, and Ctrl-C in front of its nth call."""
    calls = iter(range(n))

    def call(*arguments):
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return work(*arguments)

    return call


@pytest.mark.parametrize("where", ["_counting.Counting.__call__", "_vocabulary.file_of", "_counting.Numbering.__call__", "_run.Run.finish", "_run.os.rmdir"])
def test_counting_goes_on_from_wherever_it_was_interrupted(monkeypatch, where):
    jsonl(LONG)
    files.terms("news.jsonl", "whole", processes=1, shard_bytes=9_000)
    module, name = where.split(".", 1)
    owner = importlib.import_module(f"copydesk.{module}")
    for inner in name.split(".")[:-1]:
        owner = getattr(owner, inner)
    name = name.split(".")[-1]
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(owner, name, interrupted_at(0 if name in ("finish", "rmdir") else 2, getattr(owner, name)))
        files.terms("news.jsonl", "out", processes=1, shard_bytes=9_000)
    files.terms("news.jsonl", "out", processes=1, shard_bytes=9_000)
    assert bytes_of("out") == bytes_of("whole") and not Path("out/_work").exists()


@pytest.mark.parametrize(
    "more, what",
    [
        (["--shard-bytes", "3000"], "its shard_bytes is 2000, not 3000"),
        (["--language", "german"], "its analyzer is "),
        (["--column", "id"], "its column is 'text', not 'id'"),
        (["--format", "jsonl"], "its format is 'parquet', not 'jsonl'"),
        (["--columns", "terms"], "its columns is ['tokens', 'sentences'], not ['terms']"),
        (["--unit", "byte"], "its unit is 'code_point', not 'byte'"),
    ],
)
def test_a_run_that_was_interrupted_does_not_go_on_as_another(monkeypatch, more, what):
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("copydesk.files._Annotating.__call__", interrupted_at(2, files._Annotating.__call__))
        files.annotate(jsonl(LONG), "out", processes=1, shard_bytes=2000)
    before = bytes_of("out")
    assert [name for name in before if name.startswith("part-")] == ["part-00000.parquet", "part-00001.parquet"]
    ended = ran("annotate", "news.jsonl", "-o", "out", *SHARDS, *more)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"copydesk: out holds another run: {what}") and ended.stderr.endswith("; give another directory, or remove that one\n")
    assert bytes_of("out") == before


def test_files_that_change_while_they_are_read_are_told(monkeypatch):
    jsonl(LONG)
    monkeypatch.setattr("copydesk.files._Annotating.__call__", lambda work, shard: [jsonl(NEWS), files.Report()][1])
    with pytest.raises(ValueError, match="the files changed while they were read; remove out, which holds some of both, and begin again"):
        files.annotate("news.jsonl", "out", processes=1, shard_bytes=2000)
    assert "summary" not in json.loads(Path("out/_run.json").read_text())


@pytest.mark.parametrize("whole", ["annotate"], indirect=True)
@pytest.mark.skipif(not Path(f"/proc/self/task/{os.getpid()}/children").exists(), reason="the processes are found in /proc")
def test_a_process_that_was_killed_is_told_and_the_run_goes_on(whole):
    job, expected = whole
    process = started(job)
    os.kill(workers(process)[0], signal.SIGKILL)
    assert process.wait(60) == 1
    assert process.stderr.read() == "copydesk: a process was killed by SIGKILL; the same call goes on where this one stopped\n"
    goes_on(job, expected)


@pytest.mark.parametrize("whole", ["terms"], indirect=True)
def test_two_runs_do_not_write_to_one_directory(whole):
    job, _ = whole
    process = started(job, n=1)
    ended = ran(*job, "-o", "out", *SHARDS)
    assert (ended.returncode, ended.stderr) == (1, "copydesk: out: another run is writing there\n")
    assert process.wait(60) == 0


# ---- disks that are full ---------------------------------------------------------------


@pytest.mark.skipif("COPYDESK_SANITIZE" in os.environ, reason="a process of Python's that the sanitizers only slow down")
@pytest.mark.parametrize("job", [("annotate",), ("annotate", "--format", "jsonl"), ("terms",), ("terms", "--format", "parquet")])
def test_a_file_that_gets_no_room_is_not_there(job):
    name = jsonl(LONG[:99])
    most = (6_000, 6_000)
    ended = ran(*job, name, "-o", "out", "--processes", 2, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, most))
    assert ended.returncode == 1
    assert ended.stderr.startswith("copydesk: out/") and ended.stderr.endswith(f": {os.strerror(errno.EFBIG)}\n")
    assert sorted(bytes_of("out")) == ["_run.json"]


@pytest.mark.parametrize("whole", ["terms"], indirect=True)
def test_a_disk_that_is_full_keeps_what_was_finished(whole):
    job, expected = whole
    Path("disk").mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", "disk"], capture_output=True).returncode:
        pytest.skip("no disk can be made here")
    try:
        ended = ran(*job, "-o", "disk/out", "--processes", "2", *SHARDS)
        assert ended.returncode == 1
        assert ended.stderr.startswith("copydesk: disk/out/") and ended.stderr.endswith(": No space left on device\n")
        assert not [name for name in bytes_of("disk") if name.endswith(".part")]
        subprocess.run(["mount", "-o", "remount,size=64m", "disk"], check=True)
        assert ran(*job, "-o", "disk/out", "--processes", "2", *SHARDS).returncode == 0
        assert bytes_of("disk/out") == expected
    finally:
        subprocess.run(["umount", "disk"], check=True)


# ---- memory ------------------------------------------------------------------------------

PEAK = "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
@pytest.mark.skipif("COPYDESK_SANITIZE" in os.environ, reason="the sanitizers keep what is freed")
@pytest.mark.parametrize("job", ["annotate", "terms"])
def test_memory_does_not_grow_with_the_documents(job):
    """Three times the documents take at most 6 MB more."""
    peaks = []
    for n in (9, 27):
        name = jsonl(LONG * n, f"{n}.jsonl")
        code = f"from copydesk import files; files.{job}({name!r}, 'out{n}', processes=1, shard_bytes=400_000); {PEAK}"
        peaks.append(int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout))
    assert peaks[1] - peaks[0] < 6_000  # KB
