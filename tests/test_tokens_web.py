"""Addresses, sites and file names, hashtags and mentions, emoji and emoticons: style="news"."""

import pytest
from news_tokens import NEWS, cases, kind, kinds, tokens

# ---- addresses and tags -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://www.bbc.co.uk/news/world-1234",
        "http://a.example:8080/x",
        "https://a.example/b?c=d&e=f#g",
        "https://a.example/it's",
        "https://en.wikipedia.org/wiki/Bath_(city)",
        "www.a.example",
        "www.bbc.co.uk/news",
        "ftp://a.example/file.txt",
        "https://a.example/~jane/",
        "https://a.example/caf%C3%A9",
        "https://bücher.example/straße",
        "mailto:jane@a.example",
        "alt.animals.dogs",
    ],
)
def test_a_url_is_one_token(url):
    assert kinds(f"See {url} for more.")[1] == (url, "url")


URL = "https://a.example/b"


@cases(
    (f"See {URL}.", f"See|{URL}|."),
    (f"See {URL}, too.", f"See|{URL}|,|too|."),
    (f"Seen {URL}?", f"Seen|{URL}|?"),
    (f"(see {URL})", f"(|see|{URL}|)"),
    (f"(see {URL}).", f"(|see|{URL}|)|."),
    (f"<{URL}>", f"<|{URL}|>"),
    (f"“{URL}”", f"“|{URL}|”"),
    (f'"{URL}"', f'"|{URL}|"'),
    (f"[{URL}]", f"[|{URL}|]"),
    ("(https://a.example/b_(c))", "(|https://a.example/b_(c)|)"),
    (f"{URL}...", f"{URL}|..."),
    (f"{URL}!", f"{URL}|!"),
    (f"{URL}: more", f"{URL}|:|more"),
)
def test_punctuation_around_a_url_is_cut(text, cut):
    assert tokens(text) == cut.split("|")


@pytest.mark.parametrize("site", ["bbc.com", "Amazon.com", "lemonde.fr", "theguardian.co.uk", "digi24.ro", "naiz.eus", "report.pdf", "my_file.tar.gz", "main.py"])
def test_a_bare_site_or_file_name_is_one_token(site):
    assert tokens(f"They told {site} so.") == ["They", "told", site, "so", "."]


@pytest.mark.parametrize("control", ["\x00", "\x1b", "\x7f", "\x9f", "\ud800", "\udfff", "\ufffd"])
def test_a_control_a_lone_surrogate_and_what_was_replaced_are_no_part_of_a_url(control):
    assert tokens(f"See {URL}{control}[0m") == ["See", URL, control, *tokens("[0m")]


def test_a_scheme_alone_is_no_url_and_holds_no_emoji():
    assert not {"url", "emoji"} & {token.kind for token in NEWS("the http:// of")}


@pytest.mark.parametrize("address", ["jane@a.example", "jane.doe@a.example", "jane+news@mail.a.example", "j_d-1@a-b.example", "Jane@HOUSE"])
def test_an_email_address_is_one_token(address):
    assert kinds(f"Write to {address}.")[2:] == [(address, "email"), (".", "punct")]


@cases(
    ("(jane@a.example)", "(|jane@a.example|)"),
    ("<jane@a.example>", "<|jane@a.example|>"),
    ("jane@a.example, joe@a.example", "jane@a.example|,|joe@a.example"),
)
def test_punctuation_around_an_email_address_is_cut(text, cut):
    assert tokens(text) == cut.split("|")


@pytest.mark.parametrize("tag", ["#news", "#BlackLivesMatter", "#news2024", "#école", "#New_York", "#日本"])
def test_a_hashtag_is_one_token(tag):
    assert kinds(f"the {tag}, they")[1:3] == [(tag, "hashtag"), (",", "punct")]


def test_a_number_sign_before_a_number_is_no_hashtag():
    assert tokens("the #1 team") == ["the", "#", "1", "team"]


@pytest.mark.parametrize("name", ["@jane", "@jane_doe", "@BBCWorld", "@jane99"])
def test_a_mention_is_one_token(name):
    assert kinds(f"by {name}, who")[1:3] == [(name, "mention"), (",", "punct")]


@cases(
    ("@BBCWorld's report", "@BBCWorld|'s|report"),
    ("(@jane)", "(|@jane|)"),
    (".@jane said", ".|@jane|said"),
    ("#news.", "#news|."),
    ("@ 5pm", "@|5|pm"),
    ("# of people", "#|of|people"),
    ("#a #b", "#a|#b"),
)
def test_what_stands_at_a_tag_is_cut(text, cut):
    assert tokens(text) == cut.split("|")


# ---- emoji ------------------------------------------------------------------------------------------------

EMOJI = {
    "a plain one": "😂",
    "with a skin tone": "👍🏽",
    "a family joined by ZWJ": "👩‍👩‍👧",
    "a profession with a skin tone": "👩🏾‍🚀",
    "a flag": "🇩🇪",
    "a flag of tags": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a rainbow flag": "🏳️‍🌈",
    "a keycap": "1️⃣",
    "a heart of emoji presentation": "❤️",
}
emoji = pytest.mark.parametrize("symbol", EMOJI.values(), ids=EMOJI)


@emoji
def test_an_emoji_is_one_token(symbol):
    assert kinds(symbol) == [(symbol, "emoji")]


@pytest.mark.parametrize("symbol", [symbol for name, symbol in EMOJI.items() if name != "a keycap"])
def test_an_emoji_is_cut_from_the_word_before_it(symbol):
    assert tokens(f"news{symbol} today") == ["news", symbol, "today"]


@emoji
def test_an_emoji_is_cut_from_the_stop_after_it(symbol):
    assert tokens(f"We won {symbol}.") == ["We", "won", symbol, "."]


def test_two_flags_are_two_tokens():
    assert tokens("🇩🇪🇫🇷") == ["🇩🇪", "🇫🇷"]


@pytest.mark.parametrize("sign", ["™", "©", "®", "°", "→", "+", "=", "€", "$", "%", "<"])
def test_a_sign_is_a_symbol(sign):
    assert kind(sign) == "symbol"


def test_a_trade_mark_is_cut_from_its_name():
    assert tokens("the iPhone™ 5") == ["the", "iPhone", "™", "5"]


@pytest.mark.parametrize("face", [":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":P", ":-/", "<3"])
def test_an_emoticon_is_one_token(face):
    assert tokens(f"We won {face} again") == ["We", "won", face, "again"]
