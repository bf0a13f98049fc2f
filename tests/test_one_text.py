"""The benchmark of one large text checks what it gets. Nothing here depends on a time."""

import sys
from pathlib import Path

import pytest

import copydesk as cd

np = pytest.importorskip("numpy")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import one_text  # noqa: E402

TEXT = "It didn’t fell.\u00a0They sold 3 ferries.\u200b\n\n“Nobody came.” "


@pytest.fixture(params=[TEXT, TEXT.encode()], ids=["str", "bytes"])
def text(request, monkeypatch):
    monkeypatch.setattr(one_text, "STEP", 7)  # pieces end inside tokens and characters
    return request.param


def test_spans_with_only_white_space_between_them_rebuild_a_text(text):
    assert one_text.rebuilds(text, one_text.reference(cd.Analyzer(), text))


@pytest.mark.parametrize("nth", [0, 4, -1])
def test_a_span_that_is_missing_is_seen(text, nth):
    found = one_text.reference(cd.Analyzer(), text)
    less = found._replace(start=np.delete(found.start, nth), end=np.delete(found.end, nth))
    assert not one_text.rebuilds(text, less)


def test_spans_that_overlap_are_seen(text):
    found = one_text.reference(cd.Analyzer(), text)
    assert not one_text.rebuilds(text, found._replace(end=found.end + 2))


@pytest.mark.parametrize("name", one_text.CALLS)
def test_every_call_gives_what_the_columns_say(text, name):
    an, call = cd.Analyzer(), one_text.CALLS[name]
    assert np.array_equal(call.digest(call.work(an, text), text), call.expected(one_text.reference(an, text)))


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak of a process is read from /proc")
def test_the_table_has_a_row_for_each_call(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(one_text, "CALLS", {name: one_text.CALLS[name] for name in ("an(text)", "an.tokens(text)")})
    assert one_text.main([str(tmp_path), "--gigabytes", "0.0001"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == ["an(text)", "an.tokens(text)"]
    assert all(row.endswith("| yes |") for row in rows)
