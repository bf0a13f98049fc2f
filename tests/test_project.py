"""The project's papers agree with each other and with the code."""

import doctest
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import copydesk as cd
from copydesk import _core

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def test_to_import_it_takes_nothing_that_python_has_not_loaded_anyway():
    """Time is noisy, modules are not: with these four, 2 ms over a bare interpreter."""
    code = "import sys; before = set(sys.modules); import copydesk; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["__future__", "copydesk", "copydesk._core", "copydesk._versions"]


def test_what_is_imported_late_is_there_all_the_same():
    assert cd.Explanation.__name__ == "Explanation"
    assert set(cd.__all__) <= set(dir(cd))
    with pytest.raises(AttributeError, match="module 'copydesk' has no attribute 'sentences'"):
        cd.sentences  # noqa: B018


def test_the_extension_is_smaller_than_four_megabytes():
    sanitized = os.environ.get("COPYDESK_SANITIZE")
    assert sanitized or Path(_core.__file__).stat().st_size <= 4_000_000


@pytest.mark.parametrize("command", ["run", "test"])
def test_the_readmes_commands_are_there(command):
    assert f"./{command}" in README
    assert os.stat(ROOT / command).st_mode & stat.S_IXUSR
    assert read(command).startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", ROOT / command]).returncode == 0


@pytest.mark.parametrize("target", ["run", "test", "check", "asan", "fuzz", "neon", "avx512", "bench", "tables", "docs", "clean"])
def test_every_make_target_that_is_spoken_of_is_there(target):
    assert re.search(rf"^{target}:", read("Makefile"), re.M)


def test_no_paper_speaks_of_a_make_target_that_is_not_there():
    targets = set(re.findall(r"^([a-z0-9-]+):", read("Makefile"), re.M))
    for paper in ("README.md", "CONTRIBUTING.md", "docs/design.md"):
        assert set(re.findall(r"`make ([a-z0-9-]+)", read(paper))) <= targets, paper


def test_one_version_everywhere():
    version = re.search(r'^version = "([^"]+)"', read("pyproject.toml"), re.M)[1]
    assert cd.__version__ == version
    assert re.search(r"^## (\S+)", read("CHANGELOG.md"), re.M)[1] == version


def test_the_readmes_examples_are_true(monkeypatch):
    plain = re.sub(r"^```.*$", "", README, flags=re.M)
    found = doctest.DocTestParser().get_doctest(plain, {}, "README.md", "README.md", 0)
    assert found.examples
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.DocTestRunner(optionflags=flags).run(found)
    assert not failed


def test_the_readmes_links_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_no_paper_names_a_file_that_is_not_there():
    for paper in ("README.md", "CONTRIBUTING.md", "docs/design.md"):
        for path in re.findall(r"`((?:csrc|src|tests|docs|benchmarks|\.ci)/[\w./]+)`", read(paper)):
            assert (ROOT / path).exists(), f"{paper} names {path}"


def project_files():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_nothing_names_a_machine_or_a_registry():
    places = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "py" + "pi.org", "files.python" + "hosted", "deb." + "debian.org")
    for path in project_files():
        text = path.read_bytes().decode("utf-8", "replace")
        named = [place for place in places if place in text]
        assert not named, f"{path.relative_to(ROOT)} names {named}"


def test_nothing_large_or_built_is_kept():
    for path in project_files():
        assert path.suffix not in {".so", ".o", ".a", ".pyc"}, path
        assert path.stat().st_size < 2_000_000, path


def test_the_readme_has_no_gaps():
    assert "FILL" not in README
