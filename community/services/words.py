"""Names inside running text: links, @mentions and #hashtags, in Latin and in Chinese. Every pattern is linear."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from lib import languages

MENTION_LIMIT = 10
HASHTAG_LIMIT = 10
HASHTAG_LENGTH = 40

# Vowel signs and accents that stand after a letter: part of the words of many scripts, but not of `\w`.
_MARKS = "".join(chr(code) for code in range(0x300, 0x1C00) if unicodedata.category(chr(code)).startswith("M"))
# Chinese text has no space before a name, and its keyboards write full-width signs.
_NAMES = re.compile(
    r"(?P<url>https?://[^\s<>\"'`，。！？；：、（）【】《》「」『』“”‘’]{1,2000})"
    r"|(?<![^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])(?<![@＠/.])[@＠](?P<handle>[A-Za-z0-9_]{3,20})(?![A-Za-z0-9_@])"
    rf"|(?<![A-Za-z0-9_&/#＃])[#＃](?P<tag>\w[\w{_MARKS}]{{0,39}})(?![\w{_MARKS}])[#＃]?"
)


@dataclass(frozen=True)
class Hashtag:
    """A tag as it was written, and folded to the one spelling that gathers posts."""

    slug: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `href` is empty for plain words, `kind` says what a link is."""

    text: str
    href: str = ""
    kind: str = ""


def fold(tag: str) -> str:
    """Return the one spelling of a tag: `Tea`, `TEA` and full-width `ＴＥＡ` are the same."""
    return unicodedata.normalize("NFKC", tag).casefold()[:HASHTAG_LENGTH]


def topic_path(slug: str) -> str:
    """Return the page of a hashtag."""
    return f"/topics/{quote(slug, safe='')}/"


def profile_path(handle: str) -> str:
    """Return the page of a member."""
    return f"/@{handle}/"


def mentions(text: str) -> tuple[str, ...]:
    """Return the first ten handles mentioned, in small letters, each once."""
    found = dict.fromkeys(match["handle"].lower() for match in _NAMES.finditer(text) if match["handle"])
    return tuple(found)[:MENTION_LIMIT]


def hashtags(text: str) -> tuple[Hashtag, ...]:
    """Return the first ten tags, each once; a number alone (`#12`) is not a tag."""
    found: dict[str, Hashtag] = {}
    for match in _NAMES.finditer(text):
        tag = match["tag"]
        if tag and not tag.isdigit():
            found.setdefault(fold(tag), Hashtag(fold(tag), tag))
    return tuple(found.values())[:HASHTAG_LIMIT]


def pieces(text: str, slugs: Collection[str], handles: Mapping[str, str]) -> Iterator[Piece]:
    """Cut `text` into plain words and links to addresses, to `slugs` and to `handles`."""
    start = 0
    for match in _NAMES.finditer(text):
        piece = _piece(match, slugs, handles)
        if piece is None:
            continue
        if match.start() > start:
            yield Piece(text[start : match.start()])
        yield piece
        start = match.start() + len(piece.text)
    if start < len(text):
        yield Piece(text[start:])


def count(text: str) -> int:
    """Count words; each Chinese or Japanese character is one."""
    return (
        len(languages.HAN.findall(text)) + len(languages.KANA.findall(text)) + len(languages.LATIN_WORD.findall(text))
    )


def lines(text: str, columns: int) -> int:
    """Return about how many lines of `columns` columns `text` fills; wide characters take two."""
    return sum(max(1, -(-sum(map(_width, line)) // columns)) for line in text.split("\n"))


def shorten(text: str, most: int) -> str:
    """Cut `text` after `most` columns, at a space when one is near; wide characters take two."""
    columns = 0
    for index, char in enumerate(text):
        columns += _width(char)
        if columns > most:
            head = text[:index]
            space = max(head.rfind(" "), head.rfind("\n"))
            return (head[:space] if space > index - 20 else head).rstrip() + "…"
    return text


unescape = html.unescape


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _piece(match: re.Match[str], slugs: Collection[str], handles: Mapping[str, str]) -> Piece | None:
    if match["url"]:
        url = match["url"].rstrip(".,;:!?)]}*_~")
        return Piece(url, url) if len(url) > len("https://") else None
    if match["handle"]:
        path = handles.get(match["handle"].lower())
        return Piece(match[0], path, "mention") if path else None
    slug = fold(match["tag"])
    return Piece(match[0], topic_path(slug), "hashtag") if slug in slugs else None
