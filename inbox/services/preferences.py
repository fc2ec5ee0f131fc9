"""Choosing what to be told."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from inbox import registry
from inbox.models import Preference


@transaction.atomic
def choose(*, user: User, wanted: set[str]) -> None:
    """Be told of the `wanted` kinds in the inbox and of no others. Queries: 1."""
    rows = [Preference(user=user, kind=kind.key, channel="app", is_on=kind.key in wanted) for kind in registry.every()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind", "channel"], update_fields=["is_on"]
    )
