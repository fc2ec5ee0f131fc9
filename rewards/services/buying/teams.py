"""Teams: opened by a captain with a seat of their own, ended by the last confirmation or by their deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import clean, errors, jobs
from lib.machines import steps
from lib.machines.paths import final
from lib.moment import Moment
from rewards import prices
from rewards.machines import SEAT
from rewards.models import BuyTeam, Campaign, Offer, Seat
from rewards.services.buying import claims, counters, endings, locking, moving, notifying, refusals, waiting
from rewards.services.buying.claim_batch import ClaimBatch, SeatRequest, load
from rewards.services.buying.seats import NOTE_LENGTH, check_key
from rewards.services.coupons import checks
from rewards.services.money import calls

NAME_LENGTH = 40
OPENABLE = (Campaign.State.OPEN,)
# Nothing moves in such a seat by itself any more; a parcel may still come back.
SETTLED_SEAT = final(SEAT) | {Seat.State.FULFILLED, Seat.State.LAPSED, Seat.State.REFUNDED}
State = BuyTeam.State


def open(
    *,
    actor: User,
    campaign: Campaign,
    size: int,
    key: str,
    plan_b: str,
    note: str = "",
    name: str = "",
    is_listed: bool = True,
    offer_token: str = "",
    coupons: Sequence[str] = (),
    now: datetime,
) -> Seat:
    """Open a team of `size` with `actor` as its captain and first seat; of size 1 one buys alone.

    The same `key` gives the same seat again. What an offer keeps for the captain's party moves into the team.

    Raises: CampaignClosed, SoldOut, LimitReached, OfferGone, KeyReused; CouponRefused; Invalid.
    """
    request = SeatRequest(
        actor=actor,
        key=check_key(key),
        plan_b=moving.check_choice(plan_b),
        note=clean.line(note, field="note", most=NOTE_LENGTH),
        offer_token=offer_token,
        coupons=checks.from_list(coupons),
        size=size,
        moment=Moment(now),
    )
    team = BuyTeam(
        state=State.FORMING,
        captain=actor,
        name=clean.line(name, field="name", most=NAME_LENGTH),
        is_listed=is_listed and size > 1,
        size=size,
    )
    with claims.one_key(request):
        seat = _open(campaign.pk, request, team)
    calls.open_checkout(seat=seat, now=now)
    return seat


@transaction.atomic
def rename(*, actor: User, team: BuyTeam, name: str) -> BuyTeam:
    """Give the team a name; its captain may while it is forming. Raises: NotAllowed, TeamClosed, Invalid."""
    said = clean.line(name, field="name", most=NAME_LENGTH)
    held = locking.team(team.pk)
    if held.captain_id != actor.pk:
        raise errors.NotAllowed(_("Only the captain may do that."), code="rewards.captain_only")
    if not held.is_forming:
        raise refusals.TeamClosed(teams=[], waitlist=False)
    BuyTeam.objects.filter(pk=held.pk).update(name=said)
    held.name = said
    notifying.touch(held, [])
    return held


def end_due(*, now: datetime) -> int:
    """End the teams whose deadline has come, and those of cancelled campaigns; return how many. A sweeper."""
    over = Q(deadline_at__lte=now) | Q(campaign__state=Campaign.State.CANCELLED)
    due = BuyTeam.objects.filter(over, state=State.FORMING).order_by("deadline_at", "pk")
    return jobs.sweep(due, _end, now)


def settle_due(*, now: datetime) -> int:
    """Close the books of ended teams in which nothing moves any more; return how many. A sweeper."""
    moving = Seat.objects.filter(team=OuterRef("pk")).exclude(state__in=SETTLED_SEAT)
    ended = BuyTeam.objects.filter(~Exists(moving), state__in=(State.SUCCEEDED, State.FAILED))
    return jobs.sweep(ended.order_by("ended_at", "pk"), _settle, now)


@transaction.atomic
def _open(campaign_pk: int, request: SeatRequest, team: BuyTeam) -> Seat:
    batch = load(campaign_pk, [request])
    asked = batch.find_asked(request)
    if asked:
        return asked
    offer = _check(batch, request, team)
    _write(batch, request, team)
    seat = claims.seat_of(request, batch, team)
    batch.grant(seat)
    batch.places[team.pk] += 1
    if offer:
        claims.use(offer, request)
    else:
        batch.count_stock()
    claims.write(batch, request.moment.asked_at)
    if offer and offer.state == Offer.State.OPEN:
        _keep_for_party(offer, team, request)
    return seat


def _check(batch: ClaimBatch, request: SeatRequest, team: BuyTeam) -> Offer | None:
    campaign = batch.campaign
    offer = batch.find_offer(request)
    batch.check_open(OPENABLE)
    batch.check_first(request)
    if campaign.closes_at and campaign.closes_at <= request.moment():
        raise refusals.CampaignClosed(state=Campaign.State.CLOSING)
    is_alone = team.size == 1 and campaign.single_minor is not None
    if team.size not in campaign.sizes and not is_alone:
        raise errors.Invalid(fields={"size": _("Please choose one of the options.")})
    if offer and offer.team_id:
        raise refusals.OfferGone
    batch.check_person(request)
    if offer is None:
        batch.check_stock()
    return offer


def _write(batch: ClaimBatch, request: SeatRequest, team: BuyTeam) -> None:
    now = request.moment.asked_at
    team.campaign = batch.campaign
    team.needed = prices.needed(batch.campaign, team.size)
    team.opened_at = now
    team.deadline_at = now + timedelta(hours=batch.campaign.team_hours)
    team.save(force_insert=True)
    data = {"size": team.size, "needed": team.needed, "captain": request.actor.public_id}
    steps.born(team, actor=request.actor, cause="opened", now=now, **data)


def _keep_for_party(offer: Offer, team: BuyTeam, request: SeatRequest) -> None:
    """Keep the places of the captain's party in the new team, as far as it has room for them."""
    rest = min(offer.seats - offer.used, team.size - 1)
    if not rest:
        return
    team.seats_taken = 1
    counters.places(team, taken=rest)
    if rest < offer.seats - offer.used:
        counters.stock(team.campaign, rest - (offer.seats - offer.used))
        waiting.offer_free(campaign=team.campaign, now=request.moment.asked_at)
    until = min(offer.until, team.deadline_at)
    Offer.objects.filter(pk=offer.pk).update(team=team, seats=offer.used + rest, until=until)
    notifying.touch(team, [request.actor])


@transaction.atomic
def _end(pk: int, now: datetime) -> int:
    team = locking.team(pk)
    is_cancelled = team.campaign.state == Campaign.State.CANCELLED
    if not team.is_forming or (team.deadline_at > now and not is_cancelled):
        return 0
    if is_cancelled:
        endings.fail(team, cause="cancelled", now=now)
    else:
        endings.end_by_deadline(team, now)
    return 1


@transaction.atomic
def _settle(pk: int, now: datetime) -> int:
    team = locking.team(pk)
    if team.state not in (State.SUCCEEDED, State.FAILED) or team.seats.exclude(state__in=SETTLED_SEAT).exists():
        return 0
    steps.take(team, State.SETTLED, cause="all_done", now=now)
    return 1
