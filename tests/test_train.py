"""Boundary models from texts whose sentences are known, and abbreviations from texts where nothing is."""

import json
import os
import subprocess
import sys

import pytest

import copydesk as cd

pytest.importorskip("sklearn", reason="training needs scikit-learn")

# A house that breaks after ";" and writes ranks that no list knows.
SENTENCES = ["Skpr. Byrd sailed at noon;", "the fog was thick.", "Skpr. Stone waited;", "he saw no lamp.", "They met Skpr. Reed in port."]


def corpus(times):
    text, spans = "", []
    for sentence in SENTENCES * times:
        text += " " * bool(text)
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return text, spans


CORPUS = corpus(12)


@pytest.fixture(scope="module")
def training():
    return cd.train([CORPUS], bits=12)


# ---- what is learned -------------------------------------------------------------


def test_a_model_learns_the_habits_of_its_house(training):
    text = "Skpr. Reed slept; the lamp was out. They met Skpr. Stone."
    assert cd.Analyzer(model=False).sentences(text) != cd.Analyzer(model=training.model).sentences(text)
    assert cd.Analyzer(model=training.model).sentences(text) == ["Skpr. Reed slept;", "the lamp was out.", "They met Skpr. Stone."]


def test_the_same_texts_give_the_same_bytes(training):
    assert bytes(cd.train([CORPUS], bits=12).model) == bytes(training.model)


def test_spans_may_be_numbers_of_numpy(training):
    np = pytest.importorskip("numpy")
    text, spans = CORPUS
    again = cd.train([(text, [tuple(span) for span in np.array(spans)])], bits=12)
    assert again.model == training.model


def test_numbers_may_be_those_of_numpy(training):
    np = pytest.importorskip("numpy", reason="needs NumPy")
    same = cd.train([CORPUS], bits=np.int8(12), strength=np.float64(0.3), folds=np.int8(0), threshold=np.int16(0))
    assert same.model == training.model
    assert cd.train([CORPUS], bits=12, strength=np.float32(0.25)).model == cd.train([CORPUS], bits=12, strength=0.25).model


@pytest.mark.parametrize("strength", [1e-9, 1e9])
def test_the_least_and_the_largest_strength_come_to_an_end(strength):
    assert cd.train([CORPUS], bits=12, strength=strength).model.language == "english"


def test_a_model_names_its_language_and_keeps_its_notes():
    model = cd.train([CORPUS], "de", bits=8, notes={"sources": ["the harbour log"]}).model
    assert model.language == "german"
    assert json.loads(model.notes)["sources"] == ["the harbour log"]
    assert json.loads(model.notes)["figures"][0]["sentences"] == 60


def test_a_model_of_few_bits_is_a_small_file():
    assert 256 < len(bytes(cd.train([CORPUS], bits=8).model)) < 1024


def test_fine_tuning_keeps_what_the_base_knew():
    """Of this handful of sentences nobody learns that a headline needs no stop."""
    text = "I have attached the file Please let me know what you think"
    mine = cd.train([corpus(3)], base="english").model
    assert len(cd.Analyzer(model=mine).sentences(text)) == 2
    assert cd.Analyzer(model=mine).sentences("Skpr. Reed slept; the lamp was out.") == ["Skpr. Reed slept;", "the lamp was out."]


def test_a_base_is_a_model_or_its_path_too(tmp_path, training):
    cd.save_model(training.model, tmp_path / "base.cdm")
    models = {bytes(cd.train([CORPUS], base=base).model) for base in (training.model, tmp_path / "base.cdm", str(tmp_path / "base.cdm"))}
    assert len(models) == 1


# ---- the report ------------------------------------------------------------------


def test_folds_measure_on_what_was_not_learned_from():
    report = cd.train([CORPUS], bits=12, folds=3).report
    assert [(f.name, f.sentences) for f in report.figures] == [("fold 1", 20), ("fold 2", 20), ("fold 3", 20), ("all folds", 60)]
    assert report.figures[-1].f1 == 100.0 > report.figures[-1].rules_f1
    assert report.mistakes == ()


def test_held_out_texts_are_measured_on_and_their_mistakes_shown():
    text = "They met Skpr. Reed in port. He waved no lamp off he went."
    report = cd.train([CORPUS], bits=12, held_out=[(text, [(0, 28), (29, 45), (46, 58)])], threshold=0).report
    assert [(f.name, f.sentences, f.f1) for f in report.figures] == [("held out", 3, 40.0)]
    assert [(m.kind, m.left[-8:], m.right[:6]) for m in report.mistakes] == [("missed", " no lamp", " off h")]
    assert "missed They met Skpr. Reed in port. He waved no lamp | off he went." in str(report)


def test_learned_abbreviations_are_told(training):
    assert training.report.abbreviations == (("skpr", 36, 0),)
    assert "abbreviations: skpr. 36/0" in str(training.report)


def test_folds_are_contiguous():
    """Sentences of one text lie beside each other in a part: no part learns from its own middle."""
    from copydesk._measure import in_parts

    parts = in_parts([CORPUS], 4)
    assert "".join(text for part in parts for text, _ in part) == CORPUS[0]
    assert [sum(len(spans) for _, spans in part) for part in parts] == [15] * 4


# ---- what is none ------------------------------------------------------------------


@pytest.mark.parametrize(
    "change, error, message",
    [
        ({"corpora": ["It fell."]}, TypeError, r"corpora must hold pairs \(text, spans\), not 'It fell.'"),
        ({"corpora": [("It fell.", [(0, 90)])]}, ValueError, r"\(0, 90\) is no span of a text of 8 code points"),
        ({"corpora": [("It fell", [(0, 7)])]}, ValueError, "nothing to learn from"),
        ({"corpora": []}, ValueError, "nothing to learn from"),
        ({"language": "englsh"}, ValueError, "did you mean 'english'"),
        ({"language": "auto"}, ValueError, "language='auto' has no model of its own; train one for each language"),
        ({"bits": 25}, ValueError, "bits=25 is out of range; expected 8 to 24"),
        ({"bits": True}, TypeError, "bits must be an int, not bool"),
        ({"bits": 8, "base": "english"}, ValueError, "bits=8 is out of range; expected 18 to 24"),
        ({"strength": 0}, ValueError, "strength=0 is out of range; expected 1e-09 to 1e\\+09"),
        ({"strength": 1e-300}, ValueError, "strength=1e-300 is out of range; expected 1e-09 to 1e\\+09"),
        ({"strength": float("inf")}, ValueError, "strength=inf is out of range"),
        ({"strength": float("nan")}, ValueError, "strength=nan is out of range"),
        ({"strength": "0.3"}, TypeError, "strength must be a number, not str"),
        ({"corpora": 3}, TypeError, r"corpora must hold pairs \(text, spans\), not be int; read_corpus"),
        ({"corpora": [("It fell.", 3)]}, TypeError, r"spans must be pairs \(start, end\) in code points, not int"),
        ({"corpora": [("It fell.", [3])]}, TypeError, r"a span is a pair \(start, end\) of int, not 3"),
        ({"corpora": [("Skpr. Fog ran. He fell.", [(0, 14), (15, 23)])], "folds": 2}, ValueError, "folds=2 leave too little to learn from"),
        ({"folds": 1}, ValueError, "folds=1 leaves nothing to learn from; expected 2 or more, or 0 for none"),
        ({"folds": 2, "held_out": [CORPUS]}, ValueError, "folds=2 and held_out are two ways to measure; give one of them"),
        ({"notes": 3}, TypeError, "notes must be a dict, not int"),
        ({"base": 5}, TypeError, "base must be a Model, its path, a language or None, not int"),
        ({"base": "nowhere.cdm"}, FileNotFoundError, "nowhere.cdm"),
        ({"threshold": 0.5}, TypeError, "threshold must be an int, not float"),
    ],
)
def test_what_cannot_be_learned_from_is_told(change, error, message):
    with pytest.raises(error, match=message):
        cd.train(**{"corpora": [CORPUS], **change})


def test_a_path_may_be_bytes(tmp_path, training):
    path = os.fsencode(tmp_path / "news.cdm")
    cd.save_model(training.model, path)
    assert cd.Analyzer(model=os.fsdecode(path)).model == training.model


def test_a_number_is_no_path(training):
    for write in (lambda path: cd.save_model(training.model, path), cd.Vocabulary.build([]).save):
        with pytest.raises(TypeError, match="expected str, bytes or os.PathLike object, not int"):
            write(1)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path, training):
    (tmp_path / "there.cdm").mkdir()
    for name in ("there.cdm", "no/such.cdm"):
        with pytest.raises(OSError) as raised:
            cd.save_model(training.model, tmp_path / name)
        assert str(raised.value).endswith(f": '{tmp_path / name}'")
    assert os.listdir(tmp_path) == ["there.cdm"]
    with pytest.raises(TypeError, match="model must be a Model, not bytes; train"):
        cd.save_model(b"", tmp_path / "my.cdm")


# ---- the command -------------------------------------------------------------------


def copydesk(*arguments, **more):
    command = [sys.executable, "-m", "copydesk", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=100, env=os.environ | {"PYTHONIOENCODING": "utf-8"}, **more)


def test_the_command_trains_a_model_that_the_command_uses(tmp_path):
    (tmp_path / "log.txt").write_text("\n".join(SENTENCES * 12), encoding="utf-8")
    ran = copydesk("train", "log.txt", "--folds", 2, "-o", "my.cdm", "--bits", 12, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[2].startswith("all folds: 60 sentences, F1 100.00 (rules ")
    assert lines[3] == "abbreviations: skpr. 36/0"
    assert lines[4].startswith("my.cdm: 4,")
    used = copydesk("sentences", "--model", "my.cdm", cwd=tmp_path, input="Skpr. Reed slept; the lamp was out.")
    assert used.stdout == "Skpr. Reed slept;\nthe lamp was out.\n"


def test_the_command_reports_as_json(tmp_path):
    (tmp_path / "log.txt").write_text("\n".join(SENTENCES * 12), encoding="utf-8")
    report = json.loads(copydesk("train", tmp_path / "log.txt", "--format", "jsonl", "--bits", 12).stdout)
    assert report["figures"][0]["name"] == "training texts themselves"
    assert (report["abbreviations"], report["mistakes"], report["model"]) == ([["skpr", 36, 0]], [], None)


@pytest.mark.parametrize(
    "arguments, code, message",
    [
        (["nowhere.txt"], 1, "copydesk: nowhere.txt: No such file or directory\n"),
        (["log.txt", "-o", "no/such/my.cdm"], 1, "copydesk: no/such/my.cdm: No such file or directory\n"),
        (["log.txt", "-o", "."], 1, "copydesk: .: Is a directory\n"),
        (["log.txt", "--folds", "1"], 2, "copydesk: folds=1 leaves nothing to learn from; expected 2 or more, or 0 for none\n"),
        (["log.txt", "-o", "log.txt"], 2, "copydesk: log.txt is read, so it cannot be written; give -o another name\n"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path, arguments, code, message):
    (tmp_path / "log.txt").write_text("\n".join(SENTENCES), encoding="utf-8")
    ran = copydesk("train", *arguments, cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, "", message)


def test_the_name_of_a_file_may_be_no_utf_8(tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("\n".join(SENTENCES), encoding="utf-8")
    ran = copydesk("train", name, "--bits", 8, "-o", os.fsdecode(b"caf\xe9.cdm"), cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-1].startswith("caf\\xe9.cdm: ")
    told = json.loads(cd.Analyzer(model=tmp_path / os.fsdecode(b"caf\xe9.cdm")).model.notes)
    assert told["sources"] == [{"name": name}]


def test_a_report_is_shown_whatever_the_locale(tmp_path):
    (tmp_path / "log.txt").write_text("Ça. Reed slept.\n" * 3 + "\n".join(SENTENCES), encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    shown, as_json = (
        subprocess.run([*command, "log.txt", "--bits", "8"], cwd=tmp_path, env=environment, capture_output=True)
        for command in ([sys.executable, "-m", "copydesk", "train"], [sys.executable, "-m", "copydesk", "train", "--format", "jsonl"])
    )
    assert (shown.returncode, shown.stderr) == (0, b"") and b"\\xe7a. 3/0" in shown.stdout
    assert ["ça", 3, 0] in json.loads(as_json.stdout.decode("utf-8"))["abbreviations"]


# ---- abbreviations of raw text -------------------------------------------------------

LOG = "Skpr. Byrd sailed at noon. (The fog, said Skpr. Stone, was thick.) At noon “Skpr. Reed” sailed. He saw Skpr. Byrd sail at 5. "


def test_a_word_that_mostly_has_a_stop_is_an_abbreviation():
    assert [(found.word, found.stopped, found.bare) for found in cd.find_abbreviations(LOG * 3)] == [("skpr", 12, 0)]


def test_words_that_end_sentences_are_none():
    assert cd.find_abbreviations("They sailed at noon. It was noon when he sailed. He sailed. " * 9) == []


def test_initials_and_stops_within_count():
    text = "J. Byrd of the U.N. met K. Stone of the U.N. and J. Reed at five and left at six with the rest of them. "
    assert [found.word for found in cd.find_abbreviations([text] * 4)] == ["j", "u.n", "k"]


def test_numbers_and_dots_are_none():
    assert cd.find_abbreviations("In 5. and 7. they ... waited ... 5. 7. " * 9) == []


def test_found_abbreviations_end_no_sentence():
    words = [found.word for found in cd.find_abbreviations(LOG * 3)]
    assert cd.Analyzer(abbreviations=words, model=False).sentences("He saw Skpr. Reed.") == ["He saw Skpr. Reed."]


def test_the_score_may_be_numpys():
    np = pytest.importorskip("numpy", reason="needs NumPy")
    texts = "Skpr. Byrd met Skpr. Reed. " * 9
    assert cd.find_abbreviations(texts, np.float32(0.25), np.int64(2)) == cd.find_abbreviations(texts, 0.25, 2) != []


def test_what_is_no_text_has_no_abbreviations():
    with pytest.raises(TypeError, match="texts must be a str or hold str, not int"):
        cd.find_abbreviations([5])
    assert cd.find_abbreviations("") == cd.find_abbreviations([]) == []
    with pytest.raises(TypeError, match="texts must be a str or hold str, not be NoneType"):
        cd.find_abbreviations(None)
    for name in ("least", "count"):
        with pytest.raises(TypeError, match=f"{name} must be a number, not str"):
            cd.find_abbreviations(LOG, **{name: "2"})
