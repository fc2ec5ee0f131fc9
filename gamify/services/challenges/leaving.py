"""Leaving a challenge or changing the team, until it is decided.

Who has done nothing yet leaves no trace, and may come again or go to another team. Who has done something leaves for
good: of a team what they did stays, and so does the place they took, or people could take turns in it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from gamify.models import Challenge, ChallengeTeam, Entrant, Mark, Submission
from gamify.services.challenges import folding, locking, notifying
from lib.machines import steps

State = Challenge.State


@transaction.atomic
def leave(*, actor: User, challenge: Challenge, now: datetime) -> Challenge:
    """Take part no longer; twice changes nothing. What is not answered yet of what one handed in needs no answer.

    Locks: the challenge. Raises: WrongMoment: it is decided.
    """
    held = locking.challenge(challenge.pk)
    here = Entrant.objects.filter(challenge=held, user=actor, left_at=None)
    mine = here.select_related("team", "user").first()
    if mine is None:
        return held
    check_undecided(held)
    if has_done(mine):
        _leave_for_good(held, mine, now)
    else:
        _leave_team(mine)
        mine.delete()
        _count(held)
    if mine.team:
        _pass_on(mine.team, actor)
    notifying.touch(held, actor)
    return held


def change_team(mine: Entrant, team: ChallengeTeam, now: datetime) -> Entrant:
    """Let an entrant who has done nothing yet go to another team; what they do from now on counts there.

    Inside a transaction that holds the challenge. The place in the new team is the caller's to take.
    """
    before = mine.team
    _leave_team(mine)
    mine.team, mine.entered_at = team, now
    mine.save(update_fields=["team", "entered_at"])
    if before:
        _pass_on(before, mine.user)
    return mine


def has_done(mine: Entrant) -> bool:
    """Say whether they have done or handed in anything. Queries: at most 2."""
    return Mark.objects.filter(entrant=mine).exists() or Submission.objects.filter(entrant=mine).exists()


def check_undecided(held: Challenge) -> None:
    """Raises: WrongMoment: the standings are frozen, or it was called off."""
    locking.check_state(held, State.RUNNING, State.CLOSING)
    if held.frozen_at:
        raise locking.WrongMoment(state=held.state)


def _leave_for_good(held: Challenge, mine: Entrant, now: datetime) -> None:
    mine.left_at = now
    mine.save(update_fields=["left_at"])
    waiting = mine.submissions.select_for_update(of=("self",)).filter(state=Submission.State.WAITING)
    for row in waiting.order_by("pk"):
        steps.take(row, Submission.State.REFUSED, actor=mine.user, cause="left", now=now, reviewed_at=now)
    _count(held)
    folding.refold(held, {mine.pk})


def _leave_team(mine: Entrant) -> None:
    if mine.team_id:
        ChallengeTeam.objects.filter(pk=mine.team_id, members__gt=0).update(members=F("members") - 1)


def _count(held: Challenge) -> None:
    Challenge.objects.filter(pk=held.pk, entrants_count__gt=0).update(entrants_count=F("entrants_count") - 1)


def _pass_on(team: ChallengeTeam, gone: User) -> None:
    """Make whoever joined next the captain of a team that its captain left; one without anybody goes."""
    if not team.roster.exists():
        team.delete()
    elif team.captain_id == gone.pk:
        heir = team.roster.filter(left_at=None).order_by("pk").first()
        if heir:
            ChallengeTeam.objects.filter(pk=team.pk).update(captain=heir.user_id)
