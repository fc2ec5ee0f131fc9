"""Making what was accepted: news of it, prototypes, and what is said when there is none for a month."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from community.machines import IN_MAKING
from community.models import MakingUpdate, Proposal
from community.proposal_policies import ProposalAction
from community.services import text
from community.services.making import notifying
from community.services.proposals import locking
from lib import clean, jobs
from lib.machines import steps

State = Proposal.State
STALE_AFTER = timedelta(days=30)
TITLE_LENGTH, BODY_LENGTH = 120, 8_000


@transaction.atomic
def tell(
    *, by: User, proposal: Proposal, title: str, body: str, is_prototype: bool = False, now: datetime
) -> MakingUpdate:
    """Write news of the making, or show a prototype; the first begins it.

    Locks: the proposal. Raises: NotFound, NotAllowed, WrongMoment; Invalid by field.
    """
    said = clean.line(title, field="title", most=TITLE_LENGTH, least=3)
    parsed = text.parse(body, most=BODY_LENGTH, field="body")
    held = locking.hold(by, proposal, ProposalAction.ANSWER, *IN_MAKING)
    made = MakingUpdate.objects.create(
        proposal=held,
        kind=MakingUpdate.Kind.PROTOTYPE if is_prototype else MakingUpdate.Kind.NEWS,
        title=said,
        body=parsed.source,
        html=text.render(parsed, {}),
        by=by,
        at=now,
    )
    news = {"updated_at": now, "stale_told_at": None}
    if held.state in (State.ACCEPTED, State.MAKING):
        cause = "prototype" if is_prototype else "news"
        steps.take(held, State.MAKING, actor=by, cause=cause, now=now, data={"news": made.pk}, **news)
    else:
        Proposal.objects.filter(pk=held.pk).update(**news)
    notifying.made_news(held, made, now=now)
    return made


def is_stale(proposal: Proposal, now: datetime) -> bool:
    """Say whether there was no news of the making for thirty days, which everybody is shown."""
    since = proposal.updated_at
    return proposal.state in IN_MAKING and since is not None and since + STALE_AFTER <= now


def tell_stale(*, now: datetime) -> int:
    """Remind, once each, the brands that have told nothing for thirty days; return of how many proposals."""
    quiet = Proposal.objects.filter(
        state__in=IN_MAKING, updated_at__lte=now - STALE_AFTER, stale_told_at=None, removed_at=None
    )
    return jobs.sweep(quiet.order_by("pk"), _tell, now)


def _tell(pk: int, now: datetime) -> int:
    with transaction.atomic():
        held = locking.proposal(pk)
        if not is_stale(held, now) or held.stale_told_at is not None:
            return 0
        Proposal.objects.filter(pk=pk).update(stale_told_at=now)
        notifying.stale(held, now=now)
    return 1
