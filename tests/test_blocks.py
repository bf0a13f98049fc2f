"""Blocks: what part of an article each line is, told by its shape and its place."""

import datetime

import pytest

import copydesk as cd

HEADLINE = "Board votes to rebuild the east pier"
LEAD = (
    "The harbour board voted on Tuesday to rebuild the east pier, which a storm tore away two winters ago, "
    "and asked the town for the money. The work will take three years."
)
MORE = (
    "Fishermen who had to land their catch eleven miles up the coast welcomed the vote, but some of them "
    "said that it came too late for the boats that were sold last spring."
)
LAST = (
    "The council meets in June to decide whether the pier will be made of stone or of steel, said its chair."
)
STORY = (HEADLINE, LEAD, MORE, LAST)


def page(*lines):
    return "\n\n".join(lines)


def kinds(text, language="english"):
    return [block.kind for block in cd.Analyzer(language=language)(text).blocks]


def kind_of(line, above=(LEAD, MORE), below=(LAST,)):
    return kinds(page(HEADLINE, *above, line, *below))[1 + len(above)]


def date_of(line):
    return cd.Analyzer()(page(HEADLINE, line, LEAD, MORE)).date


def test_one_sentence_is_a_paragraph():
    assert kinds("It rose 3.5 percent.") == ["paragraph"]


def test_a_few_words_without_a_stop_are_a_paragraph_when_nothing_else_is_there():
    assert kinds("rain in the afternoon") == ["paragraph"]


def test_no_text_has_no_blocks():
    assert kinds("") == kinds(" \n\n ") == []


def test_menus_before_the_headline_are_labels():
    text = page("Home", "World", *STORY)
    assert kinds(text) == ["label", "label", "headline", "paragraph", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "line", ["Read: Why the pier fell", "Also read: The boats that were sold", "See also: Piers of the coast"]
)
def test_a_read_line_is_a_link(line):
    assert kind_of(line) == "link"


def test_a_short_line_over_a_paragraph_is_a_subhead():
    assert kind_of("A question of money") == "subhead"


def test_a_line_with_a_bullet_is_a_list():
    assert kind_of("• The pier was built in 1908 and repaired twice.") == "list"


def test_a_numbered_line_over_a_paragraph_is_a_subhead():
    assert kind_of("2. The east pier") == "subhead"


def test_a_quotation_with_its_author_below_is_a_quote():
    text = page(*STORY[:3], "“A harbour without a pier is a beach.”", "— Gwen Adair, chair", LAST)
    assert kinds(text)[3:5] == ["quote", "quote"]


def test_quoted_speech_is_a_paragraph():
    assert (
        kind_of("“We are glad,” said Theo Brandt, who sells nets on the quay. “But we are tired.”")
        == "paragraph"
    )


@pytest.mark.parametrize(
    "line", ["Photo: The pier in March", "Waves over the pier on Monday. Photo: Ana Reyes"]
)
def test_a_line_with_a_photo_credit_is_a_caption(line):
    assert kind_of(line) == "caption"


@pytest.mark.parametrize("line", ["By Dana Whitlock", "By Dana Whitlock and R. J. Osei", "Dana Whitlock"])
def test_a_name_under_the_headline_is_a_byline(line):
    assert kinds(page(HEADLINE, line, LEAD, MORE, LAST))[1] == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "© 2023 The Calder Courier",
        "Copyright 2023 The Calder Courier",
        "Published in The Calder Courier, May 2nd, 2023",
    ],
)
def test_the_line_that_says_whose_it_is_is_a_colophon(line):
    assert kind_of(line, below=()) == "colophon"


def test_what_stands_below_the_word_comments_is_comments():
    text = page(
        *STORY,
        "2 Comments",
        "Petra",
        "About time! The old one was a danger to us all, and everyone in town knew it.",
    )
    assert kinds(text)[4:] == ["label", "comment", "comment"]


def test_a_title_that_comes_twice_around_a_date_is_a_teaser():
    text = page(*STORY, "Who owns the river?", "15 Jan, 2023", "Who owns the river?", "Nobody does.")
    assert kinds(text)[4:] == ["teaser"] * 4


def test_titles_below_related_stories_are_teasers():
    text = page(*STORY, "Related stories", "Fishing fleet stays in port as storm closes in")
    assert kinds(text)[4:] == ["label", "teaser"]


def test_a_read_line_does_not_end_the_body():
    text = page(*STORY[:3], "Read: Why the pier fell", "It will cost $4.1 million.")
    assert kinds(text)[3:] == ["link", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Published May 8, 2023",
        "May 8th, 2023",
        "8 May 2023",
        "Monday, 8 May 2023, 10:45 GMT",
        "2023-05-08",
        "2023-05-08T10:45:00Z",
        "08.05.2023",
        "Updated May 9, 2023 / Published May 8, 2023",
        "By Dana Whitlock, May 8, 2023",
    ],
)
def test_a_date_is_read_however_it_is_written(line):
    assert date_of(line) == datetime.date(2023, 5, 8)


def test_a_part_over_twelve_is_the_day():
    assert date_of("18/5/2023") == date_of("5/18/2023") == datetime.date(2023, 5, 18)


def test_the_month_comes_first_where_nothing_else_decides():
    assert date_of("5/8/2023") == datetime.date(2023, 5, 8)


def test_other_dates_of_the_page_show_that_the_day_comes_first():
    text = page(HEADLINE, "8/5/2023", LEAD, MORE, LAST, "Related stories", "Who owns the river?", "25/4/2023")
    assert cd.Analyzer()(text).date == datetime.date(2023, 5, 8)


@pytest.mark.parametrize("line", ["31.02.2023", "Version 3.5.2", "13/13/2023", "Room 2023", "May"])
def test_what_is_no_date_is_none(line):
    assert date_of(line) is None


@pytest.mark.parametrize("line", ["February 29, 2023", "2023-02-29", "29.2.1900"])
def test_a_leap_day_of_another_year_is_no_date(line):
    assert date_of(line) is None
    assert date_of("February 29, 2024") == datetime.date(2024, 2, 29)


def test_a_month_with_a_name_stays_one_beside_a_date_that_is_read_day_first():
    text = page(HEADLINE, "May 18, 2020, updated 3/4/2021", LEAD, "Comments close on 25/12/2022", MORE)
    assert cd.Analyzer()(text).date == datetime.date(2020, 5, 18)


def test_dates_in_the_middle_of_the_text_are_not_its_own():
    history = (
        "The first pier was opened on May 18, 1908, by a minister who fell into the water and nearly drowned."
    )
    text = page(HEADLINE, LEAD, MORE, history, LAST)
    assert cd.Analyzer()(text).date is None


def test_blocks_are_the_same_for_str_and_bytes():
    text = page(
        "Home",
        "Board votes to rebuild the “east” pier — again",
        "8 May 2023",
        LEAD,
        "Read: Why the pier fell",
        MORE,
        LAST,
    )
    assert kinds(text) == kinds(text.encode())
