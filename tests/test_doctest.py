"""The examples of every docstring, in Python and in C, give what they say."""

import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import copydesk as cd

# _core's members are tested one by one, under the names that are public.
NAMES = [module.name for module in pkgutil.iter_modules(cd.__path__) if module.name not in ("_core", "__main__")]
MODULES = [cd, *(importlib.import_module(f"copydesk.{name}") for name in NAMES)]


def public_objects():
    """Each public function, type and member of the package and its public modules, by its full name."""
    for module in MODULES:
        names = vars(module).get("__all__", ())
        for name in names if "._" not in module.__name__ else ():
            of = getattr(module, name)
            if inspect.isroutine(of) or inspect.isclass(of):
                yield f"{module.__name__}.{name}", of
            if inspect.isclass(of):
                for inner, member in vars(of).items():
                    if not inner.startswith("_"):
                        yield f"{module.__name__}.{name}.{inner}", member


DOCUMENTED = dict(public_objects())
FUNCTIONS_AND_TYPES = {name: of for name, of in DOCUMENTED.items() if inspect.isroutine(of) or inspect.isclass(of)}
TYPES = {name: of for name, of in DOCUMENTED.items() if inspect.isclass(of)}


def examples(of):
    return doctest.DocTestParser().get_examples(inspect.getdoc(of) or "")


def run(name, docstring):
    test = doctest.DocTestParser().get_doctest(docstring, {}, name, None, None)
    result = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(test)
    return result.attempted, result.failed


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_example_gives_what_it_says(name):
    _, failed = run(name, inspect.getdoc(DOCUMENTED[name]) or "")
    assert failed == 0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_of_the_module_give_what_they_say(module):
    assert doctest.testmod(module, exclude_empty=True).failed == 0


def test_everything_public_has_a_docstring():
    assert [name for name, of in DOCUMENTED.items() if not inspect.getdoc(of)] == []


def test_every_public_function_and_type_has_an_example():
    shown_by_their_type = {"copydesk.Views.index", "copydesk.Views.count"}
    assert {name for name, of in FUNCTIONS_AND_TYPES.items() if not examples(of)} == shown_by_their_type


@pytest.mark.parametrize("name", sorted(TYPES.keys() - {"copydesk.Analyzer"}))
def test_an_example_shows_every_attribute_of_the_type(name):
    """Those of an Analyzer are its options, on which docs/options.md has its say."""
    members = {inner: of for full, of in DOCUMENTED.items() for type_, _, inner in [full.rpartition(".")] if type_ == name}
    shown = "".join(example.source for of in (TYPES[name], *members.values()) for example in examples(of))
    assert [inner for inner in members if not re.search(rf"\b{inner}\b", shown)] == []
