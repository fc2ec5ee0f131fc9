"""Who decides an appeal: never who decided first, nor who had reported it, nor anybody below who decided."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import BrandStaff, User
from community.models import Appeal, Membership, ModlogEntry, Report
from community.selectors import standings

STAFF_TOPIC = "cases:appeals"  # the queue of staff: what groups cannot decide, wherever
Role = Membership.Role


def needs_staff(decision: ModlogEntry) -> bool:
    """Say whether the group has nobody who could: an owner decided, or no other moderator is left. Queries: 2."""
    places = Membership.objects.filter(group=decision.group_id, user=decision.actor_id, state=Membership.State.ACTIVE)
    return places.filter(role=Role.OWNER).exists() or not _moderators(decision).exists()


def people(appeal: Appeal) -> list[User]:
    """Return who may decide it. Queries: 1."""
    decision = appeal.decision
    found = _independent(decision).filter(is_staff=True) if appeal.is_for_staff else _moderators(decision)
    return list(found.order_by("pk"))


def may_decide(*, user: User, appeal: Appeal, now: datetime) -> bool:
    """Say whether `user` may decide it. Queries: 3 at most."""
    if user.pk in (appeal.decision.actor_id, appeal.decision.subject_id):
        return False
    if reports_of(appeal.decision).filter(reporter=user).exists():
        return False
    if appeal.is_for_staff:
        return user.is_staff and not BrandStaff.objects.filter(user=user).exists()
    return is_moderator(user=user, appeal=appeal, now=now)


def is_moderator(*, user: User, appeal: Appeal, now: datetime) -> bool:
    """Say whether they look after the group of the appeal and work for no brand. Queries: 2 at most."""
    assert appeal.case.group is not None
    return standings.is_judge(user=user, standing=standings.of(user=user, group=appeal.case.group, now=now))


def reports_of(decision: ModlogEntry) -> QuerySet[Report]:
    """Return the reports that led to the decision."""
    return Report.objects.filter(case=decision.case_id) if decision.case_id else Report.objects.none()


def topics_of(appeal: Appeal) -> tuple[str, ...]:
    """Return the topics of the queues that it stands in, and of its author's page."""
    return (f"group:{appeal.case.group_id}:queue", STAFF_TOPIC, f"member:{appeal.case.author.public_id}:appeals")


def _independent(decision: ModlogEntry) -> QuerySet[User]:
    active = User.objects.filter(is_active=True, brand_roles=None)
    active = active.exclude(pk__in=[decision.actor_id, decision.subject_id])
    return active.exclude(pk__in=reports_of(decision).values("reporter"))


def _moderators(decision: ModlogEntry) -> QuerySet[User]:
    place = {"state": Membership.State.ACTIVE, "role__in": (Role.OWNER, Role.MODERATOR)}
    inside = Membership.objects.filter(group=decision.group_id, **place)
    return _independent(decision).filter(pk__in=inside.values("user"))
