"""What lies beside one another in the game."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gamify.registry import scopes

FOLLOWED = "followed"


def game(current: str) -> list[dict[str, Any]]:
    """Return the pages of the game, as they lie beside one another."""
    found = [
        ("tasks", _("Tasks"), reverse("gamify:task-list")),
        ("challenges", _("Challenges"), reverse("gamify:challenges")),
        ("badges", _("Badges"), reverse("gamify:badge-list")),
        ("boards", _("Boards"), reverse("gamify:board-list")),
    ]
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in found]


def board_url(scope: str, cycle: str) -> str:
    """Return the page of a place's board that runs now, or of the one among those whom the member follows."""
    page = "gamify:board-followed" if scope == FOLLOWED else "gamify:board-list"
    asked = {"scope": "site" if scope == FOLLOWED else scope, "cycle": cycle}
    chosen = {name: value for name, value in asked.items() if value != _USUAL[name]}
    return f"{reverse(page)}{'?' if chosen else ''}{urlencode(chosen)}"


def boards(scope: str, current: str) -> list[dict[str, Any]]:
    """Return the boards of a place, the member's league and the season, as they lie beside one another."""
    found = [
        ("week", _("This week"), board_url(scope, "week")),
        ("ever", _("All time"), board_url(scope, "ever")),
        ("league", _("My league"), reverse("gamify:league")),
        ("season", _("Season"), reverse("gamify:season-now")),
    ]
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in found]


def place_name(scope: str) -> str:
    """Return what the page calls a place. Queries: 1, none for the site."""
    return _("All of Hearth") if scope == _USUAL["scope"] else scopes.names((scope,)).get(scope, "")


_USUAL = {"scope": "site", "cycle": "week"}
