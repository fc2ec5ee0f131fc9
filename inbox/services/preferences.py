"""Choosing what to be told."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from inbox.models import Preference
from inbox.selectors import preferences


@transaction.atomic
def choose(*, user: User, wanted: set[str]) -> None:
    """Be told of the `wanted` kinds and of no others; kinds that this member is not offered stay as they were.

    Queries: 1, and those of the audiences.
    """
    offered = preferences.kinds_for(user=user)
    rows = [Preference(user=user, kind=kind.key, channel="app", is_on=kind.key in wanted) for kind in offered]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind", "channel"], update_fields=["is_on"]
    )
