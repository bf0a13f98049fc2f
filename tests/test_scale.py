"""The benchmark of Spark makes its articles, reads processes and compares files as it says. Nothing here depends on a time."""

import random
import re
import shutil
import sys
from itertools import islice
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import scale  # noqa: E402

STORIES = [
    "Port reopens\n\nShips waited.\n\nNobody came.",
    "Freight rises\n\nIt rose by 3.5%.\n\nTraders waited.\n\nThey sold.",
    "One line only",
]


def made(n, seed=7):
    return list(islice(scale.made_articles(STORIES, random.Random(seed)), n))


def test_a_made_article_has_a_headline_and_as_many_blocks_of_any():
    bodies = {"Ships waited.", "Nobody came.", "It rose by 3.5%.", "Traders waited.", "They sold."}
    for headline, *blocks in (article.split("\n\n") for article in made(50)):
        assert len(blocks) == {"Port reopens": 2, "Freight rises": 3}[headline] and set(blocks) <= bodies


def test_the_same_seed_makes_the_same_articles():
    assert made(50) == made(50) != made(50, seed=8)
    assert len(set(made(50))) > 20


def test_written_articles_are_as_many_bytes_as_asked_for_and_always_the_same(tmp_path, monkeypatch):
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(scale, "ROWS", 100)
    for name in ("one", "two"):
        scale.write_articles(tmp_path / name, STORIES, 40_000)
    one, two = (sorted((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    found = scale.measured_articles(tmp_path / "one")
    assert found["files"] == len(one) and 40_000 <= found["bytes"] < 40_000 + 2 * one[0].stat().st_size
    table = pq.read_table(tmp_path / "one")
    assert table["id"].to_pylist() == list(range(found["articles"]))
    assert sum(map(len, table["text"].to_pylist())) == found["text"]


@pytest.mark.parametrize(
    ("command", "role"),
    [
        (b"java\0org.apache.spark.executor.CoarseGrainedExecutorBackend\0", "executor"),
        (b"python\0-m\0pyspark.daemon\0pyspark.worker", "python"),
        (b"java\0org.apache.spark.deploy.SparkSubmit\0", ""),
    ],
)
def test_executors_and_python_workers_are_told_by_their_command(command, role):
    assert scale.role_of(command) == role


def test_two_files_that_differ_in_their_footer_have_one_checksum(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.table({"id": [1, 2]})
    for name, note in (("one", "a"), ("two", "bc")):
        (tmp_path / name).mkdir()
        pq.write_table(table.replace_schema_metadata({"note": note}), tmp_path / name / f"part-00000-{name}.parquet")
    one, two = scale.checksums(tmp_path / "one"), scale.checksums(tmp_path / "two")
    assert one == two and list(one) == ["00000"]
    pq.write_table(pa.table({"id": [1, 3]}), tmp_path / "two" / "part-00000-two.parquet")
    assert scale.checksums(tmp_path / "two") != one


def a_run(cpu, python, executor):
    return {"cpu": cpu, "python": python, "executor": executor, "seconds": 2 * cpu, "killed": []}


def a_record():
    runs = {name: [a_run(30.0, 200e6, 900e6), a_run(24.0, 210e6, 800e6)] for name in scale.RUNS}
    runs[scale.LENGTHS] = [a_run(20.0, 100e6, 700e6), a_run(20.0, 110e6, 700e6)]
    return {
        "articles": {"files": 9, "bytes": 1_100_000_000, "articles": 400_000, "text": 1_600_000_000},
        "memory": 1024, "parts": 36, "runs": runs, "same_as_here": True, "same_when_killed": True,
        "killed": {**a_run(27.0, 0, 0), "killed": ["python", "executor"]},
    }  # fmt: skip


def test_the_best_run_is_compared_with_the_best_trivial_one():
    rows = re.findall(r"^\| ([^|]+) \|(.*)", scale.figures_of(a_record()), re.M)[1:]
    assert ("sentences", " 15.0 | 66.7 | 16,667 | +20% | 210 MB | 900 MB |") in rows
    assert (scale.LENGTHS, " 12.5 | 80.0 | 20,000 |  | 110 MB | 700 MB |") in rows


def test_files_that_differ_are_told():
    assert "the same to the byte" in scale.figures_of(a_record())
    assert "NOT the same" in scale.figures_of({**a_record(), "same_when_killed": False})


@pytest.mark.parametrize("script", ["scale.py", "spark_job.py"])
def test_the_options_in_the_docs_are_there(script):
    page = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    typed = {option for told in re.findall(rf"{script}\b(.*)", page) for option in re.findall(r"--[a-z-]+", told)}
    source = (ROOT / "benchmarks" / script).read_text(encoding="utf-8")
    assert typed and [option for option in typed if f'"{option}"' not in source] == []


def test_spark_is_measured_and_its_processes_are_killed(tmp_path, monkeypatch, capsys):
    pytest.importorskip("pyspark", reason="pyspark is not installed; `make engines` installs it")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17, which is not installed; `make engines` installs it")
    monkeypatch.setattr(scale, "RUNS", (scale.LENGTHS, scale.KILLED))
    monkeypatch.setattr(scale, "TASK", "100k")
    monkeypatch.setattr(scale, "ROWS", 250)
    assert scale.main([str(tmp_path), "--gigabytes", "0.001"]) == 0
    said = capsys.readouterr().out
    assert "the same to the byte" in said and "python and executor" in said
