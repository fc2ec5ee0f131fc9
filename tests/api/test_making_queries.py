"""Lists of the making and of votes cost the same number of queries however many rows they have."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import models
from community.models import Proposal
from tests.api.callers import Caller
from tests.api.making import House
from tests.community import cast
from tests.community.proposing import TEXTS

pytestmark = pytest.mark.django_db
KNOWN = 1  # the member; the session is in the cache
COSTS = {
    "judge": {
        "proposals/{made}/versions": 2,
        "proposals/{made}/amendments": 3,
        "proposals/{made}/arguments": 3,
        "proposals/{made}/authors": 2,
        "proposals/{made}/answers": 2,
        "proposals/{made}/news": 3,
        "proposals/{made}/tests": 2,
        "proposals/{made}/tests/{test}/draw": 3,
        "proposals/{made}/credit": 13,
        "review/proposals": 4,
        "votes/{vote}/voters": 7,
        "brands/{brand}/answers": 5,
    },
    "brand": {"brands/{brand}/proposals": 8},
    "author": {"proposals/mine": 3},
}


class Crowd(House):
    """One proposal in the making with a row of everything by each of the people, and as many others."""

    def __init__(self, many: int) -> None:
        super().__init__()
        self.people = [cast.person() for _ in range(many)]
        self.proposal, self.prototype = self.made()
        self.test, self.ballot = self.said(), self.voted()
        self.paid()
        self.others()

    def each(self, model: Any, **same: Any) -> list[Any]:
        """Add a row of each person, who stands for the values `who`; `nth` is another number for each."""
        rows = []
        for number, user in enumerate(self.people, 2):
            known = {"who": user, "nth": number}
            rows.append(
                model(
                    **{
                        name: known.get(value, value) if isinstance(value, str) else value
                        for name, value in same.items()
                    }
                )
            )
        return list(model.objects.bulk_create(rows))

    def said(self) -> models.TestRound:
        of, now = {"proposal": self.proposal}, self.now
        then = {"draws_at": now, "closes_at": now + timedelta(days=1), "created_at": now}
        answer = {"outcome": "accepted", "feasibility": "ready", "version": 1, "state": "revealed", "html": "Yes."}
        times = dict.fromkeys(("due_at", "reveals_at", "revealed_at", "prepared_at"), now)
        self.each(models.Authorship, **of, user="who", state="accepted", invited_at=now)
        self.each(models.Argument, **of, author="who", side="for", body="Yes.", key="k", version=1, created_at=now)
        self.each(
            models.Amendment, **of, author="who", state="proposed", texts={"change": "Less."}, base=1, created_at=now
        )
        self.each(models.ProposalVersion, **of, by="who", number="nth", texts=TEXTS, hash="h", at=now)
        self.each(models.MakingUpdate, **of, by="who", title="News", body="B", html="B", at=now)
        self.each(models.BrandAnswer, **of, **answer, **times, by="who", reasons="Yes.")
        seed = {"seed": "s", "seed_hash": "h", "places": 1, "by": self.author}
        shown = {"prototype": self.prototype, "number": "nth", "state": "closed"}
        test = self.each(models.TestRound, **of, **seed, **shown, **then)[0]
        self.each(models.Tester, round=test, user="who", place="nth", wished_at=now)
        return test

    def paid(self) -> None:
        row = models.CreditStatement.objects.create(
            proposal=self.proposal, state="frozen", hash="h", created_at=self.now
        )
        self.each(models.CreditShare, statement=row, user="who", role="author", basis_points=5, evidence="As it is.")
        said = {"made_at": self.now, "answered_by": self.author, "answered_at": self.now}
        self.each(models.CreditObjection, statement=row, user="who", words="No.", answer="Yes.", **said)
        pool = {"pool_minor": 5, "currency": "CNY", "reason": "March", "at": self.now}
        for number, payout in enumerate(self.each(models.Payout, statement=row, key="nth", by="who", **pool)):
            models.PayoutLine.objects.create(payout=payout, user=self.people[number], basis_points=5, amount_minor=5)

    def voted(self) -> models.VoteRound:
        self.open, self.other = self.opened(), self.opened()
        vote = self.vote()
        candidate = vote.candidates.first()
        self.each(models.Allowance, round=vote, user="who", budget=5, spent=1)
        said = {"candidate": candidate, "weight": 1, "cost": 1, "state": "live", "at": self.now}
        self.each(models.Vote, round=vote, user="who", **said)
        return vote

    def others(self) -> None:
        """Let each propose something that is reviewed, and something that its brand has to answer; author is author."""
        same = {"group": self.group, "brand": self.maker, "author": "who", "created_at": self.now, **TEXTS}
        times = {"submitted_at": self.now, "due_at": self.now - timedelta(days=1)}
        self.each(Proposal, **same, **times, title="In review", state="review")
        for made in self.each(Proposal, **same, **times, title="Due", state="due"):
            one = {"proposal": made, "user": self.author}
            models.Authorship.objects.create(**one, state="accepted", invited_at=self.now)
            models.Support.objects.create(**one, state="counted", version=1, since=self.now, changed_at=self.now)
            said = {"author": self.author, "texts": {"change": "Less."}, "base": 1, "created_at": self.now}
            models.Amendment.objects.create(proposal=made, state="proposed", **said)


@pytest.mark.parametrize("many", [1, 20])
def test_each_list_costs_the_same_for_one_and_for_twenty(settings, many):
    settings.HEARTH_TRUST_DAYS = 0
    crowd = Crowd(many)
    ids = {"made": crowd.proposal, "test": crowd.test, "vote": crowd.ballot, "brand": crowd.maker.slug}
    callers = {"judge": Caller(crowd.judge), "brand": Caller(crowd.maker.person), "author": Caller(crowd.author)}

    found = {role: {path: costs(callers[role], path.format(**ids)) for path in paths} for role, paths in COSTS.items()}

    assert {
        role: {path: cost - KNOWN for path, (cost, _rows) in paths.items()} for role, paths in found.items()
    } == COSTS
    assert min(rows for paths in found.values() for _cost, rows in paths.values()) >= many


def costs(caller: Caller, path: str) -> tuple[int, int]:
    """Return how many queries it costs, and how many rows its longest list has."""
    caller.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = caller.get(path)
    assert response.status_code == 200, (path, response.content)
    return len(queries), max(len(part) for part in response.json().values() if isinstance(part, list))
