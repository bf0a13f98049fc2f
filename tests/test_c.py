"""The C tests: each tests/c/test_*.c is a program that exits 0 (passed), 77 (skipped) or otherwise (failed)."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = sorted(path.stem for path in (ROOT / "tests" / "c").glob("test_*.c"))

pytestmark = [
    pytest.mark.skipif(not shutil.which("make"), reason="make is not installed"),
    pytest.mark.skipif("COPYDESK_SANITIZE" in os.environ, reason="`make asan` runs the sanitized C tests itself"),
]


@pytest.fixture(scope="module")
def library():
    """Everything the programs link with, built once."""
    return subprocess.run(
        ["make", "--no-print-directory", "-j2", "build/c/libcopydesk.a"], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_c_program_passes(program, library):
    assert library.returncode == 0, library.stdout + library.stderr
    target = f"build/c/{program}"
    built = subprocess.run(["make", "--no-print-directory", target], cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    ran = subprocess.run([str(ROOT / target)], cwd=ROOT, capture_output=True, text=True, errors="replace")
    if ran.returncode == 77:
        pytest.skip(ran.stdout.strip() or ran.stderr.strip() or "skipped itself")
    assert ran.returncode == 0, f"exit {ran.returncode}\n{ran.stdout}{ran.stderr}"
