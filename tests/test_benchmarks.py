"""The benchmarks run, check answers first, and say what they left out. Nothing here depends on a time."""

import gzip
import json
import re
import subprocess
import sys
from dataclasses import replace

import articles as marked
import pytest

ROOT = marked.FOLDER.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import answers  # noqa: E402
import bench  # noqa: E402
import contenders  # noqa: E402
import footprint  # noqa: E402
import hostile  # noqa: E402
import instructions  # noqa: E402
import limits  # noqa: E402
import measure  # noqa: E402
import report  # noqa: E402
import targets  # noqa: E402
import texts  # noqa: E402

from copydesk._rivals import OURS, SPLIT, Contender  # noqa: E402

STORY = (
    "Port reopens after storm\n\nThe ships didn't wait. “Nobody came,” Capt. Ito said at 5 p.m. on Sunday.\n\n"
    "Freight rose 3.5% to $1,200 a tonne. Traders were waiting for cheaper offers.\n\n"
    "The harbour master said that the crews had been told to stay ashore.\n\n"
)
RUSSIAN = "Порт снова открыт после шторма, сообщили в понедельник городские власти.\nСуда ждали у причала три дня, а потом ушли в море.\n"
GROUPS = ("tokens", "tokens_kept", "offsets", "sentences", "stems", "multilingual", "scripts")


@pytest.fixture(autouse=True)
def free_cores(monkeypatch):
    """A benchmark may keep its process on one core; the tests after it want them all."""
    monkeypatch.setattr(measure, "pin_to_one_core", lambda: None)


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    path = tmp_path_factory.mktemp("stories") / "stories.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for n in range(30):
            out.write(json.dumps(f"{STORY} Story {n}.") + "\n")
    return path


@pytest.fixture(scope="module")
def record(stories):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure, "pin_to_one_core", lambda: None)
        path = stories.with_name("record.json")
        options = ["--articles", str(stories), "--multilingual", str(stories), "--rounds", "2", "--seconds", "0.001"]
        options += [f"--group={name}" for name in GROUPS]
        assert bench.main([*options, "--only", "re.", "--json", str(path)]) == 0
        return json.loads(path.read_text(encoding="utf-8"))


def theirs(make, name="theirs"):
    return Contender(name, "", make)


def group_of(contender, check=answers.check_tokens):
    return contenders.Group("tokens", "Tokens", SPLIT.name, (SPLIT, contenders.LISTS, contender), check)


def run(group, corpora=None):
    options = bench.parser().parse_args(["--rounds", "1", "--seconds", "0.001"])
    return bench.run_group(group, corpora or texts.Corpora([STORY] * 3), options)


# ---- bench.py ------------------------------------------------------------------


def test_every_group_has_a_figure_for_copydesk(record):
    assert [group["name"] for group in record["groups"]] == list(GROUPS)
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

    assert run(group_of(theirs(absent)))["missing"] == ["theirs"]


def test_a_contender_without_texts_is_named():
    assert run(group_of(replace(SPLIT, name="theirs", corpus="Greek")))["missing"] == ["theirs"]


@pytest.mark.parametrize("call", [list, lambda text: [text]], ids=["characters", "the whole text"])
def test_a_rival_that_does_other_work_gets_no_figure(call):
    found = run(group_of(theirs(lambda: call)))
    assert list(found["not_comparable"]) == ["theirs"]
    assert "theirs" not in {row["name"] for row in found["rows"]}


def test_a_rival_that_fails_on_a_text_gets_no_figure():
    def fails(text):
        raise ValueError("cannot find the quote")

    found = run(group_of(theirs(lambda: fails)))
    assert found["not_comparable"] == {"theirs": "fails: ValueError('cannot find the quote')"}


def test_one_call_for_all_texts_is_checked_text_by_text():
    split = replace(SPLIT, name="all at once", make=lambda: lambda all_texts: [text.split() for text in all_texts], at_once=True)
    assert {"all at once", "str.split()"} <= {row["name"] for row in run(group_of(split))["rows"]}


def test_a_splitter_that_loses_text_is_not_comparable():
    halves = [[sentence[:5] for sentence in STORY.split(". ")]]
    assert "of the text" in answers.check_sentences(halves, [STORY]).fault


def test_a_stemmer_that_does_not_stem_is_not_comparable():
    plain = answers.plain_words(STORY)
    assert answers.check_stems(answers.words_of([plain]), [plain]).fault


def test_spans_that_overlap_are_not_comparable():
    good = [[(0, 2), (3, 7), (7, 8)]]
    assert not answers.check_tokens(good, ["It fell."]).fault
    assert answers.check_tokens([[(0, 2), (1, 7), (7, 8)]], ["It fell."]).fault
    assert answers.check_tokens([[(0, 2), (3, 7), (7, 9)]], ["It fell."]).fault


def test_f1_is_that_of_exact_spans():
    assert answers.f1([[(0, 2), (3, 7)]], [[(0, 2), (3, 8)]]) == 0.5


def test_copydesk_keeps_its_laws_on_the_articles_shipped():
    assert answers.faults_of_ours(measure.own_articles(copies=1)) == []


def test_every_call_of_ours_passes_its_group_s_check():
    corpora = texts.Corpora([STORY] * 3, [RUSSIAN * 20] * 3)
    for group in contenders.groups({100: "100 B"}):
        ours = [one for one in group.contenders if one.package == OURS and not one.corpus.startswith("types")]
        lanes, _ = bench.lanes_of(replace(group, contenders=tuple(ours)), corpora, lambda one: True)
        assert [lane.contender.name for lane in lanes if bench.answer_of(group, lane).fault] == []


def test_the_tables_say_what_was_left_out(record):
    group = {**record["groups"][0], "missing": ["spaCy"], "not_comparable": {"chars": "9.00 x the reference's tokens"}}
    for table in ("\n".join(report.plain_table(group)), "\n".join(report.markdown_table(group))):
        assert "Not installed, or no texts or memory for it: spaCy." in table and "not timed: chars" in table


def test_every_row_of_a_markdown_table_has_as_many_cells_as_its_head(record):
    for group in record["groups"]:
        rows = [line for line in report.markdown_table(group) if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1


def test_every_rival_is_pinned():
    pinned = set(re.findall(r"^([\w-]+)==", (ROOT / "benchmarks/requirements.txt").read_text(), re.M))
    needed = {contender.package for group in bench.GROUPS for contender in group.contenders}
    assert (needed | {"scikit-learn", "bm25s", "PyStemmer", "nltk"}) - {"", OURS} == pinned - {"matplotlib"}


def test_a_text_too_long_for_the_memory_is_named(monkeypatch):
    monkeypatch.setattr(measure, "free_memory", lambda: 11_999)
    group = group_of(replace(SPLIT, name="1 KB", corpus="size 1000"))
    assert run(group)["missing"] == ["1 KB"]
    monkeypatch.setattr(measure, "free_memory", lambda: 12_000)
    assert run(group)["missing"] == []


def test_docs_are_written_where_matplotlib_and_valgrind_are_missing(record, monkeypatch, capsys):
    written = []
    monkeypatch.setattr(measure, "write_figures", lambda name, *figures: written.append(name))
    monkeypatch.setattr(hostile, "main", lambda arguments: written.append("hostile"))
    monkeypatch.setitem(sys.modules, "pictures", None)
    monkeypatch.setattr(instructions, "can_count", lambda: False)
    bench.update_docs({**record, "targets": []}, bench.parser().parse_args([]))
    assert written == ["targets", "bench", "speed", "hostile"]
    told = capsys.readouterr().out
    assert "they need matplotlib" in told and "they need valgrind" in told


def test_the_readme_shows_its_rows_of_the_record(record):
    table = report.readme_figures(record)
    shown = [shown.replace("|", "\\|") for _, _, shown in report.README_ROWS]
    assert [row.partition(" | ")[0][2:] for row in table.splitlines()[2:]] == shown


def test_all_the_docs_are_written_or_none():
    with pytest.raises(SystemExit, match="every figure"):
        bench.main(["--update-docs", "--group", "tokens"])


# ---- targets.py ------------------------------------------------------------------


def test_a_ratio_is_taken_round_by_round():
    rows = [{"name": "copydesk", "speeds": [6.0, 9.0]}, {"name": "str.split()", "speeds": [2.0, 4.5]}]
    made = {"groups": [{"name": "tokens", "rows": rows}]}
    first = targets.judged(made)[0]
    assert (first["rounds"], first["median"], first["holds"]) == ([3.0, 2.0], 2.5, "yes, within noise")


@pytest.mark.parametrize(
    "rounds, said",
    [([3, 3], "yes"), ([2, 2], "no"), ([2, 2.4, 2.6], "no, within noise"), ([2, 2.6, 2.7], "yes, within noise"), ([], "not measured")],
)
def test_a_target_holds_by_its_median(rounds, said):
    assert targets.verdict(targets.Target("tokens", 2.5, lambda record: []), rounds) == said


def test_what_must_be_small_holds_when_it_is():
    assert targets.verdict(targets.Target("import", 3, lambda record: [], at_most=True), [2, 2.5]) == "yes"


def test_every_target_names_rows_that_exist():
    """A target whose row was renamed would be "not measured" for ever."""
    rows = [
        {
            "name": group["name"],
            "rows": [{"name": one.name, "speeds": [1.0], "x": one.x, "median_mb_s": 1.0, "bytes": 1, "texts": 1} for one in members],
        }
        for group, members in (({"name": group.name}, group.contenders) for group in bench.GROUPS)
    ]
    roads = {"tokens": 0, "sentences": 0, "batch": 0}
    foot = {"import_ms": [1.0], "extension_mb": 1.0, "dependencies": [], "allocations_per_document": roads}
    judged = targets.judged({"groups": rows, "footprint": foot})
    assert [row["what"] for row in judged if row["holds"] == "not measured"] == []
    assert {group.name for group in bench.GROUPS} >= set(targets.GROUPS)
    assert all(len(line) for line in report.plain_targets(judged))
    assert sum(line.startswith("|") for line in report.markdown_targets(judged)) == len(judged) + 2


# ---- footprint.py ------------------------------------------------------------------


def test_reading_again_allocates_nothing_in_the_core():
    found = footprint.allocations_per_document(measure.to_bytes([STORY] * 5))
    assert found["tokens"] == found["sentences"] == 0


def test_a_batch_allocates_by_the_batch_and_not_by_the_document():
    one, ten = (footprint.allocations_per_document(measure.to_bytes([STORY] * n)) for n in (50, 500))
    if "batch" in one:
        assert ten["batch"] * 500 - one["batch"] * 50 < 100


def test_copydesk_needs_no_other_package_to_run():
    assert footprint.run_time_dependencies() == []


# ---- texts.py ----------------------------------------------------------------------


@pytest.fixture
def corpora(monkeypatch):
    monkeypatch.setattr(texts, "BULK", 20_000)
    return texts.Corpora([STORY, STORY.replace("“", '"').replace("”", '"')], [RUSSIAN * 9, STORY])


def test_a_made_text_has_its_size(corpora):
    assert {len(text.decode()) for text in corpora["size 100"]} == {100}
    assert [len(text.decode()) for text in corpora["size 50000"]] == [50_000]


def test_words_are_drawn_from_as_many_as_asked_for(corpora):
    drawn = {word for text in corpora["types 100"] for word in text.split()}
    assert 90 < len(drawn) <= 100


@pytest.mark.parametrize("percent", [0, 25, 100])
def test_lines_are_mixed_by_their_bytes(corpora, percent):
    found = b"".join(corpora[f"non-ascii {percent}"]).decode()
    cyrillic = sum(len(line.encode()) for line in found.split("\n") if not line.isascii())
    assert abs(100 * cyrillic / len(found.encode()) - percent) < 8


def test_a_script_s_articles_are_written_in_it(corpora):
    assert corpora["Cyrillic"] == [(RUSSIAN * 9).encode()]
    with pytest.raises(LookupError, match="--multilingual"):
        corpora["Greek"]


# ---- instructions.py -----------------------------------------------------------------

DUMP = "version: 1\nevents: Ir Dr\nfn=(1)\n1 20 3\ntotals: 6500 800\n"


def test_callgrind_s_totals_are_read():
    assert instructions.counts_of(DUMP) == {"Ir": 6500, "Dr": 800}


def counted(**roads):
    return {"environment": {}, "bytes": 100, "tokens": 20, "roads": {name: {"Ir": n} for name, n in roads.items()}}


def test_a_road_that_moved_is_named_with_what_it_was():
    found = instructions.moved(counted(tokens=1000, stems=1005), counted(tokens=900, stems=1000))
    assert found == ["tokens: 9.00 instructions a byte, now 10.00 (+11.1%)"]


def test_a_road_that_is_new_or_gone_is_named():
    assert instructions.moved(counted(b=1), counted(a=1)) == ["a: gone", "b: new"]


def test_every_kept_road_can_be_counted():
    kept = json.loads(instructions.KEPT.read_text(encoding="utf-8"))
    assert set(kept["roads"]) == set(instructions.roads([STORY]))


def test_every_road_runs():
    for road in instructions.roads([STORY]).values():
        road([STORY])


# ---- limits.py -----------------------------------------------------------------------

STAGED = """events: Ir Bcm
fl=csrc/core/token.c
fn=cd_tokens_read
10 30 2
cfl=csrc/core/lexicon.c
cfn=cd_lexicon_types
calls=1 20
11 700 9
fi=csrc/core/token.h
12 5
fl=???
fn=PyList_New
0 8 1
totals: 43 3
"""


def test_costs_fall_to_the_stage_of_their_function_and_not_to_its_callers():
    assert limits.stages_of(STAGED) == {"rules of tokens": {"Ir": 35, "Bcm": 2}, "Python and the C library": {"Ir": 8, "Bcm": 1}}


@pytest.mark.parametrize(
    "function, stage",
    [
        ("csrc/kernels/avx2.c: scan_SCAN_NEWS_ucs2.lto_priv.0", "scan for spans"),
        ("csrc/kernels/avx2.c: keys_ucs2.lto_priv.0", "keys and types"),
        ("csrc/core/news_web.c: url_to", "rules of tokens"),
        ("csrc/core/looks.c: look_of", "lines and looks"),
        ("csrc/core/boundary.c: cd_window_score", "boundaries"),
        ("csrc/core/batch_stretch.c: copy_tokens", "columns"),
        ("csrc/python/words.c: share", "the binding"),
        ("Objects/unicodeobject.c: PyUnicode_Substring", "Python and the C library"),
        ("???: malloc", "Python and the C library"),
    ],
)
def test_a_function_s_stage_is_that_of_its_file(function, stage):
    assert limits.stage_of(function) == stage


def test_every_stage_of_ours_has_functions():
    files = [f"{path.relative_to(ROOT)}: scan_x" for path in (ROOT / "csrc").rglob("*.[ch]")]
    files += [f"{path.relative_to(ROOT)}: keys_x" for path in (ROOT / "csrc/kernels").glob("*.c")]
    assert set(map(limits.stage_of, files)) >= set(limits.STAGES) - {"Python and the C library"}


def test_a_road_s_figures_are_the_sum_of_its_stages():
    stages = limits.stages_of(STAGED)
    assert limits.total_of(stages) == {"Ir": 43, "Bcm": 3}


def test_every_road_that_is_looked_at_runs():
    for road in limits.roads().values():
        road([STORY])


# ---- pictures.py -----------------------------------------------------------------------


def test_the_same_record_draws_the_same_bytes(record):
    pytest.importorskip("matplotlib")
    import pictures

    drawn = dict(pictures.drawn(record))
    assert drawn == dict(pictures.drawn(record))
    assert list(drawn) == ["bench_rivals"]
    assert "prefers-color-scheme" in drawn["bench_rivals"] and "<dc:date>" not in drawn["bench_rivals"]


def test_every_picture_in_the_docs_is_there():
    page = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page)
    assert len(shown) == 5 and all((ROOT / "docs" / name).is_file() for name in shown)


# ---- articles --------------------------------------------------------------------


def test_articles_are_read_plain_and_gzipped(stories, tmp_path):
    plain = tmp_path / "stories.jsonl"
    plain.write_bytes(gzip.decompress(stories.read_bytes()))
    assert measure.read_articles(plain, 7) == measure.read_articles(stories)[:7]


@pytest.mark.parametrize("name", marked.names())
def test_marked_articles_are_read_without_their_marks(name):
    source = (marked.FOLDER / f"{name}.marked").read_text(encoding="utf-8")
    assert marked.flat(measure.unmarked(source)) == marked.flat(marked.load(name).text)


# ---- docs ------------------------------------------------------------------------


def test_figures_are_written_between_their_marks_and_nowhere_else(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text((ROOT / "docs/benchmarks.md").read_text(encoding="utf-8"), encoding="utf-8")
    before = page.read_text(encoding="utf-8")
    for name in ("bench", "hostile", "limits", "targets", "instructions"):
        measure.write_figures(name, "first", page)
        measure.write_figures(name, f"figures of {name}", page)
    after = page.read_text(encoding="utf-8")
    assert "figures of bench" in after and "figures of hostile" in after and "first\n" not in after
    assert before.partition("<!-- targets")[0] == after.partition("<!-- targets")[0]
    assert before.count("<!--") == after.count("<!--") == 10
    assert "<!-- speed: written by" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_page_without_marks_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing")
    with pytest.raises(SystemExit, match="no place"):
        measure.write_figures("bench", "figures", page)
    assert page.read_text() == "nothing"


@pytest.mark.parametrize("script", ["bench.py", "hostile.py", "instructions.py"])
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
