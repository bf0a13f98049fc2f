"""The benchmarks run, check answers first, and say what they left out. Nothing here depends on a time."""

import gzip
import json
import re
import subprocess
import sys

import articles as marked
import pytest

ROOT = marked.FOLDER.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import answers  # noqa: E402
import bench  # noqa: E402
import contenders  # noqa: E402
import hostile  # noqa: E402
import measure  # noqa: E402

STORY = (
    "Port reopens after storm\n\nThe ships didn't wait. “Nobody came,” Capt. Ito said at 5 p.m. on Sunday.\n\n"
    "Freight rose 3.5% to $1,200 a tonne. Traders were waiting for cheaper offers."
)


@pytest.fixture(autouse=True)
def free_cores(monkeypatch):
    """A benchmark may keep its process on one core; the tests after it want them all."""
    monkeypatch.setattr(measure, "pin_to_one_core", lambda: None)


@pytest.fixture
def stories(tmp_path):
    path = tmp_path / "stories.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for n in range(30):
            out.write(json.dumps(f"{STORY} Story {n}.") + "\n")
    return path


@pytest.fixture
def record(stories, tmp_path):
    path = tmp_path / "record.json"
    options = ["--articles", str(stories), "--rounds", "2", "--seconds", "0.01", "--only", "re.", "--json", str(path)]
    assert bench.main(options) == 0
    return json.loads(path.read_text(encoding="utf-8"))


def group_of(make, check=answers.check_tokens, name="theirs"):
    theirs = contenders.Contender(name, "", make)
    return contenders.Group("tokens", "Tokens", "str.split()", (contenders.SPLIT, contenders.TOKENS, theirs), check)


def run(group):
    return bench.run_group(group, [STORY] * 3, bench.parser().parse_args(["--rounds", "1", "--seconds", "0.01"]))


# ---- bench.py ------------------------------------------------------------------


def test_every_group_has_a_figure_for_copydesk(record):
    assert [group["name"] for group in record["groups"]] == ["tokens", "tokens_kept", "sentences", "stems"]
    for group in record["groups"]:
        ours = [row for row in group["rows"] if row["ours"]]
        assert ours and all(0 < row["min_mb_s"] <= row["median_mb_s"] <= row["max_mb_s"] for row in ours)


def test_only_runs_the_rivals_that_are_asked_for(record):
    rivals = {row["name"] for row in record["groups"][0]["rows"] if not row["ours"]}
    assert rivals == {"str.split()", contenders.FINDALL.name}


def test_the_record_names_machine_kernel_and_versions(record):
    assert record["machine"]["cpu"] and record["machine"]["python"]
    assert record["machine"]["copydesk"]["isa"] in record["machine"]["isas"]
    assert record["text"]["articles"] == 30


def test_a_rival_that_is_not_installed_is_named():
    def absent():
        raise ImportError("no such tokenizer")

    assert run(group_of(absent))["missing"] == ["theirs"]


@pytest.mark.parametrize("call", [list, lambda text: [text]], ids=["characters", "the whole text"])
def test_a_rival_that_does_other_work_gets_no_figure(call):
    found = run(group_of(lambda: call))
    assert list(found["not_comparable"]) == ["theirs"]
    assert [row["name"] for row in found["rows"] if not row["ours"]] == ["str.split()"]


def test_a_splitter_that_loses_text_is_not_comparable():
    assert "of the text" in answers.check_sentences(lambda text: [s[:5] for s in text.split(". ")], [STORY]).fault


def test_a_stemmer_that_does_not_stem_is_not_comparable():
    assert answers.check_stems(list, [answers.plain_words(STORY).split()]).fault


def test_copydesk_keeps_its_laws_on_the_articles_shipped():
    assert answers.faults_of_ours(measure.own_articles(copies=1)) == []


def test_the_tables_say_what_was_left_out(record):
    group = {**record["groups"][0], "missing": ["spaCy"], "not_comparable": {"chars": "9.00 x the reference's tokens"}}
    for table in ("\n".join(bench.plain_table(group)), "\n".join(bench.markdown_table(group))):
        assert "Not installed: spaCy." in table and "not timed: chars" in table


def test_every_row_of_a_markdown_table_has_as_many_cells_as_its_head(record):
    for group in record["groups"]:
        rows = [line for line in bench.markdown_table(group) if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1


def test_every_rival_is_pinned():
    pinned = set(re.findall(r"^([\w-]+)==", (ROOT / "benchmarks/requirements.txt").read_text(), re.M))
    needed = {contender.package for group in contenders.GROUPS for contender in group.contenders}
    assert needed - {"", contenders.OURS} == pinned


@pytest.mark.parametrize("number, shown", [(205.4, "205"), (12.34, "12.3"), (0.0123, "0.0123"), (None, "")])
def test_numbers_have_three_figures(number, shown):
    assert bench.short(number) == shown


# ---- articles --------------------------------------------------------------------


def test_articles_are_read_plain_and_gzipped(stories, tmp_path):
    plain = tmp_path / "stories.jsonl"
    plain.write_bytes(gzip.decompress(stories.read_bytes()))
    assert measure.read_articles(plain, 7) == measure.read_articles(stories)[:7]


@pytest.mark.parametrize("name", marked.names())
def test_marked_articles_are_read_without_their_marks(name):
    source = (marked.FOLDER / f"{name}.marked").read_text(encoding="utf-8")
    assert marked.flat(measure.unmarked(source)) == marked.flat(marked.load(name).text)


def test_fresh_strings_are_new_objects():
    encoded = measure.to_bytes(["naïve \udc80"])
    assert measure.fresh(encoded) == measure.fresh(encoded) == ["naïve \udc80"]
    assert measure.fresh(encoded)[0] is not measure.fresh(encoded)[0]


# ---- docs ------------------------------------------------------------------------


def test_figures_are_written_between_their_marks_and_nowhere_else(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text((ROOT / "docs/benchmarks.md").read_text(encoding="utf-8"), encoding="utf-8")
    before = page.read_text(encoding="utf-8")
    for name in ("bench", "hostile"):
        measure.write_figures(name, "first", page)
        measure.write_figures(name, f"figures of {name}", page)
    after = page.read_text(encoding="utf-8")
    assert "figures of bench" in after and "figures of hostile" in after and "first\n" not in after
    assert before.partition("<!-- bench")[0] == after.partition("<!-- bench")[0]
    assert before.count("<!--") == after.count("<!--") == 4


def test_a_page_without_marks_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing")
    with pytest.raises(SystemExit, match="no place"):
        measure.write_figures("bench", "figures", page)
    assert page.read_text() == "nothing"


@pytest.mark.parametrize("script", ["bench.py", "hostile.py"])
def test_the_options_in_the_docs_are_there(script):
    page = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    told = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / script, "--help"], capture_output=True, text=True, check=True
    ).stdout
    lines = [line for line in page.splitlines() if f"benchmarks/{script}" in line and not line.startswith("<!--")]
    assert lines and all(option in told for line in lines for option in re.findall(r"--[\w-]+", line))


# ---- hostile.py --------------------------------------------------------------------


@pytest.mark.parametrize("one", hostile.INPUTS, ids=lambda one: ascii(one.name))
def test_a_hostile_text_is_as_long_as_asked(one):
    n = len(one.text(5000).encode("utf-8", "surrogatepass"))
    assert 4900 <= n <= 5100 or one.name.startswith("8,000")


@pytest.mark.parametrize("one", hostile.INPUTS, ids=lambda one: ascii(one.name))
def test_hostile_text_keeps_the_laws_too(one):
    assert answers.faults_of_ours([one.text(2000)]) == []


def test_hostile_text_is_measured_by_every_call():
    found = hostile.measure_all([STORY], 1600, 0.0, hostile.INPUTS[:2] + hostile.INPUTS[-1:])
    assert [len(row["ratios"]) for row in found["inputs"]] == [4, 4, 4]
    assert all(ratio > 0 for row in found["inputs"] for pair in row["ratios"].values() for ratio in pair)


def test_what_is_over_its_limit_is_flagged():
    found = hostile.measure_all([STORY], 800, 0.0, [hostile.again("a", limit=0.0)])
    assert found["inputs"][0]["over"] == ["tokens", "sentences", "doc", "terms"]
    assert "OVER" in list(hostile.table(found["inputs"], ["tokens"]))[-1]
    assert "**" in hostile.figures_of(found)


def test_texts_never_seen_are_new_each_time():
    for one in hostile.INPUTS:
        assert (one.text(400) != one.text(400)) == one.is_new, one.name
