"""The `copydesk` command: articles in; blocks, sentences, tokens and stems out, as text or JSON Lines."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import signal
import sys
import textwrap
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, BinaryIO, TextIO, cast

import copydesk as cd
from copydesk import _cli_files, _cli_train
from copydesk._core import _MOST_THREADS
from copydesk._files import file_name, written
from copydesk._input import ends_in, must_not_be_read, read

BROKEN_PIPE = 128 + signal.SIGPIPE
INTERRUPTED = 128 + signal.SIGINT
LONG_INPUT = 4_000_000  # bytes; under this a progress bar is gone before it is read

COMMANDS = {
    "article": "blocks, and in each its sentences, tokens and stems",
    "sentences": "one sentence a line",
    "tokens": "the tokens of one sentence a line, parted by spaces",
    "stems": "the stems of one sentence a line, parted by spaces",
    "spans": "one token a line: start, end, kind, text, parted by tabs",
    "bench": "how fast copydesk reads these files, beside str.split() and the tokenizers that are installed",
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code (0, 1 a file failed, 2 usage, 130 interrupted, 141 broken pipe)."""
    open_streams()
    try:
        status = run(parse(arguments))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Python flushes stdout once more at exit: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        complain(f"{error.filename or 'output'}: {error.strerror}")
        return 1


def open_streams() -> None:
    """Standard output and errors that the caller has closed go nowhere; else they would be the next file that is opened."""
    for number, name in enumerate(("stdout", "stderr"), 1):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
            os.set_inheritable(number, True)
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="copydesk",
        description="Articles as blocks, sentences, tokens and stems, with exact offsets.",
        epilog="Exit codes: 0 done, 1 a file failed, 2 wrong usage.",
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=versions())
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        command = commands.add_parser(name, help=what, description=f"{name}: {what}.")
        command.add_argument(
            "files",
            nargs="*",
            metavar="FILE",
            help='UTF-8 text, or .jsonl with a string or an object with "text" a line; gzip is unpacked; none or - is standard input',
        )
        command.add_argument("--input", choices=["text", "jsonl"], help="what the files hold (default: as their names say, else text)")
        command.add_argument("-o", dest="out", type=file_name, metavar="OUT", help="write there instead of standard output, packed by gzip if it ends in .gz")
        command.add_argument("--format", choices=["text", "jsonl"], default="text", help="default: %(default)s")
        add_rules(command)
        command.add_argument("--threads", type=threads, default=0, metavar="N", help="0 (the default): as many as are of use")
    _cli_files.add_to(commands, add_rules)
    _cli_train.add_to(commands)
    return parser.parse_args(arguments)


def threads(word: str) -> int:
    """`--threads`, within the limits of `Analyzer.batch`."""
    number = int(word) if word.isdecimal() else -1
    if not 0 <= number <= _MOST_THREADS:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {_MOST_THREADS}, not {word!r}")
    return number


def add_rules(command: argparse.ArgumentParser) -> None:
    """The arguments that make an Analyzer."""
    command.add_argument("--language", default="english", metavar="L", help="name or ISO code, or auto: each text's own (default: %(default)s)")
    command.add_argument("--style", default="news", metavar="S", help="news, uax29, whitespace or sklearn")
    command.add_argument("--model", type=file_name, metavar="FILE", help="of sentence boundaries, as copydesk train writes it")
    command.add_argument("--layout", default="auto", metavar="L", help="what a newline means: auto, line, wrap or off")


def versions() -> str:
    """What `--version` prints: copydesk and all that its output depends on."""
    names = {"unicode": "Unicode", "isa": "kernel"}
    return "\n".join(f"{names.get(name, name)} {version}" for name, version in cd.versions().items())


def run(options: argparse.Namespace) -> int:
    show_any_text(options)
    if options.command == "train":
        return _cli_train.run(options, complain)
    try:
        more = _cli_files.rules(options)
        analyzer = cd.Analyzer(language=options.language, style=options.style, layout=options.layout, model=options.model, **more)
        must_not_be_read(options.out, [*(options.files or ["-"]), *filter(None, [options.model])])
    except ValueError as error:
        complain(str(error))
        return 2
    if options.command in _cli_files.COMMANDS:
        return _cli_files.run(options, analyzer, complain)
    with output(options) as out:
        job = Job(options, analyzer, out)
        return job.bench() if options.command == "bench" else job.run()


@contextmanager
def output(options: argparse.Namespace) -> Iterator[TextIO]:
    """Where results go: to a file all or none, packed where its name ends in .gz. A lone surrogate is written as JSON escapes it."""
    if options.out and options.out != "-":
        with written(options.out) as plain, packed(plain, options.out) as file:
            text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="")
            yield text
            text.flush()
            text.detach()
        return
    yield sys.stdout


def packed(file: BinaryIO, name: str) -> AbstractContextManager[BinaryIO]:
    """A file that packs by gzip, the same bytes at all times, where its name says so; else the file."""
    if not ends_in(name, ".gz"):
        return nullcontext(file)
    import gzip

    return cast(AbstractContextManager[BinaryIO], gzip.GzipFile("", "wb", 6, file, 0))


def show_any_text(options: argparse.Namespace) -> None:
    """Standard output takes what its encoding does not have, as Python escapes it; JSON is UTF-8."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = "utf-8" if options.format == "jsonl" and options.command not in _cli_files.COMMANDS else None
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def complain(message: str) -> None:
    print(f"copydesk: {message}", file=sys.stderr)


class Job:
    """One run of a command over its files."""

    def __init__(self, options: argparse.Namespace, analyzer: cd.Analyzer, out: TextIO) -> None:
        self.options = options
        self.analyzer = analyzer
        self.out = out
        self.files: list[str] = options.files or ["-"]
        self.failed = False
        self.page = Page(out)
        self.places: deque[dict[str, Any]] = deque()  # of the texts on their way through the analyzer

    def run(self) -> int:
        with Progress(self.files, self.out) as progress:
            docs = self.analyzer.pipe(self.texts(progress), batch_size=16, threads=self.options.threads)
            while self.write_next(docs):
                pass
        return int(self.failed)

    def write_next(self, docs: Iterator[cd.Doc]) -> bool:
        """Write a Doc, or say what is wrong with it; False behind the last one."""
        try:
            doc = next(docs, None)
        except OverflowError as error:  # a text of more than 2 GiB
            self.fail(f"{self.places.popleft()['file']}: {error}")
            return True
        if doc is not None:
            self.write(self.places.popleft(), doc)
        return doc is not None

    def bench(self) -> int:
        from copydesk import _bench

        with Progress([], self.out) as progress:
            if not _bench.run(self.analyzer, self.texts(progress), self.options.threads, self.options.format == "jsonl", self.out):
                self.fail("no text to measure on")
        return int(self.failed)

    def write(self, place: dict[str, Any], doc: cd.Doc) -> None:
        command = self.options.command
        if self.options.format == "jsonl":
            record = place | JSON[command](doc)
            self.out.write(json.dumps(record, ensure_ascii=False) + "\n")
            return
        if len(self.files) > 1:
            line = f":{place['line']}" if "line" in place else ""
            self.out.write(f"==> {place['file']}{line} <==\n")
        for line in TEXT[command](doc, self.page):
            self.out.write(line + "\n")
        if self.page.is_terminal:
            self.out.flush()

    def texts(self, progress: Progress) -> Iterator[str]:
        """The texts of every file that can be read; says what cannot, and goes on."""
        for name in self.files:
            try:
                for place, text in read(name, self.options.input, progress.advance):
                    if isinstance(text, ValueError):
                        self.fail(f"{name}:{place['line']}: {text}")
                        continue
                    self.places.append(place)
                    yield text
            except UnicodeDecodeError as error:
                self.fail(f"{name}: not UTF-8: {error.reason} at byte {error.start}")
            except OSError as error:
                self.fail(f"{name}: {error.strerror or error}")

    def fail(self, message: str) -> None:
        complain(message)
        self.failed = True


class Progress:
    """A bar on standard error where one is of use: long input, a terminal that shows nothing else, tqdm installed."""

    def __init__(self, files: Iterable[str], out: TextIO) -> None:
        self.bar: Any = None
        total = sum(os.path.getsize(name) for name in files if os.path.isfile(name))
        if total < LONG_INPUT or not sys.stderr.isatty() or out.isatty():
            return
        try:
            from tqdm import tqdm
        except ImportError:
            return
        self.bar = tqdm(total=total, unit="B", unit_scale=True, leave=False, file=sys.stderr)

    def advance(self, n: int) -> None:
        if self.bar is not None:
            self.bar.update(n)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()


# ---- JSON Lines --------------------------------------------------------------


def json_article(doc: cd.Doc) -> dict[str, Any]:
    return {
        "language": doc.language,
        "headline": doc.headline,
        "date": doc.date.isoformat() if doc.date else None,
        "body": doc.body,
        "blocks": [
            {
                "kind": block.kind,
                "start": block.start,
                "end": block.end,
                "text": block.text,
                "sentences": [json_sentence(sentence) for sentence in block.sentences],
            }
            for block in doc.blocks
        ],
    }


def json_sentence(sentence: cd.Sentence) -> dict[str, Any]:
    tokens = [
        {"start": token.start, "end": token.end, "text": token.text, "kind": token.kind, "stem": token.stem}
        for token in sentence.tokens
    ]
    return {"start": sentence.start, "end": sentence.end, "text": sentence.text, "tokens": tokens}


JSON: dict[str, Callable[[cd.Doc], dict[str, Any]]] = {
    "article": json_article,
    "sentences": lambda doc: {"sentences": [sentence.text for sentence in doc.sentences]},
    "tokens": lambda doc: {"tokens": [token.text for token in doc.tokens]},
    "stems": lambda doc: {"stems": [token.stem for token in doc.tokens]},
    "spans": lambda doc: {"spans": [[token.start, token.end] for token in doc.tokens]},
}


# ---- text for people ---------------------------------------------------------

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
BOLD, DIM, GREEN = "1", "2", "32"
TOKEN_COLOURS = {
    "number": "36", "punct": "2", "symbol": "33", "url": "34", "email": "34", "hashtag": "35",
    "mention": "35", "emoji": "33", "ellipsis": "2", "dash": "2", "other": "31",
}  # fmt: skip


class Page:
    """Where text is shown: its width and whether it has colours. Nobody's text may steer the terminal."""

    def __init__(self, out: TextIO) -> None:
        self.is_terminal = out.isatty()
        self.has_colour = self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.width = shutil.get_terminal_size().columns if self.is_terminal else 0
        self.has_superscripts = "utf" in (out.encoding or "").lower()

    def colour(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.has_colour and text else text

    def line(self, text: str) -> str:
        """`text` on one line: white space runs as one space; on a terminal, control characters spelled out."""
        text = " ".join(text.split())
        return CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", text) if self.is_terminal else text

    def at(self, offset: int) -> str:
        mark = str(offset).translate(SUPERSCRIPT) if self.has_superscripts else f"@{offset}"
        return self.colour(DIM, mark)

    def wrapped(self, label: str, cells: list[tuple[str, int]]) -> Iterator[str]:
        """A labelled line of cells (shown form, visible width), broken between cells at the terminal's width."""
        indent = 4 + 8
        line, used = "    " + self.colour(DIM, label.ljust(8)), indent
        for shown, width in cells:
            if self.width and used + width + 1 > self.width and used > indent:
                yield line.rstrip()
                line, used = " " * indent, indent
            line += shown + " "
            used += width + 1
        yield line.rstrip()


def show_article(doc: cd.Doc, page: Page) -> Iterator[str]:
    for i, block in enumerate(doc.blocks):
        if i:
            yield ""
        yield f"{page.colour(BOLD + ';' + GREEN, block.kind.upper())} {page.colour(DIM, f'{block.start}–{block.end}')}"
        for sentence in block.sentences:
            span = f"{sentence.start}–{sentence.end}"
            yield from show_sentence_text(page, span, page.line(sentence.text))
            tokens = sentence.tokens
            yield from page.wrapped("tokens", [token_cell(page, token) for token in tokens])
            stems = [page.line(token.stem) for token in tokens]
            yield from page.wrapped("stems", [(stem, len(stem)) for stem in stems])


def show_sentence_text(page: Page, span: str, text: str) -> Iterator[str]:
    room = page.width - len(span) - 4
    rows = textwrap.wrap(text, room, break_on_hyphens=False) if room > 20 else [text]
    for i, row in enumerate(rows):
        lead = page.colour(DIM, span) if i == 0 else " " * len(span)
        yield f"  {lead}  {page.colour(BOLD, row)}"


def token_cell(page: Page, token: cd.Token) -> tuple[str, int]:
    text = page.line(token.text) or repr(token.text)
    shown = page.colour(TOKEN_COLOURS.get(token.kind, ""), text) if token.kind in TOKEN_COLOURS else text
    return shown + page.at(token.start), len(text) + len(str(token.start))


def show_spans(doc: cd.Doc, page: Page) -> Iterator[str]:
    for token in doc.tokens:
        yield f"{token.start}\t{token.end}\t{token.kind}\t{page.line(token.text)}"


TEXT: dict[str, Callable[[cd.Doc, Page], Iterator[str]]] = {
    "article": show_article,
    "sentences": lambda doc, page: (page.line(sentence.text) for sentence in doc.sentences),
    "tokens": lambda doc, page: (" ".join(page.line(t.text) for t in s.tokens) for s in doc.sentences),
    "stems": lambda doc, page: (" ".join(page.line(t.stem) for t in s.tokens) for s in doc.sentences),
    "spans": show_spans,
}
