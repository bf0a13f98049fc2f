"""A batch on many threads: the same bytes, other threads go on, and it stops when told to."""

import gc
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from test_batch import TEXTS, all_bytes, news

import copydesk as cd
from copydesk import _core, _cpus

EVERYTHING = ["type_id", "term_id", "sentence_offsets"]


@pytest.fixture(scope="module")
def an():
    return cd.Analyzer()


@pytest.fixture(scope="module")
def texts():
    found = [*TEXTS, *news(120), b"\xff", 3, "x" * 200_000, *news(40, seed=4)]
    random.Random(1).shuffle(found)
    return found


# ---- the same bytes ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def expected(an, texts):
    cd.clear_caches()
    return all_bytes(an.batch(texts, threads=1, columns=EVERYTHING))


@pytest.mark.parametrize("threads", [0, 1, 2, 3, 7, 64])
def test_every_number_of_threads_gives_the_same_bytes(an, texts, expected, threads):
    for _ in range(3):
        assert all_bytes(an.batch(texts, threads=threads, columns=EVERYTHING)) == expected


def test_what_was_read_before_changes_no_id(an, texts, expected):
    cd.clear_caches()
    an.batch(news(200, seed=9)[::-1], columns=EVERYTHING)
    assert all_bytes(an.batch(texts, threads=2, columns=EVERYTHING)) == expected


@pytest.mark.parametrize("isa", _core.isas())
def test_every_kernel_gives_the_same_bytes(an, texts, expected, isa):
    before = _core.isa()
    _core.isa_use(isa)
    try:
        assert all_bytes(an.batch(texts, threads=2, columns=EVERYTHING)) == expected
    finally:
        _core.isa_use(before)


def test_documents_read_together_or_in_parts_have_the_same_tokens(an, texts):
    whole = an.batch(texts)
    for size in (1, 7, 50):
        parts = [an.batch(texts[i : i + size]) for i in range(0, len(texts), size)]
        assert b"".join(bytes(part.start) for part in parts) == bytes(whole.start)
        assert b"".join(bytes(part.kind) for part in parts) == bytes(whole.kind)


def test_more_types_than_a_lexicon_keeps_are_one_vocabulary(an):
    texts = [" ".join(f"w{i}x" for i in range(at, at + 1000)) for at in range(0, 150_000, 1000)] * 2
    batch = an.batch(texts, threads=2, columns=["type_id"])
    assert len(batch.types) == 150_000 and list(batch.type_id) == [*range(150_000)] * 2
    assert an.batch(["w5x w4x"], columns=["type_id"]).types[:] == ["w5x", "w4x"]


def test_an_error_raised_is_the_first_whatever_the_threads(an):
    texts = [text + " " for text in news(60)] * 4
    for i in (100, 170, 200):
        texts[i] = b"\xff"
    for threads in (1, 2, 5):
        for _ in range(5):
            with pytest.raises(UnicodeDecodeError) as caught:
                an.batch(texts, threads=threads, on_error="raise")
            assert caught.value.index == 100


# ---- with other threads -----------------------------------------------------------------------------------------------------


def test_batches_read_in_a_pool_of_threads_are_right(an, texts, expected):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda threads: all_bytes(an.batch(texts, threads=threads, columns=EVERYTHING)), [1, 2, 1, 3] * 3))
    assert all(one == expected for one in found)


def test_one_batch_may_be_read_further_by_many_threads(an, texts, expected):
    batch = an.batch(texts, threads=2, columns=[])
    with ThreadPoolExecutor(6) as pool:
        assert all(one == expected for one in pool.map(lambda _: all_bytes(batch), range(12)))


def test_other_threads_run_while_a_batch_is_read(an):
    texts = ["It fell again, and nobody knew why. " * 400] * 2000
    reading = threading.Thread(target=an.batch, args=(texts,), kwargs={"threads": 1, "columns": EVERYTHING})
    reading.start()
    turns = 0
    while reading.is_alive():
        turns += 1
    assert turns > 100


# ---- stopping ------------------------------------------------------------------------------------------------------------------


INTERRUPTED = """
import gc, signal, sys, time
import copydesk as cd

an = cd.Analyzer({language!r})
line = "It fell again, and nobody knew why; the dockers’ union didn’t say. "
texts = {texts}
an.batch(["It fell."])
count = sys.getrefcount(texts[0]) if texts else 0
signal.signal(signal.SIGALRM, signal.default_int_handler)  # a thread that sent SIGINT would wait for the GIL
sent = time.monotonic() + 0.3
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    while True:
        {call}
except KeyboardInterrupt:
    took = time.monotonic() - sent
gc.collect()
assert sys.getrefcount(texts[0]) == count, "a text was kept"
assert list(an.batch(["It fell."]).start) == [0, 3, 7]
print(took)
"""


def interrupt(texts, argument="texts", threads=1, columns=(), unit=None, language="english"):
    """How long a batch of the texts goes on after Ctrl-C, in seconds."""
    call = f"an.batch({argument}, threads={threads}, columns={list(columns)}, unit={unit!r})"
    return interrupt_call(call, texts, language)


def interrupt_call(call, texts, language="english"):
    code = textwrap.dedent(INTERRUPTED).format(call=call, texts=texts, language=language)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_stops_a_batch_of_many_texts(threads):
    assert interrupt("[line * 60 + str(i) for i in range(100_000)]", threads=threads, columns=["type_id"]) < 0.5


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("columns", [["start"], ["type_id"], ["sentence_offsets"]])
def test_ctrl_c_stops_one_long_text(columns, threads):
    assert interrupt("[line * 2_000_000]", threads=threads, columns=columns) < 0.5


def test_ctrl_c_stops_the_conversion_of_offsets():
    assert interrupt("[line * 2_000_000]", columns=["start"], unit="byte") < 0.5


def test_ctrl_c_stops_a_long_text_of_bytes():
    assert interrupt("[(line * 2_000_000).encode()]", columns=["start"]) < 0.5


@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_stops_the_telling_of_languages(threads):
    assert interrupt("[line * 60] * 2_000_000", threads=threads, language="auto") < 0.5


@pytest.mark.parametrize("call", ["an(texts[0])", "an.sentences(texts[0])", "an.terms(texts[0])", "an.tokens(texts[0])"])
def test_ctrl_c_stops_a_call_on_one_long_text(call):
    assert interrupt_call(call, "[line * 2_000_000]") < 0.5


@pytest.mark.parametrize("call", ["explain(0)", "to_dict(stems=True)", "to_numpy()"])
def test_ctrl_c_stops_what_is_asked_of_the_doc_of_a_long_text(call):
    pytest.importorskip("numpy")
    assert interrupt_call(f"texts[0].{call}", "[an(line * 600_000)]") < 0.5


def test_a_batch_that_was_stopped_gives_its_memory_back(an):
    """The bar's own exception stops it, at the first poll."""
    tqdm = pytest.importorskip("tqdm.auto")
    texts = ["It fell again, and nobody knew why. " * 1000] * 3000
    bar = tqdm.tqdm.update

    def fail(self, n=1):
        raise ZeroDivisionError("of mine")

    cd.clear_caches()
    _core._fail_allocation(10**9)
    tqdm.tqdm.update = fail
    try:
        with pytest.raises(ZeroDivisionError, match="of mine"):
            an.batch(texts, threads=1, progress=True, columns=EVERYTHING)
    finally:
        tqdm.tqdm.update = bar
    cd.clear_caches()
    alive = _core._allocations_alive()
    _core._fail_allocation(0)
    assert alive == 0


def test_a_text_is_not_kept_longer_than_its_batch(an):
    text = "".join(["It fell. "] * 10)  # no constant, which may be immortal
    before = sys.getrefcount(text)
    batch = an.batch([text] * 10)
    assert sys.getrefcount(text) == before + 10
    del batch
    gc.collect()
    assert sys.getrefcount(text) == before


# ---- the bar --------------------------------------------------------------------------------------------------------------------


def test_progress_shows_bytes_and_documents(an, capsys):
    pytest.importorskip("tqdm")
    batch = an.batch(["It fell. " * 1000] * 100, progress=True)
    shown = capsys.readouterr().err
    assert "900k/900k" in shown and "docs/s" in shown and len(batch) == 100


def test_progress_needs_tqdm(an, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match="progress=True needs tqdm: pip install tqdm"):
        an.batch(["It fell."], progress=True)


# ---- how many processors -----------------------------------------------------------------------------------------------------


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_cgroups_limit_is_rounded_up(tmp_path):
    write(tmp_path / "a" / "b" / "cpu.max", "max 100000\n")
    write(tmp_path / "a" / "cpu.max", "250000 100000\n")
    assert list(_cpus.quotas(tmp_path, ["/a/b"])) == [3]


def test_version_1_of_cgroups_limits_too(tmp_path):
    write(tmp_path / "cpu" / "job" / "cpu.cfs_quota_us", "50000\n")
    write(tmp_path / "cpu" / "job" / "cpu.cfs_period_us", "100000\n")
    write(tmp_path / "cpu" / "cpu.cfs_quota_us", "-1\n")
    write(tmp_path / "cpu" / "cpu.cfs_period_us", "100000\n")
    assert list(_cpus.quotas(tmp_path, ["/job"])) == [1]


def test_cgroups_of_processors_are_told_from_others(tmp_path):
    write(tmp_path / "cgroup", "12:memory:/m\n5:cpu,cpuacct:/c\n0::/u\n1:name=systemd:/s\n")
    assert _cpus.groups(tmp_path / "cgroup") == ["/c", "/u"]


def test_affinity_is_obeyed():
    code = "import os; os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1]); from copydesk import _cpus; print(_cpus.count())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "1\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_reads_batches(an, texts, expected):
    an.batch(texts, threads=2)
    child = os.fork()
    if not child:
        os._exit(0 if all_bytes(an.batch(texts, threads=2, columns=EVERYTHING)) == expected else 1)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert status == 0
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    raise AssertionError("the child hangs")
