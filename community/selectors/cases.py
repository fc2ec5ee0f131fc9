"""What was reported, as those see it who decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from community import moderation, policies, targets
from community.models import (
    Allowance,
    Argument,
    Case,
    Comment,
    Flag,
    Group,
    GroupRule,
    MakingUpdate,
    Meetup,
    Post,
    Report,
    Support,
)
from community.selectors import histories, integrity, standings
from community.services import judging
from community.services.cases import OwnCase, choices, target_of, token_of
from community.targets import Target
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer

_ABOVE = {
    Comment: ("author", "post__group"),
    Argument: ("author", "proposal__group"),
    MakingUpdate: ("by", "proposal__group"),
    Meetup: ("author", "group"),
    Support: ("user", "proposal__group"),
    Allowance: ("user", "round__group"),
}


@dataclass(frozen=True)
class Opened:
    """A case with its reader's `standing` in its group; `is_for_group`: they judge as staff, where nobody else can."""

    case: Case
    standing: policies.Standing | None = None
    is_for_group: bool = False

    @property
    def queue_of(self) -> Group | None:
        """The group in whose queue the reader has it, None for that of the staff."""
        return self.case.group if self.standing and self.standing.is_moderator else None


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
    flags: tuple[Flag, ...]
    rules: tuple[GroupRule, ...]
    history: histories.History
    earlier: tuple[Case, ...]
    actions: tuple[moderation.Action, ...]
    seen: str
    voter: integrity.Voter | None = None


def get(*, pk: int, user: Viewer, now: datetime) -> Opened:
    """Return what was reported in a group that `user` moderates or judges as staff, and is not about them.

    Queries: at most 3, those of `judging.check` beside them for a vote.
    Raises: NotFound for who moderates nothing there; BrandStaffMayNot; OwnCase.
    """
    rows = Case.objects.select_related("group", "author", "decided_by", "rule", *targets.RELATED)
    case = rows.filter(pk=pk).exclude(kind=Case.Kind.APPEAL).first()
    if case is None or not user.is_authenticated:
        raise errors.NotFound(code="community.case_not_found")
    opened = _open(user, case, now)
    if case.author_id == user.pk:
        raise OwnCase
    return opened


def _open(user: User, case: Case, now: datetime) -> Opened:
    target = targets.target_in(case)
    if isinstance(target, Support | Allowance):
        if not judging.may(user=user, target=target):
            raise errors.NotFound(code="community.case_not_found")
    elif judging.is_for_group(user=user, case=case):
        return Opened(case, is_for_group=True)
    if case.group is None:
        return Opened(case)
    standing = standings.of(user=user, group=case.group, now=now)
    if not targets.is_vote(case):
        _check_moderator(user, case.group, standing)
    return Opened(case, standing)


def _check_moderator(user: User, group: Group, standing: policies.Standing) -> None:
    if not standing.is_moderator:
        raise errors.NotFound(code="community.case_not_found")
    policies.check(policies.Action.MODERATE, group, standing)
    standings.check_independent(user)


def page(*, case: Case) -> CasePage:
    """Return what the case's page shows. Queries: 9, one more for a comment, four for a support or a ballot."""
    known = target_of(case)
    target: Target = type(known).objects.select_related(*_ABOVE.get(type(known), ("author", "group"))).get(pk=known.pk)
    same = Case.objects.filter(**targets.columns(target)).exclude(pk=case.pk)
    return CasePage(
        case=case,
        target=target,
        root=targets.root_of(target),
        what=targets.kind_of(target),
        reports=tuple(histories.with_records(case).order_by("created_at", "pk")),
        flags=tuple(case.flags.select_related("rule").order_by("pk")),
        rules=histories.rules_of(case.group),
        history=histories.history(group=case.group, member=case.author),
        earlier=tuple(same.select_related("rule").order_by("-opened_at", "-pk")),
        actions=choices(case, target),
        seen=token_of(case, target),
        voter=integrity.voter(target=target) if isinstance(target, Support | Allowance) else None,
    )


def leading_rule(page: CasePage) -> str:
    """Return the number of the rule that reports and automod cite most, as the form says it; "" for none in force."""
    told: tuple[Report | Flag, ...] = (*page.reports, *page.flags)
    numbers = [each.rule.number for each in told if each.rule and each.rule.retired_at is None]
    return str(max(numbers, key=numbers.count)) if numbers else ""


def others_told(*, decided: Iterable[Case], user: User) -> int:
    """Return how many members other than `user` reported what was decided. Queries: 1."""
    rows = Report.objects.filter(case__in=[case.pk for case in decided]).exclude(reporter=user)
    people: int = rows.aggregate(people=Count("reporter", distinct=True))["people"]
    return people


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
