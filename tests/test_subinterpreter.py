"""The module in interpreters of their own, each with its own GIL (Python 3.12 and later)."""

import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.skipif(sys.version_info < (3, 12), reason="interpreters have a GIL of their own from Python 3.12 on")

WORK = """
import copydesk as cd
assert cd.word_tokenize("It didn't fall.") == ["It", "did", "n't", "fall", "."]
doc = cd.Analyzer("de")("Es regnet. Wir bleiben.")
assert [s.text for s in doc.sentences] == ["Es regnet.", "Wir bleiben."]
assert cd.stem("ships") == "ship"
"""

MAIN = """
import sys, threading
try:
    import _interpreters as interpreters
    def create():
        return interpreters.create("isolated")
    def run(which, code):
        failed = interpreters.exec(which, code)
        assert failed is None, failed
except ImportError:
    import _xxsubinterpreters as interpreters
    create = lambda: interpreters.create(isolated=True)
    def run(which, code):
        failed = interpreters.run_string(which, code)
        assert failed is None, failed

prelude = f"import sys; sys.path[:] = {sys.path!r}\\n"

def one(rounds):
    for _ in range(rounds):
        which = create()
        run(which, prelude + WORK)
        interpreters.destroy(which)

WORK = '''%s'''
exec(WORK)
one(5)
threads = [threading.Thread(target=one, args=(5,)) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
exec(WORK)
print("all read")
"""


def test_interpreters_come_read_and_go():
    code = textwrap.dedent(MAIN % WORK)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "all read\n"), done.stderr


def test_a_main_interpreter_that_read_ends_cleanly():
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
