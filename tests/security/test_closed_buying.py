"""Who may reach what of a brand's console and of the staff's review: one row for each URL, and no URL without a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from rewards.models import Battle, Campaign, Refund, Seat
from tests.factories import member
from tests.rewards import arena, factories as f, scenes
from tests.security import routes
from tests.security.reading import told

pytestmark = pytest.mark.django_db

CANARY = "zimtstern-canary"


class Market:
    """A brand with a draft, a campaign in review, and an open one with a paid order and a refund that waits."""

    def __init__(self) -> None:
        self.editor, self.insider = member("Editor"), member("Insider", is_staff=True)
        self.shop = f.brand(editor=self.editor)
        self.shop.staff.create(user=self.insider, role="editor")
        self.draft = f.draft(self.shop, names={"en": f"Draft {CANARY}"})
        self.waiting = f.in_review(self.shop, names={"en": f"Waiting {CANARY}"})
        self.open = f.campaign(self.shop)
        self.battle = arena.draft(self.shop, names={"en": f"Draft {CANARY}"})
        self.battle_waiting = arena.in_review(self.shop, names={"en": f"Waiting {CANARY}"})
        people = [member(CANARY), *scenes.people(2)]
        ended = {"state": "succeeded", "has_succeeded": True, "price_minor": 8_000}
        self.seat = Seat.objects.get(team=scenes.team(self.open, *people, size=3, **ended), user=people[0])
        self.refund = Refund.objects.create(
            payment=self.seat.payments.get(),
            key=f"refund:{self.seat.public_id}",
            amount_minor=5_000,
            cause="asked",
            reason=CANARY,
            state="asked",
            asked_by=self.shop.owner,
            asked_at=self.open.created_at,
        )

    def people(self) -> dict[str, User | None]:
        return {
            "visitor": None,
            "member": member("Member"),
            "rival": f.brand().owner,
            "buyer": self.seat.user,
            "editor": self.editor,
            "owner": self.shop.owner,
            "staff": f.staff(),
            "insider": self.insider,
        }

    def clients(self) -> dict[str, Client]:
        return {who: _client(person) for who, person in self.people().items()}

    def rows(self) -> tuple[object, ...]:
        """Return everything that a request of somebody who may not could have changed."""
        campaigns = Campaign.objects.order_by("pk").values_list("state", "seq", "names", "stock")
        seats = Seat.objects.order_by("pk").values_list("state", "shipped_note")
        battles = Battle.objects.order_by("pk").values_list("state", "seq", "names")
        return (*campaigns, *seats, *battles, *Refund.objects.order_by("pk").values_list("state", "amount_minor"))


Arguments = Callable[[Market], list[Any]]
OF_BRAND: Arguments = lambda market: [market.shop.slug]  # noqa: E731  a table of short functions
OF_DRAFT: Arguments = lambda market: [market.shop.slug, market.draft.public_id]  # noqa: E731
OF_BATTLE: Arguments = lambda market: [market.shop.slug, market.battle.public_id]  # noqa: E731
OF_OPEN: Arguments = lambda market: [market.shop.slug, market.open.public_id]  # noqa: E731
OF_ORDER: Arguments = lambda market: [*OF_OPEN(market), market.seat.public_id]  # noqa: E731
BRAND, STAFF, OWNERS = {"editor", "owner", "insider"}, {"staff"}, {"owner"}

# Who may ask for it at all, by the method it takes. Everybody else learns nothing and changes nothing.
INSIDE: dict[str, tuple[str, Arguments, set[str]]] = {
    "console": ("get", OF_BRAND, BRAND | STAFF),
    "console-create": ("post", OF_BRAND, BRAND),
    "console-campaign": ("get", OF_OPEN, BRAND | STAFF),
    "console-edit": ("post", OF_DRAFT, BRAND),
    "console-submit": ("post", OF_DRAFT, BRAND),
    "console-pause": ("post", OF_OPEN, BRAND | STAFF),
    "console-resume": ("post", OF_OPEN, BRAND | STAFF),
    "console-extend": ("post", OF_OPEN, STAFF),
    "console-cancel": ("post", OF_OPEN, OWNERS | STAFF),
    "console-orders": ("get", OF_OPEN, BRAND | STAFF),
    "console-orders-csv": ("get", OF_OPEN, BRAND | STAFF),
    "console-ship": ("post", OF_OPEN, BRAND),
    "console-order": ("get", OF_ORDER, BRAND | STAFF),
    "console-refund": ("post", OF_ORDER, OWNERS | STAFF),
    "console-refund-again": ("post", OF_ORDER, OWNERS | STAFF),
    "console-refund-by-hand": ("post", OF_ORDER, OWNERS | STAFF),
    "console-battles": ("get", OF_BRAND, BRAND | STAFF),
    "console-battle-new": ("post", OF_BRAND, BRAND),
    "console-battle": ("get", OF_BATTLE, BRAND | STAFF),
    "console-battle-edit": ("post", OF_BATTLE, BRAND),
    "console-battle-preview": ("get", OF_BATTLE, BRAND | STAFF),
    "console-battle-cancel": ("post", OF_BATTLE, OWNERS | STAFF),
    "review-battles": ("get", lambda market: [], STAFF | {"insider"}),
    "review-battle": ("post", lambda market: [market.battle_waiting.public_id], STAFF),
    "review": ("get", lambda market: [], STAFF | {"insider"}),
    "review-campaign": ("post", lambda market: [market.waiting.public_id], STAFF),
    "review-refunds": ("get", lambda market: [], STAFF | {"insider"}),
    "review-refund": ("post", lambda market: [market.refund.pk], STAFF),
}
SENT = {
    "name": "Taken over", "reason": "Because I can.", "order": [], "amount": "80", "answer": "approve", "note": "Ha.",
}  # fmt: skip
# What is public or belongs to one member, guarded by the tests of those pages.
ELSEWHERE = (
    "album",
    "battle",
    "campaign",
    "team",
    "offer",
    "merger",
    "wait",
    "order",
    "picture",
    "fake-checkout",
    "webhook",
    "beside",
    "coupons",  # those of coupons, the garden and the catalogue have tables of their own
    "console-coupon",
    "garden",
    "seed",
    "plant",
    "console-seed",
    "review-seed",
    "referral",
    "reward",
    "redemption",
    "unlock",
    "help",
    "review-unlock",
    "review-assist",
    "console-reward",
    "console-redemption",
    "review-reward",
)


def test_every_address_of_the_console_and_of_review_has_a_row() -> None:
    ours = {route.name.removeprefix("rewards:") for route in routes.every() if route.name.startswith("rewards:")}

    assert {name for name in ours if not name.startswith(ELSEWHERE)} == INSIDE.keys()


def test_nobody_else_learns_or_changes_anything_and_those_who_may_are_let_in() -> None:
    market = Market()
    clients, before = market.clients(), market.rows()
    shut: set[tuple[str, str]] = set()  # a way that is none is none for everybody

    for name, (method, arguments, allowed) in INSIDE.items():
        path = reverse(f"rewards:{name}", args=arguments(market))
        for who in clients.keys() - allowed:
            for each in {method, "get", "post"}:
                if (name, each) in shut:
                    continue
                answer = clients[who].generic(each.upper(), path, **_body(market, each))
                assert answer.status_code in (302, 303, 403, 404, 405), (name, who, each, answer.status_code)
                assert answer.status_code != 302 or "/accounts/login/" in answer["Location"], (name, who, each)
                assert CANARY not in told(answer), (name, who, each)
                shut |= {(name, each)} if answer.status_code == 405 else set()
                assert market.rows() == before, (name, who, each)
        for who in sorted(allowed):
            with transaction.atomic():
                answer = clients[who].generic(method.upper(), path, **_body(market, method))
                transaction.set_rollback(True)

            assert answer.status_code in (200, 303, 422), (name, who, answer.status_code)


def _client(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def _body(market: Market, method: str) -> dict[str, Any]:
    if method == "get":
        return {}

    sent = {**SENT, "order": market.seat.public_id}
    return {"data": urlencode(sent), "content_type": "application/x-www-form-urlencoded"}
