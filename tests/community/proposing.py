"""Proposals at every stage, made through the services: `made = proposing.opened()`; who may do what hangs on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import Brand, BrandStaff, User
from community import rights
from community.models import BrandAnswer, Candidate, Group, Proposal, VoteRound
from community.services.making import credits, owed, updates
from community.services.proposals import answering, drafting, reviewing, supporting
from community.services.proposals.wording import Words
from community.services.rounds import ballots
from inbox.models import Notification
from tests.community import cast

NOW = cast.NOON
_numbers = count(1)
TEXTS = {
    "problem": "The tins are thrown away, though they would last for years.",
    "audience": "People who drink tea every day.",
    "sketch": "A pouch that fits into the tin, sold alone.",
    "change": "Less waste, and a lower price.",
}


def texts(title: str = "", **changes: str) -> Words:
    return Words(**{"title": title or f"Refill pouches no {next(_numbers)}", **TEXTS, **changes})


def place() -> Group:
    return cast.group()


def judge(group: Group) -> User:
    return cast.member(group, role="moderator")


def brand() -> Any:
    """Return a brand; one of its people hangs on it as `person`."""
    number = next(_numbers)
    made: Any = Brand.objects.create(slug=f"maker-{number}", names={"en": f"Maker {number}"}, created_at=NOW)
    made.person = cast.person()
    BrandStaff.objects.create(brand=made, user=made.person)
    return made


def draft(group: Group | None = None, author: User | None = None, of: Any = None, **words: str) -> Proposal:
    group = group or place()
    author = author or cast.member(group)
    return drafting.draft(author=author, group=group, words=texts(**words), brand=of, now=NOW)


def submitted(*args: Any, now: datetime = NOW, **named: Any) -> Proposal:
    made = draft(*args, **named)
    return drafting.submit(by=made.author, proposal=made, terms=rights.LATEST, now=now)


def opened(*args: Any, target: int = 3, by: User | None = None, now: datetime = NOW, **named: Any) -> Proposal:
    made = submitted(*args, now=now, **named)
    return reviewing.open_(by=by or judge(made.group), proposal=made, target=target, now=now)


def supported(made: Proposal, many: int, now: datetime = NOW) -> list[User]:
    """Let `many` new people support it; return them."""
    people = [cast.person() for _ in range(many)]
    for person in people:
        supporting.support(user=person, proposal=made, now=now)
    return people


def due(of: Any = None, **named: Any) -> Proposal:
    """Return one that waits for its brand's answer; its three supporters hang on it."""
    made: Any = opened(of=of or brand(), **named)
    people = supported(made, 3)
    made = fresh(made)
    made.people = people
    return made


def reply(outcome: str = "accepted", **changes: Any) -> answering.Reply:
    words = {"reasons": "We have looked at it for a month and like it.", "feasibility": "effort", "cost_minor": 500_000}
    return answering.Reply(outcome=outcome, **{**words, **changes})


def person_of(made: Proposal) -> User:
    """Return somebody who works for the brand that is asked."""
    return User.objects.filter(brand_roles__brand=made.brand_id).first()


def answered(outcome: str = "accepted", now: datetime = NOW, **named: Any) -> Proposal:
    made: Any = due(**named)
    answering.prepare(by=person_of(made), proposal=made, reply=reply(outcome), now=now)
    people, made = made.people, fresh(made)
    made.people = people
    return made


def in_making(**named: Any) -> Proposal:
    made: Any = answered(**named)
    updates.tell(by=person_of(made), proposal=made, title="First steps", body="We begin.", now=NOW)
    people, made = made.people, fresh(made)
    made.people = people
    return made


def credited(made: Proposal, now: datetime = NOW) -> Any:
    """Share out, show and freeze the credit as it is suggested; return the statement."""
    roles = owed.contributors(made)
    people = User.objects.in_bulk(roles)
    shares = [
        credits.Share(user=people[pk], role=roles[pk], basis_points=points, evidence="As it is written.")
        for pk, points in owed.suggest(made).items()
    ]
    statement = credits.write(by=made.author, proposal=made, shares=shares, now=now)
    credits.show(by=made.author, statement=statement, now=now)
    credits.freeze_due(now=now + timedelta(days=8))
    statement.refresh_from_db()
    return statement


def fill(vote: VoteRound, user: User, weights: dict[Candidate, int]) -> None:
    """Vote as the page does: the whole ballot at once."""
    ballots.fill(user=user, vote=vote, weights={each.pk: weight for each, weight in weights.items()}, now=NOW)


def fresh(made: Proposal) -> Any:
    return Proposal.objects.select_related("group", "brand", "author", "merged_into").get(pk=made.pk)


def outcome_of(made: Proposal) -> BrandAnswer | None:
    return made.answers.order_by("-pk").first()


def told(user: User) -> set[str]:
    return {f"{line.kind}:{line.data['what']}" for line in Notification.objects.filter(recipient=user)}


def counts(made: Proposal) -> tuple[int, int, int]:
    made = fresh(made)
    return made.supporters, made.provisional, made.asked
