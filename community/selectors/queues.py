"""The queues of cases: a group's, and those of the staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from community import moderation, targets
from community.models import Case, Group, GroupRule, Membership, Report
from community.services import text
from lib import errors, paging

if TYPE_CHECKING:
    from community.querysets import Viewer

PAGE = 20
_LEADERS = (Membership.Role.OWNER, Membership.Role.MODERATOR)
_ROW = (
    "author",
    "post",
    "comment__post",
    "proposal",
    "argument__proposal",
    "news__proposal",
    "decided_by",
    "rule",
    "appeal__decision",
)


@dataclass(frozen=True)
class Row:
    """A case in the queue; `rules` are those cited, the most cited first, `against` what an appeal is against."""

    case: Case
    what: str
    title: str
    rules: tuple[GroupRule, ...]
    against: str = ""
    is_late: bool = False

    @property
    def appeal_id(self) -> int | None:
        return self.case.appeal.pk if self.case.is_appeal else None


@dataclass(frozen=True)
class Queue:
    """Some cases and the cursor to the next ones."""

    rows: tuple[Row, ...]
    next_cursor: str = ""


def open_count(*, group: Group, user: User) -> int:
    """Return how many open cases wait for `user`; those about themselves wait for somebody else. Queries: 1."""
    return _open(Case.objects.filter(group=group), user).exclude(author=user).count()


def open_counts(*, groups: Sequence[Group], user: User) -> dict[int, int]:
    """Return `open_count` of those groups in which something waits, by the group's pk. Queries: 1."""
    rows = _open(Case.objects.filter(group__in=groups), user).exclude(author=user).order_by()
    return dict(rows.values_list("group").annotate(waiting=Count("pk")))


def queue(*, group: Group, user: User, is_open: bool, now: datetime, after: str = "") -> Queue:
    """Return the group's open or decided cases, the newest first, without those about `user`. Queries: 2.

    Open appeals are shown to those who may decide them, decided ones to every moderator.
    """
    rows = Case.objects.filter(group=group)
    return _queue(_open(rows, user) if is_open else _decided(rows), user, is_open, now, after)


def staff_queue(*, user: User, is_open: bool, now: datetime, after: str = "") -> Queue:
    """Return the cases about votes and support, wherever, and what only its author could judge in its group, as
    `queue`: for staff. Queries: 3. Raises: NotFound."""
    if not may_watch_all(user):
        raise errors.NotFound(code="community.case_not_found")
    rows = for_staff()
    return _queue(_open(rows, user) if is_open else _decided(rows), user, is_open, now, after)


def staff_waiting(user: User) -> int | None:
    """Return how many open cases of `staff_queue` wait for one of the staff; None: not theirs. Queries: 1 or 2."""
    return _open(for_staff(), user).exclude(author=user).count() if may_watch_all(user) else None


def appeals_queue(*, user: User, is_open: bool, now: datetime, after: str = "") -> Queue:
    """Return the appeals that no group can decide, as `queue`: for staff. Queries: 3. Raises: NotFound."""
    if not may_watch_all(user):
        raise errors.NotFound(code="community.appeal_not_found")
    rows = _open_appeals(user) if is_open else _decided(_appeals())
    return _queue(rows, user, is_open, now, after)


def appeals_waiting(user: User) -> int | None:
    """Return how many open appeals wait for one of the staff; None: not theirs. Queries: 1 or 2."""
    return _open_appeals(user).exclude(author=user).count() if may_watch_all(user) else None


def may_watch_all(user: Viewer) -> bool:
    """Say whether they are staff who work for no brand. Queries: 1, none for all others."""
    return bool(user.is_authenticated and user.is_staff and not user.brand_roles.exists())


def _open(rows: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Leave the open cases that `user` may decide, and of the appeals those of the group's own moderators."""
    own = Q(appeal__is_for_staff=False) & _had_no_part(user)
    return rows.filter(Q(kind=Case.Kind.REPORT) | own, state=Case.State.OPEN)


def for_staff() -> QuerySet[Case]:
    """Return the cases about votes and support, and those that only their author could judge in their group."""
    others = Membership.objects.filter(group=OuterRef("group"), state=Membership.State.ACTIVE, role__in=_LEADERS)
    judges = others.filter(user__is_active=True, user__brand_roles=None).exclude(user=OuterRef("author"))
    is_vote = Q(support__isnull=False) | Q(ballot__isnull=False)
    return Case.objects.filter(is_vote | Q(kind=Case.Kind.REPORT) & ~Exists(judges))


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


def _queue(rows: QuerySet[Case], user: User, is_open: bool, now: datetime, after: str) -> Queue:
    rows = rows.exclude(author=user).select_related(*_ROW)
    column = "opened_at" if is_open else "decided_at"
    match paging.decode(after):
        case [moment, pk] if (at := paging.to_moment(moment)) is not None and paging.whole(pk) is not None:
            rows = rows.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at}, pk__lt=pk))
    found = list(rows.order_by(f"-{column}", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    cited = _cited([case.pk for case in shown])
    return Queue(
        rows=tuple(_row(case, cited.get(case.pk, ()), now) for case in shown),
        next_cursor=paging.encode([paging.from_moment(getattr(shown[-1], column)), shown[-1].pk])
        if len(found) > PAGE
        else "",
    )


def _row(case: Case, rules: tuple[GroupRule, ...], now: datetime) -> Row:
    title = moderation.letters.title_of(case.snapshot.get("title", ""))
    title = title or text.excerpt(case.snapshot.get("html", ""), most=120).replace("\n", " ")
    if not case.is_appeal:
        return Row(case, targets.kind_in(case), title, rules)
    decision = case.appeal.decision
    is_late = case.is_open and case.appeal.due_at <= now
    return Row(case, targets.kind_in(decision), title, rules, moderation.letters.against(decision), is_late)


def _cited(cases: list[int]) -> dict[int, tuple[GroupRule, ...]]:
    """Return each case's rules, the most cited first."""
    cited: dict[int, dict[GroupRule, int]] = {}
    for report in Report.objects.filter(case__in=cases, rule__isnull=False).select_related("rule").order_by("pk"):
        assert report.rule is not None
        counts = cited.setdefault(report.case_id, {})
        counts[report.rule] = counts.get(report.rule, 0) + 1
    return {pk: tuple(sorted(counts, key=lambda rule: -counts[rule])) for pk, counts in cited.items()}
