"""What automod finds in a text: the same words however they are written, in time whatever is written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, strategies as st

from community import automod
from community.automod import Said
from community.models import AutomodRule
from community.services.automod import watching
from community.services.text import parse, render

PHRASES = ("casino", "buy now", "加微信", "ラーメン", "c++")


def said(body, html=""):
    return watching.said_in(body=body, html=html or f"<p>{body}</p>")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A CASINO!", {"casino"}),
        ("ｃａｓｉｎｏ", {"casino"}),
        ("ca\u200bsi\u00adno", {"casino"}),
        ("c̶a̶s̶i̶n̶o̶", {"casino"}),
        ("去casino玩", {"casino"}),
        ("casinos and occasino", set()),
        ("buy\n  NOW", {"buy now"}),
        ("buy it now", set()),
        ("请加微信号", {"加微信"}),
        ("加 微 信", {"加微信"}),
        ("加个微信", set()),
        ("c\u0430s\u0456n\u03bf", {"casino"}),
        ("c\u1d00s\u0131\u0274\u1d0f", {"casino"}),
        ("🅲🅰🆂🅸🅽🅾 🅒asino", {"casino"}),
        ("cas\u3164\uffa0\u115f\u2065\ufff0ino", {"casino"}),
        ("\u0441\u0430\u0455\u043e", set()),
        ("", set()),
    ],
)
def test_words_are_found_whole_and_chinese_inside_a_sentence(text, found):
    assert automod.phrases(said(text), PHRASES[:4]) == found


def test_a_word_that_only_a_mark_cuts_is_whole():
    assert automod.phrases(said("ca**si**no", "<p>ca<strong>si</strong>no</p>"), PHRASES) == {"casino"}


def test_no_phrase_reaches_from_the_title_into_the_body():
    assert automod.phrases(Said(parts=("Buy", "now")), PHRASES) == frozenset()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[x](https://Shop.EVIL.example:443/a)", '<a href="https://Shop.EVIL.example:443/a" rel="ugc">x</a>'),
        ("evil.example/buy", ""),
        ("see ｅｖｉｌ．example", ""),
        ("mail me@evil.example", ""),
        ("http://user@www.evil.example", ""),
        ("看evil.example吧", ""),
        ("看 https://evil.example，或者evil。example", ""),
        ("[x](//evil%2eexample)", '<a href="//evil%2eexample" rel="ugc">x</a>'),
        ("mail", '<a href="mailto:?to=me@evil.example&amp;cc=you@good.example" rel="ugc">mail</a>'),
    ],
)
def test_a_site_is_found_linked_or_written_out_with_all_below_it(text, html):
    assert automod.links(said(text, html), ("evil.example",))


def test_a_site_that_only_looks_alike_is_not_found():
    assert not automod.links(said("notevil.example evil.example.org"), ("evil.example",))


def test_any_link_is_one_to_another_site():
    inside = '<a href="/@ana/" class="mention">@ana</a> <a href="/topics/tea/" class="hashtag">#tea</a>'
    assert not automod.links(said("@ana #tea e.g. node.js", inside), ())
    assert automod.links(said("www.shop.example"), ())
    assert automod.links(said("https：//shop.example"), ())
    assert automod.links(said("看www.shop.example"), ())


@pytest.mark.parametrize(
    "text",
    [
        "[x](HTTPS&#58;//shop.example)",
        "[x](////shop.example)",
        "[x](https&#58;/shop.example)",
        "[x](https&#58;shop.example)",
        "[x](https&#58;//2130706433)",
        "[x](https&#58;//[2001:db8::1]/)",
        "[x](https&#58;//shop%2eexample 'Tea')",
        "[x](https&#58;//hearth.example%2F@shop.example)",
        "[x](https&#58;//hearth.example&#64;shop.example)",
        "[x](mailto&#58;you@shop.example)",
    ],
)
def test_no_spelling_hides_a_link_that_a_browser_follows(text, settings):
    settings.BASE_URL = "https://hearth.example"
    rule, html = AutomodRule(cause="links"), render(parse(text, most=200), {})
    assert "href=" in html

    assert watching.content_met(rule, said(text, html))


def test_a_link_to_a_page_of_hearth_is_none_to_another_site_and_hides_none(settings):
    settings.BASE_URL = "https://hearth.example"
    rule = AutomodRule(cause="links")

    assert not watching.content_met(rule, said("Look at https://hearth.example/p/1/"))
    assert watching.content_met(rule, said("Look at https://hearth.example/p/1/ and www.shop.example"))


@given(st.text(max_size=60), st.sampled_from(PHRASES[:4]), st.text(max_size=60))
def test_a_phrase_between_blanks_is_always_found(before, phrase, after):
    assert phrase in automod.phrases(Said(parts=(f"{before} {phrase.upper()} {after}",)), PHRASES)


@given(st.text(max_size=200))
def test_no_text_is_too_much_for_it(text):
    one = said(text)
    assert automod.phrases(one, PHRASES) <= set(PHRASES)
    assert automod.links(one, ()) >= set() <= automod.links(one, ("a.b",))
    assert automod.fold(automod.fold(text)) == automod.fold(text)


HOSTILE = ["a" * 20_000, "a " * 10_000, "中" * 20_000, "a." * 10_000, "<" * 20_000, "www." * 5_000, "e\u0336" * 10_000]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4])
def test_hostile_texts_take_no_longer_than_others(text):
    lines = (*("a " * length + "b" for length in range(39)), *("中" * 78 + chr(0x4E2E + n) for n in range(150)))
    assert len(text) <= 20_000
    began = time.perf_counter()

    one = said(text, text)
    for number in range(30):
        automod.phrases(one, (*lines, f"c{number}"))
    automod.links(one, ("evil.example",)), automod.links(one, ())

    assert time.perf_counter() - began < 2.0
