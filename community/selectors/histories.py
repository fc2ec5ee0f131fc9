"""What a group knows of somebody, and the rules it judges by."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from community.models import Case, Group, GroupRule, Membership, ModlogEntry, Post, Report
from lib import errors

HISTORY = 10


@dataclass(frozen=True)
class History:
    """What the moderators of a group know of somebody: since when they are in, and what was done about them."""

    place: Membership | None
    post_count: int
    removed_count: int
    entries: tuple[ModlogEntry, ...]


def history(*, group: Group | None, member: User) -> History:
    """Return a person's history in the group, or in what belongs to none. Queries: 4."""
    entries = ModlogEntry.objects.filter(group=group, subject=member)
    return History(
        place=Membership.objects.filter(group=group, user=member).first(),
        post_count=Post.objects.filter(group=group, author=member, state=Post.State.PUBLISHED).count(),
        removed_count=Case.objects.filter(group=group, author=member, state=Case.State.REMOVED).count(),
        entries=tuple(entries.select_related("actor", "rule", "case__appeal").order_by("-pk")[:HISTORY]),
    )


def with_records(case: Case) -> QuerySet[Report]:
    """Return the case's reports, each with how its reporter's other reports in the group ended: `followed`, `kept`,
    `waiting`."""
    theirs = Report.objects.filter(reporter=OuterRef("reporter"), case__group=case.group_id).exclude(case=case)
    states = {"followed": Case.State.REMOVED, "kept": Case.State.KEPT, "waiting": Case.State.OPEN}
    counts = {name: _count(theirs.filter(case__state=state)) for name, state in states.items()}
    return case.reports.select_related("reporter", "rule").annotate(**counts)


def _count(rows: QuerySet[Report]) -> Coalesce:
    counted = rows.order_by().values("reporter").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def rules_of(group: Group | None) -> tuple[GroupRule, ...]:
    """Return the group's rules in force. Queries: 1, none without a group."""
    if group is None:
        return ()
    return tuple(group.rules.filter(retired_at=None).order_by("number", "pk"))


def get_person(*, group: Group, handle: str) -> User:
    """Return somebody who has or had a place in the group, or wrote in it. Queries: 1. Raises: NotFound."""
    known = Q(memberships__group=group) | Q(posts__group=group) | Q(comments__post__group=group)
    found = User.objects.filter(known, username=handle).distinct().first()
    if found is None:
        raise errors.NotFound(code="community.person_not_found")
    return found
