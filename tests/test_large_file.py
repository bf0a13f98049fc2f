"""The benchmark of one large file makes its file and watches processes as it says. Nothing here depends on a time."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("numpy")
pytest.importorskip("pyarrow")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import large_file  # noqa: E402

STORIES = ["Port reopens\n\nShips waited.\n\nNobody came.", "Freight rises\n\nIt rose.\n\nThey sold."]


def test_a_file_over_a_gigabyte_is_its_first_gigabyte_again(tmp_path, monkeypatch):
    monkeypatch.setattr(large_file, "MADE", 1e-4)
    path = tmp_path / "articles.jsonl"
    large_file.write_file(path, STORIES, 3e-4)
    whole = path.read_bytes()
    n = len(whole) // 3
    assert len(whole) >= 3e5 and whole == whole[:n] * 3 and whole[:n].endswith(b"\n")
    assert [found.name for found in tmp_path.iterdir()] == ["articles.jsonl"]


@pytest.mark.skipif(not Path("/proc/self/fdinfo").exists(), reason="how far a process has read is told by /proc")
def test_how_far_a_process_has_read_a_file_is_seen(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"0123456789")
    assert large_file.read_so_far("self", path) == 0
    with path.open("rb", buffering=0) as file:
        file.read(7)
        assert large_file.read_so_far("self", path) == 7


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak of a process is read from /proc")
def test_the_table_has_a_row_for_each_command(tmp_path, capsys):
    assert large_file.main([str(tmp_path), "--gigabytes", "0.0001"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == ["copydesk annotate --columns sentences,terms", "copydesk terms"]
