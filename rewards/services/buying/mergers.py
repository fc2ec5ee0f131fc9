"""Two half-full teams become one: a captain proposes, and each member answers for themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import errors
from lib.moment import Moment
from rewards.models import BuyTeam, Merger, MergerAnswer, Seat
from rewards.services.buying import endings, locking, moving, notifying, refusals, waiting


class CaptainOnly(errors.NotAllowed):
    """Only the captain speaks for the team."""

    code = "rewards.captain_only"
    message = _("Only the captain may propose that.")


@transaction.atomic
def propose(*, actor: User, team: BuyTeam, into: BuyTeam, now: datetime) -> Merger:
    """Ask the members of `team` to move to `into`, another forming team of the campaign; twice asks once.

    The captain moves by an answer too: a captain who stays is no longer needed when all others have gone.

    Locks: campaign, both teams.
    Raises: CaptainOnly; NotFound: `into` is not listed or elsewhere. TeamClosed, TeamFull, Dearer, HoldTooShort: the
        captain's own seat could not move there either.
    """
    moment = Moment(now)
    campaign = locking.team(team.pk).campaign
    both = locking.teams(campaign, [team.pk, into.pk])
    if into.pk not in both or into.pk == team.pk or not both[into.pk].is_listed:
        raise errors.NotFound(code="rewards.team_not_found")
    mine, other = both[team.pk], both[into.pk]
    if mine.captain_id != actor.pk:
        raise CaptainOnly
    seat = next((seat for seat in locking.seats(mine, Seat.State.AUTHORISED) if seat.user_id == actor.pk), None)
    if seat is None or not mine.is_forming or mine.deadline_at <= moment():
        raise refusals.TeamClosed(teams=[], waitlist=False)
    moving.check_move(seat, other, list(campaign.tiers.all()), moment())
    merger, _is_new = Merger.objects.get_or_create(team=mine, into=other, defaults={"asked_by": actor, "asked_at": now})
    notifying.merge_asked(merger, locking.seats(mine, Seat.State.AUTHORISED), now)
    return merger


@transaction.atomic
def answer(*, actor: User, merger: Merger, seat: Seat, yes: bool, now: datetime) -> Seat:
    """Move one's seat to the team that the captain proposed, or stay. The first answer counts.

    The last to go closes the team they leave; the one who fills the new team lets it succeed.

    Locks: campaign, both teams, the seat.
    Raises: NotFound: another's seat, or not of this team. TeamClosed, TeamFull, AlreadyIn, Dearer, HoldTooShort.
    """
    moment = Moment(now)
    held = locking.seat(seat.pk)
    if held.user_id != actor.pk:
        raise errors.NotFound(code="rewards.seat_not_found")
    if MergerAnswer.objects.filter(merger=merger, seat=held).exists():
        return held
    if held.team_id != merger.team_id:
        raise errors.NotFound(code="rewards.seat_not_found")
    old = held.team
    if held.state != Seat.State.AUTHORISED or not old.is_forming or old.deadline_at <= moment():
        raise refusals.TeamClosed(teams=[], waitlist=False)
    MergerAnswer.objects.create(merger=merger, seat=held, is_yes=yes, at=now)
    if yes:
        into = locking.teams(held.campaign, [merger.into_id])[merger.into_id]
        moving.check_move(held, into, list(held.campaign.tiers.all()), moment())
        moving.move(held, into, cause="merged", now=now)
        endings.follow(old, actor, cause="merged", now=now)
        endings.succeed_if_full(into, now)
        waiting.offer_free(campaign=held.campaign, now=now)
    notifying.touch(old, [actor])
    return held
