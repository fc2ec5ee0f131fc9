"""What becomes of a proposal, and votes: each page with something on it, for axe, in both themes and on phones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from community.services.making import credits, payouts, showing, testing
from community.services.rounds import ballots, counting, drafting
from lib import clock
from tests.community import cast, proposing
from tests.community.test_vote_rounds import plan
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.gallery import LONG
from tests.journeys.test_every_page import faults_of


@pytest.mark.usefixtures("site")
def test_every_page_of_the_making_and_of_votes_is_free_of_serious_faults(
    open_page: OpenPage, problems: Problems, settings: Any
) -> None:
    settings.HEARTH_TRUST_DAYS = 0
    now, maker = clock.now(), proposing.brand()
    made: Any = proposing.in_making(of=maker, title=LONG, now=now - timedelta(days=3))
    due = proposing.due(of=maker, now=now)
    waiting = proposing.submitted(made.group, title=f"Again: {LONG}", now=now)
    shown = {"by": maker.person, "proposal": made, "now": now}
    picture = {"picture": cast.picture(), "alt": LONG}
    news = showing.tell(title=LONG, body=f"**{LONG}**", is_prototype=True, **picture, **shown)
    ask = [testing.Question(LONG), testing.Question("Why?", "text")]
    until = {"draws_at": now + timedelta(seconds=1), "closes_at": now + timedelta(days=2)}
    test = testing.open_(by=maker.person, prototype=news, places=2, questions=ask, now=now, **until)
    for person in made.people:
        testing.wish(user=person, test=test, now=now)
    testing.draw_due(now=now + timedelta(seconds=2))
    tester = test.testers.filter(is_drawn=True).select_related("user").first().user
    statement = _credit(made, now)
    payouts.pay(by=maker.person, statement=statement, pool_minor=101, currency="CNY", reason=LONG, key="k", now=now)
    args, judge, desk = [made.public_id], proposing.judge(made.group), [maker.slug]
    vote, drawn, decided = _votes(made, judge, now)
    pages = {
        maker.person: {"console-proposals": desk, "proposal-answer": [due.public_id], "proposal-desk": args},
        tester: {"proposal-making": args, "proposal-test": [*args, test.public_id], "brand-answers": desk},
        judge: {"proposal-reviews": [], "proposal-review": [waiting.public_id], "round-watch": [vote]},
        made.author: {"proposal-credit": args, "proposal-versions": args, "proposal-amendments": args},
    }
    pages[judge] |= {"round-edit": [drawn], "proposal-watch": args, "incubator": []}
    pages[tester] |= {"round": [vote], "round-recount": [decided], "proposal-arguments": args, "proposals": []}
    looked_at = {
        who: [reverse(f"community:{name}", args=of) for name, of in named.items()] for who, named in pages.items()
    }

    browsers = {who: open_page(who) for who in looked_at}
    looked_at[judge].append(_case(browsers[judge], vote))

    faults = [fault for who, paths in looked_at.items() for path in paths for fault in faults_of(browsers[who], path)]

    assert not faults, "\n".join(faults)


def _case(page: Page, vote: str) -> str:
    """Open a case about somebody's votes as a moderator does it; return its address."""
    page.goto(reverse("community:round-watch", args=[vote]))
    page.get_by_text("Look into").first.click()
    page.get_by_label("What stands out?").first.fill(LONG)
    page.get_by_role("button", name="Open a case").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The votes of")
    return page.url


def _votes(made: Any, judge: Any, now: Any) -> list[str]:
    """Return the ids of three votes about long titles: open, a draft, and decided by equal shares with a winner."""
    rivals = [proposing.opened(made.group, title=f"{LONG} {n}", by=judge, now=now) for n in range(2)]
    terms: dict[str, Any] = {"method": "equal_shares", "budget_minor": 1_000, "completion": "by_votes", "seats": None}
    votes = []
    for number in range(3):
        named = plan([(each, 400 * (number + 1)) for each in rivals], names={"en": LONG}, abouts={"en": LONG}, **terms)
        named = replace(named, closes_at=now + timedelta(days=number + 1))
        votes.append(drafting.draft(by=judge, plan=named, group=made.group, now=now))
    decided, opened = (drafting.open_(by=judge, vote=vote, now=now) for vote in votes[:2])
    ballots.fill(user=judge, vote=decided, weights={decided.candidates.first().pk: 1}, now=now)
    ballots.fill(user=made.author, vote=opened, weights={opened.candidates.first().pk: 1}, now=now)
    counting.close_due(now=decided.closes_at)
    counting.count_due(now=decided.closes_at)
    return [vote.public_id for vote in (opened, votes[2], decided)]


def _credit(made: Any, now: Any) -> Any:
    """Share out, show and freeze it."""
    then = now - timedelta(days=8)
    share = credits.Share(made.author, "author", 10_000, LONG)
    statement = credits.write(by=made.author, proposal=made, shares=[share], now=then)
    credits.show(by=made.author, statement=statement, now=then)
    credits.freeze_due(now=now)
    statement.refresh_from_db()
    return statement
