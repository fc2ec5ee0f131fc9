"""The queues of cases: a group's, and those of the staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.selectors import brands
from community.models import Case, Group, Membership, Report
from community.selectors import queue_rows
from community.selectors.narrowing import ALL, Narrowing
from community.selectors.queue_rows import Queue
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer


def open_count(*, group: Group, user: User) -> int:
    """Return how many open cases wait for `user`; those about themselves wait for somebody else. Queries: 1."""
    return in_group(group=group, user=user).count()


def open_counts(*, groups: Sequence[Group], user: User) -> dict[int, int]:
    """Return `open_count` of those groups in which something waits, by the group's pk. Queries: 1."""
    rows = _open(Case.objects.filter(group__in=groups), user).exclude(author=user).order_by()
    return dict(rows.values_list("group").annotate(waiting=Count("pk")))


def in_group(*, group: Group, user: User, is_open: bool = True) -> QuerySet[Case]:
    """Return the group's open or decided cases without those about `user`.

    Open appeals are shown to those who may decide them, decided ones to every moderator.
    """
    rows = Case.objects.filter(group=group).exclude(author=user)
    return _open(rows, user) if is_open else _decided(rows)


def queue(
    *,
    group: Group,
    user: User,
    is_open: bool,
    now: datetime,
    after: str = "",
    narrowing: Narrowing = ALL,
    parts: int = 1,
) -> Queue:
    """Return what `narrowing` asks for of `in_group`, the newest first. Queries: 2."""
    rows = narrowing.within(in_group(group=group, user=user, is_open=is_open))
    return queue_rows.page(rows, user=user, is_open=is_open, now=now, after=after, parts=parts)


def of_staff(*, user: User, is_open: bool = True) -> QuerySet[Case]:
    """Return the cases about votes and support, wherever, and what only its author could judge in its group."""
    rows = for_staff().exclude(author=user)
    return _open(rows, user) if is_open else _decided(rows)


def staff_queue(*, user: User, is_open: bool, now: datetime, after: str = "") -> Queue:
    """Return `of_staff` as `queue`: for staff. Queries: 3. Raises: NotFound."""
    if not may_watch_all(user):
        raise errors.NotFound(code="community.case_not_found")
    return queue_rows.page(of_staff(user=user, is_open=is_open), user=user, is_open=is_open, now=now, after=after)


def staff_waiting(user: User) -> int | None:
    """Return how many open cases of `staff_queue` wait for one of the staff; None: not theirs. Queries: 1 or 2."""
    return of_staff(user=user).count() if may_watch_all(user) else None


def appeals_queue(*, user: User, is_open: bool, now: datetime, after: str = "") -> Queue:
    """Return the appeals that no group can decide, as `queue`: for staff. Queries: 3. Raises: NotFound."""
    if not may_watch_all(user):
        raise errors.NotFound(code="community.appeal_not_found")
    rows = (_open_appeals(user) if is_open else _decided(_appeals())).exclude(author=user)
    return queue_rows.page(rows, user=user, is_open=is_open, now=now, after=after)


def appeals_waiting(user: User) -> int | None:
    """Return how many open appeals wait for one of the staff; None: not theirs. Queries: 1 or 2."""
    return _open_appeals(user).exclude(author=user).count() if may_watch_all(user) else None


def may_watch_all(user: Viewer) -> bool:
    """Say whether they are staff who work for no brand. Queries: at most 1, none for others."""
    return bool(user.is_authenticated and user.is_staff and not brands.works_for_any(user))


def _open(rows: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Leave the open cases that `user` may decide, and of the appeals those of the group's own moderators."""
    own = Q(appeal__is_for_staff=False) & _had_no_part(user)
    return rows.filter(~Q(kind=Case.Kind.APPEAL) | own, state=Case.State.OPEN)


def for_staff() -> QuerySet[Case]:
    """Return the cases about votes and support, and those that only their author could judge in their group."""
    others = Membership.objects.leading().filter(group=OuterRef("group"))
    judges = others.filter(user__is_active=True, user__brand_roles=None).exclude(user=OuterRef("author"))
    is_vote = Q(support__isnull=False) | Q(ballot__isnull=False)
    return Case.objects.filter(is_vote | ~Q(kind=Case.Kind.APPEAL) & ~Exists(judges))


def _appeals() -> QuerySet[Case]:
    return Case.objects.filter(kind=Case.Kind.APPEAL, appeal__is_for_staff=True)


def _open_appeals(user: User) -> QuerySet[Case]:
    return _appeals().filter(_had_no_part(user) | ~Exists(_others_of_the_staff()), state=Case.State.OPEN)


def _others_of_the_staff() -> QuerySet[User]:
    """Return the staff who had no part in what an appeal is against, as `appeals.judges` does."""
    told = Report.objects.filter(case=OuterRef(OuterRef("appeal__decision__case")), reporter=OuterRef("pk"))
    staff = User.objects.filter(~Exists(told), is_active=True, is_staff=True, brand_roles=None)
    return staff.exclude(pk=OuterRef("appeal__decision__actor")).exclude(pk=OuterRef("author"))


def _had_no_part(user: User) -> Q:
    """Leave the appeals against what `user` neither decided nor had reported."""
    told = Report.objects.filter(case=OuterRef("appeal__decision__case"), reporter=user)
    return ~Q(appeal__decision__actor=user) & ~Q(Exists(told))


def _decided(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.exclude(state=Case.State.OPEN)
