"""Groups without an owner: whoever owned it is gone for good, or all had left before somebody came in again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from community.models import Group, Membership
from community.services import membership_changes, roles
from lib import jobs

ACTIVE, OWNER = Membership.State.ACTIVE, Membership.Role.OWNER


def provide(*, now: datetime) -> int:
    """Make whoever comes next the owner of each group that has members and no owner; return how many. A sweeper.

    Who closed their account may come back until it is erased: theirs waits on.
    """
    inside = Membership.objects.filter(group=OuterRef("pk"), state=ACTIVE)
    orphaned = Group.objects.filter(Exists(inside.filter(user__is_active=True)), ~Exists(inside.filter(role=OWNER)))
    return jobs.each(list(orphaned.filter(archived_at=None).order_by("pk")), lambda group: _provide_one(group, now))


@transaction.atomic
def _provide_one(group: Group, now: datetime) -> int:
    """Locks: the group."""
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    inside = Membership.objects.filter(group=group, state=ACTIVE)
    rest = list(inside.filter(user__is_active=True).select_related("user", "group"))
    if not rest or inside.filter(role=OWNER).exists():
        return 0
    heir = roles.successor(rest)
    membership_changes.change(heir, role=OWNER)
    membership_changes.renew(group)
    membership_changes.tell(heir, kind="role_changed", actor=None, now=now, role=OWNER)
    return 1
