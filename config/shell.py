"""What every page's frame shows: who is signed in, their level and points, and what is unread."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from gamify.selectors import players
from inbox.selectors import notifications as reads
from inbox.services import notifications
from lib import clock
from live.selectors import topics
from look import themes

UNREAD_SECONDS = 300


@dataclass(frozen=True)
class Shell:
    """The frame around a page; `member` is None for visitors, who have no live topics either.

    `works_at` is the slug of the brand whose console is the reader's.
    """

    member: players.Card | None
    unread: int
    shortcuts: str
    is_staff: bool = False
    works_at: str = ""
    game_topic: str = ""
    game_version: int = 0
    inbox_topic: str = ""
    inbox_version: int = 0

    @property
    def frame(self) -> str:
        """Everything that the frame shows, as one text: two readers with the same text see the same frame."""
        return repr(self)


def shell(request: HttpRequest) -> dict[str, object]:
    """Offer `shell` and `theme` to every template; nothing is queried until a template asks. Queries: 3 or 4."""
    return {"shell": SimpleLazyObject(lambda: _read(request)), "theme": themes.chosen(request)}


def _read(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Shell(member=None, unread=0, shortcuts="on")
    game, inbox = f"member:{user.public_id}:game", f"member:{user.public_id}:inbox"
    read = getattr(request, "live_versions", {})  # by the view, in one query with its own
    versions = read if game in read and inbox in read else topics.versions((game, inbox))  # before what they stand for
    return Shell(
        member=players.card(user=user),
        unread=_unread(user, versions[inbox], request),
        shortcuts="on" if user.shortcuts_on else "off",
        is_staff=user.is_staff,
        works_at=getattr(user, "works_at", None) or "",
        game_topic=game,
        game_version=versions[game],
        inbox_topic=inbox,
        inbox_version=versions[inbox],
    )


def _unread(user: User, version: int, request: HttpRequest) -> int:
    """Return how many notifications are unread but for those that lead to this very page: they are read now.

    Queries: 1 for each version of the inbox; 3 more when one leads here.
    """
    key = f"unread-paths:{user.public_id}:{version}"
    paths = caches["fragments"].get_or_set(key, lambda: reads.unread_paths(user=user), UNREAD_SECONDS) or ()
    here = paths.count(request.path) if request.method == "GET" else 0
    if here:
        shown = getattr(request, "shown", None)  # by a view that shows a part of what notices lead to
        here = min(here, notifications.see(user=user, path=request.path, now=clock.now(), shown=shown))
    return len(paths) - here
