"""Coupons of a brand with which its endpoints are asked, and who may do what there."""

from __future__ import annotations

from rewards.models import Campaign
from rewards.services import drafts
from tests.api.callers import Row
from tests.rewards import couponing

OWN = "401 200 200 200 200 200"
BRAND = "401 404 404 200 200 403"
CREATED = "401 404 404 201 201 403"
CONSOLE = "401 404 404 200 200 200"
OWNER = "401 404 404 403 200 200"
OWN_ONE = "brands/{slug}/coupons/{public_id}"
OPEN, DRAFT, SINGLE = {"public_id": "coupon"}, {"public_id": "coupon_draft"}, {"public_id": "coupon_single"}
QUOTE = {"size": 3, "coupons": ["spring-tea"]}

TABLE = (
    Row("POST", "campaigns/{public_id}/quotes", OWN, body=QUOTE, fill={"public_id": "campaign"}),
    Row("GET", "me/coupons", OWN),
    Row("GET", "brands/{slug}/coupons", CONSOLE),
    Row("POST", "brands/{slug}/coupons", CREATED, body={"names": {"en": "A new one"}}),
    Row("GET", OWN_ONE, CONSOLE, fill=OPEN),
    Row("PUT", OWN_ONE, BRAND, body={"names": {"en": "Another"}, "version": "{coupon_version}"}, fill=DRAFT),
    Row("POST", f"{OWN_ONE}/opening", BRAND, fill=DRAFT),
    Row("PUT", f"{OWN_ONE}/pause", CONSOLE, body={"is_paused": True}, fill=OPEN),
    Row("POST", f"{OWN_ONE}/revocation", OWNER, body={"reason": "No more."}, fill=OPEN),
    Row("POST", f"{OWN_ONE}/uses", BRAND, body={"more": 5}, fill=OPEN),
    Row("POST", f"{OWN_ONE}/codes", BRAND, body={"number": 3}, fill=SINGLE),
)


def build(campaign: str) -> dict[str, str]:
    """Return the ids that paths and bodies are filled with."""
    of = Campaign.objects.select_related("brand").get(public_id=campaign)
    draft = couponing.coupon(of, is_open=False)
    return {
        "coupon": couponing.coupon(of, code="SPRINGTEA").public_id,
        "coupon_draft": draft.public_id,
        "coupon_version": drafts.version_of(draft),
        "coupon_single": couponing.coupon(of, single=2).public_id,
    }
