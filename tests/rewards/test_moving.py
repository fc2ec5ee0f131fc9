"""What happens to those whose team does not come together, and to captains who join forces."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib import errors
from rewards.models import MergerAnswer, Seat
from rewards.services.buying import mergers, moving, refusals, teams
from tests.factories import member
from tests.rewards import buying, factories
from tests.rewards.buying import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(clock):
    """Time stands still."""


def two_teams(clock, *, sizes=(3, 3), plan="move", **terms):
    """Return the captains' seats of two teams; the first ends an hour earlier."""
    campaign = factories.campaign(**terms)
    first = buying.open_team(campaign, size=sizes[0], plan_b=plan)
    clock.tick(hours=1)
    return first, buying.open_team(campaign, size=sizes[1])


def end(seat, clock):
    clock.set(seat.team.deadline_at)
    teams.end_due(now=clock.now)


def test_who_chose_to_move_moves_with_the_same_order_and_payment(clock):
    first, second = two_teams(clock)
    payment = buying.payment_of(first)

    end(first, clock)

    moved = fresh(first)
    assert (moved.team, moved.state, buying.payment_of(moved)) == (second.team, Seat.State.AUTHORISED, payment)
    assert fresh(payment).state == "authorised"
    assert (fresh(first.team).seats_taken, fresh(second.team).seats_taken, fresh(second.team).confirmed) == (0, 2, 2)
    assert fresh(first.campaign).seats_taken == 2
    assert fresh(first.team).state == "failed"


def test_who_chose_to_stop_stays_behind(clock):
    first, second = two_teams(clock, plan="stop")

    end(first, clock)

    assert (fresh(first).state, fresh(second.team).seats_taken) == (Seat.State.VOIDING, 1)


def test_the_move_that_fills_a_team_lets_it_succeed(clock):
    first, second = two_teams(clock)
    buying.join(second.team)

    end(first, clock)

    assert fresh(second.team).state == "succeeded"
    assert fresh(first).state == Seat.State.CAPTURING


def test_nobody_moves_to_where_it_could_cost_more(clock):
    first, second = two_teams(clock, sizes=(5, 3))
    assert first.limit_minor < second.limit_minor

    end(first, clock)

    assert fresh(first).state == Seat.State.VOIDING


def test_nobody_moves_into_a_team_that_is_not_listed(clock):
    first, second = two_teams(clock)
    type(second.team).objects.filter(pk=second.team_id).update(is_listed=False)

    end(first, clock)

    assert fresh(first).state == Seat.State.VOIDING


def test_nobody_moves_to_a_team_that_outlives_the_hold(clock):
    first, second = two_teams(clock)
    payment = buying.payment_of(first)
    type(payment).objects.filter(pk=payment.pk).update(capture_before=second.team.deadline_at - timedelta(minutes=1))

    end(first, clock)

    assert fresh(first).state == Seat.State.VOIDING


def test_of_two_who_move_only_those_find_a_place_for_whom_there_is_one(clock):
    first, second = two_teams(clock)
    other = buying.join(first.team, plan_b="move")
    buying.join(second.team)

    end(first, clock)

    assert {fresh(first).state, fresh(other).state} == {Seat.State.CAPTURING, Seat.State.VOIDING}
    assert fresh(first.campaign).seats_taken == 3


def test_nobody_moves_when_the_campaign_is_cancelled(clock):
    first, second = two_teams(clock)
    type(first.campaign).objects.update(state="cancelled")

    teams.end_due(now=clock.now)

    assert {fresh(first).state, fresh(second).state} == {Seat.State.VOIDING}


def test_one_may_change_ones_mind_while_the_team_is_forming(clock):
    first, _second = two_teams(clock)

    moving.choose(actor=first.user, seat=first, plan_b="stop", now=clock.now)
    with pytest.raises(errors.Invalid):
        moving.choose(actor=first.user, seat=first, plan_b="wish", now=clock.now)
    with pytest.raises(errors.NotFound):
        moving.choose(actor=member("Other"), seat=first, plan_b="move", now=clock.now)
    end(first, clock)

    assert fresh(first).state == Seat.State.VOIDING
    with pytest.raises(refusals.TeamClosed):
        moving.choose(actor=first.user, seat=first, plan_b="move", now=clock.now)


def test_each_member_answers_a_captains_proposal_alone(clock):
    first, second = two_teams(clock, sizes=(5, 5))
    stays, goes = buying.join(first.team), buying.join(first.team)
    merger = mergers.propose(actor=first.user, team=first.team, into=second.team, now=clock.now)

    mergers.answer(actor=stays.user, merger=merger, seat=stays, yes=False, now=clock.now)
    mergers.answer(actor=goes.user, merger=merger, seat=goes, yes=True, now=clock.now)
    mergers.answer(actor=goes.user, merger=merger, seat=goes, yes=False, now=clock.now)

    assert (fresh(stays).team, fresh(goes).team, fresh(first).team) == (first.team, second.team, first.team)
    assert (fresh(first.team).confirmed, fresh(second.team).confirmed) == (2, 2)
    assert MergerAnswer.objects.count() == 2


def test_the_last_to_go_closes_the_team_and_the_captain_who_goes_hands_over(clock):
    first, second = two_teams(clock, sizes=(5, 5))
    other = buying.join(first.team)
    merger = mergers.propose(actor=first.user, team=first.team, into=second.team, now=clock.now)

    mergers.answer(actor=first.user, merger=merger, seat=first, yes=True, now=clock.now)
    assert (fresh(first.team).captain, fresh(first.team).state) == (other.user, "forming")
    mergers.answer(actor=other.user, merger=merger, seat=other, yes=True, now=clock.now)

    assert fresh(first.team).state == "failed"
    assert (fresh(second.team).confirmed, fresh(first.campaign).seats_taken) == (3, 3)


def test_the_answer_that_fills_the_other_team_lets_it_succeed(clock):
    first, second = two_teams(clock)
    buying.join(second.team)
    merger = mergers.propose(actor=first.user, team=first.team, into=second.team, now=clock.now)

    mergers.answer(actor=first.user, merger=merger, seat=first, yes=True, now=clock.now)

    assert (fresh(second.team).state, fresh(first).state) == ("succeeded", Seat.State.CAPTURING)
    assert fresh(second.team).price_minor <= fresh(first).limit_minor


def test_only_the_captain_proposes_and_only_what_is_possible(clock):
    first, second = two_teams(clock, sizes=(5, 3))
    other = buying.join(first.team)
    elsewhere = buying.open_team(factories.campaign())

    with pytest.raises(mergers.CaptainOnly):
        mergers.propose(actor=other.user, team=first.team, into=second.team, now=clock.now)
    with pytest.raises(refusals.Dearer):
        mergers.propose(actor=first.user, team=first.team, into=second.team, now=clock.now)
    with pytest.raises(errors.NotFound):
        mergers.propose(actor=first.user, team=first.team, into=elsewhere.team, now=clock.now)


def test_a_full_team_takes_nobody_over_and_nobody_answers_for_another(clock):
    first, second = two_teams(clock)
    merger = mergers.propose(actor=first.user, team=first.team, into=second.team, now=clock.now)
    buying.join(second.team, paid=False)
    buying.join(second.team, paid=False)

    with pytest.raises(refusals.TeamFull):
        mergers.answer(actor=first.user, merger=merger, seat=first, yes=True, now=clock.now)
    with pytest.raises(errors.NotFound):
        mergers.answer(actor=second.user, merger=merger, seat=first, yes=True, now=clock.now)

    assert fresh(first).team == first.team
