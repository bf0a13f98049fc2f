"""The recipes of docs/recipes.md do what they say, each on the library itself, where it is installed."""

import doctest
import re
import shutil
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", (DOCS / "recipes.md").read_text(encoding="utf-8"), re.M | re.S))
TEXTS = ["It fell. They sold ferries.", None, "Ferries sail at 6 p.m. “Nobody came.”"]


@pytest.fixture
def articles(tmp_path, monkeypatch):
    """A folder of its own to work in, with articles.parquet."""
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pa.table({"id": [1, 2, 3], "text": TEXTS}), tmp_path / "articles.parquet")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("title", SECTIONS)
def test_a_recipe_does_what_it_says(title, articles):
    recipe = SECTIONS[title]
    for need in re.match(r"\s*Needs ([\w, ]+)\.", recipe)[1].split(", "):
        if not (need == "java" and shutil.which(need)):
            pytest.importorskip(need, reason=f"the recipe needs {need}, which is not installed; `make engines` installs it")
    plain = re.sub(r"^```.*$", "", recipe, flags=re.M)
    found = doctest.DocTestParser().get_doctest(plain, {"__name__": "__main__"}, title, None, 0)
    assert found.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(found).failed == 0
