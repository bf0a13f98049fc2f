"""A call, or a few, of everything that C answers: what must leak no reference.

Each line of CALLS is an expression over the names that SETUP makes.
"""

CALLS = '''
cd.word_tokenize(TEXT)
cd.word_tokenize(TEXT.encode())
cd.word_tokenize(TEXT, language="german")
cd.word_tokenize("")
cd.sent_tokenize(TEXT)
cd.sent_tokenize(TEXT.encode())
cd.span_tokenize(TEXT)
cd.span_tokenize(TEXT, level="sentence", unit="utf16")
cd.span_tokenize(TEXT, level="block", unit="byte")
cd.detect_language(TEXT)
cd.find_abbreviations(TEXT)
cd.stem("ships")
cd.stem("Pakistan’s")
cd.stem_words(["ships", "waited", "été"], "fr")
cd.languages()
cd.versions()
cd.stemmer_version()
cd.clear_caches()
cd.Analyzer()
cd.Analyzer(**FULL)
cd.Analyzer(model=False)
(cd._core._gaps(AN, TEXT), cd._core._model_checksum(bytes(AN.model)), cd.Model(bytes(AN.model)).notes)
AN.tokens(TEXT)
AN.tokens(TEXT * 600)
AN.sentences(TEXT)
AN.spans(TEXT, "block")
AN.terms(TEXT)
FULL_AN.terms(TEXT)
list(AN.pipe([TEXT, TEXT]))
AN.batch([TEXT, None, TEXT.encode()])
AN.batch(iter([TEXT, 3, float("nan"), b"\\xff"]), threads=2, unit="utf16").errors
AN.batch([TEXT, TEXT] * 300, threads=3, columns=["flags", "term_id", "sentence_offsets", "status"])
fails(AN.batch, TEXT)
fails(AN.batch, 3)
fails(AN.batch, [TEXT, b"\\xff"], on_error="raise")
fails(AN.batch, [TEXT], columns=["x"])
fails(AN.batch, (3 // 0 for _ in "a"))
[getattr(BATCH, name) for name in ("doc_offsets", "doc_sentences", "sentence_offsets", "start", "kind", "flags", "type_id", "term_id", "status")]
(BATCH.types, BATCH.stems, BATCH.vocabulary, BATCH.errors, repr(BATCH), list(BATCH), BATCH[0], BATCH[1:], BATCH[1:].doc_offsets)
(BATCH.tokens(0), BATCH.sentences(0), BATCH.types[0], BATCH.types[1:9:2], list(BATCH.types), repr(BATCH.types))
(memoryview(BATCH.start), BATCH.start[3], BATCH.start[1:3], BATCH.start[1:9:2], repr(BATCH.start), list(BATCH.start))
(BATCH.start.__arrow_c_array__(), BATCH.types.__arrow_c_array__(), BATCH.start.__arrow_c_schema__(), BATCH.types.__arrow_c_schema__())
AN.batch(BATCH.types)
BATCH.to_ids(), BATCH[1:].to_ids()
BATCH.__arrow_c_stream__(), BATCH[1:].__arrow_c_stream__()
fails(AN.batch, BATCH.start)
(COUNTED.n_rows, COUNTED.n_columns, COUNTED.n_entries, COUNTED.frequencies(), COUNTED.terms())
COUNTED.fill(array("i", [0] * 9), array("i", [0] * 999), array("d", [0] * 999), True)
fails(COUNTED.fill, array("i", [0] * 9), array("i", [0]), array("d", [0] * 999), True)
fails(COUNTED.fill, array("i", [0] * 9), array("q", [0] * 999), array("d", [0] * 999), True)
fails(COUNTED.fill, array("i", [0] * 9), array("i", [0] * 999), bytearray(), True)
fails(COUNTED.keep, b"")
BATCH._count("char_wb", 2, 3, 64, True, None, False), BATCH._count("word", 1, 1, 0, False, ["fell", "\\u00e9"], False)
BATCH._count("word", 1, 1, 0, False, BATCH.types, False).keep(bytes(len(BATCH.types)))
fails(BATCH._count, "word", 1, 1, 0, False, ["fell", 3], False)
fails(BATCH._count, "words", 1, 1, 0, False, None, False)
fails(BATCH._count, "word", 1)
_core._count(AN, [TEXT, "\\u03a3\\u0391"], 1, "word", 1, 1, 0, False, None, False), _core._count(cd.Analyzer(style="sklearn"), [TEXT, "\\u03a3\\u0391"], 1, "word", 1, 1, 0, False, None, False)
fails(_core._count, AN, [TEXT, None], 1, "word", 1, 1, 0, False, None, False)
fails(_core._count, AN, [b"\\xff"], 1, "word", 1, 1, 0, False, None, False)
fails(_core._count, 3, [TEXT], 1, "word", 1, 1, 0, False, None, False)
COUNTED.vocabulary()
(list(VOCABULARY), VOCABULARY[0], VOCABULARY[1:9:2], "fell" in VOCABULARY, VOCABULARY.get("\u00e9"), VOCABULARY.index("the"), repr(VOCABULARY))
(VOCABULARY.documents, VOCABULARY.counts, VOCABULARY.n_documents, VOCABULARY.undercount, hash(VOCABULARY), VOCABULARY == VOCABULARY.merge(VOCABULARY))
cd.Vocabulary(bytes(VOCABULARY)), cd.Vocabulary(memoryview(b"x" + bytes(VOCABULARY))[1:]), pickle.loads(pickle.dumps(VOCABULARY))
cd.Vocabulary.build(BATCH), VOCABULARY.prune(min_df=2, max_features=3)
fails(cd.Vocabulary, bytes(VOCABULARY)[:-1]), fails(cd.Vocabulary, 3), fails(cd.Vocabulary)
fails(VOCABULARY.index, "nowhere"), fails(VOCABULARY.get), fails(VOCABULARY.merge, 3), fails(cd.Vocabulary.build, [3])
fails(VOCABULARY.prune, min_df="a")
fails(BATCH.__getitem__, slice(0, 2, 2))
fails(BATCH.tokens, 9)
fails(starved, AN.batch, 3)
AN.fingerprint
[getattr(FULL_AN, name) for name in FULL]
repr(FULL_AN)
hash(FULL_AN), FULL_AN == AN, FULL_AN == 3, FULL_AN == cd.Analyzer(**FULL)
pickle.loads(pickle.dumps(FULL_AN))
copy.copy(AN), copy.deepcopy(AN)
AN(TEXT)
AN(TEXT.encode()).text
AN(b"It \\xc3\\xa9 fell.").to_dict()
(DOC.text, DOC.analyzer, DOC.body, DOC.headline, DOC.date)
(len(DOC), DOC[0], DOC[-1], DOC[1:9:2], list(DOC))
(DOC.tokens, DOC.sentences, DOC.blocks)
[(t.text, t.start, t.end, t.kind, t.lower, t.stem, t.is_stop, t.sentence, t.block, t.whitespace, t.i, t.doc) for t in DOC]
[(s.text, s.start, s.end, s.tokens, s.rule, s.block, s.i, len(s), s[0], s[:2], list(s)) for s in DOC.sentences]
[(b.kind, b.text, b.start, b.end, b.sentences, b.i) for b in DOC.blocks]
(repr(DOC), repr(DOC[0]), repr(DOC.sentences), repr(DOC.blocks[0]), repr(DOC.tokens))
(hash(DOC), hash(DOC[0]), hash(DOC.tokens), DOC == AN(TEXT), DOC[0] == DOC[1], DOC.tokens == DOC.sentences)
(DOC.tokens.index(DOC[3]), DOC.tokens.count(DOC[3]), DOC[3] in DOC.tokens, DOC.tokens[2:4], DOC.tokens[-1])
(DOC.token_at(0), DOC.token_at(7), DOC.sentence_at(3), DOC.char_span(0, 7), DOC.char_span(0, 3))
(DOC.explain(31), repr(DOC.explain(31)), DOC.explain(5)._repr_html_())
DOC.to_dict(), DOC.to_dict(stems=True)
DOC._repr_html_()
pickle.loads(pickle.dumps(DOC))
_core.isas(), _core.isa(), _core.isa_use(_core.isa())
_core._uax29_words(TEXT), _core._uax29_sentences(TEXT.encode())
_core._fail_allocation(10**9), _core._fail_allocation(0)
fails(cd.word_tokenize, 3)
fails(cd.word_tokenize, "a", language="englsh")
fails(cd.word_tokenize, "a", language=3)
fails(cd.word_tokenize, b"a\\xff")
fails(cd.word_tokenize)
fails(cd.word_tokenize, "a", text="b")
fails(cd.word_tokenize, "a", nothing="b")
fails(cd.span_tokenize, "a", level="x")
fails(cd.span_tokenize, "a", unit="x")
fails(cd.stem, 3)
fails(cd.stem_words, ["a", 3])
fails(cd.stem_words, 3)
fails(cd.Analyzer, style="nws")
fails(cd.Analyzer, langauge="x")
fails(cd.Analyzer, "en", "news")
fails(cd.Analyzer, lowercase=1)
fails(cd.Analyzer, stop_words=[3])
fails(cd.Analyzer, stop_words="german")
fails(cd.Analyzer, ngram_range=(2, 1))
fails(cd.Analyzer, blocks=["x"])
fails(cd.Analyzer, blocks=[])
fails(cd.Analyzer, stem_overrides={"a": 3})
fails(cd.Analyzer, stem_overrides={"a": "\\ud800"})
fails(cd.Analyzer, min_length=9, max_length=8)
fails(AN, 3)
fails(AN, b"\\xff")
fails(AN.pipe, "a")
fails(DOC.__getitem__, 10**6)
fails(DOC.__getitem__, "a")
fails(DOC.token_at, -1)
fails(DOC.explain, 10**9)
fails(DOC.char_span, 0)
fails(DOC.tokens.index, 3)
fails(_core.isa_use, "mmx")
fails(starved, AN.tokens, 1)
fails(starved, AN.tokens, 3)
fails(starved, AN, 4)
'''

SETUP = '''
import copy, gc, pickle, sys
from array import array
import copydesk as cd
from copydesk import _core

TEXT = """Harbour strike ends after talks

Published March 3, 2024

The dockers’ union said that it didn’t expect more. “We’re done,” said J. K. Moore. https://a.example/x
"""
FULL = dict(language="german", contractions="keep", hyphens="keep", layout="line", lowercase=False, stem=False,
            stop_words=["und"], ngram_range=(1, 2), ngram_scope="text", min_length=2, max_length=20, blocks=cd.BODY,
            abbreviations=["Abt."], stem_overrides={"häuser": "haus"}, errors="replace")
AN, FULL_AN = cd.Analyzer(), cd.Analyzer(**FULL)
DOC, BATCH = AN(TEXT), AN.batch([TEXT, None, TEXT])
COUNTED = BATCH._count("word", 1, 1, 0, False, None, False)
VOCABULARY = COUNTED.vocabulary()

def fails(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except (TypeError, ValueError, IndexError, MemoryError, ZeroDivisionError):
        return
    raise AssertionError("no error")

def starved(work, n):
    cd.clear_caches()
    _core._fail_allocation(n)
    try:
        work([TEXT] if work == AN.batch else TEXT)
    finally:
        _core._fail_allocation(0)
'''
