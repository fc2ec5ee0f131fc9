"""A badge that is won: `{"badge": "laurel"}`. The engine awards it for the activity of winning, as every other badge.

Such a badge counts the verb `win` and compares `data.badge` with its own key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gamify import prizes

if TYPE_CHECKING:
    from gamify.models import Badge, Challenge

VERB = "win"


def to_win() -> QuerySet[Badge]:
    """Return the badges in force that can be won."""
    from gamify.models import Badge  # rooms are imported before the models

    return Badge.objects.filter(verb=VERB, retired_at=None, when__has_key="data.badge").order_by("position", "key")


def check(spec: prizes.Spec, challenge: Challenge) -> None:
    """Refuse a badge that nobody can win."""
    if not isinstance(spec.get("badge"), str) or not to_win().filter(key=spec["badge"]).exists():
        raise prizes.Wrong(gettext_lazy("Please choose one of the list."))


def words(spec: prizes.Spec) -> str:
    """Return the badge's name."""
    found = to_win().filter(key=spec["badge"]).first()
    return found.name if found else spec["badge"]


def data(spec: prizes.Spec) -> dict[str, Any]:
    """Return what the badge's condition looks at."""
    return {"badge": spec["badge"]}


def choices(challenge: Challenge) -> list[tuple[str, str]]:
    """Return the badges to choose from."""
    del challenge  # the same for all
    return [(badge.key, badge.name) for badge in to_win()]


KIND = prizes.Kind("badge", gettext_lazy("A badge"), check, words, data=data, choices=choices, field="badge")
