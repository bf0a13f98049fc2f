"""Articles in many shapes come out as a human editor marked them (see articles.py)."""

import articles
import pytest

import copydesk as cd

pytestmark = pytest.mark.parametrize("name", articles.names())


@pytest.fixture
def article(name):
    return articles.load(name)


@pytest.fixture
def doc(article):
    return cd.Analyzer(language=article.language)(article.text)


def test_every_line_is_the_kind_of_block_an_editor_says(article, doc):
    assert [(block.kind, articles.flat(block.text)) for block in doc.blocks] == article.blocks


def test_sentences_end_where_an_editor_ends_them(article, doc):
    assert [articles.flat(sentence.text) for sentence in doc.sentences] == article.sentences


def test_the_headline_is_the_articles_own(article, doc):
    assert articles.flat(doc.headline) == article.headline


def test_the_date_is_that_of_publication(article, doc):
    assert doc.date == article.date


def test_the_body_is_the_articles_own_text_and_no_more(article, doc):
    assert articles.flat(doc.body) == articles.flat(article.body)


def test_wrapping_at_72_columns_moves_no_sentence(article):
    doc = cd.Analyzer(language=article.language)(article.wrapped())
    assert [articles.flat(sentence.text) for sentence in doc.sentences] == article.sentences
