"""Who may reach what of the garden, on its pages and below /api/: one row for each URL, and no URL without a row."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from rewards.models import Plant, Seed
from tests.community import scenes
from tests.factories import member
from tests.kept_scenes import kept
from tests.rewards import factories as f, gardening
from tests.security import routes
from tests.security.house import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CANARY = "zimtstern-canary"
OF_SEED, OF_RIPE = ("slug", "draft"), ("slug", "seed", "plant")

# What fills the address, and who may: somebody of the secret group, of the brand, or of the staff.
PAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "seed-plant": (("draft",), "owner"),
    "plant": (("plant",), "insider"),
    "plant-mine": (("plant",), "insider"),
    "plant-water": (("plant",), ""),
    "plant-pull-up": (("plant",), ""),
    "console-seeds": (("slug",), "owner"),
    "console-seed": (OF_SEED, "owner"),
    "console-seed-edit": (OF_SEED, "owner"),
    "console-seed-close": (OF_SEED, ""),
    "console-seed-harvest": (OF_SEED, ""),
    "review-seeds": ((), "staff"),
    "review-seed": (("waiting",), "staff"),
}
API: dict[str, tuple[tuple[str, ...], str]] = {
    "api-plant-create": (("draft",), ""),
    "api-plant": (("plant",), "insider"),
    "api-plant-water": (("plant",), ""),
    "api-own-seeds": (("slug",), "owner"),
    "api-own-seed": (OF_SEED, "owner"),
    "api-own-seed-submission": (OF_SEED, ""),
    "api-own-seed-closing": (OF_SEED, ""),
    "api-own-harvest": (OF_RIPE, ""),
    "api-review-seed": (("waiting",), ""),
}
PUBLIC = {"garden", "garden-beside", "referrals", "referral"}


class Bed:
    """A plant in a secret group, and a brand with a draft and a seed in review."""

    def __init__(self) -> None:
        self.insider = member("Insider")
        self.shop = f.brand()
        secret = scenes.group("den", founder=self.insider, visibility="secret", join_policy="invite")
        seed = gardening.seed(self.shop, names={"en": f"Bush {CANARY}"})
        plant = gardening.plant(self.insider, f"group:{secret.pk}", seed)
        draft, waiting = (gardening.draft(self.shop, names={"en": f"Draft {CANARY}"}) for _ in range(2))
        Seed.objects.filter(pk=waiting.pk).update(state="review")
        self.values: dict[str, Any] = {
            "slug": self.shop.slug,
            "seed": seed.public_id,
            "plant": plant.public_id,
            "draft": draft.public_id,
            "waiting": waiting.public_id,
        }

    def outsiders(self) -> dict[str, User | None]:
        return {"visitor": None, "member": member("Guest"), "rival": f.brand().owner}

    def insiders(self) -> dict[str, User]:
        return {"insider": self.insider, "owner": self.shop.owner, "staff": f.staff()}

    def path(self, name: str) -> str:
        table, prefix = (API, "") if name in API else (PAGES, "rewards:")
        return reverse(f"{prefix}{name}", args=[self.values[value] for value in table[name][0]])

    def send(self, client: Any, name: str, method: str) -> Any:
        ask = getattr(client, method)
        return ask(self.path(name)) if method == "get" else ask(self.path(name), {}, "application/json")


@kept
def _built(clock: Any) -> Bed:
    return Bed()


@pytest.fixture
def bed(db: None, clock: Any) -> Bed:
    return _built(clock)


def rows() -> tuple[object, ...]:
    seeds = Seed.objects.order_by("pk").values_list("state", "seq", "names")
    return (*seeds, *Plant.objects.order_by("pk").values_list("state", "seq", "watered", "note"))


def test_every_address_of_the_garden_has_a_row() -> None:
    modules = tuple(
        f"rewards.{each}" for each in ("views.garden", "views.seed_", "views.referrals", "api.garden", "api.seeds")
    )
    ours = {
        route.name.removeprefix("rewards:")
        for route in routes.every(without=("admin:",))
        if route.view.__module__.startswith(modules) and (route.has_id or not route.name.startswith("api"))
    }

    assert ours == PAGES.keys() | API.keys() | PUBLIC


def test_nobody_outside_learns_or_changes_anything(bed: Bed) -> None:
    clients, before = {who: signed_in(user) for who, user in bed.outsiders().items()}, rows()
    ways = (*routes.in_each_way(PAGES, "rewards:"), *routes.in_each_way(API))

    for who, name, method, answer in routes.asked(clients, ways, bed.send):
        is_sent_away = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        allowed = {401, 404, 405} | ({403} if who == "visitor" else set())
        assert is_sent_away or answer.status_code in allowed, (who, name, method, answer.status_code)
        assert CANARY not in answer.content.decode(), (who, name, method)
        assert rows() == before, (who, name, method)


def test_those_who_may_reach_it_so_that_the_refusals_mean_something(bed: Bed) -> None:
    clients = {who: signed_in(user) for who, user in bed.insiders().items()}

    for name, (_arguments, who) in {**PAGES, **API}.items():
        if who:
            assert clients[who].get(bed.path(name)).status_code == 200, name


def test_lists_hold_nothing_of_it(bed: Bed) -> None:

    for user in bed.outsiders().values():
        client = signed_in(user)
        for path in ("/garden/", reverse("api-plants")):
            assert bed.values["plant"] not in client.get(path).content.decode(), path
        assert f"Draft {CANARY}" not in client.get("/garden/").content.decode()
        assert f"Draft {CANARY}" not in client.get(reverse("api-seeds")).content.decode()
