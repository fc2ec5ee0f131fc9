"""What becomes of a proposal: each page with something on it, for axe, in both themes and on phones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from community.services.proposals import credits, making, payouts, testing
from lib import clock
from tests.community import proposing
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.gallery import LONG
from tests.journeys.test_every_page import faults_of


@pytest.mark.usefixtures("site")
def test_every_page_of_the_making_is_free_of_serious_faults(
    open_page: OpenPage, problems: Problems, settings: Any
) -> None:
    settings.HEARTH_TRUST_DAYS = 0
    now, maker = clock.now(), proposing.brand()
    made: Any = proposing.in_making(of=maker, title=LONG, now=now - timedelta(days=3))
    due = proposing.due(of=maker, now=now)
    waiting = proposing.submitted(made.group, title=f"Again: {LONG}", now=now)
    shown = {"by": maker.person, "proposal": made, "now": now}
    news = making.tell(title=LONG, body=f"**{LONG}**", is_prototype=True, **shown)
    ask = [testing.Question(LONG), testing.Question("Why?", "text")]
    until = {"draws_at": now + timedelta(seconds=1), "closes_at": now + timedelta(days=2)}
    test = testing.open_(by=maker.person, prototype=news, places=2, questions=ask, now=now, **until)
    for person in made.people:
        testing.wish(user=person, test=test, now=now)
    testing.draw_due(now=now + timedelta(seconds=2))
    tester = test.testers.filter(is_drawn=True).select_related("user").first().user
    statement = _credit(made, now)
    payouts.pay(by=maker.person, statement=statement, pool_minor=101, currency="CNY", reason=LONG, key="k", now=now)
    args, judge = [made.public_id], proposing.judge(made.group)
    looked_at = {
        maker.person: [
            reverse("community:console-proposals", args=[maker.slug]),
            reverse("community:proposal-answer", args=[due.public_id]),
            reverse("community:proposal-desk", args=args),
            reverse("community:proposal-credit", args=args),
        ],
        tester: [
            reverse("community:proposal-making", args=args),
            reverse("community:proposal-test", args=[*args, test.public_id]),
            reverse("community:brand-answers", args=[maker.slug]),
        ],
        judge: [
            reverse("community:proposal-reviews"),
            reverse("community:proposal-review", args=[waiting.public_id]),
        ],
    }

    faults = [fault for who, paths in looked_at.items() for path in paths for fault in faults_of(open_page(who), path)]

    assert not faults, "\n".join(faults)


def _credit(made: Any, now: Any) -> Any:
    """Share out, show and freeze it."""
    then = now - timedelta(days=8)
    share = credits.Share(made.author, "author", 10_000, LONG)
    statement = credits.write(by=made.author, proposal=made, shares=[share], now=then)
    credits.show(by=made.author, statement=statement, now=then)
    credits.freeze_due(now=now)
    statement.refresh_from_db()
    return statement
