"""Claiming seats, a batch of wishes in one transaction: all are answered as if they had come one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F

from lib import bulk, errors, sql
from lib.machines import steps
from rewards import prices
from rewards.models import BuyTeam, Offer, Seat, WaitEntry
from rewards.services.buying import telling
from rewards.services.buying.vacancies import JOINABLE, Room, Wish, look
from rewards.services.money import instructions

HOLD = timedelta(minutes=10)
Answer = Seat | errors.HearthError


@transaction.atomic
def claim(campaign_pk: int, wishes: Sequence[Wish]) -> list[Answer]:
    """Answer each wish for a seat of a team of the campaign with a held seat, the seat it got before, or a refusal.

    Locks: the campaign, then its teams, then coupons.
    Queries: 12 in three round trips for any number of wishes, more with offers, 6 more with coupons.
    """
    room = look(campaign_pk, wishes)
    answers = [_answer(wish, room) for wish in wishes]
    if room.granted:
        write(room, wishes[0].moment.asked_at)
    return answers


def seat_of(wish: Wish, room: Room, team: BuyTeam) -> Seat:
    """Return a seat for a wish that may have it, with its coupons, not yet written. Raises: CouponRefused."""
    now = wish.moment.asked_at
    price = prices.limit(team, room.tiers)
    seat = Seat(
        state=Seat.State.HELD,
        seq=1,
        campaign=room.campaign,
        team=team,
        user=wish.actor,
        slot=room.free_slot(wish),
        key=wish.key,
        limit_minor=price,
        plan_b=wish.plan_b,
        note=wish.note,
        held_until=now + HOLD,
        taken_at=now,
    )
    if room.till and wish.coupons:
        room.till.put_on(seat, wish.coupons, price_minor=price, now=wish.moment())
    return seat


def write(room: Room, now: datetime) -> None:
    """Write the seats that were granted, and count them. Queries: 7 in two round trips."""
    seats = room.granted
    payments = instructions.for_seats(seats, now=now)
    for seat, payment, (seat_pk, payment_pk) in zip(seats, payments, room.ids, strict=False):
        seat.pk, payment.pk = seat_pk, payment_pk
        payment.seat = seat  # again, for it took over the id
    births = [(seat, seat.user, {"team": seat.team.public_id, "limit_minor": seat.limit_minor}) for seat in seats]
    with sql.pipelined():
        bulk.insert(seats)
        instructions.start_all(payments, now=now)
        steps.born_many([*births, *instructions.births(payments)], cause="asked", now=now)
        counted = _count(room)
        if room.till and room.till.uses:
            counted += room.till.write(now)
    if any(cursor.rowcount != expected for cursor, expected in counted):
        raise steps.Overtaken
    telling.touch_all({seat.team_id: seat.team for seat in seats}.values(), [seat.user for seat in seats])


def use(offer: Offer, wish: Wish) -> None:
    """Count one of the kept seats as taken; the last one fulfils the party's wish."""
    now = wish.moment.asked_at
    if offer.used + 1 < offer.seats:
        Offer.objects.filter(pk=offer.pk).update(used=F("used") + 1)
        offer.used += 1
        return
    steps.take(offer, Offer.State.TAKEN, actor=wish.actor, cause="taken", now=now, used=offer.seats)
    if offer.entry.state == WaitEntry.State.OFFERED:
        steps.take(offer.entry, WaitEntry.State.ACCEPTED, actor=wish.actor, cause="taken", now=now)


def _answer(wish: Wish, room: Room) -> Answer:
    try:
        return room.find_asked(wish) or _decide(wish, room)
    except errors.HearthError as refusal:
        return refusal


def _decide(wish: Wish, room: Room) -> Seat:
    offer = room.find_offer(wish)
    room.check_open(JOINABLE)
    room.check_first(wish)
    room.check_person(wish)
    team = room.check_team(wish, offer)
    if offer is None:
        room.check_stock()

    seat = seat_of(wish, room, team)
    room.grant(seat)
    if offer:
        use(offer, wish)
    else:
        room.count_stock()
    if offer is None or offer.team_id is None:
        team.seats_taken += 1
        room.places[team.pk] += 1
    return seat


def _count(room: Room) -> list[tuple[CursorWrapper, int]]:
    """Raise the counters by what was granted; return the statements and how many rows each must change."""
    asked = []
    if room.places:
        rows = sorted(room.places.items())
        source, values = sql.keys((("team", "bigint"), ("more", "int")), rows)
        asked.append((sql.send(f"{_TAKE_PLACES} FROM {source} {_IF_FREE}", values), len(rows)))
    if room.stock:
        asked.append((sql.send(_TAKE_STOCK, [room.stock, room.campaign.pk, room.stock]), 1))
    return asked


_TAKE_PLACES = "UPDATE rewards_buyteam AS t SET seats_taken = t.seats_taken + k.more"
_IF_FREE = "WHERE t.id = k.team AND t.state = 'forming' AND t.seats_taken + k.more + t.house_seats <= t.size"
_TAKE_STOCK = "UPDATE rewards_campaign SET seats_taken = seats_taken + %s WHERE id = %s AND seats_taken + %s <= stock"
