"""When memory runs out: every allocation of the core fails once, and nothing breaks."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from calls import SETUP

import copydesk as cd
from copydesk import _core

ROOT = Path(__file__).resolve().parent.parent
TEXT = """Harbour strike ends

By Jane Doe

The dockers’ union said on March 3, 2024 that it didn’t expect more strikes. “We’re done,” said J. K. Moore of the U.S. port.

* Read: https://a.example/more
* jane@a.example #news 👩‍🚀 日本語。
"""
PLENTY = 10**9


def analyzer():
    return cd.Analyzer(stop_words=["the"], abbreviations=["Zzq."], stem_overrides={"port": "harbour"}, ngram_range=(1, 2))


WORK = {
    "an Analyzer is made": lambda an: analyzer(),
    "tokens are read": lambda an: an.tokens(TEXT),
    "bytes are read": lambda an: an.tokens(TEXT.encode()),
    "sentences are read": lambda an: an.sentences(TEXT),
    "blocks are read": lambda an: an.spans(TEXT, level="block"),
    "terms are read": lambda an: an.terms(TEXT),
    "a Doc is read": lambda an: an(TEXT).to_dict(),
    "stems are read": lambda an: an(TEXT).to_dict(stems=True),
    "a boundary is explained": lambda an: an(TEXT).explain(30),
    "words are stemmed": lambda an: cd.stem_words(TEXT.split()),
    "a long text is read": lambda an: an.tokens(TEXT * 60),
}


@pytest.fixture(autouse=True)
def no_faults_left():
    yield
    _core._fail_allocation(0)


def count(work, an):
    """How many allocations of the core `work` makes when nothing is cached."""
    cd.clear_caches()
    _core._fail_allocation(PLENTY)
    work(an)
    return _core._fail_allocation(0)


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_every_failing_allocation_is_a_memory_error_and_no_more(work):
    an = analyzer()
    expected = work(an)
    for n in range(1, count(work, an) + 1):
        cd.clear_caches()
        _core._fail_allocation(n)
        with pytest.raises(MemoryError):
            work(an)
        _core._fail_allocation(0)
        assert work(an) == expected


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_no_failing_allocation_leaks(work):
    an = analyzer()
    for n in range(1, count(work, an) + 1):
        cd.clear_caches()
        _core._fail_allocation(n)
        with pytest.raises(MemoryError):
            work(an)
        cd.clear_caches()
        assert _core._allocations_alive() == 0


def test_a_leak_would_be_seen():
    cd.clear_caches()
    _core._fail_allocation(PLENTY)
    kept = analyzer()
    assert _core._allocations_alive() > 0
    del kept
    assert _core._allocations_alive() == 0


# Calls of C alone: code of Python itself does not bear it everywhere, and crashes from 3.12 on.
STARVED = SETUP + """
from functools import partial
import _testcapi

CALLS = {
    "tokens": partial(AN.tokens, TEXT),
    "tokens of a long text": partial(AN.tokens, TEXT * 600),
    "sentences": partial(AN.sentences, TEXT),
    "spans": partial(AN.spans, TEXT),
    "terms": partial(FULL_AN.terms, TEXT),
    "a Doc": partial(AN, TEXT),
    "stem_words": partial(cd.stem_words, ["ships", "waited"]),
    "options": partial(cd.Analyzer, **FULL),
    "a vocabulary": COUNTED.vocabulary,
    "terms of a vocabulary": partial(list, VOCABULARY),
}

def error_of(call, n):
    cd.clear_caches()
    _testcapi.set_nomemory(n, n + 1)
    try:
        call()
    except BaseException as error:
        return error
    finally:
        _testcapi.remove_mem_hooks()

for name, call in CALLS.items():
    n = calm = 0
    while calm < 20:  # that many in a row that no failure reached
        error = error_of(call, n)
        if error and type(error) is not MemoryError:
            print(f"{name}: allocation {n}: {error!r}")
        n, calm = n + 1, 0 if error else calm + 1
    call()
"""


def test_every_allocation_of_pythons_that_fails_is_a_memory_error_and_no_more():
    pytest.importorskip("_testcapi")
    command, filled = [sys.executable, "-X", "faulthandler", "-c", STARVED], {**os.environ, "PYTHONMALLOC": "debug"}
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=filled)
    assert (ran.stdout, ran.returncode) == ("", 0), ran.stderr


def test_reading_the_same_again_allocates_nothing():
    an = analyzer()
    an(TEXT), an.terms(TEXT)
    _core._fail_allocation(PLENTY)
    an.tokens(TEXT), an.sentences(TEXT), an.terms(TEXT), an(TEXT)
    assert _core._fail_allocation(0) == 0


PEAK = """
import copydesk as cd
def peak(): return 1024 * int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
an, text = cd.Analyzer(), open("docs/sample_article.txt", encoding="utf-8").read().encode() * 20_000
before = peak()
{work}
print((peak() - before) / len(text))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
@pytest.mark.skipif("COPYDESK_SANITIZE" in os.environ, reason="the sanitizers keep what is freed")
@pytest.mark.skipif(bool(sysconfig.get_config_var("Py_GIL_DISABLED")), reason="free-threaded Python keeps what is freed for a while")
@pytest.mark.parametrize(("work", "most"), [("an.tokens(text)", 3), ("an(text)", 7)])
def test_a_large_text_takes_the_multiple_of_it_that_design_md_states(work, most):
    code = PEAK.format(work=work)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert 0.5 < float(ran.stdout) < most


def test_what_a_long_text_taught_is_kept():
    """Words that were seen are not made anew; the columns are, in a handful of allocations."""
    an = cd.Analyzer()
    text = " ".join(f"w{i}" for i in range(20_000)) * 50
    an.tokens(text)
    _core._fail_allocation(PLENTY)
    an.tokens(text)
    assert _core._fail_allocation(0) < 100


def test_a_long_text_leaves_no_long_memory_behind():
    """What one text of 64 MB took is given back: reading a short one after it allocates anew."""
    an = cd.Analyzer()
    an.tokens("word " * (64_000_000 // 5))
    _core._fail_allocation(PLENTY)
    an.tokens("It fell.")
    assert _core._fail_allocation(0) > 0


def test_a_large_text_read_in_stretches_has_the_tokens_of_one_read_at_once():
    """Whether "I." keeps its stop is asked of the token before it, wherever a stretch ends."""
    an = cd.Analyzer()
    for pad in range(0, 24, 3):
        text = "x" * pad + " " + "Albert I. and I. then. " * 30_000
        assert an.tokens(text) == [token.text for token in an(text).tokens]
