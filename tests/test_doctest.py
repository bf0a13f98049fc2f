"""The examples of every docstring, in Python and in C, give what they say."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import copydesk as cd

# _core's members are tested one by one, under the names that are public.
NAMES = [module.name for module in pkgutil.iter_modules(cd.__path__) if module.name not in ("_core", "__main__")]
MODULES = [cd, *(importlib.import_module(f"copydesk.{name}") for name in NAMES)]


def public_objects():
    """Each public function, type and method of the package, by its full name."""
    for name in cd.__all__:
        of = getattr(cd, name)
        if inspect.isroutine(of) or inspect.isclass(of):
            yield f"copydesk.{name}", of
        if inspect.isclass(of):
            for inner, member in vars(of).items():
                if not inner.startswith("_"):
                    yield f"copydesk.{name}.{inner}", member


DOCUMENTED = dict(public_objects())


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
    bare = [
        name
        for name, of in DOCUMENTED.items()
        if (inspect.isroutine(of) or inspect.isclass(of))
        and name.split(".")[1] not in ("Views", "Explanation")
        and not run(name, inspect.getdoc(of) or "")[0]
    ]
    assert bare == []
