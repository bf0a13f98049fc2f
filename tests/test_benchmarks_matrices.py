"""The benchmark of matrices compares answers first and names what is not there. Nothing here depends on a time."""

import sys
from collections import Counter

import articles as marked
import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

sys.path.insert(0, str(marked.FOLDER.parent.parent / "benchmarks"))

import matrices  # noqa: E402
import measure  # noqa: E402

STORIES = ["Port reopens after storm. The ships waited.", "Freight rose 3.5% as ships waited for cheaper offers."] * 8


@pytest.fixture(autouse=True)
def free_cores(monkeypatch):
    """A benchmark may keep its process on one core; the tests after it want them all."""
    monkeypatch.setattr(measure, "pin_to_one_core", lambda: None)


@pytest.mark.parametrize("pair", matrices.PAIRS, ids=lambda pair: f"{pair.name} {pair.rival}")
def test_both_answers_are_alike_and_both_are_timed(pair):
    try:
        row = matrices.measure_pair(pair, STORIES, 2)
    except ImportError as error:
        pytest.skip(str(error))
    assert row["alike"] == 1 and len(row["ours"]) == len(row["theirs"]) == 2


def test_other_answers_get_no_time():
    other = matrices.of_theirs("CountVectorizer", lowercase=False)
    row = matrices.measure_pair(matrices.PAIRS[0]._replace(theirs=other), STORIES, 2)
    assert row["alike"] == 0 and row["ours"] == []
    assert "the answers differ" in matrices.markdown_row(row)


def test_alike_is_the_share_of_the_terms_that_both_have():
    assert matrices.alike(iter([(Counter("aab"), Counter("abc"))])) == pytest.approx(2 / 3)


def test_a_rival_that_is_not_installed_is_named(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "bm25s", None)
    assert matrices.main(["--rounds", "1", "--limit", "3", "--only", "bm25s"]) == 0
    assert "left out: ids of stems bm25s.tokenize" in capsys.readouterr().out


def test_the_table_says_what_was_wanted(monkeypatch, capsys):
    monkeypatch.setattr(matrices, "PAIRS", matrices.PAIRS[:1])
    assert matrices.main(["--rounds", "1", "--limit", "3", "--only", "CountVectorizer"]) == 0
    assert "| 20 × | 100.0% |" in capsys.readouterr().out
