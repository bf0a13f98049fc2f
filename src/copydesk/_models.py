"""Where boundary models come from: those in the package, and files of the user's own."""

from __future__ import annotations

import os

from ._core import Model

_SHIPPED = os.path.join(os.path.dirname(__file__), "models")


def shipped(language: str) -> Model | None:
    """The package's model of a language, or None."""
    try:
        return load(os.path.join(_SHIPPED, f"{language}.cdm"))
    except FileNotFoundError:
        return None


def checksums() -> dict[str, str]:
    """The checksum of each model in the package, by its file's name."""
    files = sorted(name for name in os.listdir(_SHIPPED) if name.endswith(".cdm"))
    return {name: load(os.path.join(_SHIPPED, name)).checksum for name in files}


def load(path: str | os.PathLike[str]) -> Model:
    """The model in a file. OSError, or ValueError when it is none."""
    with open(path, "rb") as file:
        return Model(file.read(), os.fspath(path))


def opened(model: object) -> Model | None:
    """What Analyzer(model=...) takes: a path, a Model, or None."""
    if model is None or isinstance(model, Model):
        return model
    if isinstance(model, (str, os.PathLike)):
        return load(model)
    raise TypeError(f"model must be a path, a Model or None, not {type(model).__name__}")
