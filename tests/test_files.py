"""What docs/files.md says of files holds."""

import doctest
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parent.parent / "docs" / "files.md"


def test_the_examples_of_the_page_give_what_they_say(tmp_path, monkeypatch):
    pytest.importorskip("scipy", reason="matrices need scipy")
    monkeypatch.chdir(tmp_path)
    plain = re.sub(r"^```.*$", "", PAGE.read_text(encoding="utf-8"), flags=re.M)
    found = doctest.DocTestParser().get_doctest(plain, {}, "files.md", str(PAGE), 0)
    assert found.examples
    assert doctest.DocTestRunner().run(found).failed == 0
