"""The checks that lie beside the checkout in ../shared: a real article by hand, and accuracy on gold data."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
CHECKS = SHARED / "check"

pytestmark = pytest.mark.skipif(not CHECKS.is_dir(), reason="no ../shared/check beside this checkout")


def run(script, *arguments):
    return subprocess.run(
        [sys.executable, str(CHECKS / script), *arguments], capture_output=True, text=True, cwd=os.path.dirname(CHECKS)
    )


def test_the_real_article_is_right_in_every_part():
    ran = run("article.py")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    out = tmp_path_factory.mktemp("accuracy") / "english.json"
    ran = run("accuracy.py", "--only", "english", "--json", str(out))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(out.read_text())


# The floors for rules alone, in percent.
@pytest.mark.parametrize(
    ("text", "figure", "floor"),
    [
        ("ud/English-EWT/clean", "sentence", 82.5),
        ("ud/English-GUM/clean", "sentence", 93.5),
        ("ptb_sample/clean", "sentence", 95.0),
        ("ud/English-EWT/clean", "tokens", 99.0),
        ("ud/English-EWT/clean", "words", 98.7),
        ("ud/English-GUM/clean", "tokens", 99.7),
        ("ud/English-GUM/clean", "words", 99.7),
    ],
)
def test_english_stays_above_its_floor(figures, text, figure, floor):
    assert figures[text][figure] >= floor


@pytest.mark.parametrize("layout", ["wrap", "line"])
@pytest.mark.parametrize("text", ["ud/English-EWT", "ud/English-GUM", "ptb_sample"])
def test_another_layout_costs_less_than_one_percent(figures, text, layout):
    assert figures[f"{text}/{layout}"]["sentence"] >= figures[f"{text}/clean"]["sentence"] - 1.0


def test_most_golden_rules_hold(figures):
    assert figures["golden/english"]["passed"] >= 42
