"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from stat import S_IMODE
from threading import get_ident
from typing import BinaryIO


@contextmanager
def written(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write that gets the name `path` once all of it is on the disk.

    Until then it has another name in the same directory; whatever goes wrong, it
    is removed and `path` is as it was. A link stays one, and who may read what was
    there may read the new one; a device or a pipe, which has no place for a whole
    file, is written to. Raises OSError, which names `path`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     with written(os.path.join(directory, "news")) as file:
    ...         _ = file.write(b"It fell.")
    ...     os.listdir(directory)
    ['news']
    """
    path = os.fsdecode(path)  # a number would be a file that is open already
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            yield file
        return
    place = os.path.realpath(path)
    name = f"{place}.{os.getpid()}-{get_ident()}.part"
    try:
        with open(name, "wb") as file:
            with suppress(OSError):  # none was there, or the disk knows no modes
                os.chmod(name, S_IMODE(os.stat(place).st_mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, place)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(name)
        if isinstance(error, OSError) and error.filename in (None, name):
            error.filename = path
            del error.filename2  # None would be told as a name
        raise


def file_name(name: str) -> str:
    """`name`. ValueError where it is empty, which is no file's: a variable of the shell that was not set."""
    if not name:
        raise ValueError
    return name


def unfinished(name: str) -> str | None:
    """The name that the file `name` would have had, or None if it is none that `written` has left.

    >>> unfinished("news.csv.4127-140434906765120.part"), unfinished("film.part")
    ('news.csv', None)
    """
    found = re.fullmatch(r"(.+)\.\d+-\d+\.part", name, re.DOTALL)
    return found and found[1]
