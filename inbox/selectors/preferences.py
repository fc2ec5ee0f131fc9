"""What a member wants to be told."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User
from inbox import registry
from inbox.models import Preference


@dataclass(frozen=True)
class Choice:
    """One kind of notification and whether this member gets it."""

    key: str
    label: str | Promise
    icon: str
    is_on: bool


def wants(*, user: User, kind: str) -> bool:
    """Say whether the member wants this kind in the inbox: their own answer, else the kind's default. Queries: 1."""
    chosen = Preference.objects.filter(user=user, kind=kind, channel="app").values_list("is_on", flat=True).first()
    known = registry.get(kind)
    return chosen if chosen is not None else (known is None or known.default_on)


def choices(*, user: User) -> tuple[Choice, ...]:
    """Return every kind with the member's answer. Queries: 1."""
    chosen = dict(Preference.objects.filter(user=user, channel="app").values_list("kind", "is_on"))
    return tuple(
        Choice(key=kind.key, label=kind.label, icon=kind.icon, is_on=chosen.get(kind.key, kind.default_on))
        for kind in registry.every()
    )
