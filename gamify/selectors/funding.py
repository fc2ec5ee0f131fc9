"""Every purse as the staff see them who fill it, and what waits for a second look."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, Q, Sum

from gamify.models import Challenge, Purse, PurseRequest
from gamify.registry import scopes

MOST = 200


def purses() -> list[tuple[Purse, str, int]]:
    """Return the purses with the names of whose they are and what is held. Queries: 1, and 1 a kind of place."""
    held = Sum(
        F("escrows__amount") - F("escrows__paid") - F("escrows__returned"), filter=Q(escrows__closed_at=None), default=0
    )
    rows = list(Purse.objects.select_related("brand").annotate(held=held).order_by("pk")[:MOST])
    names = scopes.names([row.scope for row in rows if row.scope])
    return [(row, _name(row, names), row.held) for row in rows]


def requests() -> list[tuple[PurseRequest, str]]:
    """Return what waits, with the name of whose purse it is. Queries: 1, and 1 a kind of place."""
    waiting = PurseRequest.objects.filter(state=PurseRequest.State.ASKED)
    rows = list(waiting.select_related("purse__brand", "asked_by").order_by("pk")[:MOST])
    names = scopes.names([row.purse.scope for row in rows if row.purse.scope])
    return [(row, _name(row.purse, names)) for row in rows]


def places() -> list[tuple[str, str]]:
    """Return the groups that have a purse, or a challenge that needs one. Queries: 2, and 1 a kind of place."""
    found = {
        *Purse.objects.exclude(scope="").values_list("scope", flat=True),
        *Challenge.objects.exclude(scope="").values_list("scope", flat=True),
    }
    names = scopes.names(sorted(found))
    return sorted(((scope, name) for scope, name in names.items()), key=lambda each: each[1])


def _name(purse: Purse, names: Mapping[str, str]) -> str:
    return purse.brand.name if purse.brand else names.get(purse.scope, purse.scope)
