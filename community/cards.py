"""Lists of post cards, drawn once for each (post, version, language, viewer kind, own reaction) and kept in memory.

`community/post/card.html` gets `post` (a CardPost), `felt` (the viewer's reaction or ""), `is_shut` (nothing new may be
added to it) and `kind` ("visitor", "reader" or "author"). It must not show anything else of the viewer or the request:
buttons submit the shell's `<form id="act">`. Where it writes `<!--why-->`, the feed's sentence "why you see this" is
put in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from community.selectors import card_posts
from community.selectors.streams import Row

if TYPE_CHECKING:
    from community.querysets import Viewer

WHY = "<!--why-->"
TTL_SECONDS = 3600
Key = str


def render_cards(rows: Iterable[Row], viewer: Viewer, locale: str) -> list[SafeString]:
    """Return the cards of `rows` in their order.

    Queries: 3 when any card has to be drawn, else none.
    """
    rows = tuple(rows)
    keys = {row.pk: _key(row, viewer, locale) for row in rows}
    drawn: dict[Key, str] = caches["fragments"].get_many(keys.values())
    missing = [row for row in rows if keys[row.pk] not in drawn]
    if missing:
        fresh = _draw(missing, viewer, keys)
        caches["fragments"].set_many(fresh, TTL_SECONDS)
        drawn |= fresh
    return [_with_why(drawn[keys[row.pk]], row.why) for row in rows if keys[row.pk] in drawn]


def kind_of(viewer: Viewer, author_id: int) -> str:
    """Return which of a card's three faces `viewer` sees."""
    if not viewer.is_authenticated:
        return "visitor"
    return "author" if viewer.pk == author_id else "reader"


def _key(row: Row, viewer: Viewer, locale: str) -> Key:
    kind = kind_of(viewer, row.author_id)
    return f"card:{row.public_id}:{row.version}:{hash(row.stamp)}:{locale}:{kind}:{row.is_shut:d}:{row.felt}"


def _draw(rows: list[Row], viewer: Viewer, keys: Mapping[int, Key]) -> dict[Key, str]:
    template = get_template("community/post/card.html")
    shown = card_posts.for_cards(row.pk for row in rows)
    return {
        keys[row.pk]: template.render(
            {
                "post": shown[row.pk],
                "felt": row.felt,
                "is_shut": row.is_shut,
                "kind": kind_of(viewer, row.author_id),
            }
        )
        for row in rows
        if row.pk in shown
    }


def _with_why(card: str, why: str) -> SafeString:
    note = get_template("community/feed/why.html").render({"why": why}) if why else ""
    return mark_safe(card.replace(WHY, note, 1))  # noqa: S308  # both were drawn by templates
