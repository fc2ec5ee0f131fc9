"""What somebody is to a group."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, FilteredRelation, Q

from community import policies
from community.models import Group, Membership
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer

_STANDING = ("state", "role", "muted_until", "banned_until")


def find_membership(*, user: Viewer, group: Group) -> Membership | None:
    """Return the person's place in the group, whatever its state. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(group=group, user=user).first()


def of(*, user: Viewer, group: Group, now: datetime) -> policies.Standing:
    """Return what `user` is to `group` at `now`. Queries: 1, none for visitors."""
    membership = find_membership(user=user, group=group)
    return policies.standing_of(membership, is_signed_in=user.is_authenticated, now=now)


def check(*, user: Viewer, group: Group, action: policies.Action, now: datetime) -> policies.Standing:
    """Refuse `action` unless `user` may take it; return their standing. Queries: 1.

    Raises:
        As `policies.check`.
    """
    standing = of(user=user, group=group, now=now)
    policies.check(action, group, standing)
    return standing


def access_group(
    *, user: Viewer, slug: str, now: datetime, action: policies.Action = policies.Action.KNOW
) -> tuple[Group, policies.Standing]:
    """Return the group and the person's standing: the one way for a page or endpoint to get a group. Queries: 1.

    Raises:
        NotFound: there is no such group, or the person may not know of it.
        NotAllowed: they may know, but not take `action`.
    """
    groups = Group.objects.filter(slug=slug)
    if not user.is_authenticated:
        group, place = groups.first(), None
    else:
        own = FilteredRelation("memberships", condition=Q(memberships__user=user))
        columns = {f"own_{name}": F(f"own__{name}") for name in _STANDING}
        group = groups.annotate(own=own, **columns).first()
        place = _place_on(group) if group else None
    if group is None:
        raise errors.NotFound(code="community.group_not_found")
    standing = policies.standing_of(place, is_signed_in=user.is_authenticated, now=now)
    policies.check(action, group, standing)
    return group, standing


def _place_on(group: Group) -> Membership | None:
    values = {name: getattr(group, f"own_{name}") for name in _STANDING}
    return Membership(**values) if values["state"] else None
