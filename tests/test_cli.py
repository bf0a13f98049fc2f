"""The `copydesk` command, run as people run it: in a process of its own."""

import gzip
import json
import os
import pty
import re
import resource
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

import copydesk as cd
from copydesk._cli import Job, parse

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "docs" / "sample_article.txt"
FERRY = "The ferry sailed at 10:30 p.m. on Tuesday. Mr. Brandt didn’t wave."
ENVIRONMENT = os.environ | {"PYTHONIOENCODING": "utf-8"}


def copydesk(*arguments, stdin=b"", **more):
    if isinstance(stdin, str):
        stdin = stdin.encode()
    command = [sys.executable, "-m", "copydesk", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env=ENVIRONMENT, timeout=60, **more)


def out_of(*arguments, stdin=b""):
    ran = copydesk(*arguments, stdin=stdin)
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stderr == b""
    return ran.stdout.decode()


@pytest.fixture
def ferry(tmp_path):
    path = tmp_path / "ferry.txt"
    path.write_text(FERRY, encoding="utf-8")
    return path


# ---- text --------------------------------------------------------------------


def test_sentences_come_one_a_line(ferry):
    assert out_of("sentences", ferry) == "The ferry sailed at 10:30 p.m. on Tuesday.\nMr. Brandt didn’t wave.\n"


def test_a_sentence_over_two_lines_is_shown_on_one():
    text = "The ferry sailed late\non Tuesday.\n"
    assert out_of("sentences", "--layout", "wrap", stdin=text) == "The ferry sailed late on Tuesday.\n"


def test_tokens_come_one_sentence_a_line(ferry):
    assert out_of("tokens", ferry) == "The ferry sailed at 10:30 p.m. on Tuesday .\nMr. Brandt did n’t wave .\n"


def test_stems_come_one_sentence_a_line():
    assert out_of("stems", stdin="Ferries were sailing.") == "ferri were sail .\n"


def test_spans_come_one_token_a_line():
    assert out_of("spans", stdin="It cost $5.") == "0\t2\tword\tIt\n3\t7\tword\tcost\n8\t9\tsymbol\t$\n9\t10\tnumber\t5\n10\t11\tpunct\t.\n"


def test_an_article_shows_its_blocks_with_their_offsets():
    shown = out_of("article", SAMPLE)
    assert shown.startswith("HEADLINE 0–54\n  0–54  Harbour council backs night ferry after two-year delay\n")
    kinds = set(re.findall(r"^([A-Z]+) \d+–\d+$", shown, re.M))
    assert {"HEADLINE", "DATE", "BYLINE", "PARAGRAPH", "LINK", "COLOPHON", "TEASER"} <= kinds


def test_an_article_shows_each_token_with_its_start_and_each_stem():
    shown = out_of("article", stdin="Ferries were sailing.").splitlines()
    assert "    tokens  Ferries⁰ were⁸ sailing¹³ .²⁰" in shown
    assert "    stems   ferri were sail ." in shown


def test_two_files_are_told_apart(ferry):
    shown = out_of("sentences", ferry, ferry)
    assert shown.count(f"==> {ferry} <==\n") == 2


def test_no_file_and_a_hyphen_mean_standard_input():
    assert out_of("tokens", stdin="A tie.") == out_of("tokens", "-", stdin="A tie.") == "A tie .\n"


def test_empty_input_shows_nothing():
    for command in ("article", "sentences", "tokens", "stems", "spans"):
        assert out_of(command) == ""


# ---- JSON Lines ----------------------------------------------------------------


def test_an_article_as_json_holds_slices_of_its_text():
    text = SAMPLE.read_text(encoding="utf-8")
    record = json.loads(out_of("article", "--format", "jsonl", SAMPLE))
    assert record["file"] == str(SAMPLE)
    assert record["headline"] == "Harbour council backs night ferry after two-year delay"
    assert record["date"] == "2025-03-05"
    assert record["language"] == "english"
    for block in record["blocks"]:
        assert text[block["start"] : block["end"]] == block["text"]
        for sentence in block["sentences"]:
            for token in sentence["tokens"]:
                assert text[token["start"] : token["end"]] == token["text"]


def test_each_file_gives_one_json_line(ferry):
    lines = out_of("sentences", "--format", "jsonl", ferry, ferry).splitlines()
    assert [json.loads(line)["sentences"] for line in lines] == [
        ["The ferry sailed at 10:30 p.m. on Tuesday.", "Mr. Brandt didn’t wave."]
    ] * 2


def test_each_line_of_a_jsonl_file_gives_one_json_line(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text('"One tie."\n\n{"text": "Two ties.", "id": 7}\n')
    records = [json.loads(line) for line in out_of("tokens", "--format", "jsonl", path).splitlines()]
    assert [(r["line"], r["tokens"]) for r in records] == [(1, ["One", "tie", "."]), (3, ["Two", "ties", "."])]


def test_stems_and_spans_have_json_too():
    assert json.loads(out_of("stems", "--format", "jsonl", stdin="Ties.")) == {"file": "-", "stems": ["tie", "."]}
    assert json.loads(out_of("spans", "--format", "jsonl", stdin="Ties.")) == {"file": "-", "spans": [[0, 4], [4, 5]]}


def test_a_lone_surrogate_survives_json(tmp_path):
    path = tmp_path / "odd.jsonl"
    path.write_text('"a \\ud800 b"\n')
    assert json.loads(out_of("tokens", "--format", "jsonl", path))["tokens"] == ["a", "\ud800", "b"]


def test_json_is_utf_8_whatever_the_locale():
    command = [sys.executable, "-m", "copydesk", "tokens", "--format", "jsonl"]
    ran = subprocess.run(command, input="café".encode(), capture_output=True, env=os.environ | {"PYTHONIOENCODING": "latin-1"})
    assert json.loads(ran.stdout.decode("utf-8"))["tokens"] == ["café"]


# ---- packed, piped, long ---------------------------------------------------------


def test_gzip_is_unpacked_in_files_and_on_standard_input(tmp_path):
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(gzip.compress(b'"One tie."\n"Two ties."\n'))
    assert out_of("tokens", path, "--format", "text") == "One tie .\nTwo ties .\n"
    assert out_of("tokens", stdin=gzip.compress(b"One tie.")) == "One tie .\n"


def test_the_end_of_a_name_may_be_in_capitals(tmp_path):
    path = tmp_path / "ARTICLES.JSONL.GZ"
    path.write_bytes(gzip.compress(b'"One tie."\n"Two ties."\n'))
    assert out_of("tokens", path) == "One tie .\nTwo ties .\n"


def test_json_lines_come_on_standard_input_when_asked_for():
    assert out_of("tokens", "--input", "jsonl", stdin='"One tie."\n{"text": "Two ties."}\n') == "One tie .\nTwo ties .\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_pipe_that_has_a_name_is_read_to_its_end(ferry, pack):
    assert out_of("tokens", "--input", "jsonl", "/dev/stdin", stdin=pack(b'"One tie."\n"Two ties."\n')) == "One tie .\nTwo ties .\n"
    assert out_of("tokens", "/dev/stdin", ferry, stdin=pack(b"One tie.")).startswith("==> /dev/stdin <==\nOne tie .\n==> ")


def test_a_name_may_be_overruled(tmp_path):
    path = tmp_path / "articles.txt"
    path.write_text('"One tie."\n')
    assert out_of("tokens", "--input", "jsonl", path) == "One tie .\n"


def test_damaged_gzip_is_named_and_what_came_before_is_read(tmp_path):
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(gzip.compress(b'"One tie."\n' * 9)[:-4])
    ran = copydesk("tokens", path)
    assert ran.returncode == 1
    assert ran.stdout == b"One tie .\n" * 9
    assert "cut.jsonl.gz: damaged gzip: " in ran.stderr.decode()


# Not getrusage's: that of a child starts at what its parent had.
PEAK = "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
@pytest.mark.skipif("COPYDESK_SANITIZE" in os.environ, reason="the sanitizers keep what is freed")
@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_stream_in_flat_memory(tmp_path, packed):
    """Peak memory with 16 MB of articles is that with two, within 6 MB."""
    line = json.dumps(SAMPLE.read_text(encoding="utf-8")) + "\n"
    peaks = []
    for n in (2, 16_000_000 // len(line)):
        path = tmp_path / f"{n}.jsonl"
        content = (line * n).encode()
        path.write_bytes(gzip.compress(content, 1) if packed else content)
        code = f"from copydesk._cli import main; main(['sentences', {str(path)!r}, '-o', {os.devnull!r}]); {PEAK}"
        peaks.append(int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout))
    assert peaks[1] - peaks[0] < 6_000  # KB


# ---- options -----------------------------------------------------------------


def test_the_output_goes_to_the_file_that_is_named(ferry, tmp_path):
    out = tmp_path / "out.txt"
    assert out_of("tokens", ferry, "-o", out) == ""
    assert out.read_text(encoding="utf-8").startswith("The ferry sailed")


@pytest.mark.parametrize("name", ["out.jsonl.gz", "OUT.GZ"])
def test_an_output_whose_name_ends_in_gz_is_packed(ferry, tmp_path, name):
    out_of("tokens", ferry, "-o", tmp_path / name)
    first = (tmp_path / name).read_bytes()
    assert gzip.decompress(first).decode() == out_of("tokens", ferry)
    out_of("tokens", ferry, "-o", tmp_path / name)
    assert (tmp_path / name).read_bytes() == first


def test_an_output_may_be_a_pipe():
    assert out_of("tokens", "-o", "/dev/stdout", stdin="It fell.") == "It fell .\n"


def test_language_style_and_layout_reach_the_analyzer():
    assert out_of("tokens", "--language", "fr", stdin="L’homme rit.") == "L’ homme rit .\n"
    assert out_of("tokens", "--style", "whitespace", stdin="A tie, 2-2.") == "A tie, 2-2.\n"
    assert out_of("sentences", "--layout", "line", stdin="A tie\nafter all") == "A tie\nafter all\n"


def test_version_names_all_that_the_output_depends_on():
    shown = out_of("--version")
    for name in ("copydesk", "Unicode", "utf8proc", "stemmer", "kernel"):
        assert re.search(rf"^{name} \S", shown, re.M | re.I), shown


# ---- what goes wrong -----------------------------------------------------------


def test_a_missing_file_is_named_and_the_others_are_read(ferry):
    ran = copydesk("tokens", "no-such-file.txt", ferry)
    assert ran.returncode == 1
    assert ran.stderr.decode() == "copydesk: no-such-file.txt: No such file or directory\n"
    assert b"The ferry sailed" in ran.stdout


def test_malformed_utf_8_is_named_with_its_position(tmp_path):
    path = tmp_path / "latin.txt"
    path.write_bytes(b"caf\xe9 au lait")
    ran = copydesk("tokens", path)
    assert ran.returncode == 1
    assert "latin.txt: not UTF-8" in ran.stderr.decode() and "at byte 3" in ran.stderr.decode()


@pytest.mark.parametrize("name", ["news.csv", "NEWS.CSV.GZ", "news.parquet"])
def test_a_table_is_told_who_reads_it_unless_it_is_asked_for_as_text(tmp_path, ferry, name):
    path = tmp_path / name
    path.write_text("id,text\n7,It fell.\n")
    ran = copydesk("tokens", path, ferry)
    assert ran.returncode == 1 and ran.stdout.decode().startswith("==> ") and "ferry sailed" in ran.stdout.decode()
    assert f"{name}: a table, which copydesk annotate and copydesk terms read" in ran.stderr.decode()
    assert out_of("tokens", path, "--input", "text").startswith("id , text")


def test_a_text_that_is_too_long_is_named_and_the_others_are_read(tmp_path, capsys):
    names = [str(tmp_path / name) for name in ("one.txt", "long.txt", "two.txt")]
    for name, text in zip(names, ("One tie.", "x" * 99, "Two ties.")):
        Path(name).write_text(text)

    def read(text):  # in the place of 2 GiB
        if len(text) > 50:
            raise OverflowError("text is too long")
        return cd.Analyzer()(text)

    analyzer = SimpleNamespace(pipe=lambda texts, **_: map(read, texts))
    assert Job(parse(["tokens", *names]), analyzer, sys.stdout).run() == 1
    said = capsys.readouterr()
    assert said.out == f"==> {names[0]} <==\nOne tie .\n==> {names[2]} <==\nTwo ties .\n"
    assert said.err == f"copydesk: {names[1]}: text is too long\n"


def test_a_bad_json_line_is_named_and_the_others_are_read(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text('{"text": 5}\n{oops\n"A tie."\n')
    ran = copydesk("tokens", path, "--format", "jsonl")
    assert ran.returncode == 1
    assert "articles.jsonl:1: expected a string" in ran.stderr.decode()
    assert "articles.jsonl:2: not JSON" in ran.stderr.decode()
    assert json.loads(ran.stdout)["line"] == 3


def test_an_object_without_a_text_is_told_what_it_holds():
    ran = copydesk("tokens", "--input", "jsonl", stdin='{"id": 7, "body": "It fell."}\n')
    assert "-:1: no \"text\" in this object, which holds 'id', 'body'; copydesk annotate --column reads other keys" in ran.stderr.decode()


def test_an_unknown_language_is_wrong_usage():
    ran = copydesk("tokens", "--language", "englsh")
    assert ran.returncode == 2
    assert ran.stderr.decode().startswith("copydesk: unknown language 'englsh'; did you mean 'english'?")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["tokens", "--format", "xml"],
        ["tokens", "--style", "old"],
        ["tokens", "--threads", "-1"],
        ["tokens", "--model", ""],
        ["tokens", "-o", ""],
        ["train", "news.conllu", "-o", ""],
        ["bench", "--threads", "1025"],
    ],
)
def test_wrong_usage_exits_with_2(arguments):
    ran = copydesk(*arguments)
    assert ran.returncode == 2
    assert ran.stderr and not ran.stdout
    assert b"Traceback" not in ran.stderr


def test_terms_takes_the_stop_words_that_its_help_names(ferry, tmp_path):
    assert "of the language; L is its name, or language: whatever it is" in " ".join(out_of("terms", "--help").split())
    for name in ("german", "language"):
        out_of("terms", ferry, "-o", tmp_path / name, "--language", "de", "--stop-words", name)
    assert copydesk("terms", ferry, "-o", tmp_path / "auto", "--language", "de", "--stop-words", "auto").returncode == 2


def test_an_output_that_cannot_be_written_is_named(ferry):
    ran = copydesk("tokens", ferry, "-o", "/no/such/folder/out.txt")
    assert ran.returncode == 1
    assert ran.stderr.decode() == "copydesk: /no/such/folder/out.txt: No such file or directory\n"


def test_a_standard_input_that_is_closed_is_named():
    ran = subprocess.run(["sh", "-c", f"{sys.executable} -m copydesk tokens <&-"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "copydesk: -: Bad file descriptor\n")


def test_a_full_disk_leaves_no_half_file(ferry, tmp_path):
    ferry.write_text((FERRY + "\n\n") * 10_000, encoding="utf-8")
    (tmp_path / "old.txt").write_text("kept")
    names = sorted(os.listdir(tmp_path))
    for out in (tmp_path / "new.txt", tmp_path / "old.txt"):
        full = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (100_000, 100_000))
        ran = copydesk("tokens", ferry, "-o", out, preexec_fn=full)
        assert (ran.returncode, ran.stderr.decode()) == (1, f"copydesk: {out}: File too large\n")
    assert sorted(os.listdir(tmp_path)) == names and (tmp_path / "old.txt").read_text() == "kept"


def test_an_output_that_was_there_keeps_who_may_read_it(ferry, tmp_path):
    private, new = tmp_path / "private.txt", tmp_path / "new.txt"
    private.touch(0o600)
    for out in (private, new):
        out_of("tokens", ferry, "-o", out)
    assert private.read_text(encoding="utf-8") == new.read_text(encoding="utf-8")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(ferry.stat().st_mode)


def test_an_output_that_is_also_read_is_left_as_it_was(ferry):
    (ferry.parent / "link.txt").symlink_to(ferry)
    for out in (ferry, ferry.parent / "link.txt"):
        ran = copydesk("tokens", "/no/such.txt", ferry, "-o", out)
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert ran.stderr.decode() == f"copydesk: {out} is read, so it cannot be written; give -o another name\n"
    with open(ferry, "rb") as stdin:
        assert subprocess.run([sys.executable, "-m", "copydesk", "tokens", "-o", ferry], stdin=stdin, capture_output=True).returncode == 2
    assert ferry.read_text(encoding="utf-8") == FERRY


def test_a_model_that_is_used_is_left_as_it_was(ferry, tmp_path):
    cd.save_model(cd.Analyzer("german").model, tmp_path / "my.cdm")
    ran = copydesk("tokens", ferry, "--model", tmp_path / "my.cdm", "-o", tmp_path / "my.cdm")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert bytes(cd.Analyzer(model=tmp_path / "my.cdm").model) == bytes(cd.Analyzer("german").model)


def test_a_mark_of_utf_8_is_no_part_of_the_text():
    assert out_of("spans", stdin=b"\xef\xbb\xbfNow") == "0\t3\tword\tNow\n"
    assert out_of("tokens", "--input", "jsonl", stdin=b'\xef\xbb\xbf\n"Now"\n') == "Now\n"


def test_a_broken_pipe_is_no_traceback(tmp_path):
    path = tmp_path / "long.jsonl"
    path.write_text('"One more tie."\n' * 50_000)
    command = [sys.executable, "-m", "copydesk", "spans", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


# ---- terminals -----------------------------------------------------------------


def on_a_terminal(*arguments, stdin, **environment):
    """What the command writes when its standard output is a terminal."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal to be had here: {error}")
    command = [sys.executable, "-m", "copydesk", *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=theirs, env=ENVIRONMENT | {"TERM": "xterm", "COLUMNS": "60"} | environment
    ) as process:
        os.close(theirs)
        process.stdin.write(stdin.encode())
        process.stdin.close()
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # how Linux says that the other side is closed
                break
            if not piece:
                break
            shown += piece
        assert process.wait(60) == 0
    os.close(ours)
    return shown.decode()


def test_a_terminal_gets_colours_unless_it_asks_for_none():
    assert "\x1b[" in on_a_terminal("article", stdin="A tie.", NO_COLOR="")
    assert "\x1b[" not in on_a_terminal("article", stdin="A tie.", NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal("article", stdin="A tie.", TERM="dumb")


def test_lines_fit_the_terminal():
    shown = on_a_terminal("article", stdin="The ferry sailed at night and came back late. " * 3, NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= 60


def test_a_text_cannot_steer_the_terminal():
    assert "\x1b" not in on_a_terminal("article", stdin="A \x1b]0;gotcha\x07 tie.", NO_COLOR="1")
