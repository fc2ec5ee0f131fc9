"""Who may reach what of unlocking with friends, on its pages and below /api/: no URL without a row."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from rewards.models import Assist, AssistReversal, Unlock
from tests import economy
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import factories as f
from tests.rewards.helping import assist_of, begun, by_help, helped_by
from tests.security import routes
from tests.security.house import signed_in

pytestmark = pytest.mark.django_db
CANARY = "zimtstern-canary"
METHODS = ("get", "post", "delete")

# What fills the address, and who may read it: its owner, staff who do not work for the brand, or nobody by GET.
PAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "unlock": (("unlock",), "owner"),
    "unlock-claim": (("unlock",), ""),
    "unlock-leave": (("unlock",), ""),
    "review-unlocks": ((), "staff"),
    "review-unlock": (("unlock",), "staff"),
    "review-unlock-revoke": (("unlock",), ""),
    "review-assist": (("unlock", "assist"), ""),
}
API: dict[str, tuple[tuple[str, ...], str]] = {
    "api-unlock": (("unlock",), "owner"),
    "api-unlock-claim": (("unlock",), ""),
    "api-review-unlock": (("unlock",), "staff"),
    "api-review-unlock-revocation": (("unlock",), ""),
    "api-review-assist": (("unlock", "assist"), ""),
}
# One's own, and what is for everybody who has the link; `reward-ask` is in the table of the catalogue.
OPEN = {
    "unlock-list",
    "help",
    "help-give",
    "help-stock",
    "reward-ask",
    "api-help",
    "api-help-give",
    "api-reward-ask",
    "api-own-reward-help",
}


class Door:
    """An unlock with a help, of a brand whose editor is staff."""

    def __init__(self) -> None:
        self.shop = f.brand()
        self.owner, self.inside = member(f"Owner {CANARY}"), member("Inside", is_staff=True)
        self.shop.staff.create(user=self.inside, role="editor")
        self.unlock = begun(self.owner, by_help(self.shop))
        self.helper = helped_by(self.unlock, 1)[0]
        self.values: dict[str, Any] = {
            "unlock": self.unlock.public_id,
            "assist": assist_of(self.helper, self.unlock).pk,
        }

    def outsiders(self) -> dict[str, User | None]:
        return {"visitor": None, "helper": self.helper, "brand": self.shop.owner, "inside": self.inside}

    def insiders(self) -> dict[str, User]:
        return {"owner": self.owner, "staff": f.staff()}

    def path(self, name: str) -> str:
        table, prefix = (API, "") if name in API else (PAGES, "rewards:")
        return reverse(f"{prefix}{name}", args=[self.values[value] for value in table[name][0]])

    def send(self, client: Any, name: str, method: str) -> Any:
        return client.generic(method.upper(), self.path(name), b"", "application/json")


@kept
def _built(clock: Any) -> Door:
    economy.publish(now=clock.now)
    return Door()


@pytest.fixture
def door(db: None, clock: Any) -> Door:
    return _built(clock)


def rows() -> tuple[object, ...]:
    unlocks = Unlock.objects.values_list("state", "seq", "helped")
    return (*unlocks, Assist.objects.count(), AssistReversal.objects.count())


def test_every_address_of_it_has_a_row() -> None:
    modules = ("rewards.views.unlock", "rewards.views.helping", "rewards.api.unlock", "rewards.api.helping")
    ours = {
        route.name.removeprefix("rewards:")
        for route in routes.every(without=("admin:",))
        if route.view.__module__.startswith(modules) and (route.has_id or not route.name.startswith("api"))
    }

    assert ours == PAGES.keys() | API.keys() | OPEN


def test_nobody_else_learns_or_changes_anything(door: Door) -> None:
    clients, before = {who: signed_in(user) for who, user in door.outsiders().items()}, rows()

    for who, name, method, answer in routes.asked(clients, tuple(product((*PAGES, *API), METHODS)), door.send):
        is_sent_away = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        assert is_sent_away or _refuses(answer.status_code, who, name), (who, name, method, answer.status_code)
        assert CANARY not in answer.content.decode(), (who, name, method)
        assert rows() == before, (who, name, method)


def _refuses(status: int, who: str, name: str) -> bool:
    """Staff of the brand see that there is a review, with nothing of their own in it."""
    sees_review = who == "inside" and name == "review-unlocks"
    return status in (401, 403, 404, 405) or (sees_review and status == 200)


def test_those_who_may_reach_it_so_that_the_refusals_mean_something(door: Door) -> None:
    clients = {who: signed_in(user) for who, user in door.insiders().items()}

    for name, (_arguments, who) in {**PAGES, **API}.items():
        if who:
            assert clients[who].get(door.path(name)).status_code == 200, name


def test_who_has_the_link_sees_who_asks_and_not_who_helped(door: Door) -> None:
    page = signed_in(None).get(reverse("rewards:help", args=[door.unlock.code]))

    assert page.status_code == 200
    assert CANARY in page.content.decode()
    assert door.helper.display_name not in page.content.decode()
    assert signed_in(None).get(reverse("rewards:help", args=[door.unlock.public_id])).status_code == 404
