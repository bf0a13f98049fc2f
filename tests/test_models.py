"""The models in the package: what they are, and that they are made anew from their texts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import copydesk as cd

ROOT = Path(__file__).resolve().parent.parent
FILES = {path.stem: path.read_bytes() for path in sorted((ROOT / "src" / "copydesk" / "models").glob("*.cdm"))}
CLOSED = ("IMST", "GDT", "ISDT", "Szeged", "BDT", "TTB", "ParTUT", "LinES", "ersatz", "PTB")


def test_models_are_small():
    assert len(FILES["english"]) <= 320 * 1024
    assert max(len(file) for name, file in FILES.items() if name != "english") <= 96 * 1024
    assert sum(map(len, FILES.values())) <= 3_000_000


@pytest.mark.parametrize("name", FILES)
def test_a_model_names_its_sources_and_figures(name):
    model = cd.Model(FILES[name])
    notes = json.loads(model.notes)
    assert model.language == ("any" if name == "base" else name)
    assert notes["date"] and notes["figures"]
    assert all(source["licence"] for source in notes["sources"])
    assert [s["name"] for s in notes["sources"] if any(closed in s["name"] for closed in CLOSED)] == []


@pytest.mark.parametrize("name", FILES)
def test_the_models_page_names_every_source(name):
    page = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    for source in json.loads(cd.Model(FILES[name]).notes)["sources"]:
        assert source["name"].removeprefix("UD ") in page


@pytest.mark.parametrize("name", sorted({*FILES} - {"english"}))
def test_the_models_page_gives_every_figure(name):
    page = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    for where, figures in json.loads(cd.Model(FILES[name]).notes)["figures"].items():
        bank = where.split()[0].removeprefix("ud/").replace("ersatz/", "news, ")
        row = next(line for line in page.splitlines() if line.startswith(f"| {bank} |"))
        assert " rules " in row or f"| {figures['f1']:.1f} | {figures['rules']:.1f} |" in row


def test_a_language_without_a_model_has_the_shared_one():
    assert cd.Analyzer("italian").model.language == "any"
    assert cd.Analyzer("lv").model is cd.Analyzer("greek").model


def test_languages_without_case_go_by_rules():
    for language in ("arabic", "hindi", "tamil", "zh", "ja", "th"):
        assert cd.Analyzer(language).model is None


def test_auto_has_the_model_of_each_language_it_meets():
    an = cd.Analyzer("auto")
    assert an.model is None
    assert an("Er kam am Abend. Dann ging er wieder nach Hause, sagte die Frau.").analyzer.model.language == "german"


def test_a_model_is_made_anew_to_the_byte(tmp_path):
    """Exactly so by the versions that docs/models.md names, on every x86-64 processor; close to it by any."""
    data = ROOT.parent / "shared" / "data"
    if not data.exists():
        pytest.skip("the texts that models are made from are not here")
    pytest.importorskip("sklearn", reason="training needs scikit-learn")
    import numpy
    import scipy
    import sklearn

    if (numpy.__version__, scipy.__version__, sklearn.__version__) != ("2.4.6", "1.17.1", "1.9.1"):
        pytest.skip("other versions than the models were made by")
    tool = ROOT / "csrc" / "tools" / "boundary_models.py"
    subprocess.run([sys.executable, tool, "--data", data, "--out", tmp_path, "english"], check=True, capture_output=True)
    assert (tmp_path / "english.cdm").read_bytes() == FILES["english"]
