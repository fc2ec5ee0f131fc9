"""Invariants 21, 22 and 25 hold whatever members, reviewers and brands do, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings, strategies as st

from community import voting
from community.models import Allowance, Proposal, Support
from community.models.support import LIVE
from community.services.proposals import counters, merging, supporting, versions
from community.services.rounds import ballots, counting, drafting, proofs, rules
from lib import errors
from tests.community import cast, proposing
from tests.community.moderating import judged
from tests.community.proposing import NOW, fresh

# The races of PostgreSQL are in tests/races: one database is enough for what is done one after the other.
pytestmark = [pytest.mark.django_db, pytest.mark.embedded_only]
PEOPLE, PROPOSALS = 5, 3
people, ideas = st.integers(0, PEOPLE - 1), st.integers(0, PROPOSALS - 1)
phases = [Phase.explicit, Phase.reuse, Phase.generate]
TWICE = [("support", 1, 0), ("support", 1, 1), ("merge", 0, 2), ("merge", 1, 2)]
few = settings(max_examples=6, suppress_health_check=list(HealthCheck), phases=phases)
steps = st.one_of(
    st.tuples(st.just("support"), people, ideas),
    st.tuples(st.just("support"), people, ideas),
    st.tuples(st.just("withdraw"), people, ideas),
    st.tuples(st.just("merge"), ideas, ideas),
    st.tuples(st.just("unmerge"), ideas, ideas),
    st.tuples(st.just("revise"), ideas, ideas),
)


@contextmanager
def forgotten() -> Iterator[None]:
    """Undo in the end whatever the block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def town(settings) -> SimpleNamespace:
    """Five people and three proposals that need more support than there is; the first person wrote the first one."""
    settings.HEARTH_TRUST_DAYS = 0
    group = proposing.place()
    persons = [cast.member(group) for _ in range(PEOPLE)]
    writers = [persons[0], *(cast.member(group) for _ in range(PROPOSALS - 1))]
    judge = proposing.judge(group)
    made = [proposing.opened(group, writer, by=judge, target=99) for writer in writers]
    return SimpleNamespace(people=persons, ideas=made, judge=judge)


class Model:
    """Who stands behind what, as anybody would say it: their own yes, and with what they came."""

    def __init__(self, authors: list[int]) -> None:
        self.authors = authors
        self.own: list[set[int]] = [set() for _ in range(PROPOSALS)]
        self.came: list[dict[int, set[int]]] = [{} for _ in range(PROPOSALS)]
        self.into: dict[int, int] = {}
        self.moved: dict[int, set[int]] = {}
        self.asked: list[set[int]] = [set() for _ in range(PROPOSALS)]

    def voters(self, idea: int) -> set[int]:
        return self.own[idea] | {who for who, ways in self.came[idea].items() if ways}

    def support(self, who: int, idea: int) -> None:
        is_new = who not in self.voters(idea) or who in self.asked[idea]
        if idea not in self.into and who != self.authors[idea] and is_new:
            self.own[idea].add(who)
            self.came[idea].pop(who, None)
            self.asked[idea].discard(who)

    def revise(self, idea: int) -> None:
        if idea not in self.into:
            self.asked[idea] |= self.voters(idea)

    def withdraw(self, who: int, idea: int) -> None:
        if idea not in self.into:
            self.own[idea].discard(who)
            self.came[idea].pop(who, None)

    def merge(self, source: int, target: int) -> None:
        if source == target or source in self.into or target in self.into:
            return
        self.moved[source], self.into[source] = self.voters(source), target
        for who in self.moved[source] - {self.authors[target]} - self.own[target]:
            if who not in self.voters(target):
                (set.add if who in self.asked[source] else set.discard)(self.asked[target], who)
            self.came[target].setdefault(who, set()).add(source)

    def unmerge(self, source: int) -> None:
        target = self.into.get(source)
        if target is None or target in self.into:
            return
        there = self.voters(target) | {self.authors[target]}
        for who in self.moved[source] - there:
            self.own[source].discard(who)
            self.came[source].pop(who, None)
        for ways in self.came[target].values():
            ways.discard(source)
        del self.into[source]


def act(town: Any, model: Model, step: tuple[Any, ...]) -> None:
    what, first, second = step
    with suppress(errors.HearthError):
        if what in ("support", "withdraw"):
            getattr(model, what)(first, second)
            getattr(supporting, what)(user=town.people[first], proposal=town.ideas[second], now=NOW)
        elif what == "merge":
            model.merge(first, second)
            one, other = town.ideas[first], town.ideas[second]
            merging.merge(by=town.judge, proposal=one, into=other, reason="The same.", now=NOW)
        elif what == "unmerge":
            model.unmerge(first)
            merging.unmerge(by=town.judge, proposal=fresh(town.ideas[first]), reason="Another.", now=NOW)
        else:
            model.revise(first)
            held = fresh(town.ideas[first])
            again = {"words": proposing.texts(), "changes": "New", "is_material": True, "edition": held.edition}
            versions.revise(by=held.author, proposal=held, now=NOW, **again)


@example(plan=[("support", 1, 0), ("support", 1, 1), ("merge", 0, 1), ("unmerge", 0, 0)])  # wants both
@example(plan=[("support", 1, 0), ("merge", 0, 2), ("withdraw", 1, 2), ("unmerge", 0, 0)])  # thinks better of it
@example(plan=[*TWICE, ("unmerge", 0, 0), ("unmerge", 1, 1)])  # comes two ways
@example(plan=[("support", 1, 0), ("merge", 0, 1), ("merge", 1, 2), ("unmerge", 1, 1), ("unmerge", 0, 0)])  # far
@example(plan=[("support", 0, 1), ("merge", 1, 0), ("unmerge", 1, 1)])  # wrote the other
@example(plan=[("support", 4, 0), ("merge", 0, 2), ("revise", 2, 0), ("support", 4, 2), ("unmerge", 0, 0)])  # again
@few
@given(plan=st.lists(steps, min_size=4, max_size=18))
def test_a_merger_counts_nobody_twice_and_loses_nobody(town, plan):
    model = Model([0, -1, -1])
    with forgotten():
        for step in plan:
            act(town, model, step)
            for number, idea in enumerate(town.ideas):
                held = fresh(idea)
                stored = {column: getattr(held, column) for column in counters.COLUMNS.values()}
                assert stored == counters.count(held)
                assert (held.state == Proposal.State.MERGED) == (number in model.into)
                if number not in model.into:
                    live = Support.objects.filter(proposal=held, state__in=LIVE).values_list("user_id", flat=True)
                    expected = {town.people[who].pk for who in model.voters(number)}
                    assert (sorted(live), sum(stored.values())) == (sorted(expected), len(expected))


turns = st.lists(st.tuples(people, ideas, st.integers(0, 6), st.booleans()), max_size=25)


@few
@given(method=st.sampled_from([each.key for each in voting.every()]), cast_=turns)
def test_nobody_ever_spends_more_than_they_have_and_all_that_counts_is_counted(town, method, cast_):
    """Invariants 21 and 25: exact at every moment; rules as they were frozen; the count is of the live votes."""
    way = voting.get(method)
    with forgotten():
        for person in town.people:
            person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        vote = _vote(town, way)
        entries = list(vote.candidates.order_by("position"))
        model: dict[int, Counter[int]] = {number: Counter() for number in range(PEOPLE)}
        town.struck = {}
        for who, idea, weight, is_bad in cast_:
            _cast(town, vote, entries, model, (who, idea, weight, is_bad), way)
            spent = dict(Allowance.objects.filter(round=vote).values_list("user_id", "spent"))
            for number, votes in model.items():
                assert spent[town.people[number].pk] == sum(map(way.cost, votes.values())) <= vote.per_voter
        counting.close_due(now=vote.closes_at)
        counting.count_due(now=vote.closes_at)
        vote.refresh_from_db()

        votes = {pick["proposal"]: pick["votes"] for pick in vote.results.get().document["order"]}
        said = sum(model.values(), Counter())
        assert votes == {entry.proposal.public_id: said[number] for number, entry in enumerate(entries)}
        assert rules.are_kept(vote)
        assert list(proofs.check(type(vote).objects.filter(pk=vote.pk))) == []


def _vote(town: Any, way: voting.Method) -> Any:
    plan = drafting.Plan(
        names={"en": "What first?"},
        method=way.key,
        entries=[drafting.Entry(idea, 10) for idea in town.ideas],
        closes_at=proposing.NOW + drafting.LONGEST,
        per_voter=9,
        seats=2,
        budget_minor=25 if way.needs_budget else None,
        completion="none" if way.completions else "",
    )
    vote = drafting.draft(by=town.judge, plan=plan, group=town.ideas[0].group, now=NOW)
    return drafting.open_(by=town.judge, vote=vote, now=NOW)


def _cast(town: Any, vote: Any, entries: list[Any], model: dict[int, Counter[int]], step: Any, way: Any) -> None:
    who, idea, weight, is_bad = step
    user, mine = town.people[who], model[who]
    with suppress(errors.HearthError):
        if is_bad:
            ballot = Allowance.objects.select_related("round__group", "user").get(round=vote, user=user)
            judged(ballot, town.judge, "reinstate" if ballot.struck_at else "strike")
            model[who] = town.struck.pop(who) if ballot.struck_at else Counter()
            town.struck |= {} if ballot.struck_at else {who: mine}
        else:
            wanted = {**mine, idea: weight}
            weights = {entries[each].pk: votes for each, votes in wanted.items()}
            ballots.fill(user=user, vote=vote, weights=weights, now=NOW)
            model[who] = Counter({each: votes for each, votes in wanted.items() if votes})
