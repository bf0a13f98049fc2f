"""Vocabularies: what they count, their files, and files that are not what they were."""

import errno
import os
import pickle
import struct
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

import copydesk as cd
from copydesk import _core

AN = cd.Analyzer(style="whitespace", stem=False)
TEXTS = ["ferry sails sails", "ferry waits", "", "Zürich waits \U00010428", "ferry 10 Zürich"]
TERMS = ["10", "ferry", "sails", "waits", "zürich", "\U00010428"]


def built(*batches, **more):
    return cd.Vocabulary.build(map(AN.batch, batches), **more)


@pytest.fixture
def news():
    return built(TEXTS)


def words(n, of="w"):
    return [f"{of}{i}" for i in range(n)]


# ---- what it holds ---------------------------------------------------------------


def test_terms_stand_in_the_order_of_their_code_points(news):
    assert list(news) == TERMS
    assert (len(news), news[0], news[-1], news[1:3], news[::-3]) == (6, "10", "\U00010428", ["ferry", "sails"], ["\U00010428", "sails"])


def test_documents_and_counts_are_those_of_each_term(news):
    assert news.documents.tolist() == [1, 3, 1, 2, 2, 1]
    assert news.counts.tolist() == [1, 3, 2, 2, 2, 1]
    assert (news.n_documents, news.undercount) == (5, 0)


def test_a_term_is_found_by_its_text_and_by_its_number(news):
    assert [news.index(term) for term in TERMS] == list(range(6))
    assert [news[i] for i in range(6)] == TERMS
    assert ("ferry" in news, "ferr" in news, "" in news, 3 in news) == (True, False, False, False)
    assert (news.get("waits"), news.get("boat"), news.get("boat", -1)) == (3, None, -1)


def test_a_term_that_is_not_there_is_named(news):
    with pytest.raises(ValueError, match="'boat' is not in the vocabulary"):
        news.index("boat")
    with pytest.raises(TypeError, match="term must be str, not int"):
        news.get(3)
    with pytest.raises(IndexError, match="index 6 is out of range"):
        news[6]


def test_batches_make_the_vocabulary_of_all_their_documents(news):
    assert built(TEXTS[:1], [], TEXTS[1:3], TEXTS[3:]) == news
    assert cd.Vocabulary.build(AN.batch(TEXTS)) == news


def test_many_batches_count_as_python_counts():
    texts = [" ".join(words(i % 37 + 1, "abc"[i % 3])) for i in range(400)]
    vocabulary = built(*(texts[i : i + 7] for i in range(0, 400, 7)))
    counts = Counter(word for text in texts for word in text.split())
    assert list(vocabulary) == sorted(counts)
    assert vocabulary.counts.tolist() == [counts[term] for term in vocabulary]


def test_null_is_a_document_without_terms():
    assert (built(["sails", None]).n_documents, list(built(["sails", None]))) == (2, ["sails"])


def test_no_batch_makes_an_empty_vocabulary():
    empty = built()
    assert (len(empty), list(empty), empty.n_documents, "a" in empty) == (0, [], 0, False)
    assert empty.merge(empty) == empty == cd.Vocabulary(bytes(empty))


def test_n_grams_are_terms():
    an = cd.Analyzer(style="whitespace", stem=False, ngram_range=(1, 2))
    assert list(cd.Vocabulary.build(an.batch(["ferry sails"]))) == ["ferry", "ferry sails", "sails"]


def test_the_columns_of_a_matrix_are_its_terms(news):
    matrix, terms = AN.batch(TEXTS).matrix()
    assert list(terms) == list(news)
    again, same = AN.batch(["sails ferry boat"]).matrix(vocabulary=news)
    assert same is news
    assert again.toarray().tolist() == [[0, 1, 1, 0, 0, 0]]


def test_scikit_learn_has_the_same_terms_in_the_same_columns():
    text = pytest.importorskip("sklearn.feature_extraction.text")
    theirs = text.CountVectorizer(min_df=2).fit(TEXTS)
    ours = cd.Vocabulary.build(cd.Analyzer(style="sklearn", stem=False).batch(TEXTS)).prune(min_df=2)
    assert list(ours) == theirs.get_feature_names_out().tolist()


def test_what_is_no_batch_is_told():
    with pytest.raises(TypeError, match="takes a Batch or an iterable of Batch.*not NoneType"):
        cd.Vocabulary.build(None)
    with pytest.raises(TypeError, match="takes an iterable of Batch.*not of str"):
        cd.Vocabulary.build(TEXTS)


# ---- merging and pruning -----------------------------------------------------------


def test_merging_adds_counts(news):
    assert built(TEXTS[:2]).merge(built(TEXTS[2:4]), built(TEXTS[4:])) == news
    assert news.merge() is news
    with pytest.raises(TypeError, match="merge\\(\\) takes Vocabulary objects, not list"):
        news.merge(TERMS)


def test_pruning_goes_by_documents(news):
    assert list(news.prune(min_df=2)) == ["ferry", "waits", "zürich"]
    assert list(news.prune(max_df=0.4)) == ["10", "sails", "waits", "zürich", "\U00010428"]
    assert list(news.prune(min_df=2, max_df=2)) == ["waits", "zürich"]
    assert news.prune() == news


def test_the_most_frequent_terms_are_kept_the_first_of_equals(news):
    assert list(news.prune(max_features=1)) == ["ferry"]
    assert list(news.prune(max_features=3)) == ["ferry", "sails", "waits"]
    assert news.prune(max_features=3).counts.tolist() == [3, 2, 2]
    assert news.prune(max_features=99) == news


def test_everything_may_be_pruned(news):
    assert len(news.prune(min_df=4)) == 0


@pytest.mark.parametrize("huge", [10**30, 10**400])
def test_a_limit_may_be_larger_than_any_number_of_documents(news, huge):
    assert news.prune(max_df=huge, max_features=huge) == news
    assert len(news.prune(min_df=huge)) == 0


@pytest.mark.parametrize(
    ("limit", "error", "message"),
    [
        ({"min_df": 1.5}, ValueError, "min_df=1.5 is no share"),
        ({"max_df": -1}, ValueError, "max_df=-1 is no number of documents"),
        ({"min_df": "2"}, TypeError, "min_df must be an int"),
        ({"max_features": 0}, ValueError, "max_features must be None or an int of 1 or more, not 0"),
    ],
)
def test_a_limit_that_is_none_is_named(news, limit, error, message):
    with pytest.raises(error, match=message):
        news.prune(**limit)


def test_memory_is_bounded_on_request_and_the_loss_is_told():
    texts = [f"always often{i % 10} once{i}" for i in range(1000)]
    vocabulary = built(*(texts[i : i + 50] for i in range(0, 1000, 50)), max_terms=20)
    exact = built(texts)
    assert len(vocabulary) <= 20
    assert {"always", *words(10, "often")} <= set(vocabulary)
    for term, documents in zip(vocabulary, vocabulary.documents):
        real = exact.documents[exact.index(term)]
        assert real - vocabulary.undercount <= documents <= real
    assert 0 < vocabulary.undercount <= 20


# ---- files ---------------------------------------------------------------------------


@pytest.mark.parametrize("verify", [True, False])
def test_a_saved_vocabulary_is_loaded_as_it_was(news, tmp_path, verify):
    path = tmp_path / "news.cdv"
    news.save(path)
    again = cd.Vocabulary.load(path, verify=verify)
    assert (again, hash(again), list(again)) == (news, hash(news), TERMS)
    assert os.listdir(tmp_path) == ["news.cdv"]
    assert path.read_bytes() == bytes(news)


def test_a_vocabulary_pickles(news):
    assert pickle.loads(pickle.dumps(news)) == news


def test_bytes_anywhere_in_memory_hold_a_vocabulary(news):
    assert cd.Vocabulary(memoryview(b"x" + bytes(news))[1:]) == news


def test_a_vocabulary_stays_what_it_was_when_the_memory_it_was_read_from_is_written_to(news):
    memory = bytearray(bytes(news))
    read = cd.Vocabulary(memory)
    memory[:] = bytes(len(memory))
    assert read == news


def test_a_loaded_vocabulary_outlives_its_name(news, tmp_path):
    path = tmp_path / "news.cdv"
    news.save(path)
    loaded = cd.Vocabulary.load(path)
    documents = loaded.documents
    built(["other"]).save(path)
    assert list(loaded) == TERMS
    del loaded
    assert documents.tolist() == [1, 3, 1, 2, 2, 1]


def test_every_cut_is_found(news, tmp_path):
    path = tmp_path / "news.cdv"
    whole = bytes(news)
    for n in range(1, len(whole)):
        path.write_bytes(whole[:n])
        with pytest.raises(ValueError, match="news.cdv' is cut short"):
            cd.Vocabulary.load(path, verify=False)


def test_every_changed_byte_is_found(news):
    for at in range(len(bytes(news))):
        changed = bytearray(bytes(news))
        changed[at] ^= 0x10
        with pytest.raises(ValueError, match="is no vocabulary|of another version|was changed"):
            cd.Vocabulary(changed)


def test_an_unverified_file_does_no_harm(news):
    """Its header is right, all else is not."""
    whole = bytes(news)
    for body in (b"\xff", b"\x00", b"\x7f", b"\x80\x01"):
        file = whole[:64] + (body * len(whole))[: len(whole) - 64]
        odd = cd.Vocabulary(file, verify=False)
        assert len(odd) == 6
        assert list(odd) == [""] * 6 or body != b"\xff"
        assert "ferry" not in odd
        odd.merge(odd, news).prune(max_features=2)


def test_an_unverified_file_goes_to_arrow_whatever_it_says(news):
    pytest.importorskip("pyarrow")
    odd = cd.Vocabulary(bytes(news)[:64] + b"\xff" * (len(bytes(news)) - 64), verify=False)
    assert odd.to_arrow()["term"].to_pylist() == [""] * 6


def test_what_is_no_vocabulary_is_told(tmp_path):
    path = tmp_path / "notes.txt"
    for text in ("", "It fell."):
        path.write_text(text)
        with pytest.raises(ValueError, match="notes.txt' is no vocabulary file"):
            cd.Vocabulary.load(path)
    with pytest.raises(FileNotFoundError):
        cd.Vocabulary.load(tmp_path / "nowhere.cdv")
    with pytest.raises(TypeError, match=r"data must be bytes, not str; Vocabulary.load\(path\) reads a file"):
        cd.Vocabulary("news.cdv")
    with pytest.raises(TypeError, match="expected str, bytes or os.PathLike object, not int"):
        cd.Vocabulary.load(0)


def test_another_version_is_told(news):
    file = bytearray(bytes(news))
    struct.pack_into("<I", file, 8, 2)
    with pytest.raises(ValueError, match="of another version"):
        cd.Vocabulary(file, "news.cdv")


def test_a_link_to_a_vocabulary_stays_one(news, tmp_path):
    link, file = tmp_path / "link", tmp_path / "news.cdv"
    link.symlink_to("news.cdv")
    for _ in range(2):
        news.save(link)
        assert link.is_symlink() and cd.Vocabulary.load(file) == news and len(os.listdir(tmp_path)) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_written_to_and_not_replaced(news, tmp_path):
    """So is /dev/stdout, or a device."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        news.save(pipe)
        assert read.result(timeout=60) == bytes(news)
    assert pipe.is_fifo() and os.listdir(tmp_path) == ["pipe"]


def test_a_full_disk_leaves_the_file_that_was_there(news, tmp_path):
    path = tmp_path / "news.cdv"
    news.save(path)
    script = (
        "import sys, signal, resource, copydesk as cd\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "v = cd.Vocabulary.build(cd.Analyzer().batch([' '.join(f'w{i}' for i in range(9999))]))\n"
        "try: v.save(sys.argv[1])\n"
        "except OSError as error: print(error.errno)"
    )
    ran = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, timeout=60)
    assert (ran.stdout.strip(), ran.stderr) == (str(errno.EFBIG), "")
    assert os.listdir(tmp_path) == ["news.cdv"]
    assert cd.Vocabulary.load(path) == news


def test_processes_share_a_loaded_file(tmp_path):
    """Loading a file of 20 MB adds next to nothing to the memory that is a process's own."""
    big = built([" ".join(words(500_000, "longer-word-number-"))])
    path = tmp_path / "big.cdv"
    big.save(path)
    assert path.stat().st_size > 20_000_000
    script = (
        "import sys, copydesk as cd\n"
        "own = lambda: sum(int(l.split()[1]) for l in open('/proc/self/smaps_rollup') if l.startswith('Anonymous:'))\n"
        "cd.Vocabulary.load(sys.argv[2])\n"
        "before = own()\n"
        "v = cd.Vocabulary.load(sys.argv[1])\n"
        "assert 'longer-word-number-77' in v\n"
        "print(own() - before)"
    )
    built(["small"]).save(tmp_path / "small.cdv")
    files = [path, tmp_path / "small.cdv"]
    ran = subprocess.run([sys.executable, "-c", script, *files], capture_output=True, text=True, timeout=60)
    assert int(ran.stdout) < 500, ran.stderr


def test_a_term_takes_24_bytes_and_its_text():
    terms = words(1000)
    assert memoryview(built([" ".join(terms)])).nbytes == 64 + 8 + 24 * 1000 + sum(map(len, terms))


# ---- Arrow, NumPy, memory ---------------------------------------------------------------


def test_arrow_has_terms_documents_and_counts(news):
    pytest.importorskip("pyarrow")
    table = news.to_arrow()
    table.validate(full=True)
    assert table.to_pydict() == {"term": TERMS, "documents": [1, 3, 1, 2, 2, 1], "count": [1, 3, 2, 2, 2, 1]}
    assert built().to_arrow().num_rows == 0


def test_a_lone_surrogate_is_a_term_and_arrow_has_its_replacement():
    pytest.importorskip("pyarrow")
    odd = built(["sails \ud800a"])
    assert list(odd) == ["sails", "\ud800a"]
    assert odd.to_arrow()["term"].to_pylist() == ["sails", "\ufffda"]


def test_numbers_are_seen_where_they_lie(news):
    numpy = pytest.importorskip("numpy")
    documents = numpy.asarray(news.documents)
    assert documents.dtype == numpy.int64 and not documents.flags.owndata and not documents.flags.writeable


def test_no_memory_is_an_error_and_leaves_the_vocabulary_whole(news):
    other = built(["boat"])
    for make in (lambda: news.merge(other), lambda: news.prune(min_df=2), lambda: built(TEXTS)):
        for n in range(1, 99):
            _core._fail_allocation(n)
            try:
                make()
            except MemoryError:
                continue
            finally:
                _core._fail_allocation(0)
            break
        assert n < 98
    assert list(news) == TERMS


