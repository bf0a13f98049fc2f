"""`copydesk train`: a boundary model from files whose sentences are known."""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from ._corpora import KINDS, Corpus, read_corpus
from ._files import file_name
from ._input import must_not_be_read, shown

WHAT = "a model of sentence boundaries, learned from files whose sentences are known; needs copydesk[train]"
EPILOG = """files:
  *.conllu          CoNLL-U
  *.txt             one sentence a line, a blank line between paragraphs; or any text that has NAME.spans.json beside it:
                    pairs [start, end] of its sentences, in code points

copydesk train mine.conllu --folds 5                      only measure: a report of five contiguous parts
copydesk train mine.txt --base english -o mine.cdm        fine-tune what the package has
copydesk sentences --model mine.cdm article.txt           use it
"""


def add_to(commands: Any) -> None:
    """The command's arguments, among the others' of `copydesk`."""
    command = commands.add_parser(
        "train", help=WHAT, description=f"train: {WHAT}.", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    say = command.add_argument
    say("files", nargs="+", metavar="FILE", help="texts and their sentences, gzip or not")
    say("--held-out", nargs="+", default=[], metavar="FILE", help="measure on these")
    say("--folds", type=int, default=0, metavar="N", help="measure on N contiguous parts of the files, trained on the others")
    say("--kind", choices=KINDS, help="what the files hold (default: as their names say)")
    say("-o", dest="out", type=file_name, metavar="OUT", help="write the model there (NAME.cdm)")
    say("--language", default="english", metavar="L", help="name or ISO code (default: %(default)s)")
    say("--base", metavar="B", help="fine-tune this: a model's path, or a language whose model the package has")
    say("--bits", type=int, metavar="N", help="2^N weights of one byte (default: as the base, else 16, English 18)")
    say("--strength", type=float, default=0.3, metavar="C", help="liblinear's C, from 1e-9 to 1e9 (default: %(default)s)")
    say("--threshold", type=int, metavar="T", help="score above which a sentence ends (default: what is best on the measured parts)")
    say("--no-lower", dest="lower", action="store_false", help="do not learn from a lower-cased copy too")
    say("--format", choices=["text", "jsonl"], default="text", help="of the report (default: %(default)s)")


def run(options: argparse.Namespace, complain: Callable[[str], None]) -> int:
    """Train, save, report; returns the exit code."""
    from ._models import save_model
    from ._train import train

    _must_have_place(options.out)
    try:
        must_not_be_read(options.out, [*options.files, *options.held_out])
        texts, unseen = (corpora(files, options.kind) for files in (options.files, options.held_out))
        training = train(
            texts,
            options.language,
            base=options.base,
            bits=options.bits,
            strength=options.strength,
            lower=options.lower,
            folds=options.folds,
            held_out=unseen,
            threshold=options.threshold,
            notes={"sources": [{"name": os.path.basename(name)} for name in options.files]},
        )
    except (ValueError, ImportError) as error:
        complain(str(error))
        return 1 if isinstance(error, ImportError) else 2
    if options.out:
        save_model(training.model, options.out)
    if options.format == "jsonl":
        json.dump(_as_json(training.report, options.out, training.model.checksum), sys.stdout, ensure_ascii=False)
        print()
    else:
        print(training.report)
        if options.out:
            print(f"{shown(options.out)}: {len(bytes(training.model)):,} bytes, {training.model.checksum}")
    return 0


def _must_have_place(out: str | None) -> None:
    """Said before minutes of training, not after."""
    if out and os.path.isdir(out):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), out)
    if out and not os.path.isdir(os.path.dirname(out) or "."):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), out)


def corpora(files: list[str], kind: str | None) -> list[Corpus]:
    return [corpus for name in files for corpus in read_corpus(name, kind)]


def _as_json(report: Any, path: str | None, checksum: str) -> dict[str, Any]:
    return {
        "figures": [figure._asdict() for figure in report.figures],
        "mistakes": [mistake._asdict() for mistake in report.mistakes],
        "abbreviations": [list(row) for row in report.abbreviations],
        "model": path,
        "checksum": checksum,
    }
