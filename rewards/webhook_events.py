"""What rewards tell other programs: group buys, orders, redemptions and battles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lib.machines.news import Moved, News, log_of
from lib.webhook_events import Kind, add, address, of_rows
from rewards.models import Battle, BuyTeam, Campaign, DeliveryAddress, Event, Payment, Redemption, Seat

API = "https://hearth.example/api/v1"


def _campaign(it: Moved) -> dict[str, Any]:
    url = address("api-own-campaign", it.row.brand.slug, it.row.public_id)
    return {"campaign": it.row.public_id, "state": it.step.after, "url": url}


def _team(it: Moved) -> dict[str, Any]:
    team, people = it.row, it.step.data.get("confirmed", it.row.confirmed)
    url = address("api-own-campaign", team.campaign.brand.slug, team.campaign.public_id)
    return {"team": team.public_id, "campaign": team.campaign.public_id, "people": people, "url": url}


def _order(seat: Seat) -> dict[str, Any]:
    campaign = seat.campaign
    url = address("api-own-order", campaign.brand.slug, campaign.public_id, seat.public_id)
    return {"order": seat.public_id, "team": seat.team.public_id, "campaign": campaign.public_id, "url": url}


def _refunded(it: Moved) -> dict[str, Any] | None:
    """All that went back by then; a refund that failed brings nothing new to tell while nothing went back."""
    back = it.step.data.get("refunded_minor", 0)
    total = {"minor": back, "currency": it.row.currency}
    return {**_order(it.row.seat), "refunded": total} if back else None


def _redemption(it: Moved) -> dict[str, Any]:
    reward = it.row.reward
    url = address("api-own-redemptions", reward.brand.slug, reward.public_id)
    return {"redemption": it.row.public_id, "reward": reward.public_id, "state": it.step.after, "url": url}


def _battle(it: Moved) -> dict[str, Any]:
    return {"battle": it.row.public_id, "url": address("api-battle-result", it.row.public_id)}


def _brand(it: Moved) -> int:
    return int(it.row.brand_id)


def _brand_of_part(it: Moved) -> int:
    return int(it.row.campaign.brand_id)


def _brand_of_address(row: DeliveryAddress) -> int:
    return int(row.seat.campaign.brand_id)


def _brand_of_payment(it: Moved) -> int:
    return int(it.row.seat.campaign.brand_id)


def _brand_of_redemption(it: Moved) -> int:
    return int(it.row.reward.brand_id)


_CAMPAIGN = {"campaign": "4k7m2p9qa1cd", "state": "open", "url": f"{API}/brands/luma/campaigns/4k7m2p9qa1cd"}
_TEAM = {
    "team": "7x2bn4e8kqpz",
    "campaign": "4k7m2p9qa1cd",
    "people": 5,
    "url": f"{API}/brands/luma/campaigns/4k7m2p9qa1cd",
}
_ORDER = {
    "order": "9d3hv6t0wmrs",
    "team": "7x2bn4e8kqpz",
    "campaign": "4k7m2p9qa1cd",
    "url": f"{API}/brands/luma/campaigns/4k7m2p9qa1cd/orders/9d3hv6t0wmrs",
}
_BACK = {**_ORDER, "refunded": {"minor": 1290, "currency": "EUR"}}
_REDEMPTION = {
    "redemption": "5c8jf1r7ynae",
    "reward": "2g6kt9w4xbmd",
    "state": "reserved",
    "url": f"{API}/brands/luma/rewards/2g6kt9w4xbmd/redemptions",
}
_BATTLE = {"battle": "8m1qz5u3hgve", "url": f"{API}/battles/8m1qz5u3hgve/result"}

OPENED = Kind("campaign.opened", _("A group buy opened"), _campaign, _CAMPAIGN, _brand)
CLOSED = Kind("campaign.closed", _("A group buy ended"), _campaign, {**_CAMPAIGN, "state": "closing"}, _brand)
SUCCEEDED = Kind("team.succeeded", _("A buying team came together"), _team, _TEAM, _brand_of_part)
FAILED = Kind("team.failed", _("A buying team did not come together"), _team, {**_TEAM, "people": 2}, _brand_of_part)
PAID = Kind("order.captured", _("An order was paid"), lambda it: _order(it.row), _ORDER, _brand_of_part)
WHERE = Kind(
    "order.addressed", _("A paid order has its address now"), lambda row: _order(row.seat), _ORDER, _brand_of_address
)
REFUNDED = Kind("order.refunded", _("Money of an order went back"), _refunded, _BACK, _brand_of_payment)
ASKED = Kind("redemption.requested", _("Somebody redeemed a reward"), _redemption, _REDEMPTION, _brand_of_redemption)
GRANTED = Kind(
    "redemption.granted",
    _("A redemption was granted"),
    _redemption,
    {**_REDEMPTION, "state": "approved"},
    _brand_of_redemption,
)
SETTLED = Kind("battle.settled", _("The result of a team battle is final"), _battle, _BATTLE, _brand)

_PUBLIC = ("scheduled", "open", "paused", "closing")
_PART = ("campaign__brand", "team")
_ADDRESSES = DeliveryAddress.objects.filter(seat__state=Seat.State.CAPTURED)
add(
    log_of(
        "rewards",
        Event,
        (
            News(OPENED, Campaign, ["open"], ["scheduled"], loads=["brand"]),
            News(CLOSED, Campaign, ["closing", "cancelled"], _PUBLIC, loads=["brand"]),
            News(SUCCEEDED, BuyTeam, ["succeeded"], ["forming"], loads=["campaign__brand"]),
            News(FAILED, BuyTeam, ["failed"], ["forming"], loads=["campaign__brand"]),
            News(PAID, Seat, ["captured"], loads=_PART),
            News(REFUNDED, Payment, ["captured", "refunded"], ["refunding"], loads=[f"seat__{name}" for name in _PART]),
            News(ASKED, Redemption, ["reserved"], [""], loads=["reward__brand"]),
            News(GRANTED, Redemption, ["approved"], loads=["reward__brand"]),
            News(SETTLED, Battle, ["final"]),
        ),
    )
)
add(of_rows("addresses", WHERE, _ADDRESSES.select_related(*(f"seat__{name}" for name in _PART)), "given_at"))
