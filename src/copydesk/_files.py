"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import get_ident
from typing import BinaryIO


@contextmanager
def written(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write that gets the name `path` once all of it is on the disk.

    Until then it has another name in the same directory; whatever goes wrong, it
    is removed and `path` is as it was. Raises OSError.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     with written(os.path.join(directory, "news")) as file:
    ...         _ = file.write(b"It fell.")
    ...     os.listdir(directory)
    ['news']
    """
    path = os.fspath(path)
    name = f"{path}.{os.getpid()}-{get_ident()}{PART}"
    try:
        with open(name, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


PART = ".part"  # how the name of a file ends that is not whole
