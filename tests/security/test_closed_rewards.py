"""Who may reach what of the catalogue: one row for each address of its consoles, what is one member's stays theirs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lib import clock
from rewards.models import Redemption, RedemptionAddress, Reward, RewardCode
from rewards.services.catalogue import parcels
from tests import economy
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import factories as f, redeeming
from tests.rewards.redeeming import BERGEN, redeemed, reward, rich
from tests.security import routes
from tests.security.reading import told

pytestmark = pytest.mark.django_db
CANARY = "zimtstern-canary"


class Shelf:
    """A brand with a draft, a reward in review, one that somebody asks for, a parcel, and a code that was given."""

    def __init__(self) -> None:
        self.editor, self.insider = member("Editor"), member("Insider", is_staff=True)
        self.shop = f.brand(editor=self.editor)
        self.shop.staff.create(user=self.insider, role="editor")
        self.draft = redeeming.draft(self.shop, names={"en": f"Draft {CANARY}"})
        self.waiting = redeeming.in_review(self.shop, names={"en": f"Waiting {CANARY}"})
        self.open = reward(self.shop, needs_approval=True)
        self.codes = reward(self.shop, code=("FIRST-CODE-77", "SECOND-CODE-88"))
        self.mei = rich(CANARY)
        self.asked = redeemed(self.mei, self.open, note=CANARY)
        self.given = redeemed(self.mei, self.codes)
        self.parcel = redeemed(self.mei, reward(self.shop, kind="item"))
        parcels.say_where(actor=self.mei, redemption=self.parcel, address=BERGEN, now=clock.now())

    def people(self) -> dict[str, User | None]:
        return {
            "visitor": None,
            "member": rich("Member"),
            "rival": f.brand().owner,
            "owner of it": self.mei,
            "editor": self.editor,
            "owner": self.shop.owner,
            "staff": f.staff(),
            "insider": self.insider,
        }

    def clients(self) -> dict[str, Client]:
        return {who: _client(person) for who, person in self.people().items()}

    def rows(self) -> tuple[object, ...]:
        rewards = Reward.objects.order_by("pk").values_list("state", "seq", "names", "stock", "taken")
        asked = Redemption.objects.order_by("pk").values_list("state", "seq", "answer")
        where = RedemptionAddress.objects.order_by("pk").values_list("city")
        return (*rewards, *asked, *where, RewardCode.objects.count())


@kept
def _built(clock: Any) -> Shelf:
    economy.publish(now=clock.now)
    return Shelf()


@pytest.fixture
def shelf(db: None, clock: Any) -> Shelf:
    return _built(clock)


Arguments = Callable[[Shelf], list[Any]]
OF_BRAND: Arguments = lambda shelf: [shelf.shop.slug]  # noqa: E731  a table of short functions
OF_DRAFT: Arguments = lambda shelf: [shelf.shop.slug, shelf.draft.public_id]  # noqa: E731
OF_OPEN: Arguments = lambda shelf: [shelf.shop.slug, shelf.open.public_id]  # noqa: E731
OF_CODES: Arguments = lambda shelf: [shelf.shop.slug, shelf.codes.public_id]  # noqa: E731
OF_ASKED: Arguments = lambda shelf: [*OF_OPEN(shelf), shelf.asked.public_id]  # noqa: E731
BRAND, STAFF, OWNERS = {"editor", "owner", "insider"}, {"staff"}, {"owner"}
INSIDE: dict[str, tuple[str, Arguments, set[str]]] = {
    "console-rewards": ("get", OF_BRAND, BRAND | STAFF),
    "console-reward-new": ("post", OF_BRAND, BRAND),
    "console-reward": ("get", OF_OPEN, BRAND | STAFF),
    "console-reward-edit": ("post", OF_DRAFT, BRAND),
    "console-reward-submit": ("post", OF_DRAFT, BRAND),
    "console-reward-pause": ("post", OF_OPEN, BRAND | STAFF),
    "console-reward-resume": ("post", OF_OPEN, BRAND | STAFF),
    "console-reward-close": ("post", OF_OPEN, OWNERS | STAFF),
    "console-reward-restock": ("post", OF_OPEN, BRAND),
    "console-reward-codes": ("post", OF_CODES, BRAND),
    "console-redemptions": ("get", OF_OPEN, BRAND | STAFF),
    "console-redemptions-csv": ("get", OF_OPEN, BRAND | STAFF),
    "console-redemptions-send": ("post", OF_OPEN, BRAND),
    "console-redemption": ("post", OF_ASKED, BRAND),
    "review-rewards": ("get", lambda shelf: [], STAFF | {"insider"}),
    "review-reward": ("post", lambda shelf: [shelf.waiting.public_id], STAFF),
}
# What belongs to one member, and what is public.
MINE = ("redemption", "redemption-cancel", "redemption-use", "redemption-address")
PUBLIC = {"reward-list", "redemption-list", "reward", "reward-own", "reward-redeem", "reward-ask", "reward-picture",
          "reward-picture-small"}  # fmt: skip
SENT = {
    "name": "Taken over", "reason": "Because I can.", "answer": "approve", "note": "Ha.", "more": "5",
    "codes": "STOLEN-1", **dict.fromkeys(("recipient", "line1", "city"), "X"), "country": "NO",
}  # fmt: skip


# Below /api/: what fills each address, and who may read it ("" where GET is not offered).
API: dict[str, tuple[Arguments, str]] = {
    "api-reward": (lambda shelf: [shelf.draft.public_id], ""),
    "api-reward-redeem": (lambda shelf: [shelf.draft.public_id], ""),
    "api-redemption": (lambda shelf: [shelf.given.public_id], "owner of it"),
    "api-redemption-address": (lambda shelf: [shelf.parcel.public_id], ""),
    "api-redemption-use": (lambda shelf: [shelf.given.public_id], ""),
    "api-own-rewards": (OF_BRAND, "editor"),
    "api-own-reward": (OF_DRAFT, "editor"),
    "api-own-reward-submission": (OF_DRAFT, ""),
    "api-own-reward-pause": (OF_OPEN, ""),
    "api-own-reward-closing": (OF_OPEN, ""),
    "api-own-reward-stock": (OF_OPEN, ""),
    "api-own-reward-codes": (OF_CODES, ""),
    "api-own-redemptions": (OF_OPEN, "editor"),
    "api-own-redemption-answer": (OF_ASKED, ""),
    "api-own-redemption-shipment": (OF_ASKED, ""),
    "api-review-reward": (lambda shelf: [shelf.waiting.public_id], ""),
}


def test_every_address_of_the_catalogue_has_a_row() -> None:
    ours = {
        name
        for route in routes.every()
        if (name := route.name.removeprefix("rewards:")) != route.name and ("reward" in name or "redemption" in name)
    }

    assert ours == {*INSIDE, *MINE, *PUBLIC}


def test_nobody_else_learns_or_changes_anything(shelf: Shelf) -> None:
    clients, before = shelf.clients(), shelf.rows()
    shut: set[tuple[str, str]] = set()  # a way that is none is none for everybody

    for name, (method, arguments, allowed) in INSIDE.items():
        path = reverse(f"rewards:{name}", args=arguments(shelf))
        for who in clients.keys() - allowed:
            for each in {method, "get", "post"}:
                if (name, each) in shut:
                    continue
                answer = _send(clients[who], each, path)
                shut |= {(name, each)} if answer.status_code == 405 else set()
                assert answer.status_code in (302, 303, 403, 404, 405), (name, who, each, answer.status_code)
                assert CANARY not in told(answer), (name, who, each)
                assert shelf.rows() == before, (name, who, each)


def test_those_who_may_are_let_in(shelf: Shelf) -> None:
    clients = shelf.clients()
    for name, (method, arguments, allowed) in INSIDE.items():
        for who in sorted(allowed):
            with transaction.atomic():
                answer = _send(clients[who], method, reverse(f"rewards:{name}", args=arguments(shelf)))
                transaction.set_rollback(True)
            assert answer.status_code in (200, 303, 422), (name, who, answer.status_code)


def test_what_is_one_members_is_nobody_elses_not_even_the_brands(shelf: Shelf) -> None:
    clients, before = shelf.clients(), shelf.rows()

    others = {who: client for who, client in clients.items() if who != "owner of it"}

    for one in (shelf.asked, shelf.given, shelf.parcel):
        paths = {name: reverse(f"rewards:{name}", args=[one.public_id]) for name in MINE}
        ways = tuple(product(paths.values(), ("get", "post")))
        for who, path, method, answer in routes.asked(others, ways, lambda client, path, how: _send(client, how, path)):
            assert answer.status_code in (302, 404, 405), (path, who, method)
            assert "FIRST-CODE-77" not in answer.content.decode()
            assert shelf.rows() == before, (path, who, method)


def test_a_code_is_read_on_its_owners_page_and_nowhere_else(shelf: Shelf) -> None:
    mine = reverse("rewards:redemption", args=[shelf.given.public_id])
    answer = _ask(shelf.mei, "get", mine)
    assert "FIRST-CODE-77" in answer.content.decode()
    assert "SECOND-CODE-88" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]

    pages = [reverse(f"rewards:{name}", args=OF_CODES(shelf)) for name in ("console-reward", "console-redemptions")]
    pages += [
        f"{pages[1]}?stage=given",
        reverse("rewards:console-redemptions-csv", args=OF_CODES(shelf)) + "?stage=given",
    ]
    pages += [reverse("rewards:redemption-list"), reverse("rewards:reward", args=[shelf.codes.public_id])]
    for person in (shelf.mei, shelf.shop.owner, f.staff()):
        for page in pages:
            said = _ask(person, "get", page).content.decode()
            assert "CODE-77" not in said
            assert "CODE-88" not in said


def test_a_reward_that_was_never_published_is_not_to_be_found(shelf: Shelf) -> None:
    for row in (shelf.draft, shelf.waiting):
        for name in ("reward", "reward-own", "reward-redeem", "reward-ask"):
            assert _ask(shelf.mei, "get", reverse(f"rewards:{name}", args=[row.public_id])).status_code == 404
    assert CANARY not in _ask(shelf.shop.owner, "get", reverse("rewards:reward-list")).content.decode()


def test_programs_of_others_learn_and_change_nothing(shelf: Shelf) -> None:
    clients, before = shelf.clients(), shelf.rows()

    def send(client: Client, name: str, method: str) -> Any:
        path, body = reverse(name, args=API[name][0](shelf)), "" if method == "get" else "{}"
        return client.generic(method.upper(), path, body, "application/json")

    outside = {who: clients[who] for who in ("visitor", "member", "rival")}
    for who, name, method, answer in routes.asked(outside, routes.in_each_way(API), send):
        assert answer.status_code in (401, 403, 404, 405), (who, name, method, answer.status_code)
        assert answer.status_code != 403 or who == "visitor", (who, name, method)
        assert CANARY not in answer.content.decode(), (who, name, method)
        assert shelf.rows() == before, who
    for who in outside:
        for name in ("api-rewards", "api-redemptions", "api-review-rewards"):
            said = clients[who].get(reverse(name)).content.decode()
            assert CANARY not in said, (who, name)
            assert "CODE-77" not in said, (who, name)
        assert shelf.rows() == before, who


def test_those_who_may_reach_it_so_that_the_refusals_mean_something(shelf: Shelf) -> None:
    for name, (arguments, reader) in API.items():
        if reader:
            answer = _client(shelf.people()[reader]).get(reverse(name, args=arguments(shelf)))
            assert answer.status_code == 200, name


def test_codes_and_addresses_are_not_in_the_admin(shelf: Shelf) -> None:
    assert Reward in admin.site._registry
    assert RewardCode not in admin.site._registry
    assert RedemptionAddress not in admin.site._registry
    boss = member("Boss", is_staff=True, is_superuser=True)
    for row in (shelf.given, shelf.parcel):
        page = reverse("admin:rewards_redemption_change", args=[row.pk])
        said = _ask(boss, "get", page)
        assert said.status_code in (200, 302)
        assert "CODE-77" not in said.content.decode()
        assert "Nygata" not in said.content.decode()


def test_where_a_parcel_goes_is_for_its_packers(shelf: Shelf) -> None:
    args = [shelf.shop.slug, shelf.parcel.reward.public_id]
    for path in (
        reverse("rewards:console-redemptions", args=args),
        reverse("rewards:console-redemptions-csv", args=args),
    ):
        assert "Nygata" in _ask(shelf.editor, "get", f"{path}?stage=send").content.decode()
        assert "Nygata" not in _ask(f.staff(), "get", f"{path}?stage=send").content.decode()


def _ask(person: User | None, method: str, path: str) -> Any:
    return _send(_client(person), method, path)


def _send(client: Client, method: str, path: str) -> Any:
    return client.get(path) if method == "get" else client.post(path, SENT)


def _client(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client
