"""copydesk.spark on a local cluster of its own: workers of one core each, a process of their own, as on many machines."""

import os
import pickle
import re
import shutil
import sys

import pytest

import copydesk as cd

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pyspark", reason="pyspark is not installed; `make engines` installs it")
if not shutil.which("java"):
    pytest.skip("Spark needs Java 17, which is not installed; `make engines` installs it", allow_module_level=True)

import pyarrow.parquet as pq  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

from copydesk import arrow  # noqa: E402
from copydesk.spark import annotate  # noqa: E402

TEXTS = ["It fell. They sold ferries.", None, "", "Café 🎉."]
FIELDS = {
    "tokens": "array<struct<start:int,end:int,kind:string>>",
    "sentences": "array<struct<start:int,end:int>>",
    "token_start": "array<int>", "token_end": "array<int>", "token_kind": "array<string>",
    "sentence_start": "array<int>", "sentence_end": "array<int>",
    "token_texts": "array<string>", "stems": "array<string>", "sentence_texts": "array<string>", "terms": "array<string>",
    "language": "string", "status": "tinyint",
}  # fmt: skip


def dying_once(mark):
    """A function for mapInArrow; the first worker that finds no file `mark` makes it, and dies with its daemon."""

    def dying(batches):
        for batch in batches:
            yield batch
            try:
                os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                continue
            os.kill(os.getppid(), 9)
            os.kill(os.getpid(), 9)

    return dying  # of no module: it travels as it is


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.executor.memory", "1g")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.files.maxPartitionBytes", "64k")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def df(spark):
    return spark.createDataFrame(list(enumerate(TEXTS)), "id bigint, text string")


def test_one_call_appends_what_arrow_annotate_does(df):
    found = annotate(df, "text", columns=arrow.COLUMNS)
    rows = [row.asDict(recursive=True) for row in found.orderBy("id").collect()]
    table = pa.table({"id": range(4), "text": TEXTS})
    assert rows == arrow.annotate(table, columns=arrow.COLUMNS).to_pylist()


def test_the_schema_is_known_before_anything_runs(df):
    found = annotate(df, "text", columns=FIELDS, prefix="en_")
    assert found.dtypes == [("id", "bigint"), ("text", "string"), *((f"en_{name}", type) for name, type in FIELDS.items())]
    assert annotate(df).columns == ["id", "text", "sentences", "terms"]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"column": "txt"}, ValueError, "unknown column 'txt'; did you mean 'text'?"),
        ({"column": "id"}, TypeError, "column 'id': Arrow data of type int64 holds no texts; expected utf8"),
        ({"columns": ["term"]}, ValueError, "unknown column 'term'; did you mean 'terms'?"),
        ({"columns": "terms"}, TypeError, "columns must be names of columns"),
    ],
)
def test_a_wrong_argument_is_an_error_before_anything_runs(df, arguments, error, message):
    with pytest.raises(error, match=re.escape(message)):
        annotate(df, **arguments)


def test_what_travels_to_the_workers_is_small(df, monkeypatch):
    sent = []
    monkeypatch.setattr(type(df), "mapInArrow", lambda self, function, schema: sent.append(pickle.dumps(function)))
    annotate(df, "text", cd.Analyzer(language="german", stop_words="german", abbreviations=["Abb."]))
    assert len(sent[0]) < 2048


def read(path):
    return {file.name.split("-", 2)[1]: pq.read_table(file) for file in sorted(path.glob("part-*.parquet"))}


def pages(file):
    """A Parquet file but for its footer, where Java lists encodings in whatever order its hashes have."""
    data = file.read_bytes()
    return data[: -8 - int.from_bytes(data[-8:-4], "little")]


def test_a_killed_worker_changes_no_byte(spark, tmp_path):
    pq.write_table(pa.table({"id": range(4000), "text": [f"It fell by {i}. They sold {i} ferries." for i in range(4000)]}), tmp_path / "in.parquet", row_group_size=500)
    source = spark.read.parquet(str(tmp_path / "in.parquet")).repartition(8, "id").sortWithinPartitions("id")
    mark = tmp_path / "mark"
    for name in ("killed", "quiet"):
        assert mark.exists() == (name == "quiet")
        job = annotate(source).mapInArrow(dying_once(str(mark)), annotate(source).schema)
        job.write.parquet(str(tmp_path / name))
    quiet, killed = read(tmp_path / "quiet"), read(tmp_path / "killed")
    assert quiet == killed and sum(table.num_rows for table in quiet.values()) == 4000
    for name in ("part-00000-", "part-00007-"):
        assert pages(next((tmp_path / "quiet").glob(name + "*"))) == pages(next((tmp_path / "killed").glob(name + "*")))
