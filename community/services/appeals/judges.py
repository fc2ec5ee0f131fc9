"""Who decides an appeal: not who decided first, nor who had reported it, nor anybody below who decided.

Only where nobody else looks after the site, those of the staff do who had a part in it; the member is told so.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from community.models import Appeal, Membership, ModlogEntry, Report
from community.selectors import standings

STAFF_TOPIC = "cases:appeals"  # the queue of staff: what groups cannot decide, wherever
Role = Membership.Role


def needs_staff(decision: ModlogEntry) -> bool:
    """Say whether the group has nobody who could: an owner decided, or no other moderator is left. Queries: 2."""
    places = Membership.objects.filter(group=decision.group_id, user=decision.actor_id, state=Membership.State.ACTIVE)
    return places.filter(role=Role.OWNER).exists() or not _moderators(decision).exists()


def people(appeal: Appeal) -> list[User]:
    """Return who may decide it. Queries: 1, 2 for the staff."""
    decision = appeal.decision
    found = _staff(decision) if appeal.is_for_staff else _moderators(decision)
    return list(found.order_by("pk"))


def is_nobody_else(decision: ModlogEntry) -> bool:
    """Say whether all of the staff had a part in the decision. Queries: 1."""
    return not _independent(decision).filter(is_staff=True).exists()


def may_decide(*, user: User, appeal: Appeal, now: datetime) -> bool:
    """Say whether `user` may decide it. Queries: 3 at most."""
    decision = appeal.decision
    if user.pk == decision.subject_id:
        return False
    if appeal.is_for_staff:
        return user.is_staff and _staff(decision).filter(pk=user.pk).exists()
    if user.pk == decision.actor_id or reports_of(decision).filter(reporter=user).exists():
        return False
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


def _staff(decision: ModlogEntry) -> QuerySet[User]:
    """Return those of the staff who had no part in it; where there are none, all but whom it is about. Queries: 1."""
    if is_nobody_else(decision):
        return _of_no_brand().filter(is_staff=True).exclude(pk__in=[decision.subject_id])
    return _independent(decision).filter(is_staff=True)


def _independent(decision: ModlogEntry) -> QuerySet[User]:
    others = _of_no_brand().exclude(pk__in=[decision.actor_id, decision.subject_id])
    return others.exclude(pk__in=reports_of(decision).values("reporter"))


def _of_no_brand() -> QuerySet[User]:
    return User.objects.filter(is_active=True, brand_roles=None)


def _moderators(decision: ModlogEntry) -> QuerySet[User]:
    leading = Membership.objects.leading().filter(group=decision.group_id)
    return _independent(decision).filter(pk__in=leading.values("user"))
