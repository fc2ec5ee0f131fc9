"""How a team ends. All inside the caller's transaction, which holds the campaign and the team (`locks`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from lib.machines import steps
from rewards import prices
from rewards.models import BuyTeam, Campaign, Seat
from rewards.services.buying import counters, locking, moving, notifying, waiting
from rewards.services.coupons import uses
from rewards.services.money import instructions

State = BuyTeam.State


def end_by_deadline(team: BuyTeam, now: datetime) -> None:
    """End a forming team whose time is over as its campaign's rules say."""
    campaign = team.campaign
    missing = team.size - team.confirmed
    held = team.seats_taken - team.confirmed
    is_enough = team.confirmed >= prices.enough(campaign, team.size)
    if team.confirmed >= team.needed:
        succeed(team, cause="deadline", now=now)
    elif campaign.completion == Campaign.Completion.HOUSE and is_enough and campaign.seats_left + held >= missing:
        succeed(team, cause="house", house=missing, now=now)
    else:
        fail(team, cause="deadline", now=now)


def succeed_if_full(team: BuyTeam, now: datetime) -> None:
    """Let the team succeed in the moment in which its last place is confirmed, unless its campaign was cancelled."""
    is_over = team.campaign.state == Campaign.State.CANCELLED  # and the team soon: `teams.end_due`
    if team.is_forming and team.confirmed == team.size and not is_over:
        succeed(team, cause="full", now=now)


def succeed(team: BuyTeam, *, cause: str, house: int = 0, now: datetime) -> None:
    """Fix the one price of all and charge it; the brand buys `house` seats."""
    held = _clear(team, now)
    counters.stock(team.campaign, house)
    people = team.confirmed + house
    price = prices.each(team.campaign, list(team.campaign.tiers.all()), size=team.size, people=people)
    data = {"price_minor": price, "confirmed": team.confirmed, "house": house}
    changes: dict[str, Any] = {"price_minor": price, "has_succeeded": True, "house_seats": house, "ended_at": now}
    steps.take(team, State.SUCCEEDED, cause=cause, now=now, data=data, **changes)
    instructions.void_all(seats=held, cause="team_ended", now=now)
    seats = locking.seats(team, Seat.State.AUTHORISED)
    uses.fix(seats, price)
    instructions.capture_all(seats=seats, price_minor=price, now=now)
    notifying.succeeded(team, seats, now)
    waiting.offer_free(campaign=team.campaign, now=now)


def fail(team: BuyTeam, *, cause: str, now: datetime) -> None:
    """Let everybody go: to another team if they chose so and there is one, else with their money."""
    held = _clear(team, now)
    seats = locking.seats(team, Seat.State.AUTHORISED)
    was_started = bool(seats) or _was_anybody_in(team)
    if was_started:
        steps.take(team, State.FAILED, cause=cause, now=now, has_succeeded=False, ended_at=now)
    else:
        steps.take(team, State.DISCARDED, cause=cause, now=now, ended_at=now)
    instructions.void_all(seats=held, cause="team_ended", now=now)

    may_move = any(seat.plan_b == Seat.PlanB.MOVE for seat in seats) and moving.is_there_room(team, now)
    stay = [seat for seat in seats if not (may_move and _move_on(seat, now))]
    instructions.void_all(seats=stay, cause=cause, now=now)
    counters.places(team, taken=-len(stay))
    counters.stock(team.campaign, -len(stay))
    if was_started:
        notifying.failed(team, stay, now)
    else:
        notifying.touch(team, [])
    waiting.offer_free(campaign=team.campaign, now=now)


def follow(team: BuyTeam, gone: User, *, cause: str, now: datetime) -> None:
    """See to a team of which `gone` was part: somebody else leads it, or it ends with its last member."""
    if gone.pk != team.captain_id or not team.is_forming:
        return
    heirs = locking.seats(team, Seat.State.AUTHORISED) or locking.seats(team, Seat.State.HELD)
    if not heirs:
        fail(team, cause=cause, now=now)
        return
    heir = heirs[0].user
    steps.take(team, State.FORMING, actor=gone, cause=cause, now=now, data={"captain": heir.public_id}, captain=heir)
    notifying.captain(team, now)


def lapse(seat: Seat, *, cause: str, now: datetime) -> None:
    """Give up a held place."""
    steps.take(seat, Seat.State.LAPSED, cause=cause, now=now)
    uses.follow([seat], now)
    counters.places(seat.team, taken=-1)
    counters.stock(seat.campaign, -1)
    notifying.left(seat, now)


def _was_anybody_in(team: BuyTeam) -> bool:
    return team.seats.filter(confirmed_at__isnull=False).exists() or team.mergers.filter(answers__is_yes=True).exists()


def _clear(team: BuyTeam, now: datetime) -> list[Seat]:
    """Give up whatever is not confirmed: holds, which are returned, and places that offers keep."""
    held = locking.seats(team, Seat.State.HELD)
    if held:
        steps.take_many(held, Seat.State.LAPSED, cause="team_ended", now=now)
        uses.follow(held, now)
        counters.places(team, taken=-len(held))
        counters.stock(team.campaign, -len(held))
        notifying.touch(team, [seat.user for seat in held])
    waiting.release(team=team, now=now)
    return held


def _move_on(seat: Seat, now: datetime) -> bool:
    if seat.plan_b != Seat.PlanB.MOVE:
        return False
    target = moving.find_team(seat, now)
    if target is None:
        return False
    moving.move(seat, target, cause="plan_b", now=now)
    succeed_if_full(target, now)
    return True
