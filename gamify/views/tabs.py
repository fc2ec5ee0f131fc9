"""What lies beside one another in the game."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def game(current: str) -> list[dict[str, Any]]:
    """Return the pages of the game, as they lie beside one another."""
    found = [
        ("tasks", _("Tasks"), reverse("gamify:task-list")),
        ("challenges", _("Challenges"), reverse("gamify:challenges")),
        ("badges", _("Badges"), reverse("gamify:badge-list")),
        ("boards", _("Boards"), reverse("gamify:board-list")),
    ]
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in found]
