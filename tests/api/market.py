"""A shop with one of everything that the endpoints of buying together are about, and who may do what there."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from community.models import Group
from connect.models import Delivery, Endpoint
from gamify.models import Challenge, ChallengeTeam, Entrant, Submission
from rewards.models import (
    AlbumPicture,
    Assist,
    AssistReversal,
    Battle,
    BattlePlayer,
    BuyTeam,
    Campaign,
    CampaignPicture,
    Coupon,
    CouponCode,
    CouponUse,
    DeliveryAddress,
    Event,
    GatewayCall,
    Merger,
    MergerAnswer,
    Offer,
    Payment,
    Plant,
    Redemption,
    RedemptionAddress,
    Refund,
    Reward,
    RewardCode,
    Seat,
    Seed,
    Unlock,
    WaitEntry,
    Watering,
)
from rewards.services import drafts
from rewards.services.buying import campaigns, showing
from rewards.services.garden import seeds
from tests.api import battling, challenging, couponing, shelving, unlocking, webhooking
from tests.api.callers import Caller, Row
from tests.community import cast, scenes as community
from tests.factories import member
from tests.rewards import factories as f, gardening, scenes

ROLES = ("visitor", "member", "buyer", "editor", "owner", "staff")
WATCHED = (
    AlbumPicture,
    Assist,
    AssistReversal,
    Battle,
    BattlePlayer,
    BuyTeam,
    Campaign,
    CampaignPicture,
    Coupon,
    CouponCode,
    CouponUse,
    DeliveryAddress,
    Event,
    GatewayCall,
    Group,
    Merger,
    MergerAnswer,
    Offer,
    Payment,
    Plant,
    Redemption,
    RedemptionAddress,
    Refund,
    Reward,
    RewardCode,
    Seat,
    Seed,
    Unlock,
    WaitEntry,
    Watering,
    Challenge,
    ChallengeTeam,
    Entrant,
    Submission,
    Delivery,
    Endpoint,
)
READ = "200 200 200 200 200 200"
OWN = "401 200 200 200 200 200"
BUYER = "401 404 200 404 404 404"
CAPTAIN = "401 403 200 403 403 403"
TAKES_A_SEAT = "401 201 409 201 201 201"
BRAND = "401 404 404 200 200 403"
BRAND_CREATED, BRAND_GONE = BRAND.replace("200", "201"), BRAND.replace("200", "204")
CONSOLE = "401 404 404 200 200 200"
OWNER = "401 404 404 403 200 200"
STAFF = "401 404 404 404 404 200"
OF_CAMPAIGN, OF_TEAM, OF_ORDER = {"public_id": "campaign"}, {"public_id": "team"}, {"public_id": "order"}
OF_DRAFT, OF_PICTURE = {"public_id": "draft"}, {"public_id": "draft", "pk": "picture"}
OF_SOLD = {"public_id": "campaign", "order_id": "sold"}
OF_STUCK = {"public_id": "campaign", "order_id": "stuck"}
CONSOLE_OF = "brands/{slug}/campaigns/{public_id}"
ADDRESS = {"recipient": "Mei", "line1": "12 Kettle Lane", "city": "Bergen", "country": "NO"}
REASON = {"reason": "The kiln broke."}
OWN_SEED = "brands/{slug}/seeds/{public_id}"
OF_RIPE = {"public_id": "seed", "plant_id": "ripe"}
PLANTER = "401 403 201 403 403 403"  # who belongs to the bed, as the buyer does
WATERER = PLANTER.replace("201", "200")

TABLE = (
    Row("GET", "campaigns", READ),
    Row("GET", "campaigns/{public_id}", READ, fill=OF_CAMPAIGN),
    Row("GET", "campaigns/{public_id}/rules", READ, fill=OF_CAMPAIGN),
    Row("GET", "campaigns/{public_id}/teams", READ, fill=OF_CAMPAIGN),
    Row("POST", "campaigns/{public_id}/teams", TAKES_A_SEAT, body={"size": 3}, fill=OF_CAMPAIGN),
    Row("GET", "campaigns/{public_id}/waiting", BUYER, fill={"public_id": "full"}),
    Row("PUT", "campaigns/{public_id}/waiting", OWN, body={"party_size": 1}, fill={"public_id": "full"}),
    Row("DELETE", "campaigns/{public_id}/waiting", BUYER.replace("200", "204"), fill={"public_id": "full"}),
    Row("GET", "teams/{public_id}", READ, fill=OF_TEAM),
    Row("PUT", "teams/{public_id}/name", CAPTAIN, body={"name": "Jars"}, fill=OF_TEAM),
    Row("POST", "teams/{public_id}/orders", TAKES_A_SEAT, body={"plan_b": "stop"}, fill=OF_TEAM),
    Row("GET", "teams/{public_id}/mergers", OWN, fill=OF_TEAM),
    Row("POST", "teams/{public_id}/mergers", CAPTAIN, body={"into": "{other}"}, fill=OF_TEAM),
    Row("PUT", "teams/{public_id}/mergers/{pk}/answer", BUYER, body={"accept": True}, fill=OF_TEAM | {"pk": "merger"}),
    Row("GET", "offers/{token}", READ, fill={"token": "offer"}),
    Row("DELETE", "offers/{token}", CAPTAIN.replace("200", "204"), fill={"token": "offer"}),
    Row("POST", "offers/{token}/orders", TAKES_A_SEAT, body={}, fill={"token": "offer"}),
    Row("GET", "orders", OWN),
    Row("GET", "orders/{public_id}", BUYER, fill=OF_ORDER),
    Row("DELETE", "orders/{public_id}/place", BUYER, fill=OF_ORDER),
    Row("POST", "orders/{public_id}/cancellation", BUYER, fill={"public_id": "late"}),
    Row("POST", "orders/{public_id}/refund/confirmation", BUYER, fill={"public_id": "said"}),
    Row("PUT", "orders/{public_id}/plan-b", BUYER, body={"plan_b": "move"}, fill=OF_ORDER),
    Row("PUT", "orders/{public_id}/address", BUYER, body=ADDRESS, fill=OF_ORDER),
    Row("GET", "orders/{public_id}/payment", BUYER, fill=OF_ORDER),
    Row("POST", "orders/{public_id}/payment", BUYER, fill={"public_id": "held"}),
    Row("POST", "orders/{public_id}/payment/look", BUYER, fill=OF_ORDER),
    Row("GET", "brands/{slug}/campaigns", CONSOLE),
    Row("POST", "brands/{slug}/campaigns", BRAND_CREATED, body={"names": {"en": "A new tin"}}),
    Row("GET", CONSOLE_OF, CONSOLE, fill=OF_DRAFT),
    Row("PUT", CONSOLE_OF, BRAND, body={"names": {"en": "Tin"}, "version": "{version}"}, fill=OF_DRAFT),
    Row("POST", f"{CONSOLE_OF}/submission", BRAND, fill=OF_DRAFT),
    Row("PUT", f"{CONSOLE_OF}/pause", CONSOLE, body={"is_paused": True, **REASON}, fill=OF_CAMPAIGN),
    Row("POST", f"{CONSOLE_OF}/cancellation", OWNER, body=REASON, fill=OF_DRAFT),
    Row("POST", f"{CONSOLE_OF}/pictures", BRAND_CREATED, body="picture", fill=OF_DRAFT),
    Row("PUT", f"{CONSOLE_OF}/pictures/{{pk}}", BRAND, body={"alts": {"en": "A tin."}}, fill=OF_PICTURE),
    Row("DELETE", f"{CONSOLE_OF}/pictures/{{pk}}", BRAND_GONE, fill=OF_PICTURE),
    Row("GET", f"{CONSOLE_OF}/orders", CONSOLE, fill=OF_CAMPAIGN),
    Row("GET", f"{CONSOLE_OF}/orders/{{order_id}}", CONSOLE, fill=OF_SOLD),
    Row("POST", f"{CONSOLE_OF}/orders/{{order_id}}/shipment", BRAND, body={"note": "SF 1"}, fill=OF_SOLD),
    Row(
        "POST",
        f"{CONSOLE_OF}/orders/{{order_id}}/refunds",
        OWNER.replace("200", "201"),
        body={"amount_minor": 100, "reason": "Dented."},
        fill=OF_SOLD,
    ),
    Row("POST", f"{CONSOLE_OF}/orders/{{order_id}}/refunds/again", OWNER, fill=OF_STUCK),
    Row("POST", f"{CONSOLE_OF}/orders/{{order_id}}/refunds/by-hand", OWNER, body={"reference": "No. 7"}, fill=OF_STUCK),
    Row("GET", "me/referrals", OWN),
    Row("GET", "garden/seeds", READ),
    Row("POST", "garden/seeds/{public_id}/plants", PLANTER, body={"place": "{free_bed}"}, fill={"public_id": "seed"}),
    Row("GET", "garden/plants", OWN),
    Row("GET", "garden/plants/{public_id}", READ, fill={"public_id": "plant"}),
    Row("POST", "garden/plants/{public_id}/waterings", WATERER, body={"amount": 1}, fill={"public_id": "plant"}),
    Row("GET", "brands/{slug}/seeds", CONSOLE),
    Row("POST", "brands/{slug}/seeds", BRAND_CREATED, body={"names": {"en": "A bush"}}),
    Row("GET", OWN_SEED, CONSOLE, fill={"public_id": "seed"}),
    Row(
        "PUT",
        OWN_SEED,
        BRAND,
        body={"names": {"en": "A bush"}, "version": "{seed_version}"},
        fill={"public_id": "seed_draft"},
    ),
    Row("POST", f"{OWN_SEED}/submission", BRAND, fill={"public_id": "seed_draft"}),
    Row("POST", f"{OWN_SEED}/closing", CONSOLE, fill={"public_id": "seed"}),
    Row("POST", f"{OWN_SEED}/plants/{{plant_id}}/harvest", BRAND, body={"note": "Row 7."}, fill=OF_RIPE),
    Row("GET", "review/seeds", STAFF),
    Row("POST", "review/seeds/{public_id}", STAFF, body={"approve": True}, fill={"public_id": "seed_waiting"}),
    Row("GET", "review/campaigns", STAFF),
    Row("POST", "review/campaigns/{public_id}", STAFF, body={"approve": True}, fill={"public_id": "waiting"}),
    Row("POST", "review/campaigns/{public_id}/resumption", STAFF, body={"hours": 24}, fill={"public_id": "paused"}),
    Row("GET", "review/refunds", STAFF),
    Row("POST", "review/refunds/{pk}", "401 404 404 404 403 200", body={"approve": True}, fill={"pk": "refund"}),
    *battling.TABLE,
    *challenging.TABLE,
    *couponing.TABLE,
    *shelving.TABLE,
    *unlocking.TABLE,
    *webhooking.TABLE,
)


def build() -> tuple[dict[str, Caller], dict[str, str]]:
    """Return a caller for each role, and the ids that paths and bodies are filled with."""
    people: dict[str, Any] = {
        role: member(role.title(), handle=role) for role in ("member", "buyer", "editor", "owner")
    }
    people |= {"staff": f.staff()}
    shop = f.brand(people["owner"], editor=people["editor"])
    ids = {"slug": shop.slug, **_open(shop, people["buyer"]), **_full(shop, people["buyer"])}
    ids |= _offered(shop, people["buyer"])
    ids |= challenging.build(shop, people["buyer"])
    ids |= battling.build(shop, people["buyer"], ids["campaign"])
    ids |= _garden(shop, people["buyer"])
    ids |= shelving.build(shop, people["buyer"])
    ids |= couponing.build(ids["campaign"])
    ids |= unlocking.build(shop, people["buyer"])
    ids |= webhooking.build(shop, people["staff"])
    draft = f.draft(shop)
    picture = showing.add(by=shop.owner, campaign=draft, file=cast.picture())
    ids |= {"draft": draft.public_id, "picture": str(picture.pk), "waiting": f.in_review(shop).public_id}
    ids["paused"] = _paused(shop).public_id
    callers = {"visitor": Caller(None)} | {role: Caller(user) for role, user in people.items()}
    ids["version"] = drafts.version_of(draft)
    return callers, ids


def _open(shop: Any, buyer: User) -> dict[str, str]:
    """A campaign with a team of the buyer, another that one can move to, and one that has paid."""
    campaign = f.campaign(shop)
    team, other = scenes.team(campaign, buyer, *scenes.people(1)), scenes.team(campaign, *scenes.people(2))
    merger = Merger.objects.create(team=team, into=other, asked_by=buyer, asked_at=team.opened_at)
    ended = {"state": "succeeded", "has_succeeded": True, "price_minor": 8_000}
    sold = Seat.objects.filter(team=scenes.team(campaign, *scenes.people(3), size=3, **ended)).earliest("pk")
    scenes.address(sold)
    late = scenes.seat(sold.team, buyer, state="captured")
    scenes.address(late)
    Seat.objects.filter(pk=late.pk).update(ship_by=team.opened_at)
    stuck, said = _stuck(sold.team, *scenes.people(1)), _stuck(sold.team, buyer)
    way = {"amount_minor": 8_000, "cause": "by_hand", "reference": "No. 7", "state": "asked"}
    payment = said.payments.get()
    Refund.objects.create(payment=payment, key="way", asked_by=shop.owner, asked_at=team.opened_at, **way)
    refund = Refund.objects.create(
        payment=sold.payments.get(),
        key="refund-1",
        amount_minor=5_000,
        cause="asked",
        reason="Dented.",
        state="asked",
        asked_by=shop.owner,
        asked_at=team.opened_at,
    )
    return {
        "campaign": campaign.public_id,
        "team": team.public_id,
        "other": other.public_id,
        "merger": str(merger.pk),
        "order": Seat.objects.get(team=team, user=buyer).public_id,
        "sold": sold.public_id,
        "late": late.public_id,
        "stuck": stuck.public_id,
        "said": said.public_id,
        "refund": str(refund.pk),
    }


def _stuck(team: BuyTeam, user: User) -> Seat:
    """An order whose money the bank does not give back."""
    seat = scenes.seat(team, user, state="refunding")
    scenes.payment(seat, "captured", stuck_at=team.opened_at)
    return seat


def _full(shop: Any, buyer: User) -> dict[str, str]:
    """A campaign without a free seat, for which the buyer waits."""
    campaign = f.campaign(shop, stock=3)
    scenes.team(campaign, *scenes.people(3), size=3, needed=3)
    scenes.waiting(campaign, buyer)
    return {"full": campaign.public_id}


def _offered(shop: Any, buyer: User) -> dict[str, str]:
    """Two places of a team, in which the buyer holds a third, kept for the party that the buyer leads."""
    campaign = f.campaign(shop)
    team = scenes.team(campaign, *scenes.people(1), seats_taken=4)
    held = scenes.seat(team, buyer, state="held")
    offer = scenes.offer(scenes.waiting(campaign, buyer), team)
    return {"offer": offer.token, "held": held.public_id}


def _garden(shop: Any, buyer: User) -> dict[str, str]:
    """A plant that the buyer has sunshine for, a ripe one, a free bed, and seeds at every stage."""
    beds = [f"group:{community.group(slug, founder=buyer).pk}" for slug in ("tea", "free", "ripe")]
    seed = gardening.seed(shop)
    growing, ripe = gardening.plant(buyer, beds[0], seed), gardening.plant(buyer, beds[2], seed)
    gardening.sunshine(buyer, beds[0], 5)
    Plant.objects.filter(pk=ripe.pk).update(state="ripe", watered=ripe.goal, ripe_at=ripe.planted_at)
    draft, waiting = (gardening.draft(shop) for _ in range(2))
    seeds.submit(by=shop.owner, seed=waiting, now=seed.created_at)
    return {
        "seed": seed.public_id,
        "plant": growing.public_id,
        "ripe": ripe.public_id,
        "free_bed": beds[1],
        "seed_draft": draft.public_id,
        "seed_version": drafts.version_of(draft),
        "seed_waiting": waiting.public_id,
    }


def _paused(shop: Any) -> Campaign:
    """A campaign that stands still, with a team."""
    campaign = f.campaign(shop)
    scenes.team(campaign, *scenes.people(1))
    return campaigns.pause(by=shop.owner, campaign=campaign, reason="Snow.", now=campaign.created_at)
