"""What of buying together is closed below /api/: others' orders, unlisted teams, a brand's console, the review."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from rewards.models import Battle, BuyTeam, Campaign, Merger, Seat
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import arena, factories as f, scenes
from tests.security import routes
from tests.security.house import signed_in

pytestmark = pytest.mark.django_db
CANARY = "zimtstern-canary"
# 400 and 422 would say that the thing was found and only the body was wrong.
SAYS_NOTHING = {401, 404, 405}
OF_DRAFT, OF_ORDER, OF_SOLD = ("slug", "draft"), ("order",), ("slug", "draft", "order")

# Each address with what fills it and who may read it ("" when GET is not offered).
INSIDE: dict[str, tuple[tuple[str, ...], str]] = {
    "api-campaign": (("draft",), "owner"),
    "api-campaign-rules": (("draft",), ""),
    "api-campaign-teams": (("draft",), "owner"),
    "api-wait": (("draft",), ""),
    "api-team": (("team",), "buyer"),
    "api-team-name": (("team",), ""),
    "api-team-join": (("team",), ""),
    "api-mergers": (("team",), "buyer"),
    "api-merger-answer": (("team", "merger"), ""),
    "api-offer": (("nothing",), ""),
    "api-offer-accept": (("nothing",), ""),
    "api-order": (OF_ORDER, "buyer"),
    "api-order-place": (OF_ORDER, ""),
    "api-order-cancellation": (OF_ORDER, ""),
    "api-order-receiving": (OF_ORDER, ""),
    "api-order-plan": (OF_ORDER, ""),
    "api-order-address": (OF_ORDER, ""),
    "api-payment": (OF_ORDER, "buyer"),
    "api-payment-look": (OF_ORDER, ""),
    "api-own-campaigns": (("slug",), "owner"),
    "api-own-campaign": (OF_DRAFT, "owner"),
    "api-own-submission": (OF_DRAFT, ""),
    "api-own-pause": (OF_DRAFT, ""),
    "api-own-cancellation": (OF_DRAFT, ""),
    "api-own-pictures": (OF_DRAFT, ""),
    "api-own-picture": (("slug", "draft", "number"), ""),
    "api-own-orders": (OF_DRAFT, "owner"),
    "api-own-order": (("slug", "open", "order"), "owner"),
    "api-own-shipment": (OF_SOLD, ""),
    "api-own-refunds": (OF_SOLD, ""),
    "api-own-refund-again": (OF_SOLD, ""),
    "api-own-refund-hand": (OF_SOLD, ""),
    "api-battle": (("battle",), ""),
    "api-battle-events": (("battle",), ""),
    "api-battle-result": (("battle",), ""),
    "api-battle-place": (("battle",), ""),
    "api-battle-entries": (("battle",), ""),
    "api-battle-objections": (("battle",), ""),
    "api-album": (("battle",), ""),
    "api-album-mine": (("battle",), ""),
    "api-album-hiding": (("battle", "nothing"), ""),
    "api-album-reports": (("battle", "nothing"), ""),
    "api-own-battles": (("slug",), "owner"),
    "api-own-battle": (("slug", "battle"), "owner"),
    "api-own-battle-submission": (("slug", "battle"), ""),
    "api-own-battle-cancellation": (("slug", "battle"), ""),
    "api-review-battle": (("battle",), ""),
    "api-review-objection": (("battle", "number"), ""),
    "api-review-campaign": (("waiting",), ""),
    "api-review-refund": (("number",), ""),
    "api-review-resumption": (("open",), ""),
}
LISTS = (
    "api-battles",
    "api-campaigns",
    "api-orders",
    "api-review-battles",
    "api-review-campaigns",
    "api-review-refunds",
)


class Market:
    """A brand with a draft and one in review, and a team by invitation in its open campaign."""

    def __init__(self) -> None:
        self.shop = f.brand()
        self.buyer, self.rival = member(f"Buyer {CANARY}", handle="buyer"), f.brand().owner
        draft = f.draft(self.shop, names={"en": f"Draft {CANARY}"})
        waiting = f.in_review(self.shop, names={"en": f"Waiting {CANARY}"})
        opened = f.campaign(self.shop)
        team = scenes.team(opened, self.buyer, is_listed=False, name=CANARY)
        other = scenes.team(opened, *scenes.people(2))
        merger = Merger.objects.create(team=team, into=other, asked_by=self.buyer, asked_at=team.opened_at)
        self.values: dict[str, Any] = {
            "slug": self.shop.slug,
            "draft": draft.public_id,
            "waiting": waiting.public_id,
            "open": opened.public_id,
            "battle": arena.draft(self.shop, names={"en": f"Draft {CANARY}"}).public_id,
            "team": team.public_id,
            "merger": merger.pk,
            "order": Seat.objects.get(team=team).public_id,
            "number": 1,
            "nothing": "nothing",
        }

    def path(self, name: str) -> str:
        return reverse(name, args=[self.values[value] for value in INSIDE[name][0]])

    def send(self, client: Any, name: str, method: str) -> Any:
        ask = getattr(client, method)
        return ask(self.path(name)) if method == "get" else ask(self.path(name), {}, "application/json")

    def outsiders(self) -> dict[str, User | None]:
        return {"visitor": None, "member": member("Guest", handle="guest"), "rival": self.rival}


@kept
def _built(clock: Any) -> Market:
    return Market()


@pytest.fixture
def market(db: None, clock: Any) -> Market:
    return _built(clock)


def rows() -> tuple[object, ...]:
    """Return what a request of somebody who may not could have changed."""
    models = (Campaign.objects.values_list("state", "seq", "names"), BuyTeam.objects.values_list("state", "name"))
    models += (Battle.objects.values_list("state", "seq", "names"),)
    return (*(tuple(each.order_by("pk")) for each in models), tuple(Seat.objects.order_by("pk").values_list()))


def names() -> set[str]:
    """Return the addresses of buying together that have an id."""
    ours = [route for route in routes.every(without=("admin:",)) if route.view.__module__.startswith("rewards.api")]
    elsewhere = tuple(f"rewards.api.{room}" for room in ("reward", "garden", "seeds", "referrals", "coupons", "unlock"))
    found = {route.name for route in ours if not route.view.__module__.startswith(elsewhere)}
    return {name for name in found if name not in LISTS}


def test_every_address_has_a_row() -> None:
    assert names() == set(INSIDE)


def test_nobody_outside_learns_or_changes_anything(market: Market) -> None:
    clients, before = {who: signed_in(user) for who, user in market.outsiders().items()}, rows()

    for who, name, method, answer in routes.asked(clients, routes.in_each_way(INSIDE), market.send):
        # Joining reads its body first: it may carry the invitation without which the team is not shown.
        allowed = SAYS_NOTHING | ({403} if who == "visitor" else set())
        assert answer.status_code in allowed, (who, name, method, answer.status_code)
        assert CANARY not in answer.content.decode(), (who, name, method)

    assert rows() == before
    for who, client in clients.items():
        for name in LISTS:
            assert CANARY not in client.get(reverse(name)).content.decode(), (who, name)


def test_those_who_may_reach_it_so_that_the_refusals_mean_something(market: Market) -> None:
    people = {"owner": market.shop.owner, "buyer": market.buyer}

    for name, (_values, who) in INSIDE.items():
        if who:
            assert signed_in(people[who]).get(market.path(name)).status_code == 200, name


def test_the_invitation_opens_a_team_that_is_not_listed(market: Market) -> None:
    invite = BuyTeam.objects.get(name=CANARY).invite
    client = signed_in(market.outsiders()["member"])

    assert client.get(market.path("api-team"), {"invite": invite}).status_code == 200
    assert client.get(market.path("api-team"), {"invite": invite[:-1] + "~"}).status_code == 404
    assert CANARY not in client.get(reverse("api-campaign-teams", args=[market.values["open"]])).content.decode()


def test_an_order_is_nobody_elses_even_in_its_team(market: Market) -> None:
    mate = member("Mate", handle="mate")
    scenes.seat(BuyTeam.objects.get(name=CANARY), mate)

    names = (
        "order",
        "order-place",
        "order-cancellation",
        "order-receiving",
        "order-plan",
        "order-address",
        "payment",
        "payment-look",
    )
    client = signed_in(mate)

    for name, method in routes.in_each_way(names, "api-"):
        answer = getattr(client, method)(market.path(f"api-{name}"))
        assert answer.status_code in SAYS_NOTHING, (name, method)
