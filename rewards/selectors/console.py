"""Campaigns as the people of their brand, and the staff who review them, see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from accounts.models import Brand
from lib import paging
from lib.money import Money
from rewards import ladder, paths
from rewards.models import BuyTeam, Campaign, Payment, PriceTier, Refund, Seat, WaitEntry
from rewards.selectors import campaigns
from rewards.services.buying.terms import Tier

PAGE = 20
_WAITS = (WaitEntry.State.WAITING, WaitEntry.State.OFFERED)
PAID = (Seat.State.CAPTURED, Seat.State.FULFILLED)


@dataclass(frozen=True)
class Row:
    """A campaign in its brand's list."""

    campaign: Campaign
    paid: int
    to_send: int
    late: int
    without_address: int


@dataclass(frozen=True)
class Rows:
    """A page of the brand's list, newest first."""

    rows: tuple[Row, ...]
    next_cursor: str


@dataclass(frozen=True)
class Figures:
    """How a campaign goes, in plain counts and sums."""

    forming: int
    succeeded: int
    failed: int
    authorised: int
    being_charged: int
    to_send: int
    late: int
    without_address: int
    sent: int
    went_back: int
    house_seats: int
    parties_waiting: int
    refunds_asked: int
    refunds_stuck: int
    taken: Money
    given_back: Money
    discounts: Money

    @property
    def kept(self) -> Money:
        return self.taken - self.given_back


@dataclass(frozen=True)
class Preview:
    """The public page of a draft, as it will be."""

    front: campaigns.Front
    board: campaigns.Board


def listing(*, brand: Brand, after: str = "") -> Rows:
    """Return the campaigns of `brand`, newest first. Queries: 2."""
    cursor = paging.decode(after)
    before = paging.whole(cursor[0]) if cursor else None
    found = Campaign.objects.filter(brand=brand, **({"pk__lt": before} if before else {})).order_by("-pk")
    page = list(found.select_related("brand")[: PAGE + 1])
    shown = page[:PAGE]
    counted, missing, late, _discounts = _orders_of(shown)
    rows = tuple(
        Row(
            campaign=each,
            paid=sum(counted.get((each.pk, state), 0) for state in PAID),
            to_send=counted.get((each.pk, Seat.State.CAPTURED), 0) - missing.get(each.pk, 0),
            late=late.get(each.pk, 0),
            without_address=missing.get(each.pk, 0),
        )
        for each in shown
    )
    return Rows(rows, paging.encode([shown[-1].pk]) if len(page) > PAGE else "")


def figures(*, campaign: Campaign) -> Figures:
    """Return how `campaign` goes. Queries: 5."""
    counted, missing, late, discounts = _orders_of([campaign])
    orders = {state: number for (_pk, state), number in counted.items()}
    without_address = missing.get(campaign.pk, 0)
    teams = BuyTeam.objects.filter(campaign=campaign).values_list("state", "has_succeeded")
    ended = {(state, has): (n, house) for state, has, n, house in teams.annotate(Count("pk"), Sum("house_seats"))}
    sums = Payment.objects.filter(seat__campaign=campaign).aggregate(
        taken=Sum("captured_minor"), back=Sum("refunded_minor"), stuck=Count("stuck_at")
    )
    state = Seat.State
    return Figures(
        forming=sum(n for (name, _has), (n, _house) in ended.items() if name == BuyTeam.State.FORMING),
        succeeded=sum(n for (_name, has), (n, _house) in ended.items() if has is True),
        failed=sum(n for (_name, has), (n, _house) in ended.items() if has is False),
        authorised=orders.get(state.AUTHORISED, 0),
        being_charged=orders.get(state.CAPTURING, 0) + orders.get(state.FIX_NEEDED, 0),
        to_send=orders.get(state.CAPTURED, 0) - without_address,
        late=late.get(campaign.pk, 0),
        without_address=without_address,
        sent=orders.get(state.FULFILLED, 0),
        went_back=orders.get(state.REFUNDING, 0) + orders.get(state.REFUNDED, 0),
        house_seats=sum(house for _n, house in ended.values()),
        parties_waiting=WaitEntry.objects.filter(campaign=campaign, state__in=_WAITS).count(),
        refunds_asked=Refund.objects.filter(payment__seat__campaign=campaign, state=Refund.State.ASKED).count(),
        taken=Money(sums["taken"] or 0, campaign.currency),
        given_back=Money(sums["back"] or 0, campaign.currency),
        refunds_stuck=sums["stuck"],
        discounts=Money(discounts, campaign.currency),
    )


def preview(*, campaign: Campaign, tiers: Sequence[Tier], now: datetime) -> Preview:
    """Return the public page that `campaign`, saved or not, will have once it is open. Queries: at most 1."""
    pictures = campaigns.pictures_of(campaign)
    shown = Campaign(
        **{field.attname: getattr(campaign, field.attname) for field in Campaign._meta.concrete_fields}
        | {"state": Campaign.State.OPEN, "opens_at": campaign.opens_at or now}
    )
    shown.brand = campaign.brand
    rows = [PriceTier(min_people=tier.min_people, price_minor=tier.price_minor) for tier in _in_order(tiers)]
    steps = ladder.of(rows, currency=shown.currency, people=1)
    url = paths.of_campaign(shown)
    return Preview(
        front=campaigns.Front(campaign=shown, url=url, pictures=pictures, rules=None, ladder=steps, topic=""),
        board=campaigns.Board(
            campaign=shown, url=url, ladder=steps, best=None, teams=(), forming=0, succeeded=0, just_now=()
        ),
    )


def _in_order(tiers: Iterable[Tier]) -> list[Tier]:
    return sorted(tiers, key=lambda tier: tier.min_people)


def _orders_of(found: Sequence[Campaign]) -> tuple[dict[tuple[int, str], int], dict[int, int], dict[int, int], int]:
    """Return the orders of campaigns by state, how many paid ones of each lack the address they need, how many are
    late, and what coupons took off the paid ones.
    """
    rows = Seat.objects.filter(campaign__in=found).values_list("campaign_id", "state")
    counts = {"n": Count("pk"), "known": Count("address"), "late": Count("late_at"), "off": Sum("discount_minor")}
    counted = list(rows.annotate(**counts).order_by())
    needs = {campaign.pk for campaign in found if campaign.needs_address}
    waits = [(pk, n - known, late) for pk, state, n, known, late, _off in counted if state == Seat.State.CAPTURED]
    missing = {pk: lacks for pk, lacks, _late in waits if pk in needs}
    discounts = sum(off for _pk, state, _n, _known, _late, off in counted if state in PAID)
    by_state = {(pk, state): n for pk, state, n, _known, _late, _off in counted}
    return by_state, missing, {pk: late for pk, _lacks, late in waits}, discounts
