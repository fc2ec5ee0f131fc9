"""What apps put on the home page: drawn with the page, so that nothing on it moves when they come."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

Draw = Callable[[HttpRequest], SafeString | None]

TOP, FEED = "top", "feed"  # above the tabs, for members of a group; above the first post
GUESTS = "guests"  # above that, for who is in no group yet: visitors and newcomers

_cards: dict[str, tuple[str, Draw]] = {}


def add(key: str, draw: Draw, *, place: str = FEED) -> None:
    """Draw this, too; a key can be taken once. None: nothing for this reader now."""
    if key in _cards:
        raise ValueError(f"home card {key} is registered twice")
    _cards[key] = (place, draw)


def drawn(request: HttpRequest, place: str) -> tuple[SafeString, ...]:
    """Return the cards of a place for this reader in the order in which they were added."""
    draws = [draw for where, draw in _cards.values() if where == place]
    return tuple(html for draw in draws if (html := draw(request)))
