"""Markdown in, safe HTML out; names found; nothing slow whatever is typed."""

from __future__ import annotations

import contextlib
import re
import time
from functools import cache

import pytest

from community.services import text, words
from lib import errors, languages


def render(source: str, handles: dict[str, str] | None = None) -> str:
    return text.render(text.parse(source, most=text.POST_LIMIT), handles or {})


def test_markdown_becomes_html_with_softer_headings():
    html = render(
        "# Tea\n\n**hot** and *slow*\nnext line\n\n1. pour\n2. wait\n\n> quoted\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n~~gone~~ `code`"
    )

    for piece in (
        "<h3>Tea</h3>",
        "<strong>hot</strong>",
        "<em>slow</em><br>",
        "<ol>",
        "<blockquote>",
        "<table>",
        "<s>gone</s>",
        "<code>code</code>",
    ):
        assert piece in html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**注意：**这是重点", "<strong>注意：</strong>这是重点"),
        ("这是**“重点”**吗，*（斜）*也是", "这是<strong>“重点”</strong>吗，<em>（斜）</em>也是"),
        ("**一：**甲，**二：**乙", "<strong>一：</strong>甲，<strong>二：</strong>乙"),
        ("~~旧价。~~新价", "<s>旧价。</s>新价"),
        ("**不 **是**，2 * 3，snake_三_case", "**不 <strong>是</strong>，2 * 3，snake_三_case"),
        ("a**(b)**c", "a**(b)**c"),
    ],
)
def test_bold_ends_behind_chinese_punctuation(source, html):
    assert render(source) == f"<p>{html}</p>"


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "![x](https://evil.example/track.png)",
    '[x](https://a.example "\\" onmouseover=alert(1) \\"")',
    '[x](https://a.example/"onmouseover=alert(1))',
    '```"><script>alert(1)</script>\nx\n```',
    "``` js onload=alert(1)\nx\n```",
    "https://a.example/<script>alert(1)</script>",
    'https://a.example/"onclick=alert(1)',
    '#tag"onclick=alert(1)',
    '@ana"onclick=alert(1)',
    "<a href='https://a.example' target=_blank style='position:fixed'>x</a>",
    "<!--<img src=x onerror=alert(1)>-->",
    "[a]: javascript:alert(1)\n\n[a]",
    "<form action=//evil.example><input name=password></form>",
    "<p id=main class=toast>x</p>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_anything_that_runs(attack):
    html = render(attack, {"ana": "/@ana/"})

    tags = re.findall(r"<([a-z0-9]+)([^>]*)>", html)
    assert {name for name, _attributes in tags} <= text._TAGS
    for name, attributes in tags:
        names = set(re.findall(r"\s([a-z-]+)=\"", attributes))
        assert names <= {"a": {"href", "title", "class", "rel"}, "ol": {"start"}, "code": {"class"}}.get(name, set())
        for href in re.findall(r'href="([^"]*)"', attributes):
            assert re.match(r"https?://|/", href)
        if name == "a":
            assert 'rel="nofollow noopener ugc"' in attributes


def test_names_in_code_and_in_links_stay_as_they_are():
    html = render("`@ana #tea` [@ana #tea](https://a.example)\n\n    @ana #tea", {"ana": "/@ana/"})

    assert html.count("<a ") == 1


def test_mentions_link_only_to_people_who_exist_and_stop_at_ten():
    parsed = text.parse(" ".join(f"@person{number}" for number in range(30)), most=text.POST_LIMIT)

    assert parsed.mentions == tuple(f"person{number}" for number in range(10))
    assert text.render(parsed, {"person3": "/@person3/"}).count("<a ") == 1


@pytest.mark.parametrize(
    ("source", "handles"),
    [
        ("谢谢@ana今天来了，＠Ben_2也来", ("ana", "ben_2")),
        ("mail@ana.example @ana@elsewhere.example josé@ana https://a.example/@ana a＠ana", ()),
    ],
)
def test_mentions_are_found_in_chinese_and_not_in_addresses(source, handles):
    assert text.parse(source, most=text.POST_LIMIT).mentions == handles


@pytest.mark.parametrize(
    ("source", "slugs"),
    [
        ("#Tea and #TEA", ["tea"]),
        ("喜欢#早茶#的人", ["早茶"]),
        ("#早茶 #绿茶", ["早茶", "绿茶"]),
        ("ＦＵＬＬ #ＴＥＡ", ["tea"]),
        ("喜欢＃早茶＃的人 ＃绿茶", ["早茶", "绿茶"]),
        ("#चाय #ที่นี่", ["चाय", "ที่นี่"]),
        ("#12 is a number, a#b is not a tag, https://a.example/#part neither", []),
        ("#" + "长" * 41, []),
        (" ".join(f"#t{number}" for number in range(30)), [f"t{number}" for number in range(10)]),
    ],
)
def test_hashtags_are_found_in_latin_and_chinese(source, slugs):
    assert [tag.slug for tag in text.parse(source, most=text.POST_LIMIT).hashtags] == slugs


def test_bare_addresses_become_links_without_the_full_stop():
    assert '<a href="https://a.example/b" rel="nofollow noopener ugc">https://a.example/b</a>.' in render(
        "See https://a.example/b."
    )
    assert 'href="https://a.example/b"' in render("看https://a.example/b，很好")


@pytest.mark.parametrize(
    "bad",
    ["", "   ", "\u200b\u2060", "a\x00b", "a\ud800b", "x" * 20_001, "[" * 401, "> " * 40 + "deep", "- " * 40 + "deep"],
)
def test_what_cannot_be_kept_is_refused_beside_the_field(bad):
    with pytest.raises(errors.Invalid) as caught:
        text.parse(bad, most=text.POST_LIMIT)

    assert set(caught.value.fields) == {"body"}


def test_direction_overrides_are_taken_out():
    assert "\u202e" not in render("safe \u202egnp.exe")


BOMBS = (
    "[",
    "![",
    "*a ",
    "**话：",
    "_a*",
    "`a",
    "<a",
    "<http:",
    "> ",
    "- ",
    "&",
    "\\",
    "#a",
    "@aaa",
    "http://",
    "[a](b)",
    "|a",
    "~~a",
    "a\n",
    "#话",
    "*",
    "<!--",
    "]: ",
)


PROSE = "Twelve mornings in a row, and my **hands** are quiet. "
TIMES_PROSE = 40  # prose of 20,000 characters costs about 8 ms on a calm machine: no bomb may cost 0.3 s beside it


def cost(pattern: str) -> float:
    """Return how long it takes, in seconds of CPU, to show a text full of `pattern`."""
    source = (pattern * text.POST_LIMIT)[: text.POST_LIMIT]
    started = time.process_time()
    with contextlib.suppress(errors.Invalid):
        text.excerpt(render(source))
    return time.process_time() - started


@cache
def usual_cost() -> float:
    return min(cost(PROSE) for _ in range(3))


def test_no_text_makes_much_more_html_than_prose_of_its_length_does():
    for seed in ("#a ", "@aaa ", "http://a.b "):
        source = seed * (text.POST_LIMIT // len(seed))

        assert len(render(source, {"aaa": "/@aaa/"})) < 3 * text.POST_LIMIT


def rows(columns: int, rows: int) -> str:
    """Return a table whose rows have one cell and whose head has many: the rest of each row is filled up."""
    return f"{'a|' * columns}\n{'-|' * columns}\n{'b|' * 2}\n" + "|\n" * rows


@pytest.mark.parametrize("table", [rows(70, 9_000), rows(3_000, 1_500), rows(2, 9_000), rows(256, 256)])
def test_a_table_is_not_filled_up_with_more_cells_than_anybody_reads(table):
    html = render(table[: text.POST_LIMIT])

    assert html.count("<td") <= text.CELLS_LIMIT
    assert len(html) < 4 * text.POST_LIMIT


def test_many_tables_are_refused_with_a_sentence():
    tables = (rows(20, 19) + "\n") * 200

    with pytest.raises(errors.Invalid) as refused:
        text.parse(tables[: text.POST_LIMIT], most=text.POST_LIMIT)

    assert "cells" in refused.value.words


def test_a_large_table_of_somebody_who_means_it_is_shown():
    table = "a|b|c|d\n-|-|-|-\n" + "one|two|three|\n" * 200

    assert render(table).count("<tr>") == 201


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_text_costs_many_times_what_prose_of_its_length_does(bomb):
    assert any(cost(bomb) < TIMES_PROSE * usual_cost() for _ in range(3))  # a machine stumbles, a bomb goes off again


@pytest.mark.parametrize(
    "seed", ["a", "#", "@", "@aaa", "#a", "http://", "https://a", "_", "话", "a'", "<", "</p>", "&#", "\n ", "＃"]
)
def test_patterns_are_linear(seed):
    def seconds(length: int) -> float:
        source = (seed * length)[:length] + "!"
        started = time.process_time()
        words.mentions(source)
        words.hashtags(source)
        list(words.pieces(source, {"a"}, {"aaa": "/"}))
        languages.language_of(source)
        words.count(source)
        text.excerpt(source)
        return time.process_time() - started

    seconds(4_000)
    assert seconds(64_000) < max(0.02, 2 * seconds(32_000) * 1.6)


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("The kettle is on and we wait for it to sing", "en"),
        ("今天早上泡了一壶单丛，kettle 坏了", "zh-hans"),
        ("今朝はお茶をゆっくり飲みました", "ja"),
        ("Ayer por la tarde llovió mucho", ""),
        ("😀", ""),
    ],
)
def test_the_language_is_named_only_when_it_is_certain(source, language):
    assert languages.language_of(source) == language


@pytest.mark.parametrize(
    ("source", "number"), [("", 1), ("tea", 1), ("茶" * 10, 2), ("茶" * 11, 3), ("a\nb\n\nc", 4), ("a" * 21 + "\nb", 4)]
)
def test_lines_are_counted_by_what_is_seen(source, number):
    assert words.lines(source, 10) == number


def test_an_excerpt_is_plain_lines_and_counts_wide_characters_twice():
    html = render("# Tea &amp; *milk*\n\nSecond <line>\n\n- one\n- two")

    assert text.excerpt(html) == "Tea & milk\nSecond <line>\none\ntwo"
    assert text.excerpt("<p>" + "茶" * 50 + "</p>", most=40) == "茶" * 20 + "…"
    assert text.excerpt("<p>one two three four</p>", most=12) == "one two…"
