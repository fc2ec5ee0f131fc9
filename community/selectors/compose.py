"""Where somebody may write, and in whose name."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import Brand, User
from community.models import Group, Membership


def groups_for(*, user: User, now: datetime) -> list[tuple[str, str]]:
    """Return (slug, name) of the open groups in which `user` may write, by name. Queries: 1."""
    places = Membership.objects.filter(user=user, state=Membership.State.ACTIVE)
    free = places.filter(Q(banned_until=None) | Q(banned_until__lte=now), Q(muted_until=None) | Q(muted_until__lte=now))
    groups = Group.objects.filter(archived_at=None, pk__in=free.values("group"))
    return sorted(((group.slug, group.name) for group in groups), key=lambda pair: (pair[1].casefold(), pair[0]))


def brands_for(*, user: User) -> list[tuple[str, str]]:
    """Return (slug, name) of the brands that `user` works for. Queries: 1."""
    return [(brand.slug, brand.name) for brand in Brand.objects.filter(staff__user=user).order_by("slug")]
