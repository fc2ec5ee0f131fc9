"""Who answers those who ask to come in: whoever looks after the group, and the staff where nobody does."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from community import policies
from community.models import Group, Membership
from community.selectors import standings
from inbox.services import notifications


def check(*, user: User, group: Group, now: datetime) -> None:
    """Refuse who may not let anybody into the group. Queries: 1, one more for staff. Raises: as `policies.check`."""
    standing = standings.of(user=user, group=group, now=now)
    if group.is_archived or not is_for_staff(user=user, group=group):
        policies.check(policies.Action.ADMIT, group, standing)


def is_for_staff(*, user: User, group: Group) -> bool:
    """Say whether `user` answers as staff, for a group that nobody looks after. Queries: 1, none for members."""
    return user.is_staff and not _leaders(group).exists()


def tell(place: Membership, *, now: datetime) -> None:
    """Tell whoever may answer that somebody asks. Queries: 1, 2 without leaders, and those of each notice."""
    people = _leaders(place.group) or User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    notifications.send_each(
        recipients=people,
        kind="join_request",
        key=f"join_request:{place.pk}:{now.date()}",  # once a day, however often it is taken back and sent again
        url=reverse("community:group-members", args=[place.group.slug]),
        actor=place.user,
        data={"group": place.group.names},
        now=now,
    )


def answered(place: Membership, *, now: datetime) -> None:
    """Let the request wait in nobody's inbox any more. Inside a transaction. Queries: 2, and 2 when it was unread."""
    told = (_leaders(place.group) | User.objects.filter(is_staff=True)).values_list("pk", flat=True)
    notifications.settle(kind="join_request", key=f"join_request:{place.pk}", people=told, now=now)


def pass_on(group: Group, *, now: datetime) -> None:
    """Tell the staff who still asks, once the last who could answer has gone. Inside a transaction. Queries: 2."""
    if _leaders(group).exists():
        return
    asking = Membership.objects.filter(group=group, state=Membership.State.REQUESTED, user__is_active=True)
    for place in asking.select_related("user", "group").order_by("pk"):
        tell(place, now=now)


def _leaders(group: Group) -> QuerySet[User]:
    leading = Membership.objects.leading().filter(group=group)
    return User.objects.filter(is_active=True, pk__in=leading.values("user")).order_by("pk")
