"""What follows in the making, tests, credit and launch of a proposal: lines in inboxes, topics, what the game hears."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from community import paths
from community.models import (
    CreditObjection,
    CreditStatement,
    MakingUpdate,
    Payout,
    Proposal,
    Support,
    Tester,
    TestRound,
)
from community.services.proposals import activities, audiences, inbox_lines
from lib.money import Money

MAKING, CREDIT, TEST = "proposal_making", "proposal_credit", "proposal_test"


def changed(held: Proposal) -> None:
    """Renew the screens that show the proposal."""
    inbox_lines.changed(held)


def made_news(held: Proposal, made: MakingUpdate, *, now: datetime) -> None:
    """There is news, or a prototype."""
    _everybody(held, made.kind, now, key=made.public_id, url=paths.of_making(held), news=made.title)


def stale(held: Proposal, *, now: datetime) -> None:
    """There was no news for a month."""
    inbox_lines.send(
        audiences.brand_people(held),
        "proposal_brand",
        "stale",
        held,
        now,
        url=paths.of_desk(held),
        key=now.date().isoformat(),
    )
    inbox_lines.send(audiences.authors(held), "proposal_author", "stale", held, now, key=now.date().isoformat())


def given_up(held: Proposal, sale: str, *, by: User, now: datetime) -> None:
    """It will not be made after all; `sale` says what became of it where it was sold: "end" or "keep"."""
    what, reason = f"given_up_{sale}" if sale else "given_up", held.reason
    inbox_lines.send(audiences.authors(held), "proposal_author", what, held, now, by=by, reason=reason)
    inbox_lines.send(audiences.brand_people(held), "proposal_brand", what, held, now, by=by, reason=reason)
    inbox_lines.tell_supporters(held, what, now, reason=reason)


def test_opened(held: Proposal, test: TestRound, *, now: datetime) -> None:
    """A prototype can be tested."""
    _everybody(held, "test_opened", now, key=test.public_id, url=paths.of_test(test), places=test.places)


def drawn(test: TestRound, testers: Sequence[Tester], *, now: datetime) -> None:
    """The lottery was drawn: everybody who took part hears how."""
    for is_drawn, what in ((True, "drawn"), (False, "not_drawn")):
        people = [tester.user for tester in testers if tester.is_drawn == is_drawn]
        inbox_lines.send(people, TEST, what, test.proposal, now, url=paths.of_test(test), key=test.public_id)


def tested(test: TestRound, row: Tester, *, now: datetime) -> None:
    """A tester has answered: the game hears of it once."""
    activities.tested(test, row, now=now)
    inbox_lines.changed(test.proposal)


def announced(held: Proposal, *, now: datetime) -> None:
    """It is about to be launched."""
    _everybody(held, "prelaunch", now)


def launched(held: Proposal, first: Collection[int], *, now: datetime) -> None:
    """It is sold: those who may buy first hear of it first."""
    activities.launched(held, now=now)
    people = list(User.objects.filter(pk__in=first, is_active=True))
    inbox_lines.send(people, MAKING, "launched", held, now, url=held.launched_url, key="launched")


def credit_shown(held: Proposal, row: CreditStatement, *, now: datetime) -> None:
    """The shares can be looked at, and objected to."""
    until = row.objections_until.isoformat() if row.objections_until else ""
    inbox_lines.send(_named(row), CREDIT, "shown", held, now, url=paths.of_credit(held), key=str(row.seq), until=until)


def credit_objected(held: Proposal, made: CreditObjection, *, now: datetime) -> None:
    """Somebody objects to the shares."""
    to = {person.pk: person for person in (*audiences.authors(held), *audiences.judges(held))}
    inbox_lines.send(
        to.values(), CREDIT, "objected", held, now, url=paths.of_credit(held), by=made.user, key=made.public_id
    )


def credit_answered(held: Proposal, row: CreditObjection, *, by: User, now: datetime) -> None:
    """An objection has its answer."""
    inbox_lines.send(
        [row.user],
        CREDIT,
        "answered",
        held,
        now,
        url=paths.of_credit(held),
        by=by,
        key=row.public_id,
        answer=row.answer,
    )


def credit_frozen(held: Proposal, row: CreditStatement, *, now: datetime) -> None:
    """The shares are frozen for good."""
    activities.credited(held, now=now)
    inbox_lines.send(_named(row), CREDIT, "frozen", held, now, url=paths.of_credit(held), key=str(row.seq))


def paid(held: Proposal, made: Payout, *, now: datetime) -> None:
    """A pool was shared out: everybody hears of their part."""
    for line in made.lines.select_related("user").order_by("user__public_id"):
        amount = Money(line.amount_minor, made.currency)
        sums: dict[str, Any] = {"amount_minor": amount.minor, "currency": amount.currency}
        inbox_lines.send([line.user], CREDIT, "paid", held, now, url=paths.of_credit(held), key=made.public_id, **sums)


def _named(row: CreditStatement) -> list[User]:
    return list(User.objects.filter(credits__statement=row, is_active=True).distinct())


def _everybody(held: Proposal, what: str, now: datetime, *, key: str = "", **data: Any) -> None:
    """Tell its authors and its supporters, each once."""
    inbox_lines.send(audiences.authors(held), MAKING, what, held, now, key=key, **data)
    states = (Support.State.RETURNED,)
    inbox_lines.tell_supporters(held, what, now, states=states, kind=MAKING, key=key or str(held.seq), **data)
