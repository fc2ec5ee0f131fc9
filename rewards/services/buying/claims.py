"""Claiming seats, a batch of requests in one transaction: all are answered as if they had come one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from lib import bulk, driver, errors, sql
from lib.machines import steps
from rewards import prices
from rewards.models import BuyTeam, Offer, Seat, WaitEntry
from rewards.services.buying import notifying, refusals
from rewards.services.buying.claim_batch import JOINABLE, ClaimBatch, SeatRequest, load
from rewards.services.money import instructions

HOLD = timedelta(minutes=10)
Answer = Seat | errors.HearthError


@transaction.atomic
def claim(campaign_pk: int, requests: Sequence[SeatRequest]) -> list[Answer]:
    """Answer each request for a seat of a team of the campaign with a held seat, the seat it got before, or a refusal.

    Locks: the campaign, then its teams, then coupons.
    Queries: 12 in three round trips for any number of requests, more with offers, 6 more with coupons.
    """
    batch = load(campaign_pk, requests)
    answers = [_answer(request, batch) for request in requests]
    if batch.granted:
        write(batch, requests[0].moment.asked_at)
    return answers


@contextmanager
def one_key(request: SeatRequest) -> Iterator[None]:
    """Refuse a key that came for two campaigns at once, neither of which knew of the other. Raises: KeyReused."""
    try:
        yield
    except IntegrityError as error:
        if not Seat.objects.filter(user=request.actor, key=request.key).exists():
            raise
        raise refusals.KeyReused from error


def seat_of(request: SeatRequest, batch: ClaimBatch, team: BuyTeam) -> Seat:
    """Return a seat for a request that may have it, with its coupons, not yet written. Raises: CouponRefused."""
    now = request.moment.asked_at
    price = prices.limit(team, batch.tiers)
    seat = Seat(
        state=Seat.State.HELD,
        seq=1,
        campaign=batch.campaign,
        team=team,
        user=request.actor,
        slot=batch.free_slot(request),
        key=request.key,
        limit_minor=price,
        plan_b=request.plan_b,
        note=request.note,
        held_until=now + HOLD,
        taken_at=now,
    )
    if batch.coupons and request.coupons:
        batch.coupons.put_on(seat, request.coupons, price_minor=price, now=request.moment())
    return seat


def write(batch: ClaimBatch, now: datetime) -> None:
    """Write the seats that were granted, and count them. Queries: 7 in two round trips."""
    seats = batch.granted
    payments = instructions.for_seats(seats, now=now)
    for seat, payment, (seat_pk, payment_pk) in zip(seats, payments, batch.ids, strict=False):
        seat.pk, payment.pk = seat_pk, payment_pk
        payment.seat = seat  # again, for it took over the id
    births = [(seat, seat.user, {"team": seat.team.public_id, "limit_minor": seat.limit_minor}) for seat in seats]
    with sql.pipelined():
        bulk.insert(seats)
        instructions.start_all(payments, now=now)
        steps.born_many([*births, *instructions.births(payments)], cause="asked", now=now)
        counted = _count(batch)
        if batch.coupons and batch.coupons.uses:
            counted += batch.coupons.write(now)
    if any(cursor.rowcount != expected for cursor, expected in counted):
        raise steps.Overtaken
    notifying.touch_all({seat.team_id: seat.team for seat in seats}.values(), [seat.user for seat in seats])


def use(offer: Offer, request: SeatRequest) -> None:
    """Count one of the kept seats as taken; the last one fulfils the party's request."""
    now = request.moment.asked_at
    if offer.used + 1 < offer.seats:
        Offer.objects.filter(pk=offer.pk).update(used=F("used") + 1)
        offer.used += 1
        return
    steps.take(offer, Offer.State.TAKEN, actor=request.actor, cause="taken", now=now, used=offer.seats)
    if offer.entry.state == WaitEntry.State.OFFERED:
        steps.take(offer.entry, WaitEntry.State.ACCEPTED, actor=request.actor, cause="taken", now=now)


def _answer(request: SeatRequest, batch: ClaimBatch) -> Answer:
    try:
        return batch.find_asked(request) or _decide(request, batch)
    except errors.HearthError as refusal:
        return refusal


def _decide(request: SeatRequest, batch: ClaimBatch) -> Seat:
    offer = batch.find_offer(request)
    batch.check_open(JOINABLE)
    batch.check_first(request)
    batch.check_person(request)
    team = batch.check_team(request, offer)
    if offer is None:
        batch.check_stock()

    seat = seat_of(request, batch, team)
    batch.grant(seat)
    if offer:
        use(offer, request)
    else:
        batch.count_stock()
    if offer is None or offer.team_id is None:
        team.seats_taken += 1
        batch.places[team.pk] += 1
    return seat


def _count(batch: ClaimBatch) -> list[tuple[driver.Cursor, int]]:
    """Raise the counters by what was granted; return the statements and how many rows each must change."""
    asked = []
    if batch.places:
        rows = sorted(batch.places.items())
        source, values = sql.keys((("team", "bigint"), ("more", "int")), rows)
        asked.append((sql.send(f"{_TAKE_PLACES} FROM {source} {_IF_FREE}", values), len(rows)))
    if batch.stock:
        asked.append((sql.send(_TAKE_STOCK, [batch.stock, batch.campaign.pk, batch.stock]), 1))
    return asked


_TAKE_PLACES = "UPDATE rewards_buyteam AS t SET seats_taken = t.seats_taken + k.more"
_IF_FREE = "WHERE t.id = k.team AND t.state = 'forming' AND t.seats_taken + k.more + t.house_seats <= t.size"
_TAKE_STOCK = "UPDATE rewards_campaign SET seats_taken = seats_taken + %s WHERE id = %s AND seats_taken + %s <= stock"
