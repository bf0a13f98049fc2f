"""Texts whose sentences are known, as people keep them."""

import gzip
import json
import os

import pytest

import copydesk as cd

CONLLU = """\
# newdoc id = fire
# newpar
# sent_id = 1
1\tShe\tshe\tPRON\t_\t_\t2\tnsubj\t_\t_
2-3\tdidn’t\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\t_\t_\t0\troot\t_\t_
3\tn’t\tnot\tPART\t_\t_\t2\tadvmod\t_\t_
3.1\tgo\tgo\tVERB\t_\t_\t_\t_\t_\t_
4\tcall\tcall\tVERB\t_\t_\t2\txcomp\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

1\tWhy\twhy\tADV\t_\t_\t0\troot\t_\tSpaceAfter=No
2\t?\t?\tPUNCT\t_\t_\t1\tpunct\t_\tSpaceAfter=No

1\tNobody\tnobody\tPRON\t_\t_\t0\troot\t_\t_

# newpar
1\tSmoke\tsmoke\tNOUN\t_\t_\t0\troot\t_\t_

# newdoc id = flood
1\tRain\train\tNOUN\t_\t_\t0\troot\t_\t_
"""


def written(path, text):
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def sentences(corpora):
    return [[text[start:end] for start, end in spans] for text, spans in corpora]


# ---- CoNLL-U -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["news.conllu", "news.conllu.gz", "NEWS.CoNLLU"])
def test_conllu_is_a_text_a_document_spaced_as_it_says(tmp_path, name):
    corpora = cd.read_corpus(written(tmp_path / name, CONLLU))
    assert [text for text, _ in corpora] == ["She didn’t call. Why?Nobody\n\nSmoke", "Rain"]
    assert sentences(corpora) == [["She didn’t call.", "Why?", "Nobody", "Smoke"], ["Rain"]]


def test_conllu_with_windows_line_ends_and_no_last_blank_line_is_the_same(tmp_path):
    plain = cd.read_corpus(written(tmp_path / "a.conllu", CONLLU))
    assert cd.read_corpus(written(tmp_path / "b.conllu", CONLLU.strip().replace("\n", "\r\n"))) == plain


def test_a_line_that_is_no_conllu_is_named(tmp_path):
    path = written(tmp_path / "bad.conllu", "1\tRain\n")
    with pytest.raises(ValueError, match=r"bad.conllu:1: expected 10 columns parted by tabs, the first an id; found 2: '1\\tRain'"):
        cd.read_corpus(path)


# ---- one sentence a line ---------------------------------------------------------


def test_lines_are_sentences_and_blank_lines_part_paragraphs(tmp_path):
    path = written(tmp_path / "news.txt", "\nIt fell.\n  Why? \n\n\nNobody knew\n")
    assert cd.read_corpus(path) == [("It fell. Why?\n\nNobody knew", [(0, 8), (9, 13), (15, 26)])]


def test_a_path_may_be_bytes(tmp_path):
    path = written(tmp_path / "news.txt", "It fell.")
    assert cd.read_corpus(os.fsencode(path)) == cd.read_corpus(path)


def test_an_empty_file_has_no_text(tmp_path):
    assert cd.read_corpus(written(tmp_path / "empty.txt", "\n\n")) == []
    assert cd.read_corpus(written(tmp_path / "empty.conllu", "")) == []


# ---- text and spans --------------------------------------------------------------


@pytest.mark.parametrize("told", [[[0, 8], [9, 22]], {"sentences": [[0, 9], [9, 22]], "tokens": []}])
def test_a_text_beside_its_spans(tmp_path, told):
    text = "It fell. “Why?” he said\n"
    for name in ("news.txt", "news.spans.json"):
        written(tmp_path / name, text if name == "news.txt" else json.dumps(told))
        if name == "news.txt":
            assert len(cd.read_corpus(tmp_path / name)[0][1]) == 1  # nothing beside it yet: a line
    for name in ("news.txt", "news.spans.json"):
        assert cd.read_corpus(tmp_path / name) == [(text, [(0, 8), (9, 22)])]


@pytest.mark.parametrize("names", [("NEWS.TXT", "NEWS.SPANS.JSON"), ("NEWS.TXT", "NEWS.spans.json")])
def test_the_ends_of_names_may_be_in_capitals(tmp_path, names):
    text, spans = (written(tmp_path / name, data) for name, data in zip(names, ("It fell. Why?", "[[0, 8], [9, 13]]")))
    assert cd.read_corpus(text) == cd.read_corpus(spans) == [("It fell. Why?", [(0, 8), (9, 13)])]


@pytest.mark.parametrize("told", ['{"tokens": []}', "[[5, 2]]", "[[0, 900]]", "[[0, 5], [3, 8]]", "[1]", "not JSON", "[" * 100_000])
def test_spans_that_are_none_of_the_text_are_named(tmp_path, told):
    written(tmp_path / "news.txt", "It fell.")
    written(tmp_path / "news.spans.json", told)
    with pytest.raises(ValueError, match=r"news\.spans\.json: expected pairs \[start, end\]"):
        cd.read_corpus(tmp_path / "news.txt")


# ---- what is none ----------------------------------------------------------------


def test_a_kind_that_is_none_is_told(tmp_path):
    with pytest.raises(ValueError, match="unknown kind of corpus 'conlu'"):
        cd.read_corpus(tmp_path / "a.txt", "conlu")


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    with pytest.raises(ValueError, match="latin.txt: not UTF-8"):
        cd.read_corpus(tmp_path / "latin.txt")
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(b"It fell.")[:-9])
    (tmp_path / "sum.txt.gz").write_bytes(gzip.compress(b"It fell.")[:-8] + bytes(8))
    (tmp_path / "inside.txt.gz").write_bytes(gzip.compress(b"It fell.")[:10] + b"\xff" * 20)
    for name in ("sum.txt.gz", "inside.txt.gz"):
        with pytest.raises(OSError, match=f"damaged gzip: .*: '.*{name}'"):
            cd.read_corpus(tmp_path / name)
    with pytest.raises(OSError, match="damaged gzip"):
        cd.read_corpus(tmp_path / "cut.txt.gz")


def test_a_mark_of_utf_8_is_part_of_no_sentence(tmp_path):
    (tmp_path / "log.spans.json").write_text("[[0, 8]]", encoding="utf-8-sig")
    assert cd.read_corpus(written(tmp_path / "lines.txt", "\ufeffIt fell.\n")) == [("It fell.", [(0, 8)])]
    assert sentences(cd.read_corpus(written(tmp_path / "fire.conllu", "\ufeff" + CONLLU)))[1] == ["Rain"]
    assert sentences(cd.read_corpus(written(tmp_path / "log.txt", "It fell."))) == [["It fell."]]
