"""What a byte of hostile text costs beside a byte of news, in the same run.

python benchmarks/hostile.py [--articles FILE.jsonl[.gz]] [--size BYTES] [--json FILE] [--update-docs]

Each input is measured small and at full size: a cost that grows with the size shows as two
different ratios. Exit status 1 if any ratio is over its limit.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import string
import sys
from collections.abc import Callable, Iterator
from itertools import count, islice
from typing import Any, NamedTuple

import measure

import copydesk as cd

LIMIT = 5.0  # times the cost of news
CANDIDATES_LIMIT = 8.0  # for texts in which every place may end a sentence
TOO_SLOW = 40.0  # times: not measured at full size as well


class Input(NamedTuple):
    name: str
    text: Callable[[int], str]  # about so many bytes of it
    limit: float = LIMIT
    is_new: bool = False  # another text at each call, so that no cache has seen it


def again(unit: str, limit: float = LIMIT, name: str = "") -> Input:
    n = len(unit.encode("utf-8", "surrogatepass"))
    return Input(name or unit, lambda size: unit * max(1, size // n), limit)


LETTERS = random.Random(1)
NUMBERS = count(1_000_000)


def words_never_seen(size: int) -> str:
    """Words of eight random letters: each one new to every cache."""
    return " ".join("".join(LETTERS.choices(string.ascii_lowercase, k=8)) for _ in range(size // 9))


def numbers_never_seen(size: int) -> str:
    return " ".join(map(str, islice(NUMBERS, size // 8)))


INPUTS = [
    Input("8,000 quotes", lambda size: '"' * 8000),
    Input("8,000 curly quotes", lambda size: "“”" * 4000),
    again(' "', CANDIDATES_LIMIT),
    again("a", name="one letter"),
    again("A", name="one capital"),
    again(".", name="full stops"),
    again("\n", name="newlines"),
    again(" ", name="spaces"),
    again("\r\n", name="CRLF"),
    again("'", name="apostrophes"),
    again("’", name="curly apostrophes"),
    again("a."),
    again("é.é"),
    again("A."),
    again("a. ", CANDIDATES_LIMIT),
    again("A. ", CANDIDATES_LIMIT, "A. A. A. "),
    again("A.\n", CANDIDATES_LIMIT, "A. on lines"),
    again("a\n", CANDIDATES_LIMIT, "a on lines"),
    again("Mr. ", CANDIDATES_LIMIT),
    again("? ", CANDIDATES_LIMIT),
    again(". ", CANDIDATES_LIMIT),
    again('." ', CANDIDATES_LIMIT),
    Input("a URL", lambda size: "https://example.com/" + "a" * size),
    Input("a URL of parts", lambda size: "https://example.com/" + "a-b/c.d?e=f&" * (size // 12)),
    again("http://", name="http://http://"),
    again("www."),
    again("1,", name="digits and commas"),
    again("1.", name="digits and stops"),
    again("1:"),
    again("1/"),
    again("a-"),
    again("-", name="hyphens"),
    again("- "),
    again("@a.a", name="@a.a@a.a"),
    again("a@", name="a@a@"),
    again("@"),
    again("#a", name="#a#a"),
    again("#"),
    again("(", name="brackets open"),
    again("()", name="brackets"),
    again("[1] ", CANDIDATES_LIMIT),
    again("\u0301", name="combining marks"),
    again("e\u0301", name="letters with marks"),
    again("👩\u200d", name="emoji ZWJ chain"),
    again("👩\u200d👩\u200d👧 ", name="emoji families"),
    again("🇫🇷", name="flags"),
    again("\u200d", name="ZWJ"),
    again("国", name="CJK"),
    again("漢字かなカナ", name="Japanese"),
    again("한국", name="Hangul"),
    again("ภาษาไทย", name="Thai"),
    again("ж", name="Cyrillic letter"),
    again("'s"),
    again("a's"),
    again("n't"),
    again("don't "),
    again("l’", name="l’l’l’"),
    again("...!!!???"),
    again("!? ", CANDIDATES_LIMIT),
    again("...", name="dots in threes"),
    again("— ", name="dashes"),
    again("$1%", name="$1%"),
    again("_"),
    again("a_"),
    again("&"),
    again("/"),
    again(":"),
    again(";"),
    again("*"),
    again("<a>"),
    again("\0", name="NUL"),
    again("\udc80", name="lone surrogates"),
    again("\ufffd", name="replacement characters"),
    Input("words never seen", words_never_seen, is_new=True),
    Input("numbers never seen", numbers_never_seen, is_new=True),
]


def whole_doc(analyzer: cd.Analyzer) -> Callable[[str], int]:
    def read(text: str) -> int:
        doc = analyzer(text)
        return len(doc.tokens) + len(doc.sentences) + len(doc.blocks)

    return read


def calls_of(analyzer: cd.Analyzer) -> dict[str, Callable[[str], object]]:
    return {
        "tokens": analyzer.tokens,
        "sentences": analyzer.sentences,
        "doc": whole_doc(analyzer),
        "terms": analyzer.terms,
    }


def cost(call: Callable[[str], object], texts: Callable[[], list[str]], least: float, typical: Any = min) -> float:
    """Nanoseconds a byte, over at least three passes; `texts` makes new str objects for each."""
    passes: list[float] = []
    n_bytes = sum(map(len, measure.to_bytes(texts())))
    while len(passes) < 3 or (sum(passes) < least and len(passes) < 200):
        passes.append(measure.seconds_for(call, texts()))
        if passes[-1] > 1:
            break
    return typical(passes) * 1e9 / n_bytes


def maker(one: Input, size: int) -> Callable[[], list[str]]:
    if one.is_new:
        return lambda: [one.text(size)]
    encoded = measure.to_bytes([one.text(size)])
    return lambda: measure.fresh(encoded)


def ratios(one: Input, size: int, news: News, calls: dict[str, Any], least: float) -> dict[str, list[float]]:
    """For each call, times the cost of news: at a sixteenth of the size, then at full size."""
    typical = min
    if one.is_new:
        typical, least = statistics.mean, 6 * least  # long enough to count a cache that fills up and starts anew
    found: dict[str, list[float]] = {}
    for name, call in calls.items():
        found[name] = []
        for n in (size // 16, size):
            ratio = cost(call, maker(one, n), least, typical) / news.now(name, call)
            found[name].append(round(ratio, 2))
            if ratio > TOO_SLOW:
                break
    return found


class News:
    """The cost of news, measured again beside every other cost: machines change their pace."""

    def __init__(self, articles: list[str]) -> None:
        self.encoded = measure.to_bytes(articles)
        self.seen: dict[str, list[float]] = {}

    def now(self, name: str, call: Callable[[str], object]) -> float:
        """Nanoseconds a byte, in three passes after one to warm the caches."""
        measure.seconds_for(call, measure.fresh(self.encoded))
        ns = cost(call, lambda: measure.fresh(self.encoded), 0.0)
        self.seen.setdefault(name, []).append(ns)
        return ns

    def typical(self) -> dict[str, float]:
        return {name: round(statistics.median(seen), 3) for name, seen in self.seen.items()}


def table(rows: list[dict[str, Any]], names: list[str]) -> Iterator[str]:
    yield f"{'times the cost of news (small, full)':<38}" + "".join(f"{name:>16}" for name in names) + "   limit"
    for row in rows:
        cells = (" ".join(f"{ratio:.1f}" for ratio in row["ratios"][name]) for name in names)
        over = "   OVER: " + ", ".join(row["over"]) if row["over"] else ""
        yield f"{row['name']!r:<38}" + "".join(f"{cell:>16}" for cell in cells) + f"{row['limit']:>8.0f}{over}"


def figures_of(record: dict[str, Any]) -> str:
    """The record as Markdown: for each input the worse of its two ratios, the dearest input first."""
    names = list(record["news_ns_per_byte"])
    lines = [f"| times the cost of news | {' | '.join(names)} | limit |", "|---|" + "---:|" * (len(names) + 1)]
    news = ("{:.2f} ns a byte".format(record["news_ns_per_byte"][name]) for name in names)
    lines.append(f"| news itself | {' | '.join(news)} | |")
    for row in sorted(record["inputs"], key=lambda row: -max(row["ratios"]["tokens"])):
        worst = {name: max(values) for name, values in row["ratios"].items()}
        cells = (f"**{worst[name]:.1f}**" if name in row["over"] else f"{worst[name]:.1f}" for name in names)
        lines.append(f"| {shown(row['name'])} | {' | '.join(cells)} | {row['limit']:.0f} |")
    return "\n".join(lines)


def shown(name: str) -> str:
    """The name of an input, so that Markdown leaves it alone: its signs as code, its words as words."""
    return name if re.fullmatch(r"[\w, ]*\w{3}[\w, ]*", name) else f"`{name}`"


def measure_all(articles: list[str], size: int, least: float, inputs: list[Input] = INPUTS) -> dict[str, Any]:
    calls = calls_of(cd.Analyzer())
    news = News(articles)
    rows = []
    for one in inputs:
        found = ratios(one, size, news, calls, least)
        over = [name for name, values in found.items() if max(values) > one.limit]
        rows.append({"name": one.name, "limit": one.limit, "ratios": found, "over": over})
    return {"news_ns_per_byte": news.typical(), "inputs": rows}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="What a byte of hostile text costs beside a byte of news.")
    parser.add_argument("--articles", metavar="FILE", help="JSON Lines of strings, .gz or not (default: our own few)")
    parser.add_argument("--limit", type=int, default=300, help="read so many articles at most (300)")
    parser.add_argument("--size", type=int, default=1 << 20, help="bytes of each input (1048576)")
    parser.add_argument("--least", type=float, default=0.05, help="seconds to measure each for, at least (0.05)")
    parser.add_argument("--only", metavar="NAME", action="append", help="only this input; may be given again")
    parser.add_argument("--json", metavar="FILE", help="write the figures here")
    parser.add_argument("--update-docs", action="store_true", help="write the table into docs/benchmarks.md")
    options = parser.parse_args(argv)
    core = measure.pin_to_one_core()
    articles = measure.read_articles(options.articles, options.limit) if options.articles else measure.own_articles()
    inputs = [one for one in INPUTS if not options.only or one.name in options.only]
    record = {**measure_all(articles, options.size, options.least, inputs), "machine": measure.environment(core)}
    print("news, ns a byte:", record["news_ns_per_byte"])
    for line in table(record["inputs"], list(record["news_ns_per_byte"])):
        print(line)
    if options.json:
        measure.write_json(options.json, record)
    if options.update_docs:
        measure.write_figures("hostile", figures_of(record))
    return any(row["over"] for row in record["inputs"])


if __name__ == "__main__":
    sys.exit(main())
