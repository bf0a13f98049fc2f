"""Boundary models: their files, what they say and why."""

import copy
import pickle
import struct

import pytest

import copydesk as cd

NEWS = cd.Analyzer()
FILE = bytes(NEWS.model)


def test_the_shipped_model_is_its_languages_own():
    assert NEWS.model.language == "english"
    assert cd.Analyzer("eng", stem=False).model is NEWS.model


def test_other_styles_have_no_model():
    assert cd.Analyzer(style="uax29").model is None
    assert cd.Analyzer(style="whitespace").model is None


def test_a_model_given_to_another_style_judges_nothing():
    given, plain = cd.Analyzer(style="uax29", model=NEWS.model), cd.Analyzer(style="uax29")
    assert given.model is None
    assert given.fingerprint == plain.fingerprint


def test_a_model_is_what_its_file_holds():
    again = cd.Model(FILE)
    assert (again, hash(again), bytes(again)) == (NEWS.model, hash(NEWS.model), FILE)
    assert again.checksum == NEWS.model.checksum
    assert pickle.loads(pickle.dumps(again)) == again == copy.copy(again)


def test_the_checksum_is_of_every_byte_but_its_own():
    said = struct.unpack_from("<Q", FILE, 48)[0]
    assert f"{said:016x}" == NEWS.model.checksum


@pytest.mark.parametrize("at", [0, 8, 10, 12, 16, 20, 28, 47, 48, 56, len(FILE) // 2, len(FILE) - 1])
def test_a_changed_byte_is_found(at):
    changed = bytearray(FILE)
    changed[at] ^= 1
    with pytest.raises(TypeError, match=r"data must be bytes, not str; Analyzer\(model=path\) reads a file"):
        cd.Model("mine.cdm")
    with pytest.raises(ValueError, match="<class 'bytes'> is no boundary"):
        cd.Model(b"mine")
    with pytest.raises(ValueError, match="'mine.cdm' is no boundary model of this version"):
        cd.Model(changed, "mine.cdm")


@pytest.mark.parametrize("n", [0, 7, 55, 56, len(FILE) - 1])
def test_a_file_cut_short_is_found(n):
    with pytest.raises(ValueError, match="cut short"):
        cd.Model(FILE[:n])


def test_a_longer_file_is_found():
    with pytest.raises(ValueError, match="changed"):
        cd.Model(FILE + b"\0")


def test_an_analyzer_takes_a_model_or_its_path(tmp_path):
    path = tmp_path / "my.cdm"
    path.write_bytes(FILE)
    for given in (path, str(path), cd.Model(FILE)):
        an = cd.Analyzer(model=given)
        assert an.model == NEWS.model
        assert an.sentences("Gen. Khan spoke. They left.") == ["Gen. Khan spoke.", "They left."]
        assert pickle.loads(pickle.dumps(an)) == an


def test_a_model_that_is_none_is_told():
    with pytest.raises(TypeError, match="model must be a path, a Model, None or False, not int"):
        cd.Analyzer(model=5)
    with pytest.raises(FileNotFoundError, match="nowhere.cdm"):
        cd.Analyzer(model="nowhere.cdm")


def test_the_fingerprint_tells_models_apart(tmp_path):
    other = bytearray(FILE)
    other[16] ^= 1  # the threshold
    other[48:56] = struct.pack("<Q", cd._core._model_checksum(bytes(other)))
    assert cd.Analyzer(model=cd.Model(other)).fingerprint != NEWS.fingerprint
    assert cd.Analyzer(model=cd.Model(FILE)).fingerprint == NEWS.fingerprint


def test_a_language_that_is_no_name_is_told():
    forged = bytearray(FILE)
    forged[28] = 0xFF
    forged[48:56] = struct.pack("<Q", cd._core._model_checksum(bytes(forged)))
    with pytest.raises(ValueError, match="model"):
        cd.Model(forged)


TEXT = (
    "Prices fell 3.5% on Monday … Nobody knew why. “Are we done?” Mr. Smith asked at 5 p.m. "
    "Then he left; she stayed (see p. 7). Visit example.com Today is fine!! ok. - One - Two"
)


@pytest.mark.parametrize("text", [TEXT, TEXT.lower(), TEXT.encode()])
def test_the_weights_add_up_to_the_score(text):
    doc = NEWS(text)
    judged = 0
    for token in doc:
        why = doc.explain(token.end)
        assert sum(why.features.values()) == why.score
        assert why.boundary == (why.score > 0)
        judged += len(why.features) > 20
    assert judged > 10


def test_a_model_judges_where_no_rule_does():
    """A sentence without a mark, then another: only their words tell."""
    doc = NEWS("I read it again yesterday Please let me know")
    assert [s.text for s in doc.sentences] == ["I read it again yesterday", "Please let me know"]
    why = doc.explain(len("I read it again yesterday"))
    assert (why.boundary, why.rule) == (True, "model")
    assert why.features["at right: form, mark"] > 0  # "please"


def test_gaps_are_those_of_every_kind_of_text():
    """Training sees what use sees: str of every width and bytes give the same features."""
    ascii_text = "Mr. Khan said yes. They sold.  Ask him: why? He fell"
    widths = [ascii_text, ascii_text.encode()]
    gaps = [tuple(bytes(column) for column in cd._core._gaps(NEWS, text)) for text in widths]
    assert gaps[0] == gaps[1]
    rights = [token.text for i, token in enumerate(NEWS(ascii_text)) if i in struct.unpack("<5I", gaps[0][0])]
    assert rights == ["Khan", "They", "Ask", "why", "He"]
