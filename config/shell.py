"""What every page's frame shows: who is signed in, their level and points, and what is unread."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gamify.selectors import players
from inbox.selectors import notifications


@dataclass(frozen=True)
class Shell:
    """The frame around a page; `member` is None for visitors."""

    member: players.Card | None
    unread: int
    shortcuts: str


def shell(request: HttpRequest) -> dict[str, object]:
    """Offer `shell` and `theme` to every template; nothing is queried until a template asks. Queries: 3."""
    return {"shell": SimpleLazyObject(lambda: _read(request)), "theme": _theme(request)}


def _read(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Shell(member=None, unread=0, shortcuts="on")
    shortcuts = "on" if user.shortcuts_on else "off"
    return Shell(member=players.card(user=user), unread=notifications.unread_count(user=user), shortcuts=shortcuts)


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("hearth_theme", "")
    return chosen if chosen in ("light", "dark") else ""
