"""The str of tokens: made once while it is remembered, and right whatever was met before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import copydesk as cd

CYRILLIC = "ноябрь"


@pytest.fixture(scope="module")
def an():
    return cd.Analyzer()


def test_a_word_met_again_is_the_same_str(an):
    first, second = an.tokens("ferry ferry")
    assert first is second
    assert an.tokens("A ferry.")[1] is first


def test_a_word_of_ascii_is_one_str_in_every_form_of_text(an):
    (word,) = an.tokens("ferry")
    texts = ["ferry", "ferry é", "ferry “", "ferry 😀", b"ferry"]
    assert all(an.tokens(text)[0] is word for text in texts)


@pytest.mark.parametrize("stem", ["x", "é", "ж", "漢", "𐐀"], ids=ascii)
def test_words_that_differ_in_one_place_are_told_apart(an, stem):
    """Of every length from 1 to 50: in keys, in hashes, and too long to be remembered."""
    words = [stem * i + mark + stem * (n - 1 - i) for n in range(1, 51) for i in range(n) for mark in "aжé"]
    an = cd.Analyzer(style="whitespace")
    text = " ".join(words)
    for _ in range(2):
        assert an.tokens(text) == words
        assert an.tokens(text.encode()) == words


def test_more_words_than_are_remembered_come_out_right(an):
    words = [f"{CYRILLIC}{i}" if i % 2 else f"w{i}" for i in range(700_000)]
    for _ in range(2):
        assert an.tokens(" ".join(words)) == words


def test_malformed_bytes_are_read_as_their_replacement_each_time():
    an = cd.Analyzer(errors="replace", style="whitespace")
    words = [b"a\xffb", b"a\xfeb", b"long enough \xff to be hashed".replace(b" ", b"_"), "a\ufffdb".encode()]
    expected = ["a\ufffdb", "a\ufffdb", "long_enough_\ufffd_to_be_hashed", "a\ufffdb"]
    for _ in range(2):
        assert an.tokens(b" ".join(words)) == expected


ENDLESS = """
import copydesk as cd
def resident(): return int(open("/proc/self/status").read().split("VmRSS:")[1].split()[0]) / 1024
an = cd.Analyzer()
def read(first, last):
    for at in range(first, last, 10_000): an.tokens(" ".join(f"w{i}" for i in range(at, at + 10_000)))
read(0, 2_000_000)
before = resident()
read(2_000_000, 5_000_000)
print(before, resident() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory of a process is read from /proc")
@pytest.mark.skipif("COPYDESK_SANITIZE" in os.environ, reason="the sanitizers keep what is freed")
def test_memory_is_flat_however_many_words_come():
    ran = subprocess.run([sys.executable, "-c", ENDLESS], capture_output=True, text=True, check=True)
    total, growth = map(float, ran.stdout.split())
    assert total < 120
    assert growth < 4
