"""How Sphinx builds these pages: `make docs`, every warning an error."""

import pkgutil
import sys
from pathlib import Path

import copydesk

sys.path.insert(0, str(Path(__file__).parent))
from docstrings import as_restructured_text  # noqa: E402

project = "copydesk"
author = "copydesk authors"
project_copyright = "copydesk authors"
version = release = copydesk.__version__

extensions = ["sphinx.ext.autodoc", "myst_nb"]
html_theme = "furo"
html_title = f"copydesk {release}"
html_copy_source = html_show_sourcelink = False
exclude_patterns = ["conf.py", "docstrings.py"]

autodoc_member_order = "groupwise"
autodoc_typehints = "none"
smartquotes = False  # what is code keeps its quotes
myst_heading_anchors = 3
myst_disable_syntax = ["footnote_ref"]  # [^\w] in a table is a regular expression

# Notebooks are kept without outputs and run when the pages are built.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120


def setup(app):
    app.connect("source-read", append_modules)
    app.connect("autodoc-process-docstring", rewrite)
    app.connect("autodoc-skip-member", skip)


def rewrite(app, what, name, obj, options, lines):
    lines[:] = as_restructured_text(lines)


def skip(app, what, name, member, skipped, options):
    """A field of a tuple or a dataclass: the docstring of its type tells what it is."""
    described = callable(member) or isinstance(member, property) or hasattr(member, "__objclass__")
    return None if described else True


def append_modules(app, page, source):
    """To the page of the API: each module of the package that is public, so that none is forgotten."""
    if page != "api":
        return
    for module in pkgutil.iter_modules(copydesk.__path__):
        if not module.name.startswith("_"):
            name = f"copydesk.{module.name}"
            source[0] += f"\n{name}\n{'-' * len(name)}\n\n.. automodule:: {name}\n   :members:\n   :show-inheritance:\n"
