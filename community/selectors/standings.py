"""What somebody is to a group."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.selectors import brands
from community import policies
from community.models import Group, Membership
from lib import errors
from live.selectors import topics

if TYPE_CHECKING:
    from community.querysets import Viewer


class BrandStaffMayNot(errors.NotAllowed):
    """People who work for a brand here do not judge others."""

    code = "community.brand_staff"
    message = _("People who work for a brand here do not moderate.")


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


def is_judge(*, user: Viewer, standing: policies.Standing) -> bool:
    """Say whether `user` may see the queue of the group and decide: a moderator who works for no brand here.

    Queries: at most 1, for moderators.
    """
    return standing.is_moderator and not brands.works_for_any(user)


def check_independent(user: Viewer) -> None:
    """Refuse brand staff. Queries: at most 1."""
    if brands.works_for_any(user):
        raise BrandStaffMayNot


def access_group(
    *, user: Viewer, slug: str, now: datetime, action: policies.Action = policies.Action.KNOW
) -> tuple[Group, policies.Standing]:
    """Return the group and the person's standing: the one way for a page or endpoint to get a group.

    Both know the version of their live topic.

    Queries: 1, 2 for those who signed in and never had to do with the group.

    Raises:
        NotFound: there is no such group, or the person may not know of it.
        NotAllowed: they may know, but not take `action`.
    """
    place = None
    if user.is_authenticated:
        version = topics.version_beside(f"member:{user.public_id}:group", "group_id")
        of_group = topics.version_beside("group", "group_id")
        rows = Membership.objects.filter(user=user, group__slug=slug).annotate(live_version=version, of_group=of_group)
        place = rows.select_related("group").first()
    found = place or Group.objects.filter(slug=slug).annotate(of_group=topics.version_beside("group")).first()
    group = found.group if isinstance(found, Membership) else found
    if group is None:
        raise errors.NotFound(code="community.group_not_found")
    group.live_version = getattr(found, "of_group", 0)
    standing = policies.standing_of(place, is_signed_in=user.is_authenticated, now=now)
    policies.check(action, group, standing)
    return group, standing


def access_moderated(*, user: Viewer, slug: str, now: datetime) -> tuple[Group, policies.Standing]:
    """Return as `access_group` a group whose queue `user` may see. Queries: one more at most.

    Raises: as `access_group`; BrandStaffMayNot.
    """
    found = access_group(user=user, slug=slug, now=now, action=policies.Action.MODERATE)
    check_independent(user)
    return found
