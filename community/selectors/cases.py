"""Cases as moderators, authors and reporters see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from community import moderation, policies, targets
from community.models import (
    Allowance,
    Argument,
    Case,
    Comment,
    Group,
    GroupRule,
    Membership,
    ModlogEntry,
    Post,
    Report,
    Support,
)
from community.selectors import standings, watching
from community.services import judging, text
from community.services.cases import target_of, token_of
from community.targets import Target
from lib import errors, paging

if TYPE_CHECKING:
    from community.querysets import Viewer

PAGE = 20
_ABOVE = {
    Comment: ("author", "post__group"),
    Argument: ("author", "proposal__group"),
    Support: ("user", "proposal__group"),
    Allowance: ("user", "round__group"),
}
HISTORY = 10


@dataclass(frozen=True)
class Row:
    """A case in the queue; `rules` are the rules cited, the most cited first."""

    case: Case
    what: str
    title: str
    rules: tuple[GroupRule, ...]


@dataclass(frozen=True)
class Queue:
    """Some cases and the cursor to the next ones."""

    rows: tuple[Row, ...]
    next_cursor: str = ""


@dataclass(frozen=True)
class History:
    """What the moderators of a group know of somebody: since when they are in, and what was done about them."""

    place: Membership | None
    post_count: int
    removed_count: int
    entries: tuple[ModlogEntry, ...]


@dataclass(frozen=True)
class CasePage:
    """A case with all that is needed to decide it.

    `target` is what it is about as it is now, `root` what that stands under, `voter` what is known of whose vote it is.
    """

    case: Case
    target: Target
    root: targets.Root
    what: str
    reports: tuple[Report, ...]
    rules: tuple[GroupRule, ...]
    history: History
    earlier: tuple[Case, ...]
    actions: tuple[moderation.Action, ...]
    seen: str
    voter: watching.Voter | None = None


def check_moderator(*, user: Viewer, group: Group, now: datetime) -> None:
    """Refuse who may not see the group's queue. Queries: 2.

    Raises: NotFound, NotAllowed by policy; NotAllowed for people of a brand.
    """
    standing = standings.check(user=user, group=group, action=policies.Action.MODERATE, now=now)
    if not standings.is_judge(user=user, standing=standing):
        raise errors.NotAllowed(policies.BRAND_STAFF_MAY_NOT, code="community.brand_staff")


def open_count(*, group: Group, user: User) -> int:
    """Return how many open cases wait for `user`; those about themselves wait for somebody else. Queries: 1."""
    return Case.objects.filter(group=group, state=Case.State.OPEN).exclude(author=user).count()


def queue(*, group: Group, user: User, is_open: bool, after: str = "") -> Queue:
    """Return the group's open or decided cases, the newest first, without those about `user`. Queries: 2."""
    return _queue(Case.objects.filter(group=group), user, is_open, after)


def votes_queue(*, user: User, is_open: bool, after: str = "") -> Queue:
    """Return the cases about votes and support, wherever, as `queue`: for staff. Queries: 3. Raises: NotFound."""
    if not may_watch_all(user):
        raise errors.NotFound(code="community.case_not_found")
    return _queue(Case.objects.exclude(support=None, ballot=None), user, is_open, after)


def may_watch_all(user: Viewer) -> bool:
    """Say whether they are staff who work for no brand. Queries: 1, none for all others."""
    return bool(user.is_authenticated and user.is_staff and not user.brand_roles.exists())


def _queue(rows: QuerySet[Case], user: User, is_open: bool, after: str) -> Queue:
    rows = rows.exclude(author=user).select_related(
        "author", "post", "comment__post", "proposal", "argument__proposal", "decided_by", "rule"
    )
    rows = rows.filter(state=Case.State.OPEN) if is_open else rows.exclude(state=Case.State.OPEN)
    column = "opened_at" if is_open else "decided_at"
    match paging.decode(after):
        case [moment, pk] if (at := paging.to_moment(moment)) is not None and paging.whole(pk) is not None:
            rows = rows.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at}, pk__lt=pk))
    found = list(rows.order_by(f"-{column}", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    cited = _cited([case.pk for case in shown])
    return Queue(
        rows=tuple(_row(case, cited.get(case.pk, ())) for case in shown),
        next_cursor=paging.encode([paging.from_moment(getattr(shown[-1], column)), shown[-1].pk])
        if len(found) > PAGE
        else "",
    )


def get(*, pk: int, user: Viewer, now: datetime) -> Case:
    """Return a case of a group that `user` moderates and that is not about them. Queries: 3.

    Raises: NotFound for who moderates nothing there; NotAllowed for brand staff and for what one wrote oneself.
    """
    case = Case.objects.filter(pk=pk).select_related("group", "author", "decided_by", "rule", *targets.RELATED).first()
    if case is None or not user.is_authenticated:
        raise errors.NotFound(code="community.case_not_found")
    _check_judge(user, case, now)
    if case.author_id == user.pk:
        raise errors.NotAllowed(policies.OWN_CASE, code="community.own_case")
    return case


def _check_judge(user: User, case: Case, now: datetime) -> None:
    target = targets.target_in(case)
    if isinstance(target, Support | Allowance):
        if not judging.may(user=user, target=target):
            raise errors.NotFound(code="community.case_not_found")
        return
    assert case.group is not None
    if not standings.of(user=user, group=case.group, now=now).is_moderator:
        raise errors.NotFound(code="community.case_not_found")
    check_moderator(user=user, group=case.group, now=now)


def page(*, case: Case) -> CasePage:
    """Return what the case's page shows. Queries: 8, one more for a comment, four for a support or a ballot."""
    known = target_of(case)
    target: Target = type(known).objects.select_related(*_ABOVE.get(type(known), ("author", "group"))).get(pk=known.pk)
    same = Case.objects.filter(**targets.columns(target)).exclude(pk=case.pk)
    return CasePage(
        case=case,
        target=target,
        root=targets.root_of(target),
        what=targets.kind_of(target),
        reports=tuple(case.reports.select_related("reporter", "rule").order_by("created_at", "pk")),
        rules=rules_of(case.group),
        history=history(group=case.group, member=case.author),
        earlier=tuple(same.select_related("rule").order_by("-opened_at", "-pk")),
        actions=moderation.for_case(case, target),
        seen=token_of(case, target),
        voter=watching.voter(target=target) if isinstance(target, Support | Allowance) else None,
    )


def history(*, group: Group | None, member: User) -> History:
    """Return a person's history in the group, or in what belongs to none. Queries: 4."""
    entries = ModlogEntry.objects.filter(group=group, subject=member)
    return History(
        place=Membership.objects.filter(group=group, user=member).first(),
        post_count=Post.objects.filter(group=group, author=member, state=Post.State.PUBLISHED).count(),
        removed_count=Case.objects.filter(group=group, author=member, state=Case.State.REMOVED).count(),
        entries=tuple(entries.select_related("actor", "rule").order_by("-pk")[:HISTORY]),
    )


def rules_of(group: Group | None) -> tuple[GroupRule, ...]:
    """Return the group's rules in force. Queries: 1, none without a group."""
    if group is None:
        return ()
    return tuple(group.rules.filter(retired_at=None).order_by("number", "pk"))


def leading_rule(page: CasePage) -> str:
    """Return the number of the rule that the reports cite most, as the form says it; "" for none in force."""
    numbers = [report.rule.number for report in page.reports if report.rule and report.rule.retired_at is None]
    return str(max(numbers, key=numbers.count)) if numbers else ""


def others_told(*, case: Case, user: User) -> int:
    """Return how many members other than `user` reported it. Queries: 1."""
    return Report.objects.filter(case=case).exclude(reporter=user).count()


def changed_since(seen: str, page: CasePage) -> tuple[str, ...]:
    """Return what has happened since the page with the token `seen` was opened, as sentences."""
    version, state, edited = [*seen.split(".", 2), "", "", ""][:3]
    case, said = page.case, []
    if version != str(case.version) and case.decided_by:
        words = {"name": case.decided_by.display_name, "state": case.state_words}
        said.append(_("%(name)s decided it: %(state)s.") % words)
    elif state != page.target.standing and page.target.standing == Post.State.DELETED:
        said.append(_("It is over.") if page.voter else _("Its author deleted it."))
    elif edited != token_of(case, page.target).split(".", 2)[2]:
        said.append(_("Its author changed the text."))
    return tuple(said)


def get_person(*, group: Group, handle: str) -> User:
    """Return somebody who has or had a place in the group, or wrote in it. Queries: 1. Raises: NotFound."""
    known = Q(memberships__group=group) | Q(posts__group=group) | Q(comments__post__group=group)
    found = User.objects.filter(known, username=handle).distinct().first()
    if found is None:
        raise errors.NotFound(code="community.person_not_found")
    return found


def kind_of(case: Case) -> str:
    """Return the kind of what the case is about."""
    return targets.kind_in(case)


def _row(case: Case, rules: tuple[GroupRule, ...]) -> Row:
    title = moderation.letters.title_of(case.snapshot.get("title", ""))
    title = title or text.excerpt(case.snapshot.get("html", ""), most=120).replace("\n", " ")
    return Row(case, kind_of(case), title, rules)


def _cited(cases: list[int]) -> dict[int, tuple[GroupRule, ...]]:
    """Return each case's rules, the most cited first."""
    cited: dict[int, dict[GroupRule, int]] = {}
    for report in Report.objects.filter(case__in=cases, rule__isnull=False).select_related("rule").order_by("pk"):
        assert report.rule is not None
        counts = cited.setdefault(report.case_id, {})
        counts[report.rule] = counts.get(report.rule, 0) + 1
    return {pk: tuple(sorted(counts, key=lambda rule: -counts[rule])) for pk, counts in cited.items()}
