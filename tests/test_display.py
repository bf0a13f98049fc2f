"""How a Doc is drawn in a notebook."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

import copydesk as cd
from copydesk._display import MAX_BLOCKS, MAX_TOKENS, doc_html

SAMPLE = Path(__file__).resolve().parent.parent / "docs" / "sample_article.txt"
VOID = {"br", "hr", "img", "input", "link", "meta"}


class Page(HTMLParser):
    """Reads HTML; fails on tags that do not match."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.open, self.text, self.classes, self.titles = [], [], [], [], []
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append(tag)
        self.classes += (attributes.get("class") or "").split()
        self.titles.append(attributes.get("title"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] != "style":
            self.text.append(data)

    @property
    def visible(self):
        return "".join(self.text)


def drawn(text, **options):
    return Page(doc_html(cd.Analyzer(**options)(text)))


def test_every_block_shows_its_kind():
    doc = cd.Analyzer()(SAMPLE.read_text(encoding="utf-8"))
    page = Page(doc_html(doc))
    assert page.classes.count("cd-block") == len(doc.blocks)
    for kind in {block.kind for block in doc.blocks}:
        assert f"cd-{kind}" in page.classes and kind in page.visible


def test_every_sentence_end_is_marked():
    page = drawn("It sailed. It came back.")
    assert page.classes.count("cd-end") == 2
    assert "sentence 0–10" in page.titles and "sentence 11–24" in page.titles


def test_every_token_says_its_kind_and_offsets():
    page = drawn("It cost $5 🙂 see https://a.example")
    for title in ("word 0–2", "symbol 8–9", "number 9–10", "emoji 11–12", "url 17–34"):
        assert title in page.titles


@pytest.mark.parametrize("kind", cd.TOKEN_KINDS)
def test_every_kind_of_token_has_a_style(kind):
    assert f".copydesk-doc .cd-text .cd-{kind}{{" in doc_html(cd.Analyzer()(""))


def test_the_text_cannot_become_markup():
    page = drawn("<script>alert('x')</script> & \"<b>bold</b>\" <img src=x onerror=alert(1)>")
    assert set(page.tags) == {"div", "style", "span"}
    assert "<script>alert('x')</script> &" in page.visible


def test_there_is_no_script_and_nothing_is_fetched():
    source = doc_html(cd.Analyzer()(SAMPLE.read_text(encoding="utf-8")))
    for word in ("<script", "javascript:", "onload=", "src=", "@import", "url(", "href="):
        assert word not in source


def test_what_html_cannot_hold_is_replaced():
    source = doc_html(cd.Analyzer()("a \x00 \x1b \ud800 b"))
    source.encode("utf-8")
    assert not set(source) & {"\x00", "\x1b", "\ud800"}


def test_styles_stay_inside_the_container():
    style = doc_html(cd.Analyzer()("")).split("<style>")[1].split("</style>")[0]
    rules = [rule.rsplit("{", 1)[0] for rule in style.replace("@media (prefers-color-scheme:dark){", "").split("}") if rule]
    assert rules and all(".copydesk-doc" in selector for rule in rules for selector in rule.split(","))


def test_light_and_dark_themes_have_colours_of_their_own():
    style = doc_html(cd.Analyzer()(""))
    for theme in ("prefers-color-scheme:dark", 'data-jp-theme-light="false"', ".vscode-dark", ".vscode-light"):
        assert theme in style


def test_a_long_document_ends_in_a_note():
    page = drawn("One more paragraph, short.\n\n" * (MAX_BLOCKS + 25))
    assert page.classes.count("cd-block") == MAX_BLOCKS
    assert "… and 25 more blocks, not shown" in page.visible


def test_a_long_block_ends_in_a_note():
    page = drawn("word " * (MAX_TOKENS + 5), layout="off")
    assert "… and 5 more tokens, not shown" in page.visible


def test_an_empty_document_says_that_it_is_empty():
    assert "0 blocks, 0 sentences, 0 tokens" in drawn("").visible


def test_a_notebook_finds_the_drawing():
    doc = cd.Analyzer()("It sailed.")
    assert doc._repr_html_() == doc_html(doc)
