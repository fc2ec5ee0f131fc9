"""What apps put on top of the home page: drawn with the page, so that nothing on it moves when they come."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

Draw = Callable[[HttpRequest], SafeString | None]

_cards: dict[str, Draw] = {}


def add(key: str, draw: Draw) -> None:
    """Draw this, too; the same key again replaces the earlier one. None: nothing for this reader now."""
    _cards[key] = draw


def drawn(request: HttpRequest) -> tuple[SafeString, ...]:
    """Return the cards for this reader in the order in which they were added."""
    return tuple(html for draw in _cards.values() if (html := draw(request)))
