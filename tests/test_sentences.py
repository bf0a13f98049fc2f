"""Where sentences end, what newlines mean, and which rule said so.

A case lists its sentences; the text is them, joined by one space.
"""

import pytest

import copydesk as cd

NEWS = cd.Analyzer()


def cases(*groups):
    return pytest.mark.parametrize("sentences", groups, ids=[" ".join(group).encode("ascii", "replace").decode()[:60] for group in groups])


def by_language(*groups):
    return pytest.mark.parametrize(("language", "sentences"), groups, ids=lambda x: x if isinstance(x, str) else None)


def reads_as(sentences, language="english"):
    return cd.Analyzer(language).sentences(" ".join(sentences)) == list(sentences)


def rules(text, **options):
    return [sentence.rule for sentence in cd.Analyzer(**options)(text).sentences]


def why(text, after):
    """What explains the place behind the first `after`."""
    return NEWS(text).explain(text.index(after) + len(after))


# ---- plain ends ------------------------------------------------------------------------


@cases(
    ["It fell.", "They sold."],
    ["Did it fall?", "They sold."],
    ["It fell!", "They sold."],
    ["What?!", "They sold."],
    ["It fell 3.5 percent.", "They sold 1,200 shares."],
    ["It rose to 12.", "They sold 15."],
    ["He was born in 1990.", "He died in 2020."],
    ["See https://a.example/b.", "They sold."],
    ["They met at NATO.", "It was late."],
    ["He won it for me.", "Then he left."],
    ["It was a win for us.", "Then he left."],
    ["He said no.", "Ten people left."],
)
def test_a_final_mark_ends_a_sentence(sentences):
    assert reads_as(sentences)


@cases(["It fell 3.5 percent to 1.2 million."], ["Visit bbc.com for more."], ["It cost $3.50 in all, about 12.5 more."])
def test_a_stop_inside_a_token_ends_no_sentence(sentences):
    assert reads_as(sentences)


def test_a_sentence_needs_no_final_mark_at_the_end_of_a_text():
    assert NEWS.sentences("It fell. They sold") == ["It fell.", "They sold"]


def test_a_text_without_ink_has_no_sentence():
    assert NEWS.sentences("") == NEWS.sentences(" \n\t ") == []


def test_a_sentence_that_starts_in_lower_case_behind_a_plain_word_is_one():
    assert reads_as(["the shares fell.", "they sold them."])


# ---- abbreviations -------------------------------------------------------------------------


@cases(
    ["Mr. Smith met Dr. Jones."],
    ["Gen. Asim Munir spoke to Sen. Warren and Rep. Cheney.", "They listened."],
    ["Lt. Col. Oliver North testified."],
    ["St. Louis is on the river.", "St. Paul is north of it."],
    ["Mr Smith met Dr Jones.", "They spoke."],
    ["Prof. Hawking taught at Cambridge."],
    ["Capt. Cook sailed.", "Mr. Banks went with him."],
    ["Messrs. Smith and Jones left."],
)
def test_a_title_ends_no_sentence(sentences):
    assert reads_as(sentences)


@cases(
    ["John F. Kennedy spoke.", "They listened."],
    ["J. K. Rowling wrote it.", "It sold well."],
    ["J.K. Rowling wrote it."],
    ["George W. Bush and Samuel L. Jackson met."],
    ["The book is by A. A. Milne.", "It is short."],
    ["W. E. B. Du Bois wrote it."],
)
def test_an_initial_ends_no_sentence(sentences):
    assert reads_as(sentences)


@cases(
    ["It opens at 5 p.m. on Monday.", "They sold."],
    ["The U.S. economy grew.", "The U.K. economy did not."],
    ["The U.S. Senate voted."],
    ["Fruit, e.g. apples, sold well."],
    ["He lives on Main St. with his wife."],
    ["It is Smith vs. Jones."],
    ["Apple Inc. said it sold more."],
    ["They met on Jan. 5 and Feb. 12."],
    ["See No. 10 and p. 12 of vol. 3."],
    ["The Washington, D.C. area grew."],
    ["Sgt. Smith, of Portland, Ore. and others left."],
)
def test_an_abbreviation_inside_a_sentence_ends_none(sentences):
    assert reads_as(sentences)


@cases(
    ["It opened at 5 p.m.", "The shares fell."],
    ["He lives in the U.S.", "He moved there in May."],
    ["It was made by Apple Inc.", "The company sold it."],
    ["They sell apples, pears, etc.", "The shop is small."],
    ["He works in Washington, D.C.", "He is 40."],
    ["Martin Luther King Jr.", "He spoke."],
    ["She has a Ph.D.", "She teaches."],
    ["It was 10 a.m.", "But nobody came."],
    ["He moved to the U.K.", "“I like it,” he said."],
)
def test_an_abbreviation_ends_a_sentence_where_the_next_word_opens_one(sentences):
    assert reads_as(sentences)


def test_an_abbreviation_of_ones_own_ends_no_sentence():
    text = "They met at Bldng. Seven."
    assert NEWS.sentences(text) == ["They met at Bldng.", "Seven."]
    assert cd.Analyzer(abbreviations=["Bldng."]).sentences(text) == [text]


# ---- quotes and brackets ---------------------------------------------------------------------


@cases(
    ["“We’re done.”", "He left."],
    ['"We are done."', "He left."],
    ["He said: “We’re done.”", "They left."],
    ["“Are we done?”", "“We are.”"],
    ["‘We’re done.’", "He left."],
    ["“We’re done,” he said.", "“We sold it.”"],
    ["“It fell.”", "“They sold.”"],
    ["He called it ‘a win.’", "They agreed."],
    ["“‘No,’ she told me.”", "He left."],
    ["(It fell.)", "They sold."],
    ["They sold (it fell).", "He left."],
    ["They sold [it].", "(He left.)"],
)
def test_closing_quotes_and_brackets_belong_to_the_sentence_they_close(sentences):
    assert reads_as(sentences)


@cases(
    ["“Are we done?” he asked.", "They were."],
    ["“Stop!” she said.", "They stopped."],
    ["“Are we done?” Smith asked."],
    ['"Are we done?" asked Mr. Smith.'],
    ["“What?!” he shouted."],
    ["“Never!” said the minister.", "He left."],
    ["The film “Who?” is out."],
    ["He asked “why?” and left."],
)
def test_a_quote_goes_on_where_it_is_reported(sentences):
    assert reads_as(sentences)


@cases(["They sold (see fig. 3) in May."], ["He (Mr. Smith) left."], ["It fell (by a lot!) in May."], ["They sold (did they?) in May.", "He left."])
def test_a_mark_inside_brackets_ends_no_sentence_that_goes_on(sentences):
    assert reads_as(sentences)


@cases(
    ["“We sold it.", "We are done.", "We go home.”", "He left."],
    ["“We sold it.", "We are done,” he said.", "They left."],
)
def test_sentences_inside_a_quotation_are_parted(sentences):
    assert reads_as(sentences)


# ---- ellipses, dashes, emoji, references --------------------------------------------------------


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_dash_opens_a_sentence_of_bytes_as_of_a_str(dash):
    text = f"What else? {dash} Despite it all."
    expected = ["What else?", f"{dash} Despite it all."]
    assert (cd.sent_tokenize(text), cd.sent_tokenize(text.encode())) == (expected, expected)


@cases(
    ["Wait... what is it?"],
    ["He said … nothing."],
    ["It fell...", "They sold."],
    ["It fell….", "They sold."],
    ["It fell -- and they sold."],
    ["It fell — They sold anyway."],
)
def test_an_ellipsis_ends_a_sentence_only_before_a_capital(sentences):
    assert reads_as(sentences)


@cases(["We won! 😀", "They lost."], ["We won 😀", "They lost."], ["We won 😀 again."], ["We won :)", "They lost."])
def test_an_emoji_belongs_to_the_sentence_it_closes(sentences):
    assert reads_as(sentences)


@cases(["It fell.[1]", "They sold.[2][3]", "He left."], ["It fell. [1]", "They sold."])
def test_a_reference_belongs_to_the_sentence_before_it(sentences):
    assert reads_as(sentences)


@cases(["Yahoo! said it sold."], ["The show Jeopardy! returns in May."], ["It fell: They sold."], ["It fell; They sold."])
def test_a_mark_inside_a_name_or_a_colon_ends_no_sentence(sentences):
    assert reads_as(sentences)


@pytest.mark.parametrize("text", ["It fell.They sold.", "It fell.”They sold.", "Did it?They sold."])
def test_a_missing_space_behind_a_word_parts_sentences_all_the_same(text):
    assert len(NEWS.sentences(text)) == 2


# ---- lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        ["1. Cut the bread.", "2. Butter it.", "3. Eat."],
        ["1) Cut the bread", "2) Butter it", "3) Eat"],
        ["a) Cut the bread", "b) Butter it"],
        ["• Cut the bread", "• Butter it", "• Eat"],
        ["- Cut the bread", "- Butter it", "- Eat"],
        ["* Cut the bread", "* Butter it", "* Eat"],
        ["(a) Cut the bread.", "(b) Butter it."],
    ],
    ids=lambda lines: lines[0],
)
def test_every_item_of_a_list_is_a_sentence(lines):
    assert NEWS.sentences("\n".join(lines)) == lines


@cases(["1. Cut the bread.", "2. Butter it.", "3. Eat."], ["• Cut the bread", "• Butter it"], ["1.) Cut the bread", "2.) Butter it"])
def test_items_of_a_list_in_one_line_are_sentences(sentences):
    assert reads_as(sentences)


# ---- newlines -----------------------------------------------------------------------------------------

# Lines as an editor wraps them at 48; no line could have held the next word.
WRAPPED = """The shares of the harbour company fell by more
than a tenth on Monday, after its head told the
board that he would leave. They had risen for
weeks before, and analysts were surprised by the
speed of the fall. Nobody at the company wanted
to talk about it."""
WRAPPED_SENTENCES = [
    "The shares of the harbour company fell by more\nthan a tenth on Monday, after its head told the\nboard that he would leave.",
    "They had risen for\nweeks before, and analysts were surprised by the\nspeed of the fall.",
    "Nobody at the company wanted\nto talk about it.",
]
PARAGRAPHS = [
    "The shares of the harbour company fell by more than a tenth on Monday, after its head told the board that he would leave the company in May",
    "They had risen for weeks before that, and analysts were surprised by the speed of the fall, which was the worst since the company was founded",
    "Nobody at the company wanted to talk about it when asked on Monday, and its head did not pick up his telephone for the whole of the afternoon",
]


def test_auto_reads_on_over_the_newlines_of_a_wrapped_text():
    assert NEWS.sentences(WRAPPED) == WRAPPED_SENTENCES


def test_auto_ends_a_sentence_at_each_newline_of_long_lines():
    assert NEWS.sentences("\n".join(PARAGRAPHS)) == PARAGRAPHS


@pytest.mark.parametrize("layout", ["auto", "line", "wrap"])
def test_a_blank_line_ends_a_sentence(layout):
    assert cd.Analyzer(layout=layout).sentences("Harbour strike ends\n\nThe talks went well.") == ["Harbour strike ends", "The talks went well."]


@pytest.mark.parametrize("layout", ["auto", "line", "wrap"])
def test_a_blank_line_may_hold_spaces(layout):
    assert len(cd.Analyzer(layout=layout).sentences("Harbour strike ends\n \t \nThe talks went well.")) == 2


def test_line_ends_a_sentence_at_every_newline():
    assert cd.Analyzer(layout="line").sentences(WRAPPED)[0] == "The shares of the harbour company fell by more"
    assert len(cd.Analyzer(layout="line").sentences(WRAPPED)) == 8


def test_wrap_reads_on_over_every_single_newline():
    assert cd.Analyzer(layout="wrap").sentences("Harbour strike\nends. Talks went\nwell.") == ["Harbour strike\nends.", "Talks went\nwell."]


def test_off_takes_every_newline_for_a_space():
    assert cd.Analyzer(layout="off").sentences("Harbour strike\n\nends. Talks\nwent well.") == ["Harbour strike\n\nends.", "Talks\nwent well."]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85"], ids=ascii)
def test_every_newline_is_one(newline):
    assert cd.Analyzer(layout="line").sentences(f"Strike ends{newline}Talks went well") == ["Strike ends", "Talks went well"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85"], ids=ascii)
def test_two_newlines_of_any_kind_are_a_blank_line(newline):
    assert cd.Analyzer(layout="wrap").sentences(f"Strike ends{newline}Talks{newline}{newline}went well") == [
        f"Strike ends{newline}Talks", "went well"]  # fmt: skip


def test_a_paragraph_separator_is_a_blank_line():
    assert cd.Analyzer(layout="wrap").sentences("Strike ends\u2029Talks went well") == ["Strike ends", "Talks went well"]


def test_crlf_changes_nothing():
    want = [sentence.replace("\n", "\r\n") for sentence in WRAPPED_SENTENCES]
    assert NEWS.sentences(WRAPPED.replace("\n", "\r\n")) == want
    assert NEWS.sentences("\r\n".join(PARAGRAPHS)) == PARAGRAPHS


def test_a_headline_without_a_stop_is_a_sentence():
    text = "Harbour strike ends\n\nBy Jane Doe\n\n" + PARAGRAPHS[0] + "."
    assert NEWS.sentences(text) == ["Harbour strike ends", "By Jane Doe", PARAGRAPHS[0] + "."]


def test_a_subhead_between_wrapped_paragraphs_is_a_sentence():
    text = WRAPPED + "\n\nWhat happens next\n\n" + WRAPPED
    assert NEWS.sentences(text) == [*WRAPPED_SENTENCES, "What happens next", *WRAPPED_SENTENCES]


def test_a_text_is_read_the_same_every_time():
    text = "\n\n".join([WRAPPED, *PARAGRAPHS])
    assert {tuple(cd.Analyzer().sentences(text)) for _ in range(20)} == {tuple(NEWS.sentences(text))}


# ---- rules ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It fell. They sold.", "stop"),
        ("Did it? They sold.", "question"),
        ("It fell... They sold.", "ellipsis"),
        ("We won 😀 They lost.", "emoji"),
        ("It opened at 5 p.m. The shares fell.", "abbreviation_ends"),
        ("1. Cut the bread. 2. Eat.", "list_item"),
        ("It fell.They sold.", "no_space"),
        ("他走了。她没走。", "ideographic_stop"),
        ("Harbour strike ends\n\nThe talks went well.", "blank_line"),
    ],
)
def test_a_sentence_names_the_rule_that_ended_it(text, rule):
    assert rules(text) == [rule, "text_end"]


def test_a_line_end_is_named():
    assert rules("Strike ends\nTalks went well", layout="line") == ["line_end", "text_end"]


def test_unicodes_rules_are_named_where_they_decide():
    assert rules("It fell. They sold.", style="uax29", layout="off") == ["uax29", "text_end"]


@pytest.mark.parametrize(
    ("text", "after", "rule"),
    [
        ("He met Mr. Smith.", "Mr.", "title"),
        ("John F. Kennedy spoke.", "F.", "initial"),
        ("The U.S. Senate voted.", "U.S.", "abbreviation"),
        ("They met on Jan. 5.", "Jan.", "number_follows"),
        ("“Are we done?” he asked.", "?”", "reported"),
        ("“Are we done?” Smith asked.", "?”", "reported"),
        ("The show Jeopardy! returns in May.", "Jeopardy!", "name_holds_mark"),
        ("Wait... what is it?", "Wait...", "ellipsis_goes_on"),
        ("We won 😀 again.", "😀", "emoji_goes_on"),
        ("It fell again.", "fell", "no_candidate"),
    ],
)
def test_explain_names_the_rule_that_refused(text, after, rule):
    explained = why(text, after)
    assert (explained.boundary, explained.rule) == (False, rule)


@pytest.mark.parametrize(
    ("text", "after", "rule"),
    [("It fell. They sold.", "fell.", "stop"), ("Strike ends\n\nThe talks went well.", "ends", "blank_line"), ("Did it? They sold.", "it?", "question")],
)
def test_explain_names_the_rule_that_broke(text, after, rule):
    explained = why(text, after)
    assert (explained.boundary, explained.rule) == (True, rule)
    assert explained.score > 0 and explained.about


@pytest.mark.parametrize(
    "text", ["WESTERLEIGH — The council met.", "ST. BRANNOCK, Md. (AP) -- The council met.", "PARIS, March 5 – It rained."]
)
def test_a_dateline_opens_its_sentence(text):
    assert NEWS.sentences(text) == [text]


@by_language(
    ("english", ["What else awaits us?", "- Despite the fog they sailed.", "– Nobody drowned!", "- Did you?"]),
    ("french", ["Que dire de plus ?", "- Rien ne change.", "– Personne ne vient !", "- Et vous ?"]),
    ("norwegian", ["Hva skjer nå?", "- Ingen vet det.", "– Alle venter!", "- Og du?"]),
    ("turkish", ["Bundan bahsedelim...", "- Önümüzde çok iş var.", "- Ya siz?"]),
)
def test_a_dash_between_a_final_mark_and_a_capital_opens_a_sentence(language, sentences):
    assert cd.Analyzer(language).sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize("text", ["He left - Mary stayed.", "In 1990-The year of snow."])
def test_any_other_dash_opens_none(text):
    assert NEWS.sentences(text) == [text]


# ---- habits --------------------------------------------------------------------------


LISTED = "He said: it rained; she left. - One thing - Two things."
QUOTED = "She said “It rained. He left.” and then “Why?” he asked. Done."


@pytest.mark.parametrize(
    ("habit", "text", "sentences"),
    [
        ({"colons": "split"}, LISTED, ["He said:", "it rained; she left.", "- One thing - Two things."]),
        ({"semicolons": "split"}, LISTED, ["He said: it rained;", "she left.", "- One thing - Two things."]),
        ({"dashes": "split"}, LISTED, ["He said: it rained; she left.", "- One thing", "- Two things."]),
        ({"dashes": "keep"}, LISTED, ["He said: it rained; she left.", "- One thing - Two things."]),
        ({"quotes": "keep"}, QUOTED, ["She said “It rained. He left.” and then “Why?” he asked.", "Done."]),
        ({"quotes": "split"}, QUOTED, ["She said “It rained.", "He left.”", "and then “Why?”", "he asked.", "Done."]),
        ({"colons": "keep", "semicolons": "keep"}, "Dear all:\nIt rained; He left.", ["Dear all:", "It rained; He left."]),
    ],
)
@pytest.mark.parametrize("language", ["english", "hindi"])
def test_an_option_settles_what_is_habit(language, habit, text, sentences):
    an = cd.Analyzer(language, **habit)
    assert an.sentences(text) == sentences
    assert all(s.rule == "habit" for s in an(text).sentences if s.text.endswith((":", ";")) and s.end < len(text) and habit.get("colons") != "keep")


@cases(
    ["Hiztegi serioak hauxe dio:", "Azken hilabeteetan lasai zegoen."],
    ["Rojok esan zuen atzo:", '"Horrelako asko egin dut."'],
    ["Bi lan idatzi zituen: bata euskaraz, bestea gaztelaniaz."],
    ["Kirola: Realak irabazi du."],
    ["Gaur 10:00etan hasiko da."],
)
@pytest.mark.parametrize("options", [{}, {"model": False}])
def test_in_basque_a_capital_behind_a_colon_opens_a_sentence(sentences, options):
    text = " ".join(sentences)
    assert cd.Analyzer("basque", **options).sentences(text) == list(sentences)
    assert cd.Analyzer("basque", colons="keep", **options).sentences(text) == [text]


@cases(["Bigarren sailkatu zen.", "II. Mundu Gerraren amaieran zatitu zen."], ["Gaur hasiko da XXXVII. Idi Proba."])
def test_a_roman_ordinal_ends_no_basque_sentence(sentences):
    assert reads_as(sentences, "basque")


@cases(["இல்ல ஸார். . . . எதுவும் கிடைக்கலை."], ["மாமா. . இன்னிக்கு வருவார்."], ["குழந்தைக்கு 50 மி. லி. ரத்தம் ஏற்றினர்."])
def test_stops_with_spaces_between_end_no_tamil_sentence(sentences):
    assert reads_as(sentences, "tamil")


@cases(["Biliyor musunuz orayı? diye hayretle sordu."], ["Gitmeyin! diye bağırdı Murat."])
def test_what_is_said_in_turkish_ends_behind_diye(sentences):
    assert reads_as(sentences, "turkish")


def test_a_colon_inside_a_time_is_no_habit():
    assert cd.Analyzer(colons="split").sentences("At 5:30 it fell: hard.") == ["At 5:30 it fell:", "hard."]


def test_a_sentence_has_the_score_of_its_end():
    text = "It fell. They sold everything they had. Nobody knew why"
    doc = NEWS(text)
    assert [s.score for s in doc.sentences] == [doc.explain(s.end).score for s in doc.sentences]
    assert doc.sentences[2].score == 1


def test_explain_shows_the_tokens_on_both_sides():
    explained = why("He met Mr. Smith.", "Mr.")
    assert (explained.left, explained.right) == ("Mr.", "Smith")
    assert "left_title" in explained.features


def test_explain_and_the_sentences_agree_everywhere():
    text = "\n\n".join(["Strike ends", WRAPPED, "“Are we done?” Mr. Smith asked at 5 p.m. Nobody knew... They left."])
    doc = NEWS(text)
    ends = {sentence.end: sentence.rule for sentence in doc.sentences}
    for token in doc:
        explained = doc.explain(token.end)
        assert explained.boundary == (token.end in ends)
        assert not explained.boundary or explained.rule == ends[token.end]


# ---- other languages ----------------------------------------------------------------------------------------


@by_language(
    ("german", ["Am 3. Mai kam Dr. Müller.", "Er blieb bis zum 5. Juni."]),
    ("german", ["Das gilt z. B. für Bücher.", "„Nein“, sagte er.", "„Wir gehen.“"]),
    ("german", ["Das kostet ca. 5 Mio. Euro.", "Es ist teuer."]),
    ("french", ["M. Macron a parlé.", "« Nous partons », a-t-il dit.", "Ils sont partis."]),
    ("french", ["Est-il venu ?", "Oui !", "Il est p. 12."]),
    ("spanish", ["El Sr. Pérez llegó.", "¿Quién es?", "¡Viva!", "Se fue."]),
    ("italian", ["Il dott. Rossi è arrivato.", "«Andiamo», ha detto.", "Sono partiti."]),
    ("portuguese", ["O Dr. Silva chegou.", "“Vamos”, disse ele.", "Foram embora."]),
    ("dutch", ["Dhr. Jansen kwam om 10.30 uur.", "‘Nee’, zei hij.", "Ze gingen weg."]),
    ("swedish", ["Det gäller bl.a. böcker.", "”Nej”, sa hon.", "De gick."]),
    ("finnish", ["Hän tuli 3. toukokuuta.", "”Ei”, hän sanoi.", "He lähtivät."]),
    ("finnish", ["Hän sanoi: ”En tule.”", "He odottivat.", "”Menemme.”", "»Niin.»", "Ovi sulkeutui."]),
    ("swedish", ["Hon sa: ”Jag vet.”", "”Vi går nu.”", "De gick."]),
    ("russian", ["А. С. Пушкин родился в 1799 г. в Москве.", "«Да», — сказал он.", "Они ушли."]),
    ("turkish", ["Dr. Yılmaz 20. yüzyılda yaşadı.", "“Hayır” dedi.", "Gittiler."]),
    ("greek", ["Ο κ. Μητσοτάκης μίλησε.", "«Ναι», είπε."]),
    ("hungarian", ["A 2000. évi törvény jó.", "„Nem”, mondta.", "Elmentek."]),
    ("armenian", ["Նա եկավ։", "Նրանք գնացին։"]),
    ("cs", ["Přišel např. Jan Novák.", "„Dnes je 27. září.“", "Pak odešel."]),
    ("cs", ["Firma má 3 tis. lidí, ing. Novák ji vede.", "Sídlí v Brně."]),
    ("lv", ["Viņš dzimis 1986. gada 12. martā Rīgā.", "Sanāksme sāksies plkst. 10."]),
    ("lv", ["Tur pārdod ābolus, bumbierus u.c.", "Veikals ir mazs."]),
    ("pl", ["Przyszedł m.in. prof. Nowak.", "Kosztowało to ok. 5 tys. euro."]),
    ("pl", ["R. Kowalski przyszedł 3 maja 2010 r.", "Było zimno."]),
    ("pl", ["Sklep przy ul. Długiej sprzedaje jabłka, gruszki itp.", "Jest mały."]),
    ("serbian", ["Govorila je o novoj EK.", "Marija Petrović dolazi iz Niša."]),
    ("romanian", ["Dosarul a ajuns la DNA.", "Maria Popescu este avocata lor."]),
)
def test_sentences_of_other_languages(language, sentences):
    assert cd.Analyzer(language).sentences(" ".join(sentences)) == sentences


@by_language(
    ("english", ["They sell apples, pears, ect.", "The shop is small."]),
    ("et", ["Müüakse õunu, pirne jm.", "Pood on väike."]),
    ("lithuanian", ["Ten parduoda obuolius, kriaušes ir kt.", "Parduotuvė maža."]),
    ("russian", ["Там продают яблоки, груши и др.", "Магазин маленький."]),
    ("turkish", ["Elma, armut vd.", "Dükkan küçük."]),
    ("indonesian", ["Mereka menjual apel, pir, dkk.", "Tokonya kecil."]),
    ("kk", ["Олар алма, алмұрт т.б.", "Дүкен кішкентай."]),
)
def test_and_so_on_ends_a_sentence_before_a_capital(language, sentences):
    assert cd.Analyzer(language).sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("english", "Read also: The village that waits for its doctor"),
        ("german", "Lesen Sie auch: Wie der Berg zu seinem Namen kam"),
        ("french", "Lire aussi : Ces villages qui attendent leur médecin"),
        ("spanish", "Lea también: El pueblo que espera a su médico"),
    ],
)
def test_a_label_and_its_headline_are_one_sentence(language, line):
    assert cd.Analyzer(language).sentences(line) == [line]


@by_language(
    ("arabic", ["قال الرئيس نعم.", "لماذا؟", "انتهت الحرب."]),
    ("hindi", ["वह घर गया।", "क्या हुआ?", "वे चले गए।"]),
    ("tamil", ["அவர் வந்தார்.", "அவர்கள் சென்றனர்."]),
    ("tamil", ["என். வரதராஜன், ஆர். நல்லகண்ணு வந்தனர்.", "அவர்கள் சென்றனர்."]),
    ("ko", ["정부는 오늘 발표했다.", "‘네’라고 말했다."]),
    ("ur", ["اس نے کہا۔", "وہ چلے گئے۔"]),
    ("am", ["ሰላም ነው።", "ሄዱ።"]),
)
def test_sentences_of_scripts_without_case(language, sentences):
    assert cd.Analyzer(language).sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [("zh", ["他走了。", "她没走！", "为什么？", "“我不知道。”"]), ("ja", ["彼は行った。", "「はい」と言った。", "なぜ？"])],
    ids=["zh", "ja"],
)
def test_sentences_of_scripts_without_spaces(language, sentences):
    assert cd.Analyzer(language).sentences("".join(sentences)) == sentences


def test_the_greek_question_mark_looks_like_a_semicolon():
    greek = cd.Analyzer("greek")
    assert greek.sentences("Πού πας; Έφυγε.") == ["Πού πας;", "Έφυγε."]
    assert greek.sentences("Τι λες; «Ναι», είπε.") == ["Τι λες;", "«Ναι», είπε."]


def test_a_street_may_end_a_sentence_though_a_saint_may_not():
    assert cd.sent_tokenize("He lives on Main St. He likes it.") == ["He lives on Main St.", "He likes it."]
    assert cd.sent_tokenize("We saw St. Helena from afar.") == ["We saw St. Helena from afar."]


# ---- not yet ---------------------------------------------------------------------------------------------------


def wrong(language, sentences, reason):
    return pytest.param(language, sentences, marks=pytest.mark.xfail(reason=reason, strict=True), id=f"{language} {ascii(sentences[0])}")


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        wrong("english", ["“Well … I don’t know,” he said."], "an ellipsis before I, always a capital, ends the sentence"),
        wrong("english", ["I. Cut the bread.", "II. Butter it."], "a Roman numeral of a list is no list number"),
        wrong("english", ["He is 5 ft. 10 in. tall."], "in. behind a number is no unit's abbreviation"),
        wrong("ja", ["彼女は「はい。」と言った。"], "a stop inside a quotation that goes on ends the sentence"),
    ],
)
def test_not_parted_right_yet(language, sentences):
    assert cd.Analyzer(language).sentences(" ".join(sentences)) == sentences
