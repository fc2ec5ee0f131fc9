"""Choosing by jury: who wins a line and why, until the standings are frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Challenge, Entrant, Pick, PrizeLine
from gamify.policies import Action
from gamify.services.challenges import locking, notifying
from lib import errors


@dataclass(frozen=True)
class Choice:
    """One winner, in a team whoever of it, and the reason that everybody will read."""

    entrant: Entrant
    words: str


@transaction.atomic
def choose(*, by: User, line: PrizeLine, choices: Sequence[Choice], now: datetime) -> list[Pick]:
    """Choose who wins a line, in order, in place of what was chosen before. Locks: the challenge.

    Raises: NotFound, NotAllowed; locking.TakesPart; WrongMoment: not over yet, or frozen. Invalid beside
        `choices`: not a line for a jury, too many, twice the same, somebody who has done nothing or left, no reason.
    """
    held = locking.challenge_for(by, line.challenge, Action.JUDGE)
    locking.check_state(held, Challenge.State.CLOSING)
    if held.frozen_at:
        raise locking.WrongMoment(state=held.state)
    locking.check_apart(held, by)
    _check(held, line, choices)
    Pick.objects.filter(line=line).delete()
    rows = [
        Pick(
            line=line,
            entrant=each.entrant,
            place=place,
            words=locking.check_reason(each.words, "choices"),
            by=by,
            at=now,
        )
        for place, each in enumerate(choices, 1)
    ]
    Pick.objects.bulk_create(rows)
    notifying.touch(held)
    return rows


def _check(held: Challenge, line: PrizeLine, choices: Sequence[Choice]) -> None:
    parties = [each.entrant.team_id or -each.entrant.pk for each in choices]
    if line.rule != PrizeLine.Rule.JURY or len(choices) > line.places:
        raise _wrong(_("At most %(most)s, please.") % {"most": line.places if line.rule == PrizeLine.Rule.JURY else 0})
    if len(set(parties)) < len(parties):
        raise _wrong(_("Somebody is chosen twice."))
    if any(each.entrant.challenge_id != held.pk or not _can_win(each.entrant) for each in choices):
        raise _wrong(_("Please choose people who take part and have done something."))


def _can_win(entrant: Entrant) -> bool:
    return bool(entrant.score) and entrant.left_at is None


def _wrong(sentence: errors.Text) -> errors.Invalid:
    return errors.Invalid(fields={"choices": sentence})
