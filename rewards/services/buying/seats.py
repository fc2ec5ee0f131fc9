"""One member's seat: claimed before it is paid for, confirmed by the payment, given up or sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from lib import clean, errors, jobs
from lib.machines import steps
from lib.moment import Moment
from rewards.machines import LIVE_SEAT
from rewards.models import BuyTeam, Payment, Seat
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services.battles import entering
from rewards.services.buying import (
    addresses,
    claims,
    counters,
    endings,
    locking,
    moving,
    notifying,
    refusals,
    waiting,
)
from rewards.services.buying.claim_batch import SeatRequest
from rewards.services.buying.claim_queue import admission
from rewards.services.buying.claims import HOLD as HOLD
from rewards.services.coupons import checks, uses
from rewards.services.money import calls, instructions

NOTE_LENGTH = 200
KEY_LENGTH = 64
State = Seat.State


def join(
    *,
    actor: User,
    team: BuyTeam,
    key: str,
    plan_b: str,
    note: str = "",
    invite: str = "",
    offer_token: str = "",
    coupons: Sequence[str] = (),
    now: datetime,
) -> Seat:
    """Hold a seat of `team` for `actor` for ten minutes, with a payment to be made, and open its checkout.

    The same `key` gives the same seat again. Codes of `coupons` go on it all together, or there is no seat. Whoever
    comes is served at the admission desk. Two transactions, so that no gateway is waited for while others wait for a
    seat: whoever is cut off in between finds the seat held, and its checkout is opened by the next look at it.

    Locks: the campaign, the team, then coupons. Queries: 12 for all who come at once, and those of the checkout.
    Raises: TeamFull, TeamClosed, CampaignClosed, SoldOut, AlreadyIn, LimitReached, InvitationNeeded, OfferGone,
        KeyReused; CouponRefused; Invalid.
    """
    request = SeatRequest(
        actor=actor,
        key=check_key(key),
        plan_b=moving.check_choice(plan_b),
        note=clean.line(note, field="note", most=NOTE_LENGTH),
        invite=invite,
        offer_token=offer_token,
        coupons=checks.from_list(coupons),
        team_id=team.pk,
        moment=Moment(now),
    )
    with claims.one_key(request):
        seat = admission.ask(team.campaign_id, request)
    calls.open_checkout(seat=seat, now=now)
    return seat


def confirm(*, payment: Payment, now: datetime) -> bool:
    """Make the seat of a payment that was just made a member's for good; the last one lets the team succeed.

    Inside a transaction. A seat whose hold lapsed is won back if there is still room. False: the team has ended or is
    full, or the member has left; then the seat takes no step, and the caller lets go of the money.

    Locks: campaign, team, seat.
    """
    moment = Moment(now)
    seat = locking.seat(payment.seat_id)
    team = seat.team
    if seat.state == State.AUTHORISED:
        return True
    if not team.is_forming or team.deadline_at <= moment():
        return False
    if seat.state == State.LAPSED:
        if not _win_back(seat, now):
            return False
    elif seat.state != State.HELD:
        return False
    else:
        counters.places(team, confirmed=1)

    data = {"payment": payment.public_id}
    changes = {"confirmed_at": now, "held_until": None, "slot": seat.slot}
    steps.take(seat, State.AUTHORISED, actor=seat.user, cause="paid", now=now, data=data, **changes)
    notifying.confirmed(seat, now)
    entering.follow(seat, now)
    endings.succeed_if_full(team, now)
    return True


@transaction.atomic
def leave(*, actor: User, seat: Seat, now: datetime) -> Seat:
    """Give up one's place while the team is forming; what was held or paid for it goes back. Twice changes nothing.

    Locks: campaign, team, seat, payment. Raises: NotFound: another's seat. TeamClosed: the team has ended.
    """
    moment = Moment(now)
    held = locking.seat(seat.pk)
    if held.user_id != actor.pk:
        raise errors.NotFound(code="rewards.seat_not_found")
    if held.state == State.LEFT:
        return held
    if held.state not in (State.HELD, State.AUTHORISED) or held.team.deadline_at <= moment():
        raise refusals.TeamClosed(teams=[], waitlist=False)
    was_in = held.state == State.AUTHORISED
    steps.take(held, State.LEFT, actor=actor, cause="left", now=now)
    uses.follow([held], now)
    instructions.void(seat=held, cause="left", now=now)
    _free(held, was_in=was_in, cause="captain_left", now=now)
    return held


def lose(*, seat: Seat, cause: str, now: datetime) -> None:
    """Take away the place of a locked seat whose money is gone before the team has ended. Inside a transaction."""
    instructions.void(seat=seat, cause=cause, now=now)
    notifying.lost(seat, now)
    _free(seat, was_in=True, cause=cause, now=now)


def lapse_due(*, now: datetime) -> int:
    """Give up the holds whose time is over, campaign by campaign; return how many. A sweeper."""
    due = Seat.objects.filter(state=State.HELD, held_until__lte=now).order_by("held_until")
    campaigns = sorted(set(due.values_list("campaign_id", flat=True)[: jobs.SWEPT]))
    return jobs.each(campaigns, lambda pk: _lapse_in(pk, now))


@transaction.atomic
def fulfil(*, actor: User, seat: Seat, note: str = "", now: datetime) -> Seat:
    """Note that the parcel is on its way, with what its buyer should know. Twice changes nothing.

    Locks: campaign, team, seat.
    Raises: NotFound, NotAllowed: `actor` does not ship for the brand. Conflict: the order is not paid. NoAddress.
    """
    said = clean.line(note, field="note", most=NOTE_LENGTH)
    held = locking.seat(seat.pk)
    roles.require(user=actor, brand=held.campaign.brand, action=Action.SHIP)
    if held.state == State.FULFILLED:
        return held
    if held.state != State.CAPTURED:
        raise errors.Conflict(code="rewards.not_paid", state=held.state)
    addresses.require(held)
    steps.take(held, State.FULFILLED, actor=actor, cause="sent", now=now, data={"note": said}, shipped_note=said)
    notifying.touch(held.team, [held.user])
    return held


def check_key(key: str) -> str:
    """Return the clean idempotency key. Raises: Invalid."""
    return clean.line(key, field="key", most=KEY_LENGTH, least=1)


@transaction.atomic
def _lapse_in(campaign_pk: int, now: datetime) -> int:
    held = locking.campaign(campaign_pk)
    due = list(Seat.objects.filter(campaign=held, state=State.HELD, held_until__lte=now).order_by("pk")[: jobs.SWEPT])
    teams = locking.teams(held, {seat.team_id for seat in due})
    count = 0
    for seat in locking.seats_of(held, teams, [seat.pk for seat in due]):
        if seat.state != State.HELD:  # its team ended with an earlier one
            continue
        endings.lapse(seat, cause="time_over", now=now)
        instructions.void(seat=seat, cause="time_over", now=now)
        endings.follow(seat.team, seat.user, cause="hold_lapsed", now=now)
        count += 1
    waiting.offer_free(campaign=held, now=now)
    return count


def _win_back(seat: Seat, now: datetime) -> bool:
    """Claim the place of a lapsed seat anew, with its coupons; False when any of it is gone."""
    team, campaign = seat.team, seat.campaign
    own = Seat.objects.filter(user=seat.user_id, campaign=campaign, state__in=LIVE_SEAT)
    taken = dict(own.values_list("slot", "team_id"))
    free = [slot for slot in range(1, campaign.per_member + 1) if slot not in taken]
    if team.free <= 0 or campaign.seats_left <= 0 or not free or team.pk in taken.values():
        return False
    if not uses.hold_again(seat, now):
        return False
    counters.stock(campaign, 1)
    counters.places(team, taken=1, confirmed=1)
    seat.slot = free[0]
    return True


def _free(seat: Seat, *, was_in: bool, cause: str, now: datetime) -> None:
    """Count the place of a seat that went as free, and see to its team and to those who wait."""
    counters.places(seat.team, taken=-1, confirmed=-1 if was_in else 0)
    counters.stock(seat.campaign, -1)
    notifying.left(seat, now)
    endings.follow(seat.team, seat.user, cause=cause, now=now)
    waiting.offer_free(campaign=seat.campaign, now=now)
