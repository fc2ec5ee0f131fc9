"""Many hands on one proposal and one vote: support, the threshold, a merger under way, and an allowance."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models import F, QuerySet

from community.models import Allowance, Proposal, ProposalVersion, Step, Support, Vote, VoteRound
from community.models.support import LIVE
from community.services.proposals import counters, merging, supporting
from community.services.rounds import ballots, counting, drafting, proofs
from tests.community import cast, proposing
from tests.community.proposing import NOW, fresh
from tests.races.hands import at_once, meet, unlock

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]
HANDS = 10


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings):
    settings.HEARTH_TRUST_DAYS = 0


def stored(made: Proposal) -> dict[str, int]:
    made = fresh(made)
    return {column: getattr(made, column) for column in counters.COLUMNS.values()}


def test_ten_who_support_at_once_are_ten_and_cross_the_threshold_once():
    made = proposing.opened(target=HANDS, of=proposing.brand())
    people = [cast.person() for _ in range(HANDS)]

    def press(number: int) -> None:
        for _ in range(2):
            supporting.support(user=people[number], proposal=made, now=NOW)

    _, problems = at_once(press, HANDS)

    assert problems == []
    assert stored(made) == counters.count(made) == {"supporters": HANDS, "provisional": 0, "asked": 0}
    assert ProposalVersion.objects.count() == 1
    causes = list(Step.objects.filter(kind="proposal", row_id=made.pk).values_list("cause", flat=True))
    assert (causes.count("supported"), causes.count("asked")) == (1, 1)


def test_one_who_presses_ten_times_at_once_counts_once():
    made = proposing.opened(target=9)
    ann = cast.person()

    at_once(lambda _: supporting.support(user=ann, proposal=made, now=NOW), HANDS)

    assert stored(made)["supporters"] == Support.objects.count() == 1


@pytest.mark.production_only
def test_without_the_locks_one_who_presses_at_once_runs_into_the_unique_key(monkeypatch):
    """The negative control: the race is real, and only the constraint keeps a member single."""
    made = proposing.opened(target=9)
    ann = cast.person()
    unlock(monkeypatch)
    meet(monkeypatch, supporting, "_check_room", 4)

    _, problems = at_once(lambda _: supporting.support(user=ann, proposal=made, now=NOW), 4)

    assert IntegrityError in {type(problem) for problem in problems}
    assert Support.objects.count() == 1


def test_support_while_a_merger_is_under_way_is_counted_once_or_refused():
    group = proposing.place()
    one, other, judge = proposing.opened(group, target=99), proposing.opened(group, target=99), proposing.judge(group)
    proposing.supported(one, 3)
    people = [cast.person() for _ in range(HANDS)]

    def work(number: int) -> None:
        if number == 0:
            merging.merge(by=judge, proposal=one, into=other, reason="The same.", now=NOW)
        else:
            supporting.support(user=people[number], proposal=one if number % 2 else other, now=NOW)

    _, problems = at_once(work, HANDS)

    assert {type(problem) for problem in problems} <= {supporting.Merged}
    assert stored(other) == counters.count(other)
    assert stored(one) == counters.count(one)
    refused = len(problems)
    assert Support.objects.filter(proposal=other, state__in=LIVE).count() == 3 + HANDS - 1 - refused
    assert not Support.objects.filter(proposal=one, state__in=LIVE).exists()


def ballot() -> tuple[VoteRound, list, object]:
    group = proposing.place()
    ann = cast.member(group)
    entries = [drafting.Entry(proposing.opened(group)) for _ in range(4)]
    plan = drafting.Plan({"en": "What first?"}, "points", entries, NOW + timedelta(days=1), per_voter=6, seats=1)
    vote = drafting.draft(by=proposing.judge(group), plan=plan, group=group, now=NOW)
    drafting.open_(by=vote.created_by, vote=vote, now=NOW)
    return vote, list(vote.candidates.order_by("position")), ann


def test_one_who_votes_in_four_places_at_once_never_spends_more_than_they_have():
    vote, candidates, ann = ballot()

    def work(number: int) -> None:
        ballots.fill(user=ann, vote=vote, weights={candidates[number % 4].pk: 2 + number // 4}, now=NOW)

    at_once(work, HANDS)

    mine = Allowance.objects.get(round=vote, user=ann)
    live = Vote.objects.filter(round=vote, state="live")
    assert mine.spent == sum(live.values_list("cost", flat=True)) <= 6
    assert list(proofs.check(VoteRound.objects.all())) == []


@pytest.mark.production_only
def test_without_lock_and_guard_the_database_still_refuses_to_overspend(monkeypatch):
    """The negative control: who looks first and spends afterwards runs into the constraint."""
    vote, candidates, ann = ballot()
    unlock(monkeypatch)

    def careless(mine: Allowance, more: int) -> None:
        if mine.spent + more > mine.budget:
            raise ballots.TooMuch
        QuerySet(Allowance).filter(pk=mine.pk).update(spent=F("spent") + more)

    monkeypatch.setattr(ballots, "_spend", careless)
    meet(monkeypatch, ballots, "_check_open", 4)

    def work(number: int) -> None:
        ballots.fill(user=ann, vote=vote, weights={candidates[number].pk: 3}, now=NOW)

    _, problems = at_once(work, 4)

    assert IntegrityError in {type(problem) for problem in problems}
    assert Allowance.objects.get(round=vote, user=ann).spent <= 6


def test_votes_while_it_is_counted_are_in_the_count_or_refused():
    vote, candidates, _ = ballot()
    people = [row.user for row in Allowance.objects.filter(round=vote).select_related("user").order_by("pk")]
    end = vote.closes_at or NOW
    just_before = end - timedelta(seconds=1)

    def work(number: int) -> None:
        if number < len(people):
            ballots.fill(user=people[number], vote=vote, weights={candidates[0].pk: 1}, now=just_before)
        else:
            counting.close_due(now=end)
            counting.count_due(now=end)

    _, problems = at_once(work, len(people) + 2)
    counting.count_due(now=end)

    assert {type(problem).__name__ for problem in problems} <= {"WrongMoment"}
    voted = len(people) - len(problems)
    order = VoteRound.objects.get(pk=vote.pk).results.get().document["order"]
    assert sum(pick["votes"] for pick in order) == voted
    assert set(Vote.objects.values_list("state", flat=True)) <= {"counted"}
    assert list(proofs.check(VoteRound.objects.all())) == []
