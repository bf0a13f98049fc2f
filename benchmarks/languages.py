#!/usr/bin/env python3
"""The table of docs/languages.md: what each language has, and how accurate it is on gold data.

    python benchmarks/languages.py --data DIR [--update-docs]

DIR holds ud/TREEBANK/dev.txt.gz and ersatz/CODE/dev.txt.gz, each beside its spans (dev.spans.json.gz): sentences, and in ud
also tokens and, where a token is written for several words, their spans. F1 of exact spans over all but white space, in
percent, as CoNLL 2018 scores; each file is read whole, as raw text.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import measure

import copydesk as cd

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "languages.md"
LISTS = ROOT / "csrc" / "lang"
MODELS = ROOT / "src" / "copydesk" / "models"
# Names of treebanks and codes of news, where they are not the language's own name.
CODES = {"ar": "arabic", "de": "german", "en": "english", "fi": "finnish", "fr": "french", "hi": "hindi", "lt": "lithuanian",
         "ro": "romanian", "ru": "russian", "ta": "tamil", "tr": "turkish", "Chinese": "zh", "Japanese": "ja"}  # fmt: skip
NO_SENTENCES = "English-Atis"  # requests without final marks


def gold_of(prefix: Path) -> tuple[str, dict[str, Any]]:
    with gzip.open(f"{prefix}.txt.gz", "rt", encoding="utf-8", newline="") as file:
        text = file.read()
    with gzip.open(f"{prefix}.spans.json.gz", "rt", encoding="utf-8") as file:
        return text, json.load(file)


def f1(text: str, gold: list[Any], found: list[Any]) -> float:
    """Of spans that hold the same characters, white space aside."""
    before = [0]
    for character in text:
        before.append(before[-1] + (not character.isspace()))
    want, have = (Counter((before[a], before[b]) for a, b in spans if before[a] < before[b]) for spans in (gold, found))
    return 200 * sum((want & have).values()) / (sum(want.values()) + sum(have.values()))


def words_of(gold: dict[str, Any]) -> list[Any]:
    several = gold.get("mwt", {})
    return [span for i, token in enumerate(gold["tokens"]) for span in several.get(str(i), [token])]


def figures(language: str, prefix: Path) -> list[str]:
    """Sentences, tokens, words; a dash where the set does not mark them."""
    text, gold = gold_of(prefix)
    scores = [f1(text, gold["sentences"], cd.Analyzer(language).spans(text, level="sentence"))]
    if gold.get("tokens"):
        scores.append(f1(text, gold["tokens"], cd.Analyzer(language, contractions="keep").spans(text)))
        scores.append(f1(text, words_of(gold), cd.Analyzer(language).spans(text)))
    return [f"{score:.1f}" for score in scores] + ["–"] * (3 - len(scores))


def listed(path: Path) -> tuple[int, int, str]:
    """Abbreviations, and words that are cut, of one list; its stemmer."""
    section, abbreviations, cuts, stemmer = "", set(), 0, "–"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# stemmer "):
            stemmer = line.split()[2].replace("-", "–")
        elif line.startswith("["):
            section = line.strip()[1:-1]
        elif section in ("title", "abbreviation", "ending", "numeric"):
            abbreviations.update(line.split())
        elif section in ("elision", "clitic", "split", "tail"):
            cuts += len(line.split())
    return len(abbreviations), cuts, stemmer


def has(language: str) -> list[str]:
    path = LISTS / f"{language}.txt"
    abbreviations, cuts, stemmer = listed(path) if path.exists() else (0, 0, "–")
    model = "own" if (MODELS / f"{language}.cdm").exists() else "shared" if cd.Analyzer(language).model else "rules"
    return ["yes" if stemmer != "–" else "–", str(abbreviations or "–"), str(cuts or "–"), model]


def sets_of(data: Path) -> dict[str, list[tuple[str, Path]]]:
    """The gold sets of each language, treebanks first."""
    found: dict[str, list[tuple[str, Path]]] = {name: [] for name in cd.languages()}
    for path in sorted(data.glob("ud/*/dev.txt.gz")) + sorted(data.glob("ersatz/*/dev.txt.gz")):
        name = path.parent.name
        if name == NO_SENTENCES:
            continue
        is_news = path.parent.parent.name == "ersatz"
        code = name if is_news else name.split("-")[0]
        language = CODES.get(code, code.lower())
        label = "news" if is_news else name.split("-")[1]
        found.setdefault(language, []).append((label, path.parent / "dev"))
    return found


def table(data: Path) -> list[str]:
    rows = ["| language | stemmer | abbreviations | cuts | sentences by | set | sentences | tokens | words |", "| --- " * 9 + "|"]
    for language, sets in sets_of(data).items():
        first = [language, *has(language)]
        for label, prefix in sets or [("–", None)]:
            scores = figures(language, prefix) if prefix else ["–"] * 3
            rows.append("| " + " | ".join([*first, label, *scores]) + " |")
            first = [""] * 5
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--update-docs", action="store_true", help="write the table into docs/languages.md")
    arguments = parser.parse_args()
    made = "\n".join(table(arguments.data))
    measure.tell_figures("languages", made, PAGE, arguments.update_docs)


if __name__ == "__main__":
    main()
