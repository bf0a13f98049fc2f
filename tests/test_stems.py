"""Stems: libstemmer's own, on every word of its algorithms, but where libstemmer is given what it does not expect."""

import _thread
import ctypes
import ctypes.util
import gzip
import re
import signal
import sys
from functools import partial
from operator import methodcaller
from pathlib import Path

import pytest
from sanitizers import some

import copydesk as cd

ROOT = Path(__file__).resolve().parent.parent
LANG = ROOT / "csrc" / "lang"
VOCABULARIES = ROOT.parent / "shared" / "data" / "snowball"

ALGORITHMS = [
    "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french", "german",
    "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian", "porter",
    "portuguese", "romanian", "russian", "serbian", "spanish", "swedish", "tamil", "turkish", "yiddish",
]  # fmt: skip
every_algorithm = pytest.mark.parametrize("algorithm", ALGORITHMS)


# ---- libstemmer, called by ourselves -----------------------------------------------------


def load_libstemmer():
    name = ctypes.util.find_library("stemmer")
    if not name:
        return None
    library = ctypes.CDLL(name)
    library.sb_stemmer_list.restype = ctypes.POINTER(ctypes.c_char_p)
    library.sb_stemmer_new.restype = ctypes.c_void_p
    library.sb_stemmer_new.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    library.sb_stemmer_stem.restype = ctypes.c_void_p
    library.sb_stemmer_stem.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    library.sb_stemmer_length.argtypes = [ctypes.c_void_p]
    library.sb_stemmer_delete.argtypes = [ctypes.c_void_p]
    return library


LIBSTEMMER = load_libstemmer()
needs_libstemmer = pytest.mark.skipif(LIBSTEMMER is None, reason="no libstemmer to load: apt-get install libstemmer-dev")


class Snowball:
    """libstemmer through ctypes: what it is given it stems, nothing more."""

    def __init__(self, algorithm):
        self.stemmer = LIBSTEMMER.sb_stemmer_new(algorithm.encode(), None)
        assert self.stemmer, algorithm

    def __call__(self, word):
        source = word.encode()
        found = LIBSTEMMER.sb_stemmer_stem(self.stemmer, source, len(source))
        return ctypes.string_at(found, LIBSTEMMER.sb_stemmer_length(self.stemmer)).decode()

    def close(self):
        LIBSTEMMER.sb_stemmer_delete(self.stemmer)


def disagreements(algorithm, words):
    """Words that copydesk and libstemmer stem apart; all of `words` are in lower case, with straight apostrophes."""
    snowball = Snowball(algorithm)
    want = [snowball(word) or word for word in words]
    snowball.close()
    found = cd.stem_words(words, algorithm)
    return [(word, a, b) for word, a, b in zip(words, found, want) if a != b][:10]


def words_of_ours(algorithm):
    """The words of the language's data file, whole and in pieces."""
    path = LANG / f"{'english' if algorithm == 'porter' else algorithm}.txt"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] not in "#["]
    words = {re.sub(r"=\w+$", "", word) for line in lines for word in line.split()}
    return sorted(word for word in words if word == word.lower() and "’" not in word)


# Words of the news, six or more of each language.
HANDWRITTEN = {
    "arabic": "والحكومة الرئيس الكتاب مدارس يكتبون المسلمون",
    "armenian": "կառավարության գրքերի նախագահը քաղաքներում մարդիկ գնում",
    "basque": "gobernuaren etxeak liburuetan hirietako gizonak joango",
    "catalan": "governs presidents llibres ciutats cantaven ràpidament",
    "danish": "regeringens bøgerne byerne præsidenten løbende hurtigere",
    "dutch": "regeringen boeken steden lopende snelheid mogelijkheden",
    "english": "governments running generously happily nationalization skies dying added university news",
    "finnish": "hallituksen kirjoissa kaupungeissa presidentille juoksevat nopeammin",
    "french": "gouvernements continuellement chevaux majestueusement villes mangeaient",
    "german": "regierungen häuser katzen aufeinanderfolgenden möglichkeiten schönsten",
    "greek": "κυβερνήσεις βιβλία πόλεις προέδρου τρέχουν γρήγορα",
    "hindi": "सरकारों किताबें लड़कियों शहरों जाएगा भारतीय",
    "hungarian": "kormányok könyvekben városokban elnöknek futottak gyorsabban",
    "indonesian": "pemerintahan membaca berlarian bukunya kotanya mempermainkan",
    "irish": "rialtais leabhair bhfocal chathair mbád d'fhág",
    "italian": "governi libri città correvano velocemente possibilità",
    "lithuanian": "vyriausybės knygose miestuose prezidentui bėgantis greičiau",
    "nepali": "सरकारको किताबहरू केटीहरूले शहरमा जानेछन् नेपाली",
    "norwegian": "regjeringens bøkene byene presidenten løpende raskere",
    "porter": "governments running generously happily nationalization skies dying added",
    "portuguese": "governos livros cidades corriam rapidamente possibilidades",
    "romanian": "guvernelor cărțile orașele președintelui alergau posibilități",
    "russian": "правительства книгами городах президентом бегущий возможностей",
    "serbian": "vlade knjigama gradovima predsednika trčali mogućnosti",
    "spanish": "gobiernos libros ciudades corrían rápidamente posibilidades",
    "swedish": "regeringens böckerna städerna presidenten löpande möjligheterna",
    "tamil": "அரசாங்கங்கள் புத்தகங்கள் நகரங்களில் மனிதர்கள் வந்தார்கள் ஓடினான்",
    "turkish": "hükümetler kitaplardan şehirlerde cumhurbaşkanının koşuyorlar güzelliklerin",
    "yiddish": "רעגירונגען ביכער שטעט געשריבן מענטשן לויפֿן",
}


@needs_libstemmer
def test_the_systems_libstemmer_has_these_algorithms():
    names, n = LIBSTEMMER.sb_stemmer_list(), 0
    while names[n]:
        n += 1
    assert sorted(names[i].decode() for i in range(n)) == ALGORITHMS


@every_algorithm
def test_every_algorithm_stems_under_its_own_name(algorithm):
    assert cd.Analyzer(algorithm).language == algorithm
    assert cd.stem(HANDWRITTEN[algorithm].split()[0], algorithm)


@needs_libstemmer
@every_algorithm
def test_stems_of_words_of_the_news_are_libstemmers(algorithm):
    assert disagreements(algorithm, HANDWRITTEN[algorithm].split()) == []


@needs_libstemmer
@pytest.mark.skipif(not LANG.is_dir(), reason="no csrc/lang beside the tests")
@every_algorithm
def test_stems_of_the_words_of_our_own_lists_are_libstemmers(algorithm):
    words = words_of_ours(algorithm)
    assert len(words) > 100
    assert disagreements(algorithm, words) == []


@needs_libstemmer
@pytest.mark.skipif(not VOCABULARIES.is_dir(), reason="no ../shared/data/snowball beside this checkout")
@every_algorithm
def test_stems_of_the_whole_vocabulary_are_libstemmers(algorithm):
    path = VOCABULARIES / algorithm / "voc.txt.gz"
    if not path.is_file():
        pytest.skip(f"no {path}")
    words = gzip.decompress(path.read_bytes()).decode().split("\n")
    words = [word for word in words if word and word == word.lower() and "’" not in word]
    assert len(words) > 1000
    assert disagreements(algorithm, some(words)) == []


# ---- what everyone may expect -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "word", "stem"),
    [
        ("english", "running", "run"),
        ("english", "governments", "govern"),
        ("english", "happily", "happili"),
        ("english", "sky", "sky"),
        ("english", "news", "news"),
        ("porter", "generously", "gener"),
        ("german", "häuser", "haus"),
        ("french", "majestueusement", "majestu"),
        ("spanish", "ciudades", "ciudad"),
        ("italian", "governi", "govern"),
        ("dutch", "boeken", "boek"),
        ("russian", "книгами", "книг"),
        ("swedish", "böckerna", "böck"),
        ("danish", "regeringens", "regering"),
    ],
)
def test_a_stem_by_hand(language, word, stem):
    assert cd.stem(word, language) == stem


def test_the_language_of_a_stem_may_be_a_code_in_any_case():
    assert cd.stem("häuser", "de") == cd.stem("häuser", "DEU") == cd.stem("häuser", "German") == "haus"


def test_a_language_without_a_stemmer_lowers_the_word():
    assert cd.stem("Знання", "uk") == "знання"
    assert cd.stem("ŁODZIE", "pl") == "łodzie"


# ---- upper case --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "word"),
    [("english", "BISMAH"), ("english", "Governments"), ("german", "HÄUSER"), ("french", "ÉTATS"), ("russian", "КНИГАМИ"), ("greek", "ΒΙΒΛΊΑ")],
)  # fmt: skip
def test_upper_case_changes_no_stem(language, word):
    assert cd.stem(word, language) == cd.stem(word.lower(), language)


def test_a_name_in_capitals_is_lowered():
    assert cd.stem("BISMAH") == "bismah"


def test_turkish_lowers_its_own_way_before_it_stems():
    assert cd.stem("İSTANBUL", "turkish") == cd.stem("istanbul", "turkish")
    assert cd.stem("ISPARTA", "turkish") == cd.stem("ısparta", "turkish")


def test_the_final_sigma_of_a_word_in_capitals_is_final():
    assert cd.stem("ΠΌΛΕΙΣ", "greek") == cd.stem("πόλεις", "greek")


# ---- apostrophes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("apostrophe", ["'", "’"], ids=["straight", "curly"])
@pytest.mark.parametrize(
    ("word", "stem"),
    [("Pakistan{}s", "pakistan"), ("workers{}", "worker"), ("GAZA{}S", "gaza"), ("o{}clock", "o'clock")],
)
def test_a_curly_apostrophe_is_stemmed_as_a_straight_one(word, stem, apostrophe):
    assert cd.stem(word.format(apostrophe)) == stem


@pytest.mark.parametrize(("language", "word"), [("irish", "d{}fhág"), ("catalan", "l{}home"), ("italian", "l{}uomo"), ("turkish", "Türkiye{}nin")])
def test_both_apostrophes_give_one_stem_in_every_language(language, word):
    assert cd.stem(word.format("’"), language) == cd.stem(word.format("'"), language)


# ---- empty stems ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("greek", "ίσα"), ("yiddish", "גע")])
def test_an_empty_stem_falls_back_to_the_word(language, word):
    assert cd.stem(word, language) == word


@needs_libstemmer
@pytest.mark.parametrize(("language", "word"), [("greek", "ίσα"), ("yiddish", "גע")])
def test_libstemmer_gives_an_empty_stem_or_a_stem_as_copydesk_does(language, word):
    snowball = Snowball(language)
    assert snowball(word) in ("", cd.stem(word, language))
    snowball.close()


@every_algorithm
def test_no_word_has_an_empty_stem(algorithm):
    letters = {letter for word in HANDWRITTEN[algorithm].split() for letter in word}
    words = sorted({*letters, *(a + b for a in letters for b in letters), *HANDWRITTEN[algorithm].split()})
    assert all(cd.stem_words(words, algorithm))


def test_the_stem_of_an_empty_word_is_empty():
    assert cd.stem("") == ""


# ---- odd words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["3,450.25", "...", "😀", "日本", "\0", "a\0b", "\ud800", "x\udfffs"], ids=ascii)
def test_a_word_that_no_algorithm_expects_has_a_stem(word):
    assert cd.stem(word)


def test_a_number_is_its_own_stem():
    assert cd.stem("3,450.25") == "3,450.25"


def test_a_very_long_word_has_a_stem():
    assert cd.stem("a" * 100_000).startswith("a" * 1000)


# ---- stem_words, token.stem, overrides ---------------------------------------------------------------------


def test_stem_words_keeps_order_and_repeats():
    assert cd.stem_words(["running", "ships", "running", "RUNS"]) == ["run", "ship", "run", "run"]


def test_stem_words_takes_any_iterable():
    assert cd.stem_words(word for word in ("ships", "cats")) == ["ship", "cat"]
    assert cd.stem_words(("ships",)) == ["ship"]
    assert cd.stem_words([]) == []


def test_stem_words_agrees_with_stem():
    words = HANDWRITTEN["german"].split()
    assert cd.stem_words(words, "german") == [cd.stem(word, "german") for word in words]


@pytest.mark.parametrize("letter", ["b", "é", "ж", "日", "😀", "\ud800"])
def test_words_of_every_length_and_width_keep_their_place(letter):
    words = [letter * n for n in range(40)] + [letter + "a" * n for n in range(40)]
    assert cd.stem_words(words * 200, "cs") == words * 200  # known, without a stemmer
    assert cd.stem_words(words) == [cd.stem(word) for word in words]


def test_words_may_be_of_a_class_derived_from_str():
    class Word(str):
        pass

    assert cd.stem_words([Word("ships"), "waited", Word("")]) == ["ship", "wait", ""]


def test_a_words_stem_is_one_shared_str():
    first, second = cd.stem_words(["shipping"] * 2)
    assert first is second


def test_words_that_lists_share_have_the_stems_of_fresh_ones():
    words = [f"{word}{n}" if n % 3 else word for n in range(10_000) for word in ("ships", "Häuser", "日本", "don’t")]
    again = list(words)
    assert cd.stem_words(words) == cd.stem_words(again) == cd.stem_words([word.encode().decode() for word in words])


def test_a_word_is_told_from_one_that_lay_where_it_lies():
    for round in range(50):
        numbers = [str(1000 * round + n) for n in range(1000)]
        shared = list(numbers)
        assert cd.stem_words(numbers) == shared  # a number is its own stem
        del numbers, shared  # the next ones lie here


def test_a_word_is_known_when_its_type_was_forgotten():
    words = ["ships", "waited", "cats", "ports", "calls", "opens", "votes", "rises"]
    stems = cd.stem_words(list(words))
    cd.stem_words([f"word{n}" for n in range(140_000)])  # more than a lexicon keeps
    assert cd.stem_words(list(words)) == stems == ["ship", "wait", "cat", "port", "call", "open", "vote", "rise"]


def test_clearing_the_caches_lets_go_of_the_callers_words():
    words = [f"word {n}" for n in range(100)]
    again = list(words)
    before = sys.getrefcount(words[0])
    cd.stem_words(again)
    cd.clear_caches()
    after = sys.getrefcount(words[0])
    assert after == before


def test_a_list_that_shrinks_meanwhile_is_refused():
    words = ["ships", "waited"]
    cd.stem_words(words)  # its analyzer is made, which takes bytecode
    before = signal.signal(signal.SIGALRM, lambda *_: words.clear())
    # A map runs no bytecode: the signal waits until stem_words looks for one.
    steps = [partial(_thread.interrupt_main, signal.SIGALRM), partial(cd.stem_words, words)]
    try:
        with pytest.raises(RuntimeError, match="changed its length"):
            list(map(methodcaller("__call__"), steps))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert words == []


def test_every_token_has_the_stem_of_its_word():
    doc = cd.Analyzer()("The governments’ ships were running. RUNNING 3.5% https://a.example/ships")
    assert [token.stem for token in doc] == [cd.stem(token.text) for token in doc]


def test_tokens_of_another_language_are_stemmed_in_it():
    doc = cd.Analyzer("french")("L’homme mangeait.")
    assert [token.stem for token in doc] == [cd.stem(word, "french") for word in ("L’", "homme", "mangeait", ".")]


def test_an_override_replaces_a_stem():
    an = cd.Analyzer(stem_overrides={"news": "news!", "ships": "vessel"})
    assert [token.stem for token in an("News of ships and cats")] == ["news!", "of", "vessel", "and", "cat"]


def test_an_override_holds_for_a_word_in_any_case():
    an = cd.Analyzer(stem_overrides={"Ships": "vessel"})
    assert [token.stem for token in an("SHIPS ships")] == ["vessel", "vessel"]


def test_an_override_holds_for_a_word_with_either_apostrophe():
    an = cd.Analyzer(stem_overrides={"hawai'i": "hawaii"})
    assert [token.stem for token in an("Hawai’i hawai'i")] == ["hawaii", "hawaii"]


def test_an_override_shapes_terms():
    assert cd.Analyzer(stem_overrides={"ships": "vessel"}).terms("Ships and cats") == ["vessel", "and", "cat"]


def test_the_version_of_the_stemmer_is_told_by_its_behaviour():
    assert cd.stemmer_version().startswith("2.2" if cd.stem("added") == "ad" else "3")
