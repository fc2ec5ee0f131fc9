"""What is one's own on a team's page: the order, or where else one is, and what the captain asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lib.money import Money
from rewards import prices
from rewards.machines import LIVE_SEAT
from rewards.models import BuyTeam, Campaign, Merger, Seat
from rewards.selectors import orders, teams
from rewards.selectors.one_order import Order

if TYPE_CHECKING:
    from rewards.querysets import Viewer

State = Seat.State


@dataclass(frozen=True)
class Mine:
    """What a team's page shows to one person: their order in it, and the live ones elsewhere in the campaign."""

    order: Order | None
    elsewhere: tuple[Order, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Ask:
    """A captain's question whether the members move to another team."""

    merger: Merger
    into: teams.Card
    price: Money


def mine(*, viewer: Viewer, team: BuyTeam) -> Mine:
    """Return what is the viewer's own on a team's page. Queries: at most 7, none for visitors."""
    if not viewer.is_authenticated:
        return Mine(None, (), ())
    here = orders.of(orders.loaded().filter(user=viewer, team=team).order_by("-pk")[:1])
    elsewhere = orders.of(
        orders.loaded()
        .filter(user=viewer, campaign=team.campaign_id, state__in=LIVE_SEAT)
        .exclude(team=team)
        .order_by("-pk")
    )
    order = here[0] if here else None
    asks = asked_of(team, order) if order and order.seat.state == State.AUTHORISED and team.is_forming else ()
    return Mine(order, elsewhere, asks)


def asked_of(team: BuyTeam, order: Order) -> tuple[Ask, ...]:
    """Return the captain's questions that the member can still say yes or no to. Queries: 2, 1 without any."""
    open_ones = Merger.objects.filter(team=team, into__state=BuyTeam.State.FORMING)
    open_ones = open_ones.exclude(answers__seat__user=order.seat.user_id)
    mergers = list(open_ones.select_related("into__captain").order_by("pk"))
    if not mergers:
        return ()
    for merger in mergers:
        merger.into.campaign = team.campaign
    cards = teams.cards(merger.into for merger in mergers)
    asks = (
        Ask(merger, card, Money(_due(order, card, team.campaign), team.campaign.currency))
        for merger, card in zip(mergers, cards, strict=True)
    )
    return tuple(ask for ask in asks if could_move(order, ask.into))


def could_move(order: Order, into: teams.Card) -> bool:
    """Say whether a team has a place that costs no more than was agreed to, and ends while the bank still holds."""
    until = order.payment.capture_before if order.payment else None
    is_in_time = until is None or into.team.deadline_at < until
    is_dearer = _due(order, into, order.campaign) > order.seat.limit_minor
    return into.team.free > 0 and not is_dearer and is_in_time


def _due(order: Order, into: teams.Card, campaign: Campaign) -> int:
    """Return the most that the seat would cost there, with its coupons."""
    return order.seat.due_minor(prices.limit(into.team, tuple(campaign.tiers.all())))
