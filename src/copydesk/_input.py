"""What the `copydesk` command reads: texts and JSON Lines, from files or standard input, packed by gzip or not."""

from __future__ import annotations

import errno
import gzip
import json
import os
import sys
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from itertools import islice
from typing import Any, BinaryIO, cast

MARK = "\ufeff"  # of UTF-8 (BOM, RFC 3629), which is no part of the text
GZIP = b"\x1f\x8b"  # RFC 1952; no UTF-8 starts so
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
TABLES = {".csv": "csv", ".csv.gz": "csv", ".parquet": "parquet"}


def read(name: str, kind: str | None, advance: Callable[[int], None]) -> Iterator[tuple[dict[str, Any], str | ValueError]]:
    """Each text of a file with its place, or what is wrong with it; one line is in memory at a time.

    `name` "-" is standard input. `kind` is "text", "jsonl", or None: as the file's
    name says. `advance` is told how many bytes of the file have been read.
    Raises OSError and UnicodeDecodeError.
    """
    with opened(name) as (file, packed):
        if kind is None and ends_in(name, tuple(TABLES)):
            raise OSError("a table, which copydesk annotate and copydesk terms read; --input text takes it for one text")
        done, tells = 0, name != "-" and packed.seekable()  # a pipe may have a name, too
        for place, text in texts(name, file, kind == "jsonl" or (kind is None and ends_in(name, LINES))):
            yield place, text
            if tells:
                at = packed.tell()
                advance(at - done)
                done = at


def ends_in(name: str, endings: str | tuple[str, ...]) -> bool:
    """Does the name of a file end so, in capitals or not?

    >>> ends_in("NEWS.JSONL.GZ", LINES), ends_in("jsonl", LINES)
    (True, False)
    """
    return name.lower().endswith(endings)


def must_not_be_read(out: str | None, files: Iterable[str]) -> None:
    """ValueError where `out` is one of the files, which opening or renaming it would take away."""
    if out and os.path.isfile(out) and any(is_file(os.stat(out), name) for name in files):
        raise ValueError(f"{out} is read, so it cannot be written; give -o another name")


def is_file(there: os.stat_result, name: str) -> bool:
    try:
        return os.path.samestat(there, os.fstat(0) if name == "-" else os.stat(name))
    except OSError:  # told when its turn comes
        return False


@contextmanager
def opened(name: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The bytes of a file, unpacked, and the file itself. Raises OSError, also where gzip's bytes are damaged."""
    file = cast(BufferedReader, standard_input() if name == "-" else open(name, "rb"))  # noqa: SIM115
    try:
        is_packed = file.peek(2)[:2] == GZIP
        yield gzip.GzipFile(fileobj=file) if is_packed else file, file  # type: ignore[misc]
    except (EOFError, zlib.error) as error:
        raise OSError(f"damaged gzip: {error}") from None
    finally:
        if name != "-":
            file.close()


def standard_input() -> BinaryIO:
    """The bytes of standard input. OSError where the caller has closed it."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer


def texts(name: str, file: BinaryIO, is_lines: bool) -> Iterator[tuple[dict[str, Any], str | ValueError]]:
    if not is_lines:
        yield {"file": name}, file.read().decode().removeprefix(MARK)
        return
    for n, line in enumerate(file, 1):
        if not is_empty(line):
            yield {"file": name, "line": n}, text_of(line)


def is_empty(line: bytes) -> bool:
    """Is there nothing in a line, unless white space or a mark of UTF-8?"""
    return not line.removeprefix(BOM_UTF8).strip()


def text_of(line: bytes) -> str | ValueError:
    """The text in a line of JSON: a string, or the "text" of an object.

    >>> text_of(b'{"text": "Two ties.", "id": 7}')
    'Two ties.'
    """
    try:
        value = json_of(line)
    except ValueError as error:
        return error
    if isinstance(value, dict) and "text" not in value:
        return ValueError(f'no "text" in this object, which {holds(value)}; copydesk annotate --column reads other keys')
    text = value.get("text") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ValueError('expected a string or an object with a string "text"')


def holds(value: dict[str, Any]) -> str:
    """The first keys of an object.

    >>> holds({"id": 7, "body": "It fell."}), holds({})
    ("holds 'id', 'body'", 'is empty')
    """
    names = ", ".join(repr(key[:40]) for key in islice(value, 10))
    return f"holds {names}{', ...' if len(value) > 10 else ''}" if value else "is empty"


def json_of(line: bytes) -> Any:
    """What a line of JSON holds, which is UTF-8 (RFC 8259) and may begin with a mark that says so. ValueError tells why it is none.

    >>> json_of(b'\\xef\\xbb\\xbf["Two", "ties"]')
    ['Two', 'ties']
    """
    try:
        return json.loads(line.decode().removeprefix(MARK))
    except UnicodeDecodeError as error:
        raise ValueError(not_utf8(error)) from None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None


def not_utf8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8: {error.reason} at byte {error.start}"


def shown(name: str) -> str:
    """The name of a file as text can hold it: bytes that are no UTF-8 are spelled out.

    >>> shown("caf\\udce9.txt")
    'caf\\\\xe9.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def without_surrogates(text: str) -> str:
    """`text` with U+FFFD, which is as long in every unit, for each lone surrogate: Arrow and files hold none.

    >>> without_surrogates("caf\\udce9")
    'caf\ufffd'
    """
    with suppress(UnicodeEncodeError):
        text.encode()
        return text
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
