"""A challenge in each state that the endpoints of challenges are about, and who may do what there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from accounts.models import Brand, User
from gamify.models import Challenge, Currency, Entrant
from gamify.services import purses
from gamify.services.challenges import drafting, entering, running, settling, submitting
from gamify.services.challenges.terms import Line, Task, Terms
from lib import clock
from tests.api.callers import Row
from tests.factories import member
from tests.rewards import factories as f

READ = "200 200 200 200 200 200"
OWN = "401 200 200 200 200 200"
ENTERS = "401 200 200 403 403 200"
FOUNDS = "401 201 201 403 403 201"
ENTRANT, WINNER = "401 404 201 404 404 404", "401 404 204 404 404 404"
LEAVES = "401 204 204 204 204 204"
BRAND, CONSOLE = "401 404 404 200 200 403", "401 404 404 200 200 200"
OWNER, STAFF = "401 404 404 403 200 200", "401 404 404 404 404 200"
DECIDES = "401 404 404 403 403 200"
ONE, OWN_ONE = "challenges/{public_id}", "brands/{slug}/challenges/{public_id}"
OPEN, TEAMS, OVER = {"public_id": "challenge"}, {"public_id": "challenge_teams"}, {"public_id": "challenge_over"}
PROVING = {"public_id": "challenge_proof", "position": "=0"}
DRAFT, WAITING = {"public_id": "challenge_draft"}, {"public_id": "challenge_waiting"}
HANDED = {"public_id": "challenge_handed", "proof_id": "proof"}
NAMES = {"names": {"en": "A new one"}}

TABLE = (
    Row("GET", "challenges", READ),
    Row("GET", ONE, READ, fill=OPEN),
    Row("GET", f"{ONE}/standings", READ, fill=OPEN),
    Row("PUT", f"{ONE}/entry", ENTERS, body={}, fill=OPEN),
    Row("DELETE", f"{ONE}/entry", LEAVES, fill=PROVING),
    Row("GET", f"{ONE}/teams", READ, fill=TEAMS),
    Row("POST", f"{ONE}/teams", FOUNDS, body={"name": "Early"}, fill=TEAMS),
    Row("GET", f"{ONE}/submissions", OWN, fill=OPEN),
    Row("POST", f"{ONE}/tasks/{{position}}/submissions", ENTRANT, body={"text": "A cup."}, fill=PROVING),
    Row("GET", f"{ONE}/result", READ, fill=OVER),
    Row("POST", f"{ONE}/story", WINNER, body={"words": "Every evening."}, fill=OVER),
    Row("GET", "brands/{slug}/challenges", CONSOLE),
    Row("POST", "brands/{slug}/challenges", BRAND.replace("200", "201"), body=NAMES),
    Row("GET", OWN_ONE, CONSOLE, fill=DRAFT),
    Row("PUT", OWN_ONE, BRAND, body=NAMES | {"version": "{challenge_version}"}, fill=DRAFT),
    Row("POST", f"{OWN_ONE}/submission", BRAND, fill=DRAFT),
    Row("POST", f"{OWN_ONE}/cancellation", OWNER, body={"reason": "The kiln broke."}, fill=DRAFT),
    Row("GET", f"{OWN_ONE}/proofs", CONSOLE, fill=HANDED),
    Row("PUT", f"{OWN_ONE}/proofs/{{proof_id}}", CONSOLE, body={"accept": True}, fill=HANDED),
    Row("GET", "review/challenges", STAFF),
    Row("POST", "review/challenges/{public_id}", DECIDES, body={"approve": True}, fill=WAITING),
)
PROVE = Task({"en": "Show us"}, kind="proof", asks=("text",), points=5)
TERMS = Terms(
    names={"en": "Spring tea"},
    stories={"en": "A story"},
    tasks=[PROVE],
    lines=[Line("finish", 3, "points", {"amount": 20})],
)


class Runner:
    """Those who run the brand, and its challenges at every stage; staff of the site approve them."""

    def __init__(self, shop: Any) -> None:
        self.now = clock.now()
        self.brand, self.owner = Brand.objects.get(slug=shop.slug), shop.owner
        self.staff = f.staff()
        Currency.objects.get_or_create(key="spark", defaults={"is_spendable": True})
        purses.grant(by=self.staff, brand=self.brand, amount=5000, note="Spring", key="1", now=self.now)

    def draft(self, **more: Any) -> Challenge:
        terms = replace(TERMS, **({"ends_at": self.now + timedelta(days=7)} | more))
        return drafting.draft(by=self.owner, brand=self.brand, terms=terms, now=self.now)

    def waiting(self, **more: Any) -> Challenge:
        return drafting.submit(by=self.owner, challenge=self.draft(**more), now=self.now)

    def running(self, **more: Any) -> Challenge:
        made = drafting.approve(by=self.staff, challenge=self.waiting(**more), now=self.now)
        running.start_due(now=self.now)
        made.refresh_from_db()
        return made

    def entered(self, who: User, **more: Any) -> Challenge:
        made = self.running(**more)
        if made.has_teams:
            entering.found(actor=who, challenge=made, name="Late", now=self.now)
        else:
            entering.enter(actor=who, challenge=made, now=self.now)
        return made

    def handed(self, who: User) -> tuple[Challenge, str]:
        made = self.entered(who)
        return made, submitting.hand_in(actor=who, task=made.tasks.get(), text="A cup.", now=self.now).public_id

    def over(self, who: User) -> Challenge:
        """One that `who` won: nobody answered what they handed in, so it counts."""
        made, _proof = self.handed(who)
        settling.catch_up(now=self.now + timedelta(days=8))
        return made


def build(shop: Any, buyer: User) -> dict[str, str]:
    """Return the ids that paths and bodies are filled with."""
    runner = Runner(shop)
    over = runner.over(buyer)
    open_one, handed, draft = runner.entered(buyer), runner.handed(buyer), runner.draft()
    entering.enter(actor=member("Rival"), challenge=open_one, now=runner.now)
    assert Entrant.objects.filter(challenge=open_one).count() == 2
    return {
        "challenge": open_one.public_id,
        "challenge_teams": runner.entered(buyer, team_size=3).public_id,
        "challenge_proof": runner.entered(buyer).public_id,
        "challenge_over": over.public_id,
        "challenge_handed": handed[0].public_id,
        "proof": handed[1],
        "challenge_draft": draft.public_id,
        "challenge_version": drafting.version_of(draft),
        "challenge_waiting": runner.waiting().public_id,
    }
