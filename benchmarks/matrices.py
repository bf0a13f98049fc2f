"""Term matrices beside scikit-learn's, and ids beside bm25s: speed and memory, the answers compared first.

python benchmarks/matrices.py [--articles FILE.jsonl[.gz]] [--rounds N] [--json FILE] [--update-docs]

New str objects at each pass, ours and theirs in turn; one core, except where two threads count. A rival too
slow for all the articles gets every n-th of them, and so do we in its row.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import measure
import numpy as np

import copydesk as cd
from copydesk._bench import seconds_for, thinned

Made = Any  # what a contender's call gives: a matrix and its columns, or ids and a vocabulary
Call = Callable[[list[str]], Made]
LEAST_ALIKE = 0.97  # of all terms, where two versions of Snowball meet
WORD = re.compile(r"(?u)\b\w\w+\b")


class Pair(NamedTuple):
    name: str
    rival: str
    packages: tuple[str, ...]
    ours: Callable[[], Call]
    theirs: Callable[[], Call]
    check: Callable[[Made, Made], float]  # how much of the answers is alike, 0 to 1
    wanted: float
    threads: int = 1
    share: int = 1  # of the articles every so many-th


# ---- contenders ------------------------------------------------------------------


def fitting(vectorizer: Any) -> Call:
    return lambda texts: (vectorizer.fit_transform(texts), vectorizer)


def of_ours(name: str, **options: Any) -> Callable[[], Call]:
    def make() -> Call:
        import copydesk.sklearn as ours

        return fitting(getattr(ours, name)(**options))

    return make


def of_theirs(name: str, **options: Any) -> Callable[[], Call]:
    def make() -> Call:
        from sklearn.feature_extraction import text

        return fitting(getattr(text, name)(**options))

    return make


def stemming() -> cd.Analyzer:
    return cd.Analyzer(style="sklearn", stem=True, max_length=10**6)


def our_stems() -> Call:
    return of_ours("CountVectorizer", analyzer=stemming())()


def pystemmer_stems() -> Call:
    import Stemmer

    stem = Stemmer.Stemmer("english").stemWords
    return of_theirs("CountVectorizer", analyzer=lambda text: stem(WORD.findall(text.lower())))()


def nltk_stems() -> Call:
    from nltk.stem.snowball import SnowballStemmer

    stem = SnowballStemmer("english").stem
    return of_theirs("CountVectorizer", analyzer=lambda text: [stem(word) for word in WORD.findall(text.lower())])()


def our_ids() -> Call:
    analyzer = stemming()
    return lambda texts: analyzer.batch(texts, threads=1).to_ids()


def bm25s_ids() -> Call:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def call(texts: list[str]) -> Made:
        made = bm25s.tokenize(texts, stopwords=None, stemmer=stemmer, show_progress=False)
        return made.ids, made.vocab

    return call


# ---- answers -------------------------------------------------------------------------


def same_matrices(ours: Made, theirs: Made) -> float:
    """Columns, types and entries; numbers that are no counts may differ in their last bits."""
    mine, other = ours[0], theirs[0].copy()
    other.sort_indices()
    if mine.shape != other.shape or mine.dtype != other.dtype:
        return 0.0
    if hasattr(theirs[1], "vocabulary_") and ours[1].vocabulary_ != theirs[1].vocabulary_:
        return 0.0
    same = np.array_equal(mine.indptr, other.indptr) and np.array_equal(mine.indices, other.indices)
    return float(same and np.allclose(mine.data, other.data, rtol=1e-12, atol=0))


def alike(pairs: Iterator[tuple[Counter[str], Counter[str]]]) -> float:
    shared = total = 0
    for mine, other in pairs:
        shared += (mine & other).total()
        total += max(mine.total(), other.total())
    return shared / total if total else 1.0


def counters(made: Made) -> Iterator[Counter[str]]:
    matrix, names = made[0], made[1].get_feature_names_out()
    for start, end in zip(matrix.indptr, matrix.indptr[1:]):
        yield Counter(dict(zip(names[matrix.indices[start:end]], matrix.data[start:end].tolist())))


def alike_stems(ours: Made, theirs: Made) -> float:
    return alike(zip(counters(ours), counters(theirs)))


def words_of(made: Made) -> Iterator[Counter[str]]:
    ids, vocabulary = made
    word = {number: term for term, number in vocabulary.items()}
    for document in ids:
        yield Counter(word[number] for number in document)


def alike_ids(ours: Made, theirs: Made) -> float:
    return alike(zip(words_of(ours), words_of(theirs)))


# ---- what is measured --------------------------------------------------------------------

COUNT, SKLEARN = "CountVectorizer", ("scikit-learn",)
STEMMED = f"{COUNT} with English stems"
PAIRS = (
    Pair(COUNT, "scikit-learn's", SKLEARN, of_ours(COUNT), of_theirs(COUNT), same_matrices, 20),
    Pair(f"{COUNT}, 2 threads", "scikit-learn's", SKLEARN, of_ours(COUNT, n_jobs=2), of_theirs(COUNT), same_matrices, 36, 2),
    Pair(STEMMED, "with PyStemmer", ("scikit-learn", "PyStemmer"), our_stems, pystemmer_stems, alike_stems, 30),
    Pair(STEMMED, "with NLTK's Snowball", ("scikit-learn", "nltk"), our_stems, nltk_stems, alike_stems, 250, share=8),
    Pair(
        f"{COUNT}, n-grams of 1 and 2",
        "scikit-learn's",
        SKLEARN,
        of_ours(COUNT, ngram_range=(1, 2)),
        of_theirs(COUNT, ngram_range=(1, 2)),
        same_matrices,
        40,
    ),
    Pair(
        "HashingVectorizer",
        "scikit-learn's",
        SKLEARN,
        of_ours("HashingVectorizer"),
        of_theirs("HashingVectorizer"),
        same_matrices,
        14,
    ),
    Pair(
        "TfidfVectorizer", "scikit-learn's", SKLEARN, of_ours("TfidfVectorizer"), of_theirs("TfidfVectorizer"), same_matrices, 18
    ),
    Pair("ids of stems", "bm25s.tokenize", ("bm25s", "PyStemmer"), our_ids, bm25s_ids, alike_ids, 15),
)
PACKAGES = {package for pair in PAIRS for package in pair.packages}
MOST_MEMORY = 1 / 4  # of scikit-learn's, for fit

# Peak over what was there before, in a process of its own: where the system tells.
FIT = """
import gc, re, sys
from pathlib import Path
import scipy.sparse
from {module} import CountVectorizer
import measure
texts = measure.fresh(measure.to_bytes(measure.articles_of(sys.argv[1])))
vectorizer = CountVectorizer()
vectorizer.fit(["One text before."])
gc.collect()
Path("/proc/self/clear_refs").write_text("5")
kilobytes = lambda name: int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = kilobytes("VmRSS")
vectorizer.fit(texts)
print((kilobytes("VmHWM") - before) / 1e3 * 1.024)
"""


def measure_pair(pair: Pair, articles: Sequence[str], rounds: int) -> dict[str, Any]:
    """Megabytes a second of both, round by round; a FAULT where the answers differ."""
    some = thinned(articles, len(articles) // pair.share)
    encoded = measure.to_bytes(some)
    ours, theirs = pair.ours(), pair.theirs()
    found = pair.check(ours(measure.fresh(encoded)), theirs(measure.fresh(encoded)))
    row = {"name": pair.name, "rival": pair.rival, "wanted": pair.wanted, "alike": found, "ours": [], "theirs": []}
    if found < (1.0 if pair.check is same_matrices else LEAST_ALIKE):
        return row
    n_bytes = sum(map(len, encoded))
    with nullcontext() if pair.threads == 1 else measure.all_cores():
        for _ in range(rounds):
            for call, name in ((ours, "ours"), (theirs, "theirs")):
                row[name].append(n_bytes / 1e6 / seconds_for(call, [measure.fresh(encoded)]))
    return row


def peak_memory(articles: str) -> list[float]:
    """Megabytes that fit takes at its peak, ours and theirs; none where the system does not tell."""
    found = []
    for module in ("copydesk.sklearn", "sklearn.feature_extraction.text"):
        run = [sys.executable, "-c", FIT.format(module=module), articles]
        done = subprocess.run(run, cwd=Path(__file__).parent, capture_output=True, text=True)
        if done.returncode:
            return []
        found.append(float(done.stdout))
    return found


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    articles = measure.articles_of(options.articles, options.limit)
    core = measure.pin_to_one_core()
    record: dict[str, Any] = {
        "machine": measure.environment(core),
        "text": {"articles": len(articles), "bytes": sum(map(len, measure.to_bytes(articles)))},
        "rounds": options.rounds,
        "pairs": [],
    }
    for pair in PAIRS:
        if options.only and not any(part in f"{pair.name} {pair.rival}" for part in options.only):
            continue
        try:
            record["pairs"].append(measure_pair(pair, articles, options.rounds))
        except ImportError as error:
            print(f"left out: {pair.name} {pair.rival}: {error}")
            continue
        print(markdown_row(record["pairs"][-1]), flush=True)
    record["peak_mb"] = [] if options.only else peak_memory(options.articles)
    return record


# ---- the table -----------------------------------------------------------------------------


def ratio_of(row: dict[str, Any]) -> float:
    return statistics.median(a / b for a, b in zip(row["ours"], row["theirs"]))


def markdown_row(row: dict[str, Any]) -> str:
    start = f"| {row['name']} | {row['rival']} |"
    if not row["ours"]:
        return f"{start} | | the answers differ ({row['alike']:.1%} alike) | {row['wanted']} × | |"
    ours, theirs = statistics.median(row["ours"]), statistics.median(row["theirs"])
    return f"{start} {ours:.0f} | {theirs:.2g} | {ratio_of(row):.1f} × | {row['wanted']} × | {row['alike']:.1%} |"


def figures_of(record: dict[str, Any]) -> str:
    text, machine = record["text"], record["machine"]
    lines = [
        f"{text['articles']:,} articles, {text['bytes'] / 1e6:.1f} MB; {machine['cpu']}; medians of {record['rounds']} rounds.",
        "",
        "| | beside | MB/s | theirs | ratio | wanted | answers alike |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *map(markdown_row, record["pairs"]),
    ]
    if record["peak_mb"]:
        ours, theirs = record["peak_mb"]
        lines += ["", f"Peak memory of `CountVectorizer().fit`, beside the texts: {ours:.0f} MB, scikit-learn's {theirs:.0f} MB: "]
        lines[-1] += f"{ours / theirs:.2f} of it ({MOST_MEMORY} wanted)."
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Term matrices beside scikit-learn's.")
    parser.add_argument("--articles", default="", metavar="FILE", help="JSON Lines of strings, .gz or not (default: our own few)")
    parser.add_argument("--limit", type=int, metavar="N", help="so many articles at most")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="passes of each contender (5)")
    parser.add_argument("--only", action="append", metavar="NAME", help="only rows that hold this; again: or that")
    parser.add_argument("--json", metavar="FILE", help="write the record here")
    parser.add_argument("--update-docs", action="store_true", help="write the table into docs/sklearn.md")
    options = parser.parse_args(argv)
    record = measure_all(options)
    if options.json:
        measure.write_json(options.json, record)
    measure.tell_figures("matrices", figures_of(record), measure.DOCS.with_name("sklearn.md"), options.update_docs)
    return int(any(not row["ours"] for row in record["pairs"]))


if __name__ == "__main__":
    sys.exit(main())
