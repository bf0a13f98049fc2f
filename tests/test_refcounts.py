"""No public function leaks a reference: a debug build of Python counts them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from calls import CALLS, SETUP

ROOT = Path(__file__).resolve().parent.parent

# Each line is called over and over; the count of all references must stay flat. Python itself takes some at first, the
# later ones for longer: a leak grows in every round.
SCRIPT = SETUP + '''
def count(code, times):
    for _ in range(times):
        eval(code)
    gc.collect()
    return sys.gettotalrefcount()

leaks = []
for line in CALLS.strip().splitlines():
    code = compile(line, line, "eval")
    count(code, 10)
    grown = []
    while len(grown) < 15 and min(grown, default=20) >= 20:
        before = count(code, 0)
        grown.append(count(code, 20) - before)
    if min(grown) >= 20:
        leaks.append(f"{line}: {grown} references in 20 calls")
print("\\n".join(leaks) or "flat")
'''


def debug_python():
    candidates = [os.environ.get("COPYDESK_DEBUG_PYTHON"), "python3-dbg", "python3.13-dbg", "python3.12-dbg", "python3.11-dbg"]
    for name in filter(None, candidates):
        path = shutil.which(name)
        check = "import sys; from sysconfig import get_paths; import os; sys.gettotalrefcount(); print(get_paths()['include'])"
        found = path and subprocess.run([path, "-c", check], capture_output=True, text=True)
        if found and found.returncode == 0 and Path(found.stdout.strip(), "Python.h").exists():
            return path, found.stdout.strip()
    pytest.skip("no debug build of Python here (Debian: apt-get install python3-dbg)")


def sources():
    return [str(path) for room in ("core", "kernels", "lang", "tables", "python") for path in sorted((ROOT / "csrc" / room).glob("*.c"))]


@pytest.fixture(scope="module")
def debug_build(tmp_path_factory):
    """A debug Python, and a folder with the package built for it."""
    if os.environ.get("COPYDESK_SANITIZE"):
        pytest.skip("the sanitizers are loaded, and this Python is not theirs")
    python, include = debug_python()
    folder = tmp_path_factory.mktemp("debug")
    package = shutil.copytree(
        ROOT / "src" / "copydesk", folder / "copydesk", ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    rooms = [f"-I{ROOT / 'csrc' / room}" for room in ("include", "core", "kernels", "lang", "tables")]
    subprocess.run(
        [os.environ.get("CC", "gcc"), "-shared", "-fPIC", "-std=c11", "-O0", "-pthread", "-Wno-cpp", "-DPy_DEBUG=1", *rooms, "-isystem", include,
         *sources(), "-lutf8proc", "-lstemmer", "-lm", "-o", str(package / "_core.so")],
        check=True,
    )  # fmt: skip
    return python, folder


def run(debug_build, code, **environment):
    python, folder = debug_build
    env = {**os.environ, "PYTHONPATH": str(folder), **environment}
    env.pop("PYTHONHOME", None)
    return subprocess.run([python, "-c", code], capture_output=True, text=True, env=env)


def test_references_stay_flat_over_every_public_function(debug_build):
    done = run(debug_build, f"CALLS = {CALLS!r}\n{SCRIPT}")
    assert (done.stdout, done.returncode) == ("flat\n", 0), done.stderr


def test_a_leak_would_be_seen(debug_build):
    kept = "kept = []\n" + SCRIPT
    done = run(debug_build, f"CALLS = 'kept.append(object())'\n{kept}")
    assert "references in 20 calls" in done.stdout, done.stderr


def test_every_public_function_is_among_the_calls():
    import copydesk as cd

    names = [name for name in cd.__all__ if callable(getattr(cd, name))]
    made_by_others = {"Batch", "Column", "Strings", "Doc", "Token", "Sentence", "Block", "Views", "Explanation", "Model", "show_versions"}
    made_by_others |= {"Report", "Training", "read_corpus", "save_model", "train"}  # Python alone, the C that they call is in the calls
    assert [name for name in names if f"cd.{name}(" not in CALLS and name not in made_by_others] == []


def test_the_debug_python_ends_without_complaint(debug_build):
    """Its memory hooks check every block that is freed."""
    done = run(debug_build, "import copydesk as cd; print(cd.Analyzer()('It fell.'))", PYTHONMALLOC="debug")
    assert (done.returncode, done.stderr) == (0, "")


