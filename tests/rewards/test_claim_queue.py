"""The claim queue: a line is served together, each is answered, and nobody suffers for another."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction

from lib import clock
from lib.moment import Moment
from rewards.models import Seat
from rewards.services.buying import claim_queue, claims, refusals
from rewards.services.buying.claim_batch import SeatRequest
from tests.factories import member
from tests.races.hands import at_once
from tests.rewards import buying, factories
from tests.rewards.buying import fresh

pytestmark = pytest.mark.django_db(transaction=True)
STATEMENTS = 14  # with BEGIN and COMMIT


def request(number=0, **changes):
    values = {
        "actor": None,
        "key": f"key-{number}",
        "plan_b": "stop",
        "moment": Moment(clock.now()),
        "team_id": 1,
    }
    return SeatRequest(**{**values, **changes})


class Counter:
    """Serves by a function of the request, notes the batches, and lets a line grow while it serves the first."""

    def __init__(self, hands, answer=lambda request: Seat(key=request.key)):
        self.hands, self.answer, self.batches = hands, answer, []
        self.has_line = threading.Event()

    def __call__(self, _campaign_pk, requests):
        self.batches.append(len(requests))
        if len(self.batches) == 1:
            self.has_line.wait(5)
        return [self.answer(request) for request in requests]

    def run(self):
        own = claim_queue.ClaimQueue(self)

        def watch():
            while self._length(own) < self.hands and not self.has_line.wait(0.01):
                pass
            self.has_line.set()

        threading.Thread(target=watch, daemon=True).start()
        return own, at_once(lambda number: own.ask(1, request(number)), self.hands)

    @staticmethod
    def _length(own):
        with own._lock:
            return sum(map(len, own._lines.values()))


def test_whoever_comes_meanwhile_is_served_together_in_the_next_turn():
    counter = Counter(20)

    own, (seats, problems) = counter.run()

    assert problems == []
    assert sorted(seat.key for seat in seats) == sorted(f"key-{number}" for number in range(20))
    assert counter.batches[0] + counter.batches[1] == 20
    assert own._lines == {}


def test_one_whose_request_cannot_be_served_hurts_nobody_else():
    def answer(request):
        if request.key == "key-7":
            raise ZeroDivisionError
        return Seat(key=request.key)

    _own, (seats, problems) = Counter(12, answer).run()

    assert len(seats) == 11
    assert [type(problem) for problem in problems] == [ZeroDivisionError]


def test_a_refusal_is_for_the_one_who_was_refused():
    def answer(request):
        return refusals.TeamFull() if request.key == "key-3" else Seat(key=request.key)

    _own, (seats, problems) = Counter(6, answer).run()

    assert len(seats) == 5
    assert [type(problem) for problem in problems] == [refusals.TeamFull]


def test_a_queue_whose_server_is_ended_leaves_nobody_waiting():
    def answer(_campaign_pk, _requests):
        raise SystemExit

    own = claim_queue.ClaimQueue(answer)

    with pytest.raises(SystemExit):
        own.ask(1, request())

    assert own._lines == {}


def test_inside_a_transaction_a_request_is_served_within_it():
    captain = buying.open_team(factories.campaign())
    mine = request(actor=member("Ana"), team_id=captain.team_id)
    own = claim_queue.ClaimQueue(claims.claim)

    with transaction.atomic():
        seat = own.ask(captain.campaign_id, mine)
        transaction.set_rollback(True)

    assert not Seat.objects.filter(pk=seat.pk).exists()
    assert fresh(captain.team).seats_taken == 1


def test_a_batch_is_answered_as_if_its_requests_had_come_one_after_the_other():
    captain = buying.open_team(factories.campaign())
    ana = member("Ana")
    people = [ana, ana, member("Bo"), member("Cy"), ana]
    keys = ["one", "one", "bo", "cy", "other"]
    requests = [request(actor=who, key=key, team_id=captain.team_id) for who, key in zip(people, keys, strict=True)]

    first, again, bo, cy, other = claims.claim(captain.campaign_id, requests)

    assert first is again
    assert isinstance(bo, Seat)
    assert isinstance(cy, refusals.TeamFull)
    assert isinstance(other, refusals.AlreadyIn)
    assert fresh(captain.team).seats_taken == fresh(captain.campaign).seats_taken == 3


@pytest.mark.parametrize("number", [1, 12])
def test_a_line_of_any_length_costs_the_same_number_of_statements(number, django_assert_num_queries):
    captain = buying.open_team(factories.campaign(sizes=(20,)), size=20)
    requests = [request(each, actor=member("Buyer"), team_id=captain.team_id) for each in range(number)]

    with django_assert_num_queries(STATEMENTS):
        claims.claim(captain.campaign_id, requests)
