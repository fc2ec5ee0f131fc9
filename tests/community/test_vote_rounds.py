"""A vote: who runs it, what is frozen, what one may spend, and a result that anybody counts again."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from community import voting
from community.models import Allowance, Candidate, Membership, RoundResult, Vote, VoteRound
from community.services.rounds import ballots, counting, drafting, locking, proofs, rules
from gamify.models import Activity
from inbox.models import Notification
from lib import errors
from tests.community import cast, proposing
from tests.community.moderating import judged
from tests.community.proposing import NOW, fill

pytestmark = pytest.mark.django_db
END = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def _everybody_is_trusted(settings):
    settings.HEARTH_TRUST_DAYS = 0


def plan(entries: list[tuple[Any, int]], **changes: Any) -> drafting.Plan:
    values = {"names": {"en": "What first?", "zh-hans": "先做哪个？"}, "method": "points", "per_voter": 10, "seats": 1}
    made = [drafting.Entry(proposal, cost) for proposal, cost in entries]
    return drafting.Plan(entries=made, closes_at=END, **{**values, **changes})


def drafted(costs: tuple[int, ...] = (0, 0), group: Any = None, **changes: Any) -> VoteRound:
    group = group or proposing.place()
    entries = [(proposing.opened(group), cost) for cost in costs]
    return drafting.draft(by=proposing.judge(group), plan=plan(entries, **changes), group=group, now=NOW)


def opened(voters: int = 3, **named: Any) -> tuple[VoteRound, list[Candidate], list[Any]]:
    group = proposing.place()
    people = [cast.member(group) for _ in range(voters)]
    vote = drafted(group=group, **named)
    vote = drafting.open_(by=vote.created_by, vote=vote, now=NOW)
    return vote, list(vote.candidates.order_by("position")), people


def decided(vote: VoteRound) -> VoteRound:
    assert (counting.close_due(now=END), counting.count_due(now=END), counting.count_due(now=END)) == (1, 1, 0)
    vote.refresh_from_db()
    return vote


def test_a_vote_is_cast_changed_taken_back_and_counted_once():
    vote, (first, second), (ann, ben, eva) = opened()
    with pytest.raises(ballots.TooMuch) as much:
        fill(vote, ann, {first: 4, second: 7})
    assert much.value.data == {"left": 10, "cost": 11}
    for _ in range(2):
        fill(vote, ann, {first: 4, second: 6})
    assert set(Vote.objects.values_list("seq", flat=True)) == {1}
    fill(vote, ann, {first: 4, second: 1})
    fill(vote, ben, {second: 10})
    for _ in range(2):
        fill(vote, ben, {})
    fill(vote, ben, {second: 2})
    spent = {row.user_id: row.spent for row in Allowance.objects.filter(round=vote)}
    assert (spent[ann.pk], spent[ben.pk], spent[eva.pk]) == (5, 2, 0)

    vote = decided(vote)

    document = RoundResult.objects.get().document
    assert document["winners"] == [first.proposal.public_id]
    assert [(pick["votes"], pick["why"]) for pick in document["order"]] == [(4, "most_votes"), (3, "no_seat")]
    assert set(Vote.objects.values_list("state", flat=True)) == {"counted"}
    assert Activity.objects.filter(verb="vote").count() == 2
    assert [line.recipient_id for line in Notification.objects.filter(data__what="decided").order_by("recipient")] == [
        ann.pk,
        ben.pk,
    ]
    for late in ({first: 1}, {}):
        with pytest.raises(locking.WrongMoment):
            fill(vote, ann, late)


def test_what_binds_is_frozen_with_a_hash_and_the_result_can_be_counted_again_by_anybody():
    vote, (first, second), people = opened()
    for person in people:
        fill(vote, person, {first: 3})
    fill(vote, people[0], {first: 3, second: 3})
    assert rules.are_kept(vote)
    assert vote.voters == Allowance.objects.count() == Membership.objects.filter(group=vote.group).count()
    vote = decided(vote)
    said = StringIO()
    call_command("vote_recount", vote.public_id, stdout=said)
    assert vote.results.get().inputs_hash in said.getvalue()
    call_command("vote_recount", "--all", "--check", stdout=StringIO())

    inputs = counting.inputs_of(vote)
    again = voting.count(
        voting.get(inputs["method"]),
        ballots=[voting.Ballot(voter, votes) for voter, votes in reversed(inputs["ballots"])],
        projects=[voting.Project(*each) for each in inputs["projects"]],
        terms=voting.Terms(**inputs["terms"]),
    )
    assert again.inputs_hash == vote.results.get().inputs_hash
    assert not {person.public_id for person in people} & {voter for voter, _ in inputs["ballots"]}

    Vote.objects.filter(user=people[1]).update(weight=9)
    with pytest.raises(CommandError, match="inputs"):
        call_command("vote_recount", vote.public_id, check=True)
    VoteRound.objects.update(seed="another")
    assert next(found.what for found in proofs.check(VoteRound.objects.all())) == "what was frozen"
    with pytest.raises(CommandError, match="Name votes"):
        call_command("vote_recount")


def test_who_came_later_or_works_for_the_brand_does_not_vote():
    group, maker = proposing.place(), proposing.brand()
    cast.join(maker.person, group)
    early = cast.member(group)
    entries = [(proposing.opened(group, of=maker), 50), (proposing.opened(group, of=maker), 60)]
    money = plan(entries, method="equal_shares", budget_minor=100, completion="none", seats=None, per_voter=2)
    with pytest.raises(errors.NotAllowed):  # a brand asks everybody; in a group only the group's own people do
        drafting.draft(by=maker.person, plan=money, group=group, brand=maker, now=NOW)
    judge = proposing.judge(group)
    vote = drafting.draft(by=judge, plan=money, group=group, brand=maker, now=NOW)
    drafting.open_(by=judge, vote=vote, now=NOW)
    late, candidate = cast.member(group), vote.candidates.first()

    fill(vote, early, {candidate: 1})
    for person in (late, maker.person):
        with pytest.raises(locking.NotAVoter):
            fill(vote, person, {candidate: 1})
    with pytest.raises(errors.Invalid):
        fill(vote, early, {candidate: 2})


def test_only_confirmed_members_vote_where_one_could_be_many():
    group = proposing.place()
    unconfirmed = cast.member(group)
    vote = drafted(group=group, method="quadratic", per_voter=9)
    assert vote.is_verified
    with pytest.raises(errors.Invalid):
        drafting.open_(by=vote.created_by, vote=vote, now=NOW)
    confirmed = cast.member(group)
    confirmed.emailaddress_set.create(email=confirmed.email, verified=True, primary=True)
    drafting.open_(by=vote.created_by, vote=vote, now=NOW)

    fill(vote, confirmed, {vote.candidates.first(): 3})

    assert Allowance.objects.get().spent == 9
    with pytest.raises(locking.NotAVoter):
        fill(vote, unconfirmed, {vote.candidates.first(): 1})


def test_a_plan_is_checked_and_only_who_may_runs_it():
    group = proposing.place()
    judge, entries = proposing.judge(group), [(proposing.opened(group), 1), (proposing.opened(group), 2)]
    elsewhere = proposing.opened(cast.group(visibility="secret"))
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"names": {"en": ""}}, "name"),
        ({"per_voter": 0}, "per_voter"),
        ({"seats": None}, "budget"),
        ({"method": "equal_shares", "completion": "none"}, "budget"),
        ({"completion": "none"}, "completion"),
        ({"currency": "ABC"}, "currency"),
        ({"method": "dice"}, "method"),
        ({"entries": entries[:1]}, "entries"),
        ({"entries": [entries[0], entries[0]]}, "entries"),
        ({"entries": [entries[0], (elsewhere, 1)]}, "entries"),
        ({"entries": [entries[0], (proposing.submitted(group), 1)]}, "entries"),
    ]
    for changes, field in wrong:
        with pytest.raises(errors.Invalid) as refused:
            drafting.draft(by=judge, plan=plan(changes.pop("entries", entries), **changes), group=group, now=NOW)
        assert field in refused.value.fields
    for nobody in (cast.member(group), proposing.brand().person):
        with pytest.raises(errors.NotAllowed):
            drafting.draft(by=nobody, plan=plan(entries), group=group, now=NOW)
    vote = drafting.draft(by=judge, plan=plan(entries), group=group, now=NOW)
    stranger = cast.person()
    assert not VoteRound.objects.visible_to(stranger).exists()
    drafting.edit(by=judge, vote=vote, plan=plan(entries[::-1], per_voter=4))
    with pytest.raises(errors.NotFound):
        fill(vote, stranger, {vote.candidates.first(): 1})
    counting.call_off(by=judge, vote=vote, reason="Not now.", now=NOW)
    with pytest.raises(locking.WrongMoment):
        drafting.open_(by=judge, vote=vote, now=NOW)


def test_a_count_that_a_judge_overtakes_is_made_again(monkeypatch):
    vote, (first, _), (ann, ben, _) = opened()
    fill(vote, ann, {first: 1})
    fill(vote, ben, {first: 5})
    counting.close_due(now=END)
    count = counting.recount

    def overtaken(held: VoteRound) -> voting.Result:
        found = count(held)
        judged(Allowance.objects.get(round=vote, user=ben), vote.created_by)
        return found

    monkeypatch.setattr(counting, "recount", overtaken)
    assert (counting.count_due(now=END), RoundResult.objects.count()) == (0, 0)
    monkeypatch.setattr(counting, "recount", count)
    assert counting.count_due(now=END) == 1
    assert RoundResult.objects.get().document["order"][0]["votes"] == 1
