"""One Analyzer, many threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import copydesk as cd

TEXTS = [
    f"Gen. Khan met {n} people on {n % 28 + 1} March. “We didn’t agree,” said No. {n}, {'x' * n}. " * (1 + n * 30 % 400)
    for n in range(40)
]


def in_threads(work, items, n=8):
    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(work, items))


def test_one_analyzer_in_eight_threads_gives_the_same_tokens():
    an = cd.Analyzer()
    assert in_threads(an.tokens, TEXTS) == [an.tokens(text) for text in TEXTS]


def test_one_analyzer_in_eight_threads_gives_the_same_docs():
    an = cd.Analyzer()

    def read(text):
        doc = an(text)
        return doc.to_dict(), [token.stem for token in doc[:50]]

    assert in_threads(read, TEXTS) == [read(text) for text in TEXTS]


def test_stems_stay_right_while_eight_threads_stem():
    """Shared stemmers elsewhere give wrong stems under threads (snowball #162, #201)."""
    words = [f"{stem}{ending}" for stem in ("bank", "ship", "wait", "port") for ending in ("s", "ing", "ed", "er")] * 50
    assert in_threads(cd.stem_words, [words] * 64) == [cd.stem_words(words)] * 64


def test_more_analyzers_than_caches_are_kept_read_right():
    analyzers = [cd.Analyzer(min_length=n) for n in range(1, 30)]
    expected = [an.terms("A ship waited in the harbourfront") for an in analyzers]
    for _ in range(3):
        assert in_threads(lambda an: an.terms("A ship waited in the harbourfront"), analyzers) == expected


def test_caches_may_be_cleared_while_others_read():
    an = cd.Analyzer()
    expected = an.tokens(TEXTS[7])
    stop = threading.Event()

    def clear():
        while not stop.is_set():
            cd.clear_caches()

    clearer = threading.Thread(target=clear)
    clearer.start()
    try:
        assert in_threads(an.tokens, [TEXTS[7]] * 200) == [expected] * 200
    finally:
        stop.set()
        clearer.join()


def test_other_threads_run_while_a_long_text_is_read():
    an = cd.Analyzer()
    text = "It fell again, and nobody knew why. " * 400_000
    reading = threading.Thread(target=an.spans, args=(text,), kwargs={"level": "sentence"})
    an.tokens("warm")
    reading.start()
    turns = 0
    while reading.is_alive():
        turns += 1
    assert turns > 100
