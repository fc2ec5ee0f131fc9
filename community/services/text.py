"""From Markdown as written to HTML as shown: safe whatever was typed, and quick whatever was meant by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

import nh3
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from community.services import emphasis, words
from lib import clean, errors

POST_LIMIT = 20_000
COMMENT_LIMIT = 4_000
TITLE_LIMIT = 120
# Each "[" may open a link that is never closed, which costs the parser a look at the whole rest: 20,000 take a second.
BRACKET_LIMIT = 400
NESTING_LIMIT = 12
# Cells that nobody typed: a row may have fewer than the head, and 4,000 characters become 65,000 cells.
EMPTY_CELLS_LIMIT = 400  # of one table, whose further rows are lines of text
CELLS_LIMIT = 1_000
LINKED_NAMES = 200  # in one text; a thousand times the same tag would make twenty times its size of it

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title", "class"}, "ol": {"start"}, "code": {"class"}}
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}
_LINK = {"nofollow", "ugc", "noopener"}
_BREAK = re.compile(r"</(?:p|li|h3|h4|h5|pre|tr|blockquote)>|<br ?/?>|<hr ?/?>")

vars(import_module("markdown_it.rules_block.table"))["MAX_AUTOCOMPLETED_CELLS"] = EMPTY_CELLS_LIMIT
# html off: tags are shown as typed. Pictures are attached to the post, never fetched from elsewhere.
_markdown = emphasis.befriend(
    MarkdownIt("js-default", {"html": False, "breaks": True, "maxNesting": 24}).disable("image")
)


@dataclass(frozen=True)
class Parsed:
    """A cleaned text, its Markdown tokens and the names found in it."""

    source: str
    tokens: tuple[Token, ...]
    mentions: tuple[str, ...]
    hashtags: tuple[words.Hashtag, ...]


def parse(source: str, *, most: int, field: str = "body") -> Parsed:
    """Clean and parse `source`.

    Raises:
        Invalid: naming `field`: empty, longer than `most`, characters no database keeps, or brackets, nesting
            or tables that only serve to keep the server busy.
    """
    kept = clean.block(source, field=field, most=most, least=1)
    if kept.count("[") > BRACKET_LIMIT:
        raise errors.Invalid(fields={field: _("This text holds too many square brackets.")})
    tokens = tuple(_markdown.parse(kept))
    if max((token.level for token in tokens), default=0) > NESTING_LIMIT:
        raise errors.Invalid(fields={field: _("Lists and quotes are nested too deeply here.")})
    if sum(token.type == "td_open" for token in tokens) > CELLS_LIMIT:
        raise errors.Invalid(fields={field: _("The tables here have too many cells: a thousand at most.")})
    said = " ".join(_plain_texts(tokens))
    return Parsed(kept, tokens, words.mentions(said), words.hashtags(said))


def render(parsed: Parsed, handles: Mapping[str, str]) -> str:
    """Return the HTML of `parsed`, with links for the hashtags kept and for those mentioned in `handles`
    (handle -> path), LINKED_NAMES at most."""
    slugs, places = {tag.slug for tag in parsed.hashtags}, iter(range(LINKED_NAMES))
    for token in parsed.tokens:
        _soften(token)
        if token.type == "inline":
            token.children = list(_with_links(token.children or [], slugs, handles, places))
    html = _markdown.renderer.render(parsed.tokens, _markdown.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=" ".join(sorted(_LINK)),
        allowed_classes=None,
        attribute_filter=_keep_attribute,
    ).strip()


def plain(html: str) -> str:
    """Return the text of rendered `html`: a word that only a tag cuts is whole."""
    return words.unescape(re.sub(r"<[^<>]*>", "", _BREAK.sub("\n", html)))


def excerpt(html: str, *, most: int = 240) -> str:
    """Return the beginning of rendered `html` as plain lines; a Chinese character counts for two."""
    lines = [line.strip() for line in plain(html).split("\n")]
    return words.shorten("\n".join(line for line in lines if line), most)


def called(title: str, html: str) -> str:
    """Return what a post is called in one line: its title, else how it begins."""
    return title or excerpt(html, most=60).replace("\n", " ")


def _plain_texts(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        depth = 0
        for child in token.children or ():
            depth += child.nesting if child.type in ("link_open", "link_close") else 0
            if child.type == "text" and not depth:
                yield child.content


def _with_links(
    children: Iterable[Token], slugs: set[str], handles: Mapping[str, str], places: Iterator[int]
) -> Iterable[Token]:
    depth = 0
    for child in children:
        depth += child.nesting if child.type in ("link_open", "link_close") else 0
        if child.type != "text" or depth:
            yield child
            continue
        for piece in words.pieces(child.content, slugs, handles):
            is_link = piece.href and next(places, None) is not None
            yield from _linked(piece, child.level) if is_link else [_text(piece.text, child.level)]


def _linked(piece: words.Piece, level: int) -> list[Token]:
    attributes: dict[str, str | int | float] = {"href": piece.href}
    if piece.kind:
        attributes["class"] = piece.kind
    return [
        Token("link_open", "a", 1, attrs=attributes, level=level),
        _text(piece.text, level + 1),
        Token("link_close", "a", -1, level=level),
    ]


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _soften(token: Token) -> None:
    """Headings inside a post start below the page's own."""
    token.tag = _HEADINGS.get(token.tag, token.tag)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name != "class":
        return value
    known = value in ("mention", "hashtag") if tag == "a" else value.startswith("language-")
    return value if known else None
