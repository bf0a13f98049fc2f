"""Where boundary models come from and go to: those in the package, and files of the user's own."""

from __future__ import annotations

import os
import struct

from ._core import _MODEL_FEATURES, Model, _model_checksum

_SHIPPED = os.path.join(os.path.dirname(__file__), "models")
_BODY = 56  # where the weights start


def shipped(language: str) -> Model | None:
    """The package's model of a language, else the one for any, else None.

    The notes of the model for any name the languages that rules alone read better.
    """
    try:
        return load(os.path.join(_SHIPPED, f"{language}.cdm"))
    except FileNotFoundError:
        base, better_ruled = _base()
        return None if language in better_ruled else base


_kept: list[tuple[Model, frozenset[str]]] = []  # the base, once it was asked for: one for all languages


def _base() -> tuple[Model | None, frozenset[str]]:
    if not _kept:
        import json

        try:
            model = load(os.path.join(_SHIPPED, "base.cdm"))
        except FileNotFoundError:
            return None, frozenset()
        _kept.append((model, frozenset(json.loads(model.notes)["better_ruled"])))
    return _kept[0]


def checksums() -> dict[str, str]:
    """The checksum of each model in the package, by its file's name."""
    files = sorted(name for name in os.listdir(_SHIPPED) if name.endswith(".cdm"))
    return {name: load(os.path.join(_SHIPPED, name)).checksum for name in files}


def load(path: str | os.PathLike[str]) -> Model:
    """The model in a file. OSError, or ValueError when it is none."""
    with open(path, "rb") as file:
        return Model(file.read(), os.fspath(path))


def opened(model: object) -> Model | bool | None:
    """What Analyzer(model=...) takes: a path, a Model, None, or False for rules alone."""
    if model is None or model is False or isinstance(model, Model):
        return model
    if isinstance(model, (str, os.PathLike)):
        return load(model)
    raise TypeError(f"model must be a path, a Model, None or False, not {type(model).__name__}")


def save_model(model: Model, path: str | os.PathLike[str]) -> None:
    """Write a model to a file that `Analyzer(model=path)` reads.

    The file is there whole or not at all: it is written under another name beside
    its place and then renamed. Raises OSError.

    >>> import os, tempfile
    >>> import copydesk as cd
    >>> path = os.path.join(tempfile.mkdtemp(), "my.cdm")
    >>> cd.save_model(cd.Analyzer("english").model, path)
    >>> cd.Analyzer("english", model=path) == cd.Analyzer("english", model=cd.Analyzer("english").model)
    True
    """
    if not isinstance(model, Model):
        raise TypeError(f"model must be a Model, not {type(model).__name__}; train() gives one as its .model")
    from ._files import written  # which imports more than a first Analyzer should wait for

    with written(path) as file:
        file.write(bytes(model))


def packed(weights: bytes, threshold: int, language: str, notes: str) -> Model:
    """A Model of weights, one byte each; as csrc/core/model.c lays its file out."""
    told = notes.encode()
    bits = len(weights).bit_length() - 1
    head = struct.pack("<8sHHB3xiII20s", b"cdmodel\n", 1, _MODEL_FEATURES, bits, threshold, len(weights), len(told), language.encode())
    checksum = _model_checksum(head + bytes(8) + weights + told)
    return Model(head + struct.pack("<Q", checksum) + weights + told)


def weights_of(model: Model) -> bytes:
    """The weights of a model, one byte each."""
    return bytes(model)[_BODY : _BODY + (1 << bits_of(model))]


def bits_of(model: Model) -> int:
    """A model has two to the power of so many weights."""
    return bytes(model)[12]


def threshold_of(model: Model) -> int:
    """A gap that scores more ends a sentence."""
    return int.from_bytes(bytes(model)[16:20], "little", signed=True)
