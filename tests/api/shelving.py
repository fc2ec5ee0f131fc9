"""A catalogue with one of everything that its endpoints are about, and who may do what there."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from gamify.models import Account, Currency, Player
from lib import clock
from rewards.services import drafts
from rewards.services.catalogue import parcels
from tests.api.callers import Row
from tests.rewards import redeeming

READ = "200 200 200 200 200 200"
OWN = "401 200 200 200 200 200"
BUYER = "401 404 200 404 404 404"
BRAND = "401 404 404 200 200 403"
CONSOLE = "401 404 404 200 200 200"
OWNER = "401 404 404 403 200 200"
STAFF = "401 404 404 404 404 200"
REDEEMS = "401 409 201 409 409 409"  # who has spark, as the buyer does
OWN_ONE = "brands/{slug}/rewards/{public_id}"
ASKED = f"{OWN_ONE}/redemptions/{{redemption_id}}"
OPEN, DRAFT = {"public_id": "reward"}, {"public_id": "reward_draft"}
WAITS = {"public_id": "reward_asked", "redemption_id": "redemption_waits"}
PARCEL = {"public_id": "reward_item", "redemption_id": "redemption_parcel"}
ADDRESS = {"recipient": "Mei", "line1": "12 Kettle Lane", "city": "Bergen", "country": "NO"}

TABLE = (
    Row("GET", "rewards", READ),
    Row("GET", "rewards/{public_id}", READ, fill=OPEN),
    Row("POST", "rewards/{public_id}/redemptions", REDEEMS, body={}, fill=OPEN),
    Row("GET", "redemptions", OWN),
    Row("GET", "redemptions/{public_id}", BUYER, fill={"public_id": "redemption_given"}),
    Row("DELETE", "redemptions/{public_id}", BUYER, fill={"public_id": "redemption_waits"}),
    Row("PUT", "redemptions/{public_id}/address", BUYER, body=ADDRESS, fill={"public_id": "redemption_parcel"}),
    Row("POST", "redemptions/{public_id}/use", BUYER, fill={"public_id": "redemption_given"}),
    Row("GET", "brands/{slug}/rewards", CONSOLE),
    Row("POST", "brands/{slug}/rewards", BRAND.replace("200", "201"), body={"names": {"en": "A new one"}}),
    Row("GET", OWN_ONE, CONSOLE, fill=DRAFT),
    Row("PUT", OWN_ONE, BRAND, body={"names": {"en": "Another"}, "version": "{reward_version}"}, fill=DRAFT),
    Row("POST", f"{OWN_ONE}/submission", BRAND, fill=DRAFT),
    Row("PUT", f"{OWN_ONE}/pause", CONSOLE, body={"is_paused": True, "reason": "Snow."}, fill=OPEN),
    Row("POST", f"{OWN_ONE}/closing", OWNER, body={"reason": "He moves."}, fill=OPEN),
    Row("POST", f"{OWN_ONE}/stock", BRAND, body={"more": 2}, fill=OPEN),
    Row("POST", f"{OWN_ONE}/codes", BRAND, body={"codes": ["C-3"]}, fill={"public_id": "reward_codes"}),
    Row("GET", f"{OWN_ONE}/redemptions", CONSOLE, fill=OPEN),
    Row("POST", f"{ASKED}/answer", BRAND, body={"answer": "approve"}, fill=WAITS),
    Row("POST", f"{ASKED}/shipment", BRAND, body={"note": "SF 1"}, fill=PARCEL),
    Row("GET", "review/rewards", STAFF),
    Row("POST", "review/rewards/{public_id}", STAFF, body={"approve": True}, fill={"public_id": "reward_waiting"}),
)


def build(shop: Any, buyer: User) -> dict[str, str]:
    """Return the ids that paths and bodies are filled with."""
    _give_spark(buyer, 100)
    asked = redeeming.reward(shop, needs_approval=True)
    item, given = redeeming.reward(shop, kind="item"), redeeming.reward(shop, code=("A-1", "B-2"))
    parcel = redeeming.redeemed(buyer, item)
    parcels.say_where(actor=buyer, redemption=parcel, address=redeeming.BERGEN, now=clock.now())
    draft = redeeming.draft(shop)
    return {
        "reward": redeeming.reward(shop).public_id,
        "reward_asked": asked.public_id,
        "reward_item": item.public_id,
        "reward_codes": given.public_id,
        "redemption_waits": redeeming.redeemed(buyer, asked).public_id,
        "redemption_parcel": parcel.public_id,
        "redemption_given": redeeming.redeemed(buyer, given).public_id,
        "reward_draft": draft.public_id,
        "reward_version": drafts.version_of(draft),
        "reward_waiting": redeeming.in_review(shop).public_id,
    }


def _give_spark(user: User, amount: int) -> None:
    """Let the member have points, whatever economy is in force."""
    Currency.objects.get_or_create(key="spark", defaults={"is_spendable": True})
    Player.objects.get_or_create(user=user)
    Account.objects.update_or_create(user=user, currency_id="spark", defaults={"available": amount})
