"""`copydesk annotate` and `copydesk terms`: whole corpora into a directory, and a summary."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import copydesk as cd

from ._input import shown
from ._shards import KINDS, SHARD_BYTES

COMMANDS = {
    "annotate": "a corpus as Parquet or JSON Lines, a row for each text: tokens, sentences, ... on all processors",
    "terms": "a corpus as counts of terms and their vocabulary, on all processors",
}
GOES_ON = "Interrupted, the same command goes on behind the last part that was finished."


def add_to(commands: Any, add_rules: Callable[[argparse.ArgumentParser], None]) -> None:
    """Both commands; `add_rules` adds the arguments that make an Analyzer."""
    for name, what in COMMANDS.items():
        command = commands.add_parser(name, help=what, description=f"{name}: {what}.", epilog=GOES_ON)
        command.add_argument("files", nargs="+", metavar="FILE", help="UTF-8 text, .jsonl, .csv, each packed by gzip or not, or .parquet")
        command.add_argument("-o", dest="out", metavar="OUT", required=True, help="a directory, made if it is not there")
        command.add_argument("--input", choices=KINDS, help="what the files hold (default: as their names say, else text)")
        command.add_argument("--column", default="text", metavar="C", help="the column, or JSON's key, of texts (default: %(default)s)")
        add_rules(command)
        command.add_argument("--processes", type=int, default=0, metavar="N", help="0 (the default): as many as are of use")
        command.add_argument("--shard-bytes", type=int, default=SHARD_BYTES, metavar="N", help="input that makes a part (default: %(default)s)")
    add_annotate(commands.choices["annotate"])
    add_terms(commands.choices["terms"])


def add_annotate(command: argparse.ArgumentParser) -> None:
    command.add_argument("--columns", default="tokens,sentences", metavar="C,...", help="what to find (default: %(default)s)")
    command.add_argument("--keep", default="", metavar="C,...", help="columns or keys of the input to keep")
    command.add_argument("--unit", choices=["code_point", "byte", "utf16"], default="code_point", help="of offsets (default: %(default)s)")
    command.add_argument("--format", choices=["parquet", "jsonl"], default="parquet", help="default: %(default)s")


def add_terms(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-stem", action="store_true", help="words as they are, not their stems")
    command.add_argument("--case", action="store_true", help="tell upper from lower case")
    command.add_argument("--stop-words", metavar="L", help="leave out the stop words of the language; L is its name, or language: whatever it is")
    command.add_argument("--ngrams", type=int, default=1, metavar="N", help="terms of up to N words (default: 1)")
    command.add_argument("--body", action="store_true", help="the articles' own text alone, without headlines, menus and teasers")
    command.add_argument("--min-df", type=number, default=1, metavar="N", help="keep terms of at least so many documents, or such a share: 0.01")
    command.add_argument("--max-df", type=number, default=1.0, metavar="N", help="and of at most so many")
    command.add_argument("--max-features", type=int, metavar="N", help="keep the most frequent terms")
    command.add_argument("--max-terms", type=int, metavar="N", help="bound the memory: count at most so many terms")
    command.add_argument("--format", choices=["npz", "parquet"], default="npz", help="default: %(default)s")


def number(value: str) -> float:
    """An int where it is written as one, else a float.

    >>> number("5"), number("0.5")
    (5, 0.5)
    """
    return int(value) if value.lstrip("+-").isdigit() else float(value)


def rules(options: argparse.Namespace) -> dict[str, Any]:
    """What the command's own arguments tell an Analyzer."""
    if options.command != "terms":
        return {}
    return {
        "stem": not options.no_stem,
        "lowercase": not options.case,
        "stop_words": options.stop_words,
        "ngram_range": (1, options.ngrams),
        "blocks": cd.BODY if options.body else None,
    }


def run(options: argparse.Namespace, analyzer: cd.Analyzer, complain: Callable[[str], None]) -> int:
    from . import files

    began = time.monotonic()
    shared = {"column": options.column, "kind": options.input, "format": options.format, "processes": options.processes,
              "shard_bytes": options.shard_bytes, "progress": sys.stderr.isatty() and find_spec("tqdm") is not None}  # fmt: skip
    try:
        if options.command == "annotate":
            columns, keep = listed(options.columns), listed(options.keep)
            summary = files.annotate(options.files, options.out, analyzer, columns, keep=keep, unit=options.unit, **shared)
        else:
            limits = {"min_df": options.min_df, "max_df": options.max_df, "max_features": options.max_features, "max_terms": options.max_terms}
            summary = files.terms(options.files, options.out, analyzer, **limits, **shared)
    except (ValueError, ImportError) as error:
        complain(str(error))
        return 2
    except ChildProcessError as error:
        complain(str(error))
        return 1
    tell(summary, options, time.monotonic() - began, complain)
    return int(summary.failed > 0)


def listed(names: str) -> list[str]:
    return [name for name in names.split(",") if name]


def tell(summary: Any, options: argparse.Namespace, seconds: float, complain: Callable[[str], None]) -> None:
    """What failed, on standard error; what was done."""
    for error in summary.errors:
        complain(error)
    if summary.failed > len(summary.errors):
        complain(f"and {summary.failed - len(summary.errors):,} more")
    size = sum(os.stat(name).st_size for name in options.files)
    read = summary.documents - summary.nulls - summary.failed
    print(f"{counted(summary.documents, 'document')} ({read:,} read, {summary.nulls:,} null, {summary.failed:,} failed)")
    print(f"{size / 1e6:,.1f} MB of {counted(len(options.files), 'file')} in {seconds:,.1f} s")
    if options.command == "terms":
        print(f"{counted(summary.terms, 'term')}, counted {summary.counted:,} times")
    print(f"{counted(summary.parts, 'part')} in {shown(options.out)}")


def counted(n: int, what: str) -> str:
    """How many of it there are.

    >>> counted(1, "file"), counted(5861, "document")
    ('1 file', '5,861 documents')
    """
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
