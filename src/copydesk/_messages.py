"""What an error says of a wrong argument. `import copydesk` does not read it, only who needs it does."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from numbers import Integral
from typing import Any


def nearest(name: object, choices: Sequence[object]) -> str | None:
    """The choice that `name` was probably meant to be, or None. What is no str is near nothing.

    >>> nearest("englsh", ["english", "spanish"])
    'english'
    """
    if not isinstance(name, str):
        return None
    close = get_close_matches(name.lower(), [choice for choice in choices if isinstance(choice, str)], n=1, cutoff=0.6)
    return close[0] if close else None


def one_of(choices: Sequence[object]) -> str:
    """`choices` as a sentence names them.

    >>> one_of(["news", "uax29", "whitespace"])
    "'news', 'uax29' or 'whitespace'"
    """
    *first, last = map(repr, choices)
    return f"{', '.join(first)} or {last}" if first else last


def unknown_choice(what: str, name: object, choices: Sequence[object]) -> str:
    """The message for a value that is none of a few.

    >>> unknown_choice("style", "nws", ["news", "uax29", "whitespace"])
    "unknown style 'nws'; did you mean 'news'? Expected 'news', 'uax29' or 'whitespace'"
    """
    guess = nearest(name, choices)
    if guess:
        return f"unknown {what} {name!r}; did you mean {guess!r}? Expected {one_of(choices)}"
    return f"unknown {what} {name!r}; expected {one_of(choices)}"


def unknown_language(what: str, name: str, choices: Sequence[str]) -> str:
    """The message for a language that does not exist.

    >>> unknown_language("language", "englsh", ["english", "german"])
    "unknown language 'englsh'; did you mean 'english'? See copydesk.languages()"
    """
    code, region, _ = name.replace("_", "-").partition("-")
    guess = code if region and code.isalpha() and len(code) in (2, 3) else nearest(name, choices)
    if guess:
        return f"unknown {what} {name!r}; did you mean {guess!r}? See copydesk.languages()"
    return f"unknown {what} {name!r}; expected a name of copydesk.languages() or an ISO 639 code"


def unknown_keyword(function: str, name: str, choices: Sequence[str]) -> str:
    """The message for a keyword argument that is not one.

    >>> unknown_keyword("Analyzer", "langauge", ["language", "style"])
    "Analyzer() got an unexpected keyword argument 'langauge'; did you mean 'language'?"
    """
    guess = nearest(name, choices)
    hint = f"; did you mean {guess!r}?" if guess else f"; expected {one_of(choices)}"
    return f"{function}() got an unexpected keyword argument {name!r}{hint}"


def whole(name: str, value: Any) -> int:
    """The int that an argument is, or stands for as NumPy's do. TypeError where it is none, as a truth value is not.

    >>> whole("bits", 16)
    16
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    return int(value)
