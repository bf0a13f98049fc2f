"""docs/ becomes pages without a warning, and the tour runs while it does, as a newcomer would run it."""

import doctest
import html
import importlib.util
import json
import os
import pkgutil
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import copydesk as cd
from copydesk import _cli

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The folder of HTML that Sphinx makes of docs/, every warning an error."""
    if "COPYDESK_SANITIZE" in os.environ:
        pytest.skip("a sanitized kernel is too slow to start")
    for needed in ("sphinx", "furo", "myst_nb", "matplotlib", "pandas", "polars", "pyarrow", "sklearn"):
        pytest.importorskip(needed)
    made = tmp_path_factory.mktemp("docs") / "html"
    build = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(DOCS), str(made)]
    ran = subprocess.run(build, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return made


def text_of(page):
    return html.unescape(re.sub("<[^>]+>", "", page.read_text(encoding="utf-8")))


def test_every_page_is_built(pages):
    sources = {path.stem for path in DOCS.iterdir() if path.suffix in (".md", ".rst", ".ipynb")}
    assert sources - {path.stem for path in pages.glob("*.html")} == set()


def test_the_front_page_names_every_page():
    front = (DOCS / "index.md").read_text(encoding="utf-8")
    pages = {path.name for path in DOCS.iterdir() if path.suffix in (".md", ".rst", ".ipynb")} - {"index.md"}
    assert [name for name in sorted(pages) if f"]({name})" not in front] == []


def test_the_tour_draws_an_article(pages):
    assert '<div class="copydesk-doc' in (pages / "tour.html").read_text(encoding="utf-8")


def test_the_tours_classifier_knows_nine_articles_of_ten(pages):
    right = re.search(r"(\d+)% of 40 articles, each judged by a model that never saw it", text_of(pages / "tour.html"))
    assert int(right[1]) >= 90


def test_the_tours_classifier_knows_new_sentences(pages):
    assert "['health', 'sport', 'weather']" in text_of(pages / "tour.html")


def test_the_tours_race_is_won(pages):
    won = re.findall(r"(\d+) times as fast as (pure Python|scikit-learn)", text_of(pages / "tour.html"))
    assert [name for _, name in won] == ["pure Python", "scikit-learn"] and min(int(n) for n, _ in won) > 2


def test_the_tour_has_its_picture(pages):
    assert re.search(r'<img[^>]*src="_images/[^"]+\.png"', (pages / "tour.html").read_text(encoding="utf-8"))


def test_the_api_page_has_every_public_name_and_what_it_says(pages):
    page = (pages / "api.html").read_text(encoding="utf-8")
    assert [name for name in cd.__all__ if f'id="copydesk.{name}"' not in page] == []
    public = [module.name for module in pkgutil.iter_modules(cd.__path__) if not module.name.startswith("_")]
    assert [name for name in public if f'id="module-copydesk.{name}"' not in page] == []
    assert "Many texts, read at once: a Batch." in text_of(pages / "api.html")


def test_no_page_names_a_machine(pages):
    for page in pages.glob("*.html"):
        assert str(DOCS.parent) not in page.read_text(encoding="utf-8"), page.name


def test_notebooks_are_kept_without_outputs():
    for path in DOCS.glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            assert not cell.get("outputs") and cell.get("execution_count") is None, path.name


NEEDS = {"files.md": "scipy", "models.md": "sklearn", "sklearn.md": "sklearn"}
# The examples of recipes.md need articles: tests/test_recipes.py.
PAGES = [page.name for page in sorted(DOCS.glob("*.md")) if ">>> " in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", sorted({*PAGES} - {"recipes.md"}))
def test_the_examples_of_the_page_are_true(page, tmp_path, monkeypatch):
    if page in NEEDS:
        pytest.importorskip(NEEDS[page])
    monkeypatch.chdir(tmp_path)
    plain = re.sub(r"^```.*$", "", (DOCS / page).read_text(encoding="utf-8"), flags=re.M)
    found = doctest.DocTestParser().get_doctest(plain, {}, page, page, 0)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF
    assert doctest.DocTestRunner(optionflags=flags).run(found).failed == 0


def test_the_page_of_options_speaks_of_every_one():
    page = (DOCS / "options.md").read_text(encoding="utf-8")
    options = [name for name in vars(cd.Analyzer) if type(vars(cd.Analyzer)[name]).__name__ == "getset_descriptor"]
    assert [name for name in options if not re.search(rf"\b{name}\b", page)] == []


CONSOLE = re.findall(r"^```console\n\$ (.*?)\n(.*?)^```", (DOCS / "command.md").read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("typed, shown", CONSOLE, ids=[typed for typed, _ in CONSOLE])
def test_the_command_shows_what_its_page_says(typed, shown):
    run = f'copydesk() {{ "{sys.executable}" -m copydesk "$@"; }}\n{typed}'
    ran = subprocess.run(["sh", "-c", run], cwd=DOCS, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == (shown, "")


@pytest.mark.parametrize("typed", re.findall(r"^copydesk .*", (DOCS.parent / "README.md").read_text(encoding="utf-8"), re.M))
def test_the_readmes_commands_do_something(typed, tmp_path):
    for needed in ("pyarrow", "scipy"):
        pytest.importorskip(needed)
    (tmp_path / "docs").symlink_to(DOCS)
    run = f'copydesk() {{ "{sys.executable}" -m copydesk "$@"; }}\n{typed}'
    ran = subprocess.run(["sh", "-c", run], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout or len(list(tmp_path.iterdir())) == 2


SHELL = [block for page in sorted(DOCS.glob("*.md")) for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)]


@pytest.mark.parametrize("typed", [line for block in SHELL for line in block.splitlines() if line.startswith("copydesk ")])
def test_a_command_of_a_page_is_one_that_copydesk_takes(typed):
    words = shlex.split(typed, comments=True)
    assert _cli.parse(words[1:]).command == words[1]


def test_the_page_of_the_command_names_all_commands():
    shown = subprocess.run([sys.executable, "-m", "copydesk", "--help"], capture_output=True, text=True).stdout
    page = (DOCS / "command.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"^    (\w+)", shown, re.M) if f"`{name}`" not in page] == []


def as_restructured_text(docstring):
    spec = importlib.util.spec_from_file_location("docstrings", DOCS / "docstrings.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.as_restructured_text(docstring.split("\n"))


def test_two_columns_of_a_docstring_are_a_list_of_definitions():
    assert as_restructured_text("level     token or\n          block\nunit      of `start`") == [
        "``level``", "   token or block", "``unit``", "   of ``start``\\ ", ""]  # fmt: skip


def test_what_goes_on_unindented_behind_the_columns_is_prose():
    assert as_restructured_text("bits  of the table\nRaises OSError.") == [
        "``bits``", "   of the table", "", "Raises OSError.", ""]  # fmt: skip


def test_stars_and_bars_of_a_docstring_are_no_markup():
    assert as_restructured_text("do|n't costs *more_") == ["do\\|n't costs \\*more\\_", ""]


def test_an_example_of_a_docstring_stays_as_it_is():
    assert as_restructured_text(">>> 2 * 3\n6") == [">>> 2 * 3", "6", ""]


def test_a_table_of_a_docstring_is_a_table():
    assert as_restructured_text("| name | type |\n| --- | --- |\n| stems | list |") == [
        ".. list-table::", "   :header-rows: 1", "",
        "   * - name", "     - type", "   * - stems", "     - list", ""]  # fmt: skip
