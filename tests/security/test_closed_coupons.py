"""Who may reach what of coupons: a row for each address of a console; codes are read by those they are for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lib import clock
from rewards.models import Coupon, CouponCode, CouponUse
from rewards.services.coupons import codes
from tests.factories import member
from tests.rewards import couponing, factories as f
from tests.rewards.browsing import signed_in
from tests.security import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CANARY = "zimtstern-canary"


class Drawer:
    """A brand with a draft, a shared code, single codes, and one that a member was given."""

    def __init__(self) -> None:
        self.editor, self.mei = member("Editor"), member("Mei")
        self.shop = f.brand(editor=self.editor)
        buy = f.campaign(self.shop)
        self.draft = couponing.coupon(buy, is_open=False, names={"en": f"Draft {CANARY}"})
        self.open = couponing.coupon(buy, code="CANARYCODE", names={"en": CANARY})
        self.single = couponing.coupon(buy, single=2, names={"en": CANARY})
        self.given = codes.give(by=self.shop.owner, coupon=self.single, handle=self.mei.username, now=clock.now())

    def clients(self) -> dict[str, Client]:
        people: dict[str, Any] = {"visitor": None, "member": self.mei, "rival": f.brand().owner, "staff": f.staff()}
        people |= {"editor": self.editor, "owner": self.shop.owner}
        return {who: signed_in(person) for who, person in people.items()}

    def rows(self) -> tuple[object, ...]:
        found = Coupon.objects.order_by("pk").values_list("state", "seq", "names", "max_uses", "held", "used")
        return (*found, *CouponCode.objects.order_by("pk").values_list("code", "owner", "shown_at"))


Arguments = Callable[[Drawer], list[Any]]
OF_BRAND: Arguments = lambda drawer: [drawer.shop.slug]  # noqa: E731  a table of short functions
OF_DRAFT: Arguments = lambda drawer: [drawer.shop.slug, drawer.draft.public_id]  # noqa: E731
OF_OPEN: Arguments = lambda drawer: [drawer.shop.slug, drawer.open.public_id]  # noqa: E731
OF_SINGLE: Arguments = lambda drawer: [drawer.shop.slug, drawer.single.public_id]  # noqa: E731
BRAND, STAFF, OWNERS = {"editor", "owner"}, {"staff"}, {"owner"}
INSIDE: dict[str, tuple[str, Arguments, set[str]]] = {
    "console-coupons": ("get", OF_BRAND, BRAND | STAFF),
    "console-coupon-new": ("post", OF_BRAND, BRAND),
    "console-coupon": ("get", OF_OPEN, BRAND | STAFF),
    "console-coupon-edit": ("post", OF_DRAFT, BRAND),
    "console-coupon-pause": ("post", OF_OPEN, BRAND | STAFF),
    "console-coupon-resume": ("post", OF_OPEN, BRAND | STAFF),
    "console-coupon-revoke": ("post", OF_OPEN, OWNERS | STAFF),
    "console-coupon-more": ("post", OF_OPEN, BRAND),
    "console-coupon-codes": ("post", OF_SINGLE, BRAND),
    "console-coupon-csv": ("post", OF_SINGLE, BRAND),
    "console-coupon-give": ("post", OF_SINGLE, BRAND),
}
API = {
    "api-quote", "api-own-coupons", "api-own-coupon", "api-own-coupon-opening", "api-own-coupon-pause",
    "api-own-coupon-revocation", "api-own-coupon-uses", "api-own-coupon-codes",
}  # fmt: skip
SENT = {"name": "Taken over", "reason": "Because I can.", "more": "5", "number": "5", "handle": "mei", "kind": "amount"}


def test_every_address_of_coupons_has_a_row() -> None:
    ours = {
        name
        for route in routes.every()
        if (name := route.name.removeprefix("rewards:")) != route.name and "coupon" in name
    }

    assert ours == {*INSIDE, "coupons"}


def test_nobody_else_learns_or_changes_anything_and_those_who_may_are_let_in() -> None:
    drawer = Drawer()
    clients, before = drawer.clients(), drawer.rows()
    shut: set[tuple[str, str]] = set()  # a way that is none is none for everybody

    for name, (method, arguments, allowed) in INSIDE.items():
        path = reverse(f"rewards:{name}", args=arguments(drawer))
        for who in clients.keys() - allowed:
            for each in {method, "get", "post"}:
                if (path, each) in shut:
                    continue
                answer = getattr(clients[who], each)(path, SENT)
                shut |= {(path, each)} if answer.status_code == 405 else set()
                assert answer.status_code in (302, 303, 403, 404, 405), (name, who, each, answer.status_code)
                assert CANARY not in answer.content.decode(), (name, who, each)
                assert drawer.rows() == before, (name, who, each)
        for who in sorted(allowed):
            with transaction.atomic():
                answer = getattr(clients[who], method)(path, SENT)
                transaction.set_rollback(True)
            assert answer.status_code in (200, 303, 422), (name, who, answer.status_code)


def test_the_api_keeps_what_the_pages_keep() -> None:
    drawer = Drawer()
    clients, before = drawer.clients(), drawer.rows()
    for name in sorted(API - {"api-quote"}):
        paths = [reverse(name, args=OF_BRAND(drawer))] if name == "api-own-coupons" else []
        for path in paths or [reverse(name, args=of(drawer)) for of in (OF_DRAFT, OF_OPEN, OF_SINGLE)]:
            outside = {who: clients[who] for who in ("visitor", "member", "rival")}
            ways = [(path, method) for _name, method in routes.in_each_way([name])]
            for who, _path, method, answer in routes.asked(outside, ways, _send):
                assert answer.status_code in (401, 404, 405), (name, who, method, answer.status_code)
                assert CANARY not in answer.content.decode(), (name, who, method)
    assert drawer.rows() == before
    answers = [clients[who].get(reverse("api-coupons")).content.decode() for who in ("member", "owner", "staff")]
    assert [codes.shown(drawer.given.code) in said for said in answers] == [True, False, False]


def _send(client: Client, path: str, method: str) -> Any:
    return getattr(client, method)(path, SENT, content_type="application/json")


def test_a_code_is_read_by_whom_it_was_given_to_and_nobody_else() -> None:
    drawer = Drawer()
    clients, mine = drawer.clients(), codes.shown(drawer.given.code)
    page = clients["member"].get("/coupons/")
    assert mine in page.content.decode()
    assert "no-store" in page["Cache-Control"]

    seen = [clients[who].get("/coupons/").content.decode() for who in ("rival", "owner", "editor", "staff")]
    for name, arguments in (("console-coupons", OF_BRAND), ("console-coupon", OF_SINGLE)):
        path = reverse(f"rewards:{name}", args=arguments(drawer))
        seen += [clients[who].get(path).content.decode() for who in ("owner", "staff")]
    table = clients["owner"].post(reverse("rewards:console-coupon-csv", args=OF_SINGLE(drawer)))
    seen.append(b"".join(table).decode())
    for html in seen:
        assert mine not in html
        assert drawer.given.code not in html
    shared = reverse("rewards:console-coupon", args=OF_OPEN(drawer))
    assert "CANARYCODE" in clients["editor"].get(shared).content.decode()
    assert "CANARYCODE" not in clients["staff"].get(shared).content.decode()
    assert CouponCode not in admin.site._registry
    assert "code" in (admin.site._registry[CouponUse].exclude or ())
