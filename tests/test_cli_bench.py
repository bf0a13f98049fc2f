"""`copydesk bench` measures the user's own texts. Nothing here depends on a time."""

import io
import json

import pytest

import copydesk as cd
from copydesk import _bench, _cli, _rivals

STORY = "Capt. Ito said “nobody came” at 5 p.m. on Sunday. Freight rose 3.5% to $1,200 a tonne.\n\nThe ships didn’t wait."


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Python's own means are the only rivals, and a pass takes no time to speak of."""
    monkeypatch.setattr(_bench, "ROUNDS", 2)
    monkeypatch.setattr(_bench, "SECONDS", 0.001)
    monkeypatch.setattr(_bench, "LEAST_TEXT", 1)
    for name in ("TOKENS", "SENTENCES", "STEMS"):
        monkeypatch.setattr(_rivals, name, [rival for rival in getattr(_rivals, name) if not rival.package])


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return str(path)


def records_of(capsys, *arguments):
    assert _cli.main(["bench", "--format", "jsonl", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_copydesk_stands_beside_split_and_findall(story, capsys):
    tokens = {record["name"] for record in records_of(capsys, story) if record["group"].startswith("tokens")}
    assert tokens == {"copydesk tokens", "str.split()", r"re.findall(r'\w+|[^\w\s]')"}


def test_sentences_and_stems_are_measured_too(story, capsys):
    names = {record["name"] for record in records_of(capsys, story)}
    assert {"copydesk sentences", "copydesk.stem_words"} <= names


@pytest.mark.skipif(not hasattr(cd.Analyzer, "batch"), reason="this copydesk has no Analyzer.batch")
def test_columns_are_measured_with_one_thread_and_with_all(story, capsys):
    columns = {record["name"] for record in records_of(capsys, story) if "columns" in record["group"]}
    assert columns == {"copydesk batch, one thread", "copydesk batch, all threads"}


def test_every_median_lies_in_its_spread(story, capsys):
    for record in records_of(capsys, story):
        assert 0 < record["min_mb_s"] <= record["mb_s"] <= record["max_mb_s"]


def test_the_fastest_of_a_group_comes_first(story, capsys):
    tokens = [record["mb_s"] for record in records_of(capsys, story) if record["group"].startswith("tokens")]
    assert tokens == sorted(tokens, reverse=True)


def test_the_table_names_texts_kernel_and_yardstick(story, capsys):
    assert _cli.main(["bench", story, story]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 texts, ") and cd.versions()["isa"] in out and "x str.split()" in out


def test_a_rival_that_is_not_installed_is_left_out(story, capsys, monkeypatch):
    absent = _rivals.Contender("absent", "absent", lambda: _rivals.import_module("no_such_tokenizer"))
    monkeypatch.setattr(_rivals, "TOKENS", [*_rivals.TOKENS, absent])
    assert "absent" not in {record["name"] for record in records_of(capsys, story)}


def test_english_stemmers_are_left_out_of_another_language(monkeypatch):
    monkeypatch.setattr(_rivals, "STEMS", [_rivals.Contender("theirs", "", lambda: list)])
    names = {
        language: [one.name for group in _bench.groups_of(cd.Analyzer(language), 0).values() for one in group]
        for language in ("english", "german")
    }
    assert "theirs" in names["english"] and "theirs" not in names["german"]


def test_files_without_text_are_an_error(tmp_path, capsys):
    (tmp_path / "empty.txt").write_text("")
    assert _cli.main(["bench", str(tmp_path / "empty.txt")]) == 1
    assert "no text to measure on" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_measured(story, tmp_path, capsys):
    assert _cli.main(["bench", str(tmp_path / "none.txt"), story]) == 1
    caught = capsys.readouterr()
    assert "none.txt" in caught.err and "str.split()" in caught.out


def test_no_more_text_is_read_than_changes_a_figure(monkeypatch):
    monkeypatch.setattr(_bench, "MOST_TEXT", 25)
    texts = iter(["ten bytes."] * 9)
    assert len(_bench.some_of(texts)) == 3
    assert len(list(texts)) == 6


def test_a_short_text_is_read_several_times_over(monkeypatch):
    monkeypatch.setattr(_bench, "LEAST_TEXT", 1000)
    out = io.StringIO()
    assert _bench.run(cd.Analyzer(), ["x" * 300], 1, False, out)
    assert "4 times over" in out.getvalue()


def test_a_slow_contender_gets_every_nth_text():
    lane = _bench.Lane(_rivals.Contender("slow", "", lambda: lambda text: sorted(text * 200)), [b"abc" * 100] * 500)
    lane.take_share(0.002)
    assert len(lane.encoded) < 500 and lane.share == pytest.approx(len(lane.encoded) / 500)


def test_fresh_strings_are_new_objects():
    encoded = _rivals.to_bytes(["naïve \udc80"])
    assert _rivals.fresh(encoded) == ["naïve \udc80"]
    assert _rivals.fresh(encoded)[0] is not _rivals.fresh(encoded)[0]


@pytest.mark.parametrize("number, shown", [(205.4, "205"), (12.34, "12.3"), (0.0123, "0.0123"), (None, "")])
def test_numbers_have_three_figures(number, shown):
    assert _bench.short(number) == shown
