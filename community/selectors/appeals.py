"""Appeals, as the member sees theirs, those who decide, and everybody in the group by their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accounts.models import User
from community import moderation, targets
from community.models import Appeal, AppealMessage, Case, Group, ModlogEntry
from community.selectors import histories, queues
from community.services.appeals import judges, locking, terms
from lib import errors

State = Case.State


@dataclass(frozen=True)
class OwnAppeal:
    """A decision and its subject's appeal, if there is one; else whether and until when there may be.

    `is_for_staff` says who answers: the staff, or a moderator of the group who did not decide; `is_nobody_else` that
    all of the staff had a part in the decision, so that they look again.
    """

    decision: ModlogEntry
    appeal: Appeal | None
    messages: tuple[AppealMessage, ...]
    closes_at: datetime
    is_for_staff: bool
    refusal: errors.Text = ""
    is_nobody_else: bool = False

    @property
    def may_appeal(self) -> bool:
        return self.appeal is None and not self.refusal

    @property
    def is_by_same(self) -> bool:
        """Say whether who decided first has answered it."""
        return self.appeal is not None and self.appeal.case.decided_by_id == self.decision.actor_id

    @property
    def is_asked(self) -> bool:
        """Say whether the member may write now."""
        is_open = self.appeal is not None and self.appeal.case.is_open
        return is_open and self.messages[-1].author_id != self.decision.subject_id


@dataclass(frozen=True)
class AppealPage:
    """An appeal with all that is needed to decide it; `undo` is what overturning would take back now."""

    appeal: Appeal
    messages: tuple[AppealMessage, ...]
    what: str
    against: str
    history: histories.History
    undo: moderation.Action | None
    actions: tuple[moderation.Action, ...]
    seen: str

    @property
    def case(self) -> Case:
        return self.appeal.case

    @property
    def decision(self) -> ModlogEntry:
        return self.appeal.decision


@dataclass(frozen=True)
class Counts:
    """How a group's appeals ended; `settled` needed no decision any more."""

    upheld: int = 0
    overturned: int = 0
    settled: int = 0
    waiting: int = 0

    @property
    def decided(self) -> int:
        return self.upheld + self.overturned


def find(*, decision: ModlogEntry) -> Appeal | None:
    """Return the appeal against a decision, if there is one. Queries: 1."""
    return Appeal.objects.filter(decision=decision).select_related("case").first()


def own(*, decision: ModlogEntry, now: datetime) -> OwnAppeal:
    """Return what the subject of a decision sees of their appeal. Queries: 3 with an appeal, 4 without at most; 1 more
    when the staff answer it.

    Raises: NotFound for what cannot be appealed.
    """
    if not terms.is_appealable(decision):
        raise errors.NotFound(code="community.appeal_not_found")
    closes_at = decision.at + terms.MAY_APPEAL
    appeal = find(decision=decision)
    is_for_staff = appeal.is_for_staff if appeal else judges.needs_staff(decision)
    alone = is_for_staff and judges.is_nobody_else(decision)
    if appeal is not None:
        return OwnAppeal(decision, appeal, _messages(appeal), closes_at, is_for_staff, is_nobody_else=alone)
    return OwnAppeal(decision, None, (), closes_at, is_for_staff, _refusal(decision, now), is_nobody_else=alone)


def get(*, pk: int, user: User, now: datetime) -> Appeal:
    """Return an open appeal that `user` may decide, or an answered one of a group they moderate. Queries: at most 5.

    Raises: NotFound for everybody else, whom it is about and, while it is open, who decided first.
    """
    found = Appeal.objects.filter(pk=pk).first()
    appeal = locking.load(found.pk) if found else None
    if appeal is None or not _may_read(user, appeal, now):
        raise errors.NotFound(code="community.appeal_not_found")
    return appeal


def page(*, appeal: Appeal, now: datetime) -> AppealPage:
    """Return what the page of those who decide shows. Queries: 6."""
    history = histories.history(group=appeal.case.group, member=appeal.case.author)
    decision = appeal.decision
    held = terms.Held(target=targets.target_in(decision), place=None if targets.kind_in(decision) else history.place)
    return AppealPage(
        appeal=appeal,
        messages=_messages(appeal),
        what=targets.kind_in(decision),
        against=moderation.letters.against(decision),
        history=history,
        undo=terms.reversal(decision, held, now=now),
        actions=moderation.for_appeal() if appeal.case.is_open else (),
        seen=locking.token_of(appeal.case),
    )


def counts(*, group: Group) -> Counts:
    """Return how many appeals of the group ended how. Queries: 1."""
    rows = Case.objects.filter(group=group, kind=Case.Kind.APPEAL).order_by().values_list("state")
    found = dict(rows.annotate(n=Count("pk")))
    return Counts(
        upheld=found.get(State.UPHELD, 0),
        overturned=found.get(State.OVERTURNED, 0),
        settled=found.get(State.SETTLED, 0),
        waiting=found.get(State.OPEN, 0),
    )


def _may_read(user: User, appeal: Appeal, now: datetime) -> bool:
    if appeal.case.is_open:
        return judges.may_decide(user=user, appeal=appeal, now=now)
    if user.pk == appeal.case.author_id:
        return False
    is_of_staff = appeal.is_for_staff and queues.may_watch_all(user)
    return is_of_staff or judges.is_moderator(user=user, appeal=appeal, now=now)


def _messages(appeal: Appeal) -> tuple[AppealMessage, ...]:
    return tuple(appeal.messages.select_related("author").order_by("pk"))


def _refusal(decision: ModlogEntry, now: datetime) -> errors.Text:
    try:
        terms.check(decision=decision, now=now)
    except errors.Conflict as error:
        return error.message
    return ""
