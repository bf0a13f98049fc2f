"""The house rules of the C core: what may be said in which room, and who may know whom."""

import re
from pathlib import Path

import pytest

CSRC = Path(__file__).resolve().parent.parent / "csrc"
FILES = sorted(path for pattern in ("*.c", "*.h", "*.inc") for path in CSRC.rglob(pattern))
GENERATED = {"tables/unicode.c", "lang/lang_tables.c", "lang/letter_tables.c"}

# One road, one direction: a file may include headers of its own floor and of the floors above it in this list.
FLOORS = [
    ("include", ["include/copydesk.h"]),
    ("memory", ["core/hash", "core/memory", "core/buffer", "core/vocabulary", "core/glossary"]),
    ("tables", ["tables/unicode"]),
    ("lang", ["lang/lang", "lang/lang_codes", "lang/lang_find", "lang/lang_tables", "lang/letters", "lang/letter_tables"]),
    ("text", ["core/text", "core/detect"]),
    ("uax29", ["core/uax29", "core/uax29_words", "core/uax29_sentences"]),
    ("kernels", ["kernels/kernel", "kernels/scan_algebra", "kernels/key_algebra", "kernels/key_windows", "kernels/portable", "kernels/scalar", "kernels/avx2", "kernels/avx512", "kernels/neon"]),
    ("scan", ["core/scan", "core/key"]),
    ("fold", ["core/fold", "core/stem"]),
    ("rules", ["core/model", "core/wordset", "core/rules"]),
    ("chunk", ["core/chunk"]),
    ("doc's columns", ["core/doc.h"]),
    ("token", ["core/news", "core/slab", "core/token"]),
    ("lexicon", ["core/type_facts", "core/type_form", "core/lexicon"]),
    ("layout", ["core/looks", "core/layout"]),
    ("sentence", ["core/sentence", "core/marks", "core/candidates", "core/features", "core/decide", "core/habits", "core/boundary"]),
    ("block", ["core/block"]),
    ("terms", ["core/terms"]),
    ("doc", ["core/doc.c", "core/version"]),
    ("batch", ["core/batch"]),
    ("matrix", ["core/matrix"]),
    ("python", ["python/"]),
]  # fmt: skip

# What may be said only where: a pattern of code, and the files that may use it.
ONLY_IN = [
    ("Python", r"\bPy(?:_|[A-Z])|Python\.h", r"python/"),
    (
        "intrinsics",
        r"immintrin\.h|x86intrin\.h|arm_neon\.h|\b_mm\d*_|\bv\w+q_[su](?:8|16|32|64)\b",
        r"kernels/",
    ),
    ("utf8proc", r"(?<!cd_)utf8proc", r"core/fold\.c$"),
    ("libstemmer", r"\bsb_\w+|libstemmer", r"core/stem\.c$"),
    ("threads", r"pthread|\bthreads\.h|\bthrd_|\bmtx_|\bcnd_|\bomp_", r"core/batch\.c$"),
    ("the heap", r"(?<![\w.>])(?:malloc|calloc|realloc|aligned_alloc|strdup|free)\s*\(", r"core/memory\.c$"),
]


def name(path):
    return path.relative_to(CSRC).as_posix()


def code(path):
    """The file without its comments and strings; #include lines stay whole."""
    text = path.read_text(encoding="utf-8")
    pattern = r'(^[ \t]*#[ \t]*include[^\n]*)|/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
    return re.sub(pattern, lambda m: m[1] or " ", text, flags=re.S | re.M)


def floor(file):
    """The number of the floor where the file lives: by its whole name, by its stem, or by its folder."""
    for key in (file, file.rsplit(".", 1)[0], file.split("/")[0] + "/"):
        for i, (_, residents) in enumerate(FLOORS):
            if key in residents:
                return i
    # core/sentence_features.c lives with core/sentence.c
    parents = [
        (len(r), i) for i, (_, residents) in enumerate(FLOORS) for r in residents if file.startswith(r + "_")
    ]
    return max(parents)[1] if parents else None


@pytest.mark.parametrize(("what", "pattern", "where"), ONLY_IN, ids=[row[0] for row in ONLY_IN])
def test_each_thing_is_spoken_of_in_its_room_only(what, pattern, where):
    elsewhere = [
        f"{name(path)}: {found[0]}"
        for path in FILES
        if not re.match(where, name(path))
        and name(path) not in GENERATED
        and (found := re.search(pattern, code(path)))
    ]
    assert not elsewhere, f"{what} belongs in {where}"


def test_the_page_of_the_design_lists_the_rooms_in_order():
    page = (CSRC.parent / "docs" / "design.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \|", page[page.index("## The rooms") : page.index("## How a text flows")], re.M)
    assert rows[1:] == [room for room, _ in FLOORS if room != "doc's columns"]


def test_every_file_has_a_room():
    homeless = [name(path) for path in FILES if floor(name(path)) is None]
    assert not homeless, "give them a floor in FLOORS"


def test_no_room_includes_a_later_one():
    headers = {path.name: name(path) for path in FILES if path.suffix != ".c"}
    wrong = []
    for path in FILES:
        for header in re.findall(r'^\s*#\s*include\s+"([^"]+)"', code(path), re.M):
            if (floor(headers[Path(header).name]) or 0) > (floor(name(path)) or 0):
                wrong.append(f"{name(path)} includes {header}")
    assert not wrong


def test_kernels_know_nothing_but_classes_and_text():
    allowed = {"copydesk.h", "kernel.h", "scan_algebra.h", "text.h", "unicode.h"}
    for path in (CSRC / "kernels").iterdir():
        local = set(re.findall(r'^\s*#\s*include\s+"([^"]+)"', code(path), re.M))
        assert local <= allowed | {p.name for p in (CSRC / "kernels").iterdir()}, path.name


def test_the_binding_knows_the_public_header_only():
    own = {path.name for path in (CSRC / "python").iterdir()}
    for path in (CSRC / "python").iterdir():
        local = set(re.findall(r'^\s*#\s*include\s+"([^"]+)"', code(path), re.M))
        assert local <= own | {"copydesk.h"}, path.name


def test_words_of_a_language_are_in_lang_only():
    """No string of the core is a listed abbreviation, month, clitic or cue: those are data."""
    words = set()
    for path in set((CSRC / "lang").glob("*.txt")) - {
        CSRC / "lang" / "any.txt",
        CSRC / "lang" / "iso639.txt",
    }:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and line[0] not in "#[@":
                words.update(line.split("#")[0].split())
    names = {  # of kinds, options, rules, features, languages: not words that the core looks for in a text
        "address", "auto", "az", "block", "byline", "caption", "comment", "date", "email", "headline", "label", "letter", "line", "link", "list",
        "news", "number", "off", "other", "paragraph", "quote", "reported", "says", "sentence", "text", "token", "word", "url",
    }  # fmt: skip
    spoken = []
    for path in (CSRC / "core").iterdir():
        # stem.c tells libstemmer's versions apart by a word; news_web.c knows endings of hosts and files
        if path.name not in {"stem.c", "news_web.c"}:
            stripped = re.sub(
                r"/\*.*?\*/|^\s*#.*?$", " ", path.read_text(encoding="utf-8"), flags=re.S | re.M
            )
            spoken += [
                f"{path.name}: {word}" for word in set(re.findall(r'"([a-z]{2,})"', stripped)) & words - names
            ]
    assert not spoken
