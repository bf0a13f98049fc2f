"""Texts whose sentences are known, as people keep them: CoNLL-U, one sentence a line, text beside its spans."""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from numbers import Integral
from typing import cast

from ._input import MARK, ends_in

Spans = list[tuple[int, int]]
Corpus = tuple[str, Spans]

_TEXT = re.compile(r"\.txt(\.gz)?$", re.IGNORECASE)
_SPANS = re.compile(r"\.spans\.json(\.gz)?$", re.IGNORECASE)
KINDS = ("conllu", "lines", "spans")


def read_corpus(path: str | os.PathLike[str], kind: str | None = None) -> list[Corpus]:
    """The texts of a file, each with the spans of its sentences in code points, half-open.

    kind "conllu"  CoNLL-U: a text for each `# newdoc`, a blank line before each `# newpar`,
                   a space between tokens but where MISC says SpaceAfter=No
         "lines"   one sentence a line, made one text; a blank line parts paragraphs
         "spans"   NAME.txt beside NAME.spans.json: pairs [start, end], or an object whose
                   "sentences" are such pairs
         None      as its name says: *.conllu; *.txt that has its spans beside it; else lines
    Any of these may be packed by gzip. Raises OSError; ValueError with file and line.

    >>> import os, tempfile
    >>> import copydesk as cd
    >>> path = os.path.join(tempfile.mkdtemp(), "news.txt")
    >>> with open(path, "w") as file:
    ...     n = file.write("Prices fell.\\nGen. Khan spoke.\\n")
    >>> cd.read_corpus(path)
    [('Prices fell. Gen. Khan spoke.', [(0, 12), (13, 29)])]
    """
    path = os.fsdecode(path)
    if kind not in (None, *KINDS):
        from ._messages import unknown_choice

        raise ValueError(unknown_choice("kind of corpus", str(kind), KINDS))
    kind = kind or kind_of(path)
    if kind == "spans":
        return [_with_spans(path)]
    lines = enumerate(_read(path).removeprefix(MARK).split("\n"), 1)
    return list(_conllu(path, lines) if kind == "conllu" else _one_a_line(line for _, line in lines))


def kind_of(path: str) -> str:
    """What a file of this name holds."""
    if ends_in(path, (".conllu", ".conllu.gz")):
        return "conllu"
    if _SPANS.search(path):
        return "spans"
    stem = _TEXT.sub("", path)
    return "spans" if stem != path and os.path.exists(_beside(stem, ".spans.json")) else "lines"


def _read(path: str) -> str:
    with open(path, "rb") as file:
        data = file.read()
    try:
        return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise OSError(0, f"damaged gzip: {error}", path) from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from None


# ---- text and spans ----------------------------------------------------------


def _with_spans(path: str) -> Corpus:
    stem = _TEXT.sub("", _SPANS.sub("", path))
    text = _read(_beside(stem, ".txt"))
    where = _beside(stem, ".spans.json")
    try:
        told = json.loads(_read(where).removeprefix(MARK))
        pairs = told["sentences"] if isinstance(told, dict) else told
        return text, checked(text, pairs)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f'{where}: expected pairs [start, end], or an object whose "sentences" are such: {error}') from None


def _beside(stem: str, end: str) -> str:
    """The file with this ending that is there, packed or not, in capitals or not."""
    paths = [stem + made for made in (end, end + ".gz", end.upper(), end.upper() + ".GZ")]
    return next((path for path in paths if os.path.exists(path)), paths[0])


def checked(text: object, spans: Iterable[tuple[int, int]]) -> Spans:
    """The spans, without the white space at their ends. TypeError, or ValueError naming the span that is none of `text`."""
    if not isinstance(text, str):
        raise TypeError(f"a corpus is a pair of a str and its sentences' spans, not of {type(text).__name__}")
    if not isinstance(spans, Iterable):
        raise TypeError(f"spans must be pairs (start, end) in code points, not {type(spans).__name__}")
    found: Spans = []
    last = 0
    for span in spans:
        if not isinstance(span, (tuple, list)) or len(span) != 2:
            raise TypeError(f"a span is a pair (start, end) of int, not {span!r:.60}")
        start, end = span
        if not (isinstance(start, Integral) and isinstance(end, Integral) and last <= start <= end <= len(text)):
            raise ValueError(f"({start!r}, {end!r}) is no span of a text of {len(text)} code points behind {last}; spans ascend and are disjoint")
        start, last = int(start), int(end)
        sentence = text[start:last]
        start += len(sentence) - len(sentence.lstrip())
        if sentence.strip():
            found.append((start, start + len(sentence.strip())))
    return found


# ---- one sentence a line -----------------------------------------------------


class _Text:
    """A text that grows by sentences."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.n = 0
        self.spans: Spans = []
        self.gap = ""

    def add(self, sentence: str) -> None:
        if self.spans:
            self.parts.append(self.gap)
            self.n += len(self.gap)
        self.parts.append(sentence)
        self.spans.append((self.n, self.n + len(sentence)))
        self.n += len(sentence)
        self.gap = " "

    def corpus(self) -> Corpus:
        return "".join(self.parts), self.spans


def _one_a_line(lines: Iterable[str]) -> Iterator[Corpus]:
    text = _Text()
    for line in lines:
        if line.strip():
            text.add(line.strip())
        else:
            text.gap = "\n\n"
    if text.spans:
        yield text.corpus()


# ---- CoNLL-U -----------------------------------------------------------------


def _conllu(path: str, lines: Iterator[tuple[int, str]]) -> Iterator[Corpus]:
    text = _Text()
    tokens: list[tuple[str, bool]] = []
    covered = 0
    for number, line in lines:
        line = line.rstrip("\r")
        if line.startswith("#"):
            mark = line[1:].split()[:1]
            if mark == ["newdoc"] and text.spans:
                yield text.corpus()
                text = _Text()
            elif mark == ["newpar"]:
                text.gap = "\n\n"
        elif line.strip():
            token, covered = _token(f"{path}:{number}", line, covered)
            tokens += token
        else:
            _put_sentence(text, tokens)
            tokens, covered = [], 0
    _put_sentence(text, tokens)
    if text.spans:
        yield text.corpus()


def _token(where: str, line: str, covered: int) -> tuple[list[tuple[str, bool]], int]:
    """The token of a line with whether a space is behind it; no token for a word inside one, or an empty node."""
    columns = line.split("\t")
    found = re.fullmatch(r"(\d+)(?:-(\d+)|(\.\d+))?", columns[0])
    if len(columns) != 10 or not found:
        raise ValueError(f"{where}: expected 10 columns parted by tabs, the first an id; found {len(columns)}: {line[:60]!r}")
    if found[3] or (not found[2] and int(found[1]) <= covered):
        return [], covered
    is_spaced = "SpaceAfter=No" not in columns[9].split("|")
    return [(columns[1], is_spaced)], int(cast(str, found[2])) if found[2] else covered


def _put_sentence(text: _Text, tokens: list[tuple[str, bool]]) -> None:
    if not tokens:
        return
    text.add("".join(form + " " * is_spaced for form, is_spaced in tokens).rstrip(" "))
    text.gap = " " if tokens[-1][1] else ""
