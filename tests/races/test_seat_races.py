"""Many buyers and little room. Each lock has its negative control: without it the same race must go wrong.

Buyers come through queues of their own, as from several processes: what orders them is the database.
"""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from lib import clock, errors
from lib.machines import steps
from lib.moment import Moment
from rewards.models import BuyTeam, Campaign, Payment, Seat
from rewards.services import proofs
from rewards.services.buying import claim_queue, claims, endings, locking, mergers, moving, refusals, seats, teams
from rewards.services.buying.claim_batch import SeatRequest
from tests.factories import member
from tests.races.hands import at_once, meet, unlock
from tests.rewards import buying, factories
from tests.rewards.buying import fresh

pytestmark = pytest.mark.django_db(transaction=True)
QUEUES = 8
PROCESS_WIDE = 40  # buyers of the control: one connection each
KIND = (refusals.TeamFull, refusals.SoldOut, refusals.TeamClosed, refusals.LimitReached, refusals.AlreadyIn)


@pytest.fixture
def no_locks(monkeypatch):
    """Take the row locks away, and let all queues have looked before the first of them goes on."""
    unlock(monkeypatch)
    meet(monkeypatch, claims, "load", QUEUES)


def differences():
    """Return what does not agree: counters, rows, log, money and bank."""
    return [str(found) for _name, rows in proofs.check(now=clock.now()) for found in rows]


def press(team, buyers, *, keys=None):
    """Let each buyer claim a seat of `team` at the same moment, at one of several queues."""
    queues = [claim_queue.ClaimQueue(claims.claim) for _ in range(QUEUES)]

    def work(number):
        request = SeatRequest(
            actor=buyers[number],
            key=keys[number] if keys else f"press-{number}",
            plan_b="stop",
            moment=Moment(clock.now()),
            team_id=team.pk,
        )
        return queues[number % QUEUES].ask(team.campaign_id, request)

    return at_once(work, len(buyers))


def nearly_full(**terms):
    """Return the captain's seat of a team of three in which one place is left."""
    captain = buying.open_team(factories.campaign(**terms))
    buying.join(captain.team)
    return captain


def test_of_two_hundred_buyers_of_the_last_seat_one_gets_it_and_the_others_hear_why():
    captain = nearly_full()
    roomy = buying.open_team(captain.campaign)

    results, problems = press(captain.team, [member("Buyer") for _ in range(200)])

    assert len(results) == 1
    assert {type(problem) for problem in problems} == {refusals.TeamFull}
    assert len(problems) == 199
    assert all(problem.data["teams"] == [roomy.team.public_id] for problem in problems)
    assert fresh(captain.team).seats_taken == 3
    assert differences() == []


@pytest.mark.production_only
def test_without_the_lock_buyers_collide_and_only_the_guarded_update_saves_the_seat(no_locks):
    overtaken = False
    for _ in range(20):  # whether they collide at all is up to the machine: they do within a few tries
        captain = nearly_full()
        results, problems = press(captain.team, [member("Buyer") for _ in range(PROCESS_WIDE)])
        overtaken = overtaken or any(isinstance(problem, steps.Overtaken) for problem in problems)

        assert len(results) <= 1
        assert fresh(captain.team).seats_taken <= 3
        if overtaken:
            break
    assert overtaken
    assert differences() == []


@pytest.mark.production_only
def test_without_lock_and_guard_the_database_itself_refuses_to_oversell(no_locks, monkeypatch):
    monkeypatch.setattr(claims, "_IF_FREE", "WHERE t.id = k.team")
    refused = False
    for _ in range(20):  # as above
        captain = nearly_full()
        _results, problems = press(captain.team, [member("Buyer") for _ in range(PROCESS_WIDE)])
        refused = any(isinstance(problem, IntegrityError) and "never_overfull" in str(problem) for problem in problems)

        assert fresh(captain.team).seats_taken <= 3
        if refused:
            break
    assert refused


@pytest.mark.production_only
def test_without_lock_guard_and_constraint_the_seat_is_sold_twice(no_locks, monkeypatch):
    monkeypatch.setattr(claims, "_IF_FREE", "WHERE t.id = k.team")
    constraint = next(each for each in BuyTeam._meta.constraints if each.name == "team_never_overfull")
    with connection.schema_editor() as editor:
        editor.remove_constraint(BuyTeam, constraint)
    sold = 0
    try:
        for _attempt in range(5):  # on a busy machine they sometimes come one by one all the same
            captain = nearly_full()
            press(captain.team, [member("Buyer") for _ in range(PROCESS_WIDE)])
            sold = max(sold, fresh(captain.team).seats_taken)
            if sold > 3:
                break
    finally:
        BuyTeam.objects.update(seats_taken=0)
        with connection.schema_editor() as editor:
            editor.add_constraint(BuyTeam, constraint)

    assert sold > 3


def test_the_stock_of_many_teams_is_sold_once():
    campaign = factories.campaign(stock=20, sizes=(5,))
    rooms = [buying.open_team(campaign, size=5).team for _ in range(8)]
    buyers = [member("Buyer") for _ in range(48)]
    queues = [claim_queue.ClaimQueue(claims.claim) for _ in range(QUEUES)]

    def work(number):
        request = SeatRequest(
            actor=buyers[number],
            key=f"press-{number}",
            plan_b="stop",
            moment=Moment(clock.now()),
            team_id=rooms[number % len(rooms)].pk,
        )
        return queues[number % QUEUES].ask(campaign.pk, request)

    results, problems = at_once(work, len(buyers))

    assert len(results) == 12
    assert all(isinstance(problem, KIND) for problem in problems)
    assert fresh(campaign).seats_taken == 20
    assert differences() == []


def test_one_button_pressed_in_eight_tabs_claims_one_seat():
    captain, ana = buying.open_team(factories.campaign()), member("Ana")

    results, problems = press(captain.team, [ana] * 8, keys=["one-key"] * 8)

    assert problems == []
    assert len({seat.pk for seat in results}) == 1
    assert Payment.objects.filter(seat=results[0]).count() == 1


def test_eight_different_presses_of_one_person_claim_one_seat():
    captain, ana = buying.open_team(factories.campaign(per_member=8)), member("Ana")

    results, problems = press(captain.team, [ana] * 8)

    assert len(results) == 1
    assert {type(problem) for problem in problems} == {refusals.AlreadyIn}


@pytest.mark.production_only
def test_without_the_lock_only_the_slot_keeps_one_person_to_one_seat(no_locks):
    captain, ana = buying.open_team(factories.campaign(sizes=(5,)), size=5), member("Ana")

    results, problems = press(captain.team, [ana] * 16)

    assert len(results) <= 1
    assert any(isinstance(problem, IntegrityError) and "seat_one_a_slot" in str(problem) for problem in problems)


def pay_twice():
    captain = nearly_full()
    seat = buying.join(captain.team, paid=False)
    results, problems = at_once(lambda _number: buying.pay(seat), 4)
    return fresh(captain.team), results, problems


def test_two_tabs_that_pay_confirm_one_seat_once():
    team, _results, problems = pay_twice()

    assert problems == []
    assert (team.state, team.confirmed) == ("succeeded", 3)
    assert differences() == []


@pytest.mark.production_only
def test_without_the_lock_the_payments_overtake_each_other(no_locks, monkeypatch):
    meet(monkeypatch, locking, "seat", 4)

    team, _results, problems = pay_twice()

    assert any(isinstance(problem, (steps.Overtaken, IntegrityError)) for problem in problems)
    assert team.confirmed <= 3


def fill_and_expire(rounds=6):
    """Let the last payment and the deadline fall into the same second, again and again."""
    ends, problems = [], []
    for _ in range(rounds):
        captain = nearly_full()
        last = buying.join(captain.team, paid=False)
        deadline = clock.now() + timedelta(seconds=1)
        BuyTeam.objects.filter(pk=captain.team_id).update(deadline_at=deadline)

        def work(number, last=last, deadline=deadline):
            if number % 2:
                return teams.end_due(now=deadline)
            return buying.pay(last, now=deadline - timedelta(milliseconds=1))

        problems += at_once(work, 4)[1]
        ends.append((fresh(captain.team), fresh(last), buying.payment_of(last)))
    return ends, problems


def test_a_team_that_fills_in_the_second_in_which_it_expires_ends_once():
    ends, problems = fill_and_expire()

    assert problems == []
    for team, last, payment in ends:
        if team.has_succeeded:
            assert (team.confirmed, last.state in ("capturing", "captured")) == (3, True)
        else:
            assert (team.state, last.state) == ("failed", Seat.State.LAPSED)
            assert payment.captured_minor == 0
            assert payment.state not in ("authorised", "captured")
    assert differences() == []


@pytest.mark.production_only
def test_without_the_lock_filling_and_expiring_overtake_each_other(no_locks, monkeypatch):
    end_by_deadline = endings.end_by_deadline

    def slowly(team, now):
        time.sleep(0.1)
        end_by_deadline(team, now)

    monkeypatch.setattr(endings, "end_by_deadline", slowly)

    _ends, problems = fill_and_expire(rounds=3)

    assert any(isinstance(problem, (steps.Overtaken, IntegrityError)) for problem in problems)


def merge_and_join(outside=10, ready=lambda: None):
    """Let three members move to a team in which two places are left, while ten strangers press for them."""
    campaign = factories.campaign(sizes=(5,))
    into = buying.open_team(campaign, size=5)
    buying.join(into.team)
    buying.join(into.team)
    captain = buying.open_team(campaign, size=5)
    movers = [captain, buying.join(captain.team), buying.join(captain.team)]
    merger = mergers.propose(actor=captain.user, team=captain.team, into=into.team, now=clock.now())
    strangers = [member("Stranger") for _ in range(outside)]

    def work(number):
        if number < len(movers):
            seat = movers[number]
            return mergers.answer(actor=seat.user, merger=merger, seat=seat, yes=True, now=clock.now())
        return buying.join(into.team, strangers[number - len(movers)])

    ready()
    results, problems = at_once(work, len(movers) + len(strangers))
    return fresh(into.team), results, problems


def test_moving_and_joining_at_once_fill_a_team_exactly():
    team, results, problems = merge_and_join()

    assert len(results) == 2
    assert all(isinstance(problem, KIND) for problem in problems)
    assert (team.seats_taken, team.confirmed, team.state) == (5, 5, "succeeded")
    assert differences() == []


@pytest.mark.production_only
def test_without_the_lock_three_move_to_two_places_and_only_the_guard_keeps_one_out(no_locks, monkeypatch):
    team, results, problems = merge_and_join(outside=0, ready=lambda: meet(monkeypatch, moving, "check_move", 3))

    assert len(results) <= 2
    assert any(isinstance(problem, (steps.Overtaken, IntegrityError)) for problem in problems)
    assert team.seats_taken <= 5


def test_leaving_lapsing_paying_and_joining_at_once_wait_for_nobody_in_a_circle():
    campaign = factories.campaign(sizes=(5,), stock=30)
    rooms = [buying.open_team(campaign, size=5) for _ in range(3)]
    going = [buying.join(rooms[0].team) for _ in range(2)] + [buying.join(rooms[1].team)]
    held = [buying.join(rooms[2].team, paid=False) for _ in range(2)]
    late = clock.now() + timedelta(minutes=11)
    strangers = [member("Stranger") for _ in range(6)]

    def work(number):
        if number < 3:
            return seats.leave(actor=going[number].user, seat=going[number], now=clock.now())
        if number < 5:
            return buying.pay(held[number - 3])
        if number < 11:
            return buying.join(rooms[number % 3].team, strangers[number - 5])
        return seats.lapse_due(now=late)

    _results, problems = at_once(work, 13)

    assert [problem for problem in problems if not isinstance(problem, errors.HearthError)] == []
    assert fresh(campaign).seats_taken == sum(BuyTeam.objects.values_list("seats_taken", flat=True))
    assert differences() == []
    assert Campaign.objects.get().seats_taken <= 30


@pytest.mark.parametrize("opens", [False, True])
def test_one_key_for_two_campaigns_at_once_is_one_seat(opens, monkeypatch):
    mei = member("Mei")
    places = [buying.open_team(factories.campaign()).team for _ in range(2)]
    meet(monkeypatch, teams if opens else claims, "load", 2)

    def work(number):
        wish = {"actor": mei, "key": "the same key", "plan_b": "stop", "now": clock.now()}
        if opens:
            return teams.open(campaign=places[number].campaign, size=3, **wish)
        return seats.join(team=places[number], **wish)

    granted, refused = at_once(work, 2)

    assert [type(error) for error in refused] == [refusals.KeyReused]
    assert len(granted) == Seat.objects.filter(user=mei).count() == 1
    assert differences() == []
