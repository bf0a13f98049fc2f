"""Nothing grows too large to be read at one sitting."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GENERATED = {"csrc/tables/unicode.c", "csrc/lang/lang_tables.c", "csrc/lang/letter_tables.c"}
MAX_FILE_LINES = 800
MAX_FUNCTION_LINES = 60
P95_FUNCTION_LINES = 50


def files(*patterns):
    found = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(path for path in found if path.relative_to(ROOT).as_posix() not in GENERATED)


C = files("csrc/*/*.[ch]", "csrc/*/*.inc", "tests/c/*.[ch]", "tests/fuzz/*.[ch]")
PYTHON = files("src/copydesk/**/*.py", "src/copydesk/*.pyi", "tests/*.py", "benchmarks/*.py", "csrc/tools/*.py", "setup.py")


def c_functions(path):
    """(lines, name) of each function: from the line that opens its body at the margin to the `}` at the margin."""
    opened, label = None, ""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if opened is None:
            if line and line[0] not in " \t#/*}" and (found := re.search(r"(\w+)\(", line)):
                label = found[1]
                start = n
            if label and line.rstrip().endswith("{"):
                opened = start
            elif line.rstrip().endswith((";", "}")):
                label = ""
        elif line.startswith("}"):
            yield n - opened + 1, label
            opened, label = None, ""


def python_functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.end_lineno - node.lineno + 1, node.name


@pytest.mark.parametrize("path", C + PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_can_be_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("path", C, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_c_function_is_long(path):
    long = [f"{name}: {n} lines" for n, name in c_functions(path) if n > MAX_FUNCTION_LINES]
    assert not long


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_python_function_is_long(path):
    long = [f"{name}: {n} lines" for n, name in python_functions(path) if n > MAX_FUNCTION_LINES]
    assert not long


def test_nineteen_c_functions_of_twenty_fit_a_screen():
    lengths = sorted(n for path in C for n, _ in c_functions(path))
    assert lengths and lengths[int(0.95 * (len(lengths) - 1))] <= P95_FUNCTION_LINES
