"""Who is let in at which address of buying together: one row for each, and no address without a row."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lib import public_id
from rewards.models import Merger
from rewards.services import referrals
from tests.factories import member
from tests.rewards import battling, factories as f, gardening, scenes
from tests.rewards.browsing import signed_in
from tests.security import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
# What a visitor and a stranger get by GET: the page, the way to sign in, nothing at all, or "only by its button".
OPEN, SIGN_IN, NOT_FOUND, BUTTON = 200, 302, 404, 405
CAMPAIGN, TEAM, OFFER, ORDER, PICTURE, BATTLE = "campaign", "team", "offer", "order", "picture", "battle"
ADDRESSES: dict[str, tuple[str, int, int]] = {
    "campaign-list": ("", OPEN, OPEN),
    "beside": ("", OPEN, OPEN),
    "campaign": (CAMPAIGN, OPEN, OPEN),
    "campaign-mine": (CAMPAIGN, OPEN, OPEN),
    "campaign-rules": (CAMPAIGN, OPEN, OPEN),
    "picture": (PICTURE, NOT_FOUND, NOT_FOUND),
    "picture-small": (PICTURE, NOT_FOUND, NOT_FOUND),
    "team": (TEAM, OPEN, OPEN),
    "team-mine": (TEAM, OPEN, OPEN),
    "team-bar": (TEAM, OPEN, OPEN),
    "team-invite": (TEAM, OPEN, OPEN),
    "team-rename": (TEAM, SIGN_IN, BUTTON),
    "team-join": (TEAM, SIGN_IN, OPEN),
    "team-merge": (TEAM, SIGN_IN, 403),
    "merger-answer": ("merger", SIGN_IN, BUTTON),
    "team-open": (CAMPAIGN, SIGN_IN, OPEN),
    "offer": (OFFER, OPEN, OPEN),
    "offer-join": (OFFER, SIGN_IN, OPEN),
    "offer-decline": (OFFER, SIGN_IN, BUTTON),
    "wait-enter": (CAMPAIGN, SIGN_IN, OPEN),
    "wait-leave": (CAMPAIGN, SIGN_IN, BUTTON),
    "order-list": ("", SIGN_IN, OPEN),
    "order": (ORDER, SIGN_IN, NOT_FOUND),
    "order-pay": (ORDER, SIGN_IN, BUTTON),
    "order-back": (ORDER, SIGN_IN, NOT_FOUND),
    "order-leave": (ORDER, SIGN_IN, BUTTON),
    "order-cancel": (ORDER, SIGN_IN, BUTTON),
    "order-received": (ORDER, SIGN_IN, BUTTON),
    "order-plan": (ORDER, SIGN_IN, BUTTON),
    "order-address": (ORDER, SIGN_IN, BUTTON),
    "order-receipt": (ORDER, SIGN_IN, NOT_FOUND),
    "battles": ("", OPEN, OPEN),
    "battle-strip": ("", OPEN, OPEN),
    "battle": (BATTLE, OPEN, OPEN),
    "battle-card": (BATTLE, OPEN, OPEN),
    "battle-mine": (BATTLE, OPEN, OPEN),
    "battle-story": (BATTLE, 303, 303),  # to its page, until it is final
    "battle-rules": (BATTLE, OPEN, OPEN),
    "battle-record": (BATTLE, OPEN, OPEN),
    "battle-record-json": (BATTLE, OPEN, OPEN),
    "battle-join": (BATTLE, SIGN_IN, BUTTON),
    "battle-leave": (BATTLE, SIGN_IN, BUTTON),
    "battle-enter": (BATTLE, SIGN_IN, BUTTON),
    "battle-object": (BATTLE, SIGN_IN, BUTTON),
    "album-put": (BATTLE, SIGN_IN, BUTTON),
    "album-out": (BATTLE, SIGN_IN, BUTTON),
    "album-hide": ("photo", SIGN_IN, BUTTON),
    "album-report": ("photo", SIGN_IN, BUTTON),
    "album-keep": ("photo", SIGN_IN, BUTTON),
    "album-picture": ("file", NOT_FOUND, NOT_FOUND),
    "album-picture-small": ("file", NOT_FOUND, NOT_FOUND),
    "garden": ("", OPEN, OPEN),
    "garden-beside": ("", OPEN, OPEN),
    "seed-plant": ("seed", SIGN_IN, OPEN),
    "plant": ("plant", OPEN, OPEN),
    "plant-mine": ("plant", OPEN, OPEN),
    "plant-water": ("plant", SIGN_IN, BUTTON),
    "plant-pull-up": ("plant", SIGN_IN, BUTTON),
    "referrals": ("", SIGN_IN, OPEN),
    "referral": ("code", OPEN, OPEN),
}


@pytest.fixture
def arguments() -> dict[str, list[Any]]:
    """Return what stands in the addresses: things of others."""
    campaign = f.campaign()
    team, into = scenes.team(campaign, *scenes.people(2)), scenes.team(campaign, *scenes.people(2))
    offer = scenes.offer(scenes.waiting(campaign, member("Leader")), team)
    merger = Merger.objects.create(team=team, into=into, asked_by=team.captain, asked_at=team.opened_at)
    seed, battle = gardening.seed(), battling.announced().public_id
    return {
        "": [],
        CAMPAIGN: [campaign.public_id],
        TEAM: [team.public_id],
        OFFER: [offer.token],
        ORDER: [team.seats.order_by("pk")[0].public_id],
        PICTURE: [1],
        "merger": [team.public_id, merger.pk],
        BATTLE: [battle],
        "photo": [battle, "photo"],
        "file": [battle, "photo", "stem"],
        "seed": [seed.public_id],
        "plant": [gardening.plant(team.captain, f"buyteam:{team.pk}", seed).public_id],
        "code": [referrals.link_of(user=team.captain, now=team.opened_at).code],
    }


def test_every_public_address_has_a_row() -> None:
    ours = {route.name.removeprefix("rewards:") for route in routes.every() if route.name.startswith("rewards:")}
    # Those of the catalogue, unlocking and coupons have tables of their own: `test_closed_rewards`, `…_unlocks`, …
    others = ("console", "review", "fake-", "webhook", "reward", "redemption", "unlock", "help", "coupons")
    elsewhere = {name for name in ours if name.startswith(others)}

    assert ours - elsewhere == ADDRESSES.keys()


def test_an_address_lets_in_whom_its_row_names(arguments: dict[str, list[Any]]) -> None:
    stranger, found = signed_in(member("Out")), {}
    for name, (kind, for_visitor, _for_stranger) in ADDRESSES.items():
        path = reverse(f"rewards:{name}", args=arguments[kind])
        visit, look = Client().get(path), stranger.get(path)
        found[name] = (kind, visit.status_code, look.status_code)
        if for_visitor == SIGN_IN:
            assert visit["Location"].startswith(reverse("account_login")), name

    assert found == ADDRESSES


def test_an_address_of_what_is_not_there_is_not_found() -> None:
    new = public_id.new()
    many = {"merger": [new, 7], PICTURE: [7], "photo": [new, "photo"], "file": [new, "photo", "stem"]}
    stranger = signed_in(member("Out"))
    for name, (kind, _for_visitor, _for_stranger) in ADDRESSES.items():
        if kind:
            path = reverse(f"rewards:{name}", args=many.get(kind, [new]))
            assert stranger.get(path).status_code in (404, 405), name
            assert stranger.post(path).status_code in (404, 405), name
