"""Who may reach what of a challenge in a secret group: one row for each address, and no address without a row."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from gamify.models import Challenge, Consent, Entrant, Submission
from tests.api.challenging import Runner
from tests.community import scenes
from tests.factories import member
from tests.rewards import factories as f
from tests.security import routes
from tests.security.house import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CANARY = "zimtstern-canary"
ONE, OVER, DRAFT = ("open",), ("over",), ("slug", "draft")

# What fills the address, and who may read it ("" where GET is not offered, or what it names is not there).
PAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "challenge": (ONE, "insider"),
    "challenge-card": (ONE, "insider"),
    "challenge-mine": (ONE, "insider"),
    "challenge-rules": (ONE, "insider"),
    "challenge-enter": (ONE, ""),
    "challenge-leave": (ONE, ""),
    "challenge-found": (ONE, ""),
    "challenge-join": (ONE, ""),
    "challenge-team": (("teams", "team"), "insider"),
    "challenge-hand-in": (("handed", "position"), "entrant"),
    "challenge-result": (OVER, "insider"),
    "challenge-result-json": (OVER, "insider"),
    "challenge-story": (OVER, ""),
    "challenge-story-hide": (("over", "entrant"), ""),
    "story-picture": (("over", "entrant", "stem"), ""),
    "story-picture-small": (("over", "entrant", "stem"), ""),
    "submission-picture": (("proof", "stem"), ""),
    "submission-picture-small": (("proof", "stem"), ""),
}
API: dict[str, tuple[tuple[str, ...], str]] = {
    "api-challenge": (ONE, "insider"),
    "api-challenge-standings": (ONE, "insider"),
    "api-challenge-entry": (ONE, ""),
    "api-challenge-teams": (("teams",), "insider"),
    "api-challenge-submissions": (ONE, "insider"),
    "api-challenge-submit": (("handed", "position"), ""),
    "api-challenge-result": (OVER, "insider"),
    "api-challenge-story": (OVER, ""),
    "api-own-challenges": (("slug",), "owner"),
    "api-own-challenge": (DRAFT, "owner"),
    "api-own-challenge-submission": (DRAFT, ""),
    "api-own-challenge-cancellation": (DRAFT, ""),
    "api-own-challenge-proofs": (("slug", "handed"), "owner"),
    "api-own-challenge-proof": (("slug", "handed", "proof"), ""),
    "api-review-challenge": (("waiting",), ""),
}
PUBLIC = {"challenges", "challenges-beside"}


class Den:
    """A brand's challenges in a secret group, at every stage, which only those inside may know of."""

    def __init__(self) -> None:
        self.insider, self.entrant = member("Insider"), member("Entrant")
        den = scenes.group("den", founder=self.insider, visibility="secret", join_policy="invite")
        scenes.join(den, self.entrant)
        self.shop = f.brand()
        runner = Runner(self.shop)
        over = runner.over(self.entrant)
        handed, proof = runner.handed(self.entrant)
        teams = runner.entered(self.entrant, team_size=3)
        made = {"over": over, "handed": handed, "teams": teams, "open": runner.running()}
        made |= {"draft": runner.draft(), "waiting": runner.waiting()}
        for challenge in made.values():
            Challenge.objects.filter(pk=challenge.pk).update(
                names={"en": f"Cup {CANARY}"}, places=[den.scope], is_public=False
            )
            Consent.objects.create(challenge=challenge, scope=den.scope, state="agreed", asked_at=runner.now)
        self.values: dict[str, Any] = {name: challenge.public_id for name, challenge in made.items()}
        self.values |= {
            "slug": self.shop.slug,
            "team": teams.teams.get().public_id,
            "entrant": over.entrants.get().public_id,
            "proof": proof,
            "position": 0,
            "stem": "0" * 12,
        }

    def outsiders(self) -> dict[str, User | None]:
        return {"visitor": None, "member": member("Guest"), "rival": f.brand().owner}

    def insiders(self) -> dict[str, User]:
        return {"insider": self.insider, "entrant": self.entrant, "owner": self.shop.owner}

    def path(self, name: str) -> str:
        table, prefix = (API, "") if name in API else (PAGES, "gamify:")
        return reverse(f"{prefix}{name}", args=[self.values[value] for value in table[name][0]])

    def send(self, client: Any, name: str, method: str) -> Any:
        return client.generic(method.upper(), self.path(name), b"{}", "application/json")


def rows() -> tuple[object, ...]:
    challenges = Challenge.objects.order_by("pk").values_list("state", "seq", "names")
    return (*challenges, *Submission.objects.values_list("state"), *Entrant.objects.values_list("story", "team"))


def test_every_address_of_members_and_programs_has_a_row() -> None:
    rooms = ("views.challenges", "views.entering", "views.handing_in", "views.results", "api.challenge")
    ours = {
        route.name.removeprefix("gamify:")
        for route in routes.every(without=("admin:",))
        if route.view.__module__.startswith(tuple(f"gamify.{room}" for room in rooms))
        and (route.has_id or not route.name.startswith("api"))
    }

    assert ours == PAGES.keys() | API.keys() | PUBLIC


def test_nobody_outside_learns_or_changes_anything() -> None:
    den = Den()
    clients, before = {who: signed_in(user) for who, user in den.outsiders().items()}, rows()
    ways = (*routes.in_each_way(PAGES, "gamify:"), *routes.in_each_way(API))

    for who, name, method, answer in routes.asked(clients, ways, den.send):
        is_sent_away = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        allowed = {401, 404, 405, 415} | ({403} if who == "visitor" else set())
        assert is_sent_away or answer.status_code in allowed, (who, name, method, answer.status_code)
        assert CANARY not in answer.content.decode(), (who, name, method)
    assert rows() == before
    for who, client in clients.items():
        for path in ("/challenges/", "/challenges/beside/", reverse("api-challenges")):
            assert CANARY not in client.get(path).content.decode(), (who, path)


def test_those_who_may_reach_it_so_that_the_refusals_mean_something() -> None:
    den = Den()
    clients = {who: signed_in(user) for who, user in den.insiders().items()}

    for name, (_arguments, who) in {**PAGES, **API}.items():
        if who:
            assert clients[who].get(den.path(name)).status_code == 200, name
