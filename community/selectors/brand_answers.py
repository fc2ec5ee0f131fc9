"""How a brand answers: the same figures for everybody, of proposals in public groups only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import QuerySet

from accounts.models import Brand
from community.machines import IN_MAKING
from community.models import BrandAnswer, Proposal
from community.services.making import updates
from community.services.proposals.rising import ANSWER_WITHIN

State, Outcome = Proposal.State, BrandAnswer.Outcome
SHOWN = 30


@dataclass(frozen=True)
class Facts:
    """What a brand did with what it was asked, in plain counts; `median_days` from being asked to the answer."""

    accepted: int
    declined: int
    needs_work: int
    late: int
    waiting: int
    overdue: int
    median_days: int | None
    making: int
    stale: int
    launched: int
    given_up: int

    @property
    def answered(self) -> int:
        return self.accepted + self.declined + self.needs_work

    @property
    def in_time(self) -> int:
        return self.answered - self.late

    @property
    def shares(self) -> tuple[tuple[str, str, int], ...]:
        """Return each outcome with its words and number, for the bar and the words beside it."""
        counts = (self.accepted, self.declined, self.needs_work)
        return tuple((value, str(label), n) for (value, label), n in zip(Outcome.choices, counts, strict=True))


def facts(*, brand: Brand, now: datetime) -> Facts:
    """Return how the brand answers. Queries: 2."""
    revealed = list(_revealed(brand).order_by("pk"))
    outcomes = Counter(answer.outcome for answer in revealed)
    taken = [answer.revealed_at - answer.due_at + ANSWER_WITHIN for answer in revealed if answer.revealed_at]
    asked = list(_public(brand).only("state", "due_at", "updated_at"))
    states = Counter(each.state for each in asked)
    yes = {answer.proposal_id for answer in revealed if answer.outcome == Outcome.ACCEPTED}
    return Facts(
        accepted=outcomes[Outcome.ACCEPTED],
        declined=outcomes[Outcome.DECLINED],
        needs_work=outcomes[Outcome.NEEDS_WORK],
        late=sum(answer.was_late for answer in revealed),
        waiting=states[State.DUE],
        overdue=sum(each.state == State.DUE and each.due_at is not None and each.due_at < now for each in asked),
        median_days=max(0, round(median(each.total_seconds() for each in taken) / 86_400)) if taken else None,
        making=sum(states[state] for state in IN_MAKING),
        stale=sum(updates.is_stale(each, now) for each in asked),
        launched=states[State.LAUNCHED],
        given_up=sum(each.state == State.DECLINED and each.pk in yes for each in asked),
    )


def latest(*, brand: Brand) -> tuple[BrandAnswer, ...]:
    """Return the latest public answers with their proposals. Queries: 1."""
    return tuple(_revealed(brand).select_related("proposal__group").order_by("-revealed_at", "-pk")[:SHOWN])


def overdue(*, brand: Brand, now: datetime) -> tuple[Proposal, ...]:
    """Return what waits for an answer that is late, the longest first. Queries: 1."""
    rows = _public(brand).filter(state=State.DUE, due_at__lt=now).select_related("group")
    return tuple(rows.order_by("due_at", "pk")[:SHOWN])


def _public(brand: Brand) -> QuerySet[Proposal]:
    return Proposal.objects.published().filter(brand=brand, group__visibility="public")


def _revealed(brand: Brand) -> QuerySet[BrandAnswer]:
    rows = BrandAnswer.objects.filter(proposal__brand=brand, state=BrandAnswer.State.REVEALED)
    return rows.filter(proposal__removed_at=None, proposal__group__visibility="public")
