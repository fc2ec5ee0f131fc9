"""A voter's whole ballot is found not to be valid before the count, or valid after all. Their case decides it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Allowance, Vote, VoteRound
from community.services.rounds import locking, notifying
from lib import errors
from lib.machines import steps

State = Vote.State


class Struck(errors.NotAllowed):
    """The voter's ballot was found not to be valid: until that changes they have no vote here."""

    code = "community.vote_invalid"
    message = _("Your votes here were found not to be valid. You were told why.")


def lock(ballot: Allowance) -> Allowance:
    """Lock the vote, then the ballot. Inside a transaction only. Queries: 2."""
    held = locking.vote_round(ballot.round_id)
    rows = Allowance.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    row = rows.get(pk=ballot.pk)
    row.round = held
    return row


def strike(*, ballot: Allowance, by: User, reason: str, now: datetime) -> None:
    """Let none of the voter's votes count. Caller holds the vote and the ballot. Raises: WrongMoment: it is counted."""
    _check_running(ballot.round)
    spent = ballot.spent
    for row in _votes(ballot, State.LIVE):
        data = {"reason": reason}
        steps.take(row, State.INVALID, actor=by, cause="invalidated", now=now, data=data, reason=reason)
    _keep(ballot, spent=0, struck_at=now)
    notifying.struck(ballot, had=spent, by=by, now=now)


def reinstate(*, ballot: Allowance, by: User, now: datetime) -> None:
    """Let the votes that were struck count again. Locks, raises: as `strike`."""
    _check_running(ballot.round)
    spent = 0
    for row in _votes(ballot, State.INVALID):
        steps.take(row, State.LIVE, actor=by, cause="reinstated", now=now, reason="")
        spent += row.cost
    _keep(ballot, spent=spent, struck_at=None)
    notifying.reinstated(ballot, by=by, now=now)


def _votes(ballot: Allowance, state: str) -> list[Vote]:
    return list(Vote.objects.filter(round=ballot.round, user=ballot.user, state=state).order_by("pk"))


def _keep(ballot: Allowance, *, spent: int, struck_at: datetime | None) -> None:
    ballot.spent, ballot.struck_at = spent, struck_at
    ballot.save(update_fields=["spent", "struck_at"])


def _check_running(vote: VoteRound) -> None:
    if vote.state not in (VoteRound.State.OPEN, VoteRound.State.CLOSED):
        raise locking.WrongMoment(state=vote.state)
