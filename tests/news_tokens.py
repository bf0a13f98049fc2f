"""What tests of the tokens of news share. Expected tokens are written with a bar at each cut: "It|fell|."."""

import pytest

import copydesk as cd

NEWS = cd.Analyzer()


def cases(*pairs):
    return pytest.mark.parametrize(("text", "cut"), pairs, ids=[text.encode("ascii", "replace").decode() for text, _ in pairs])


def tokens(text):
    return NEWS.tokens(text)


def kind(text):
    """The kind of the text's one token."""
    (token,) = NEWS(text)
    return token.kind


def kinds(text):
    return [(token.text, token.kind) for token in NEWS(text)]
