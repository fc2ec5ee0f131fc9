"""Many hands on what waits to be sent: a message goes out once, and what is read twice is written once."""

from __future__ import annotations

import time as pause

import pytest

from connect.models import Delivery, Reading
from connect.services.webhooks import endpoints, outbox, sending, wire
from lib import clock
from lib.machines import steps
from rewards.models import Event
from tests.connect.hooking import endpoint, send
from tests.gamify.conftest import economy  # noqa: F401
from tests.races.hands import at_once
from tests.rewards.buying import fresh, join, open_team
from tests.rewards.factories import campaign

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("economy")]
HANDS = 6


@pytest.fixture
def posted(settings, monkeypatch):
    """Count what goes out, slowly."""
    settings.HEARTH_WEBHOOKS_HERE = True
    found = []

    def post(*given, **_more):
        found.append(given)
        pause.sleep(0.1)
        return wire.Answer(status=204, seconds=0.1)

    monkeypatch.setattr(wire, "post", post)
    return found


def a_message():
    mine = endpoint("http://127.0.0.1:1", None, "team.succeeded")
    return endpoints.test(by=mine.created_by, endpoint=mine, now=clock.now())


def test_of_six_hands_one_sends(posted):
    message = a_message()

    done, problems = at_once(lambda number: send(), HANDS)

    assert problems == []
    assert [one.pk for one in done if one] == [message.pk]
    assert len(posted) == 1


def test_without_the_lease_several_send(posted, monkeypatch):
    a_message()
    monkeypatch.setattr(sending, "_claim", lambda now, is_quick: sending.due(now=now).first())
    monkeypatch.setattr(sending, "_let_go", lambda *given: True)

    at_once(lambda number: send(), HANDS)

    assert len(posted) > 1


def test_a_hand_that_died_is_followed_by_another_and_writes_nothing_afterwards(posted):
    message = a_message()
    now = clock.now()
    late = sending._claim(now, False)
    assert send(now) is None

    assert send(now + sending.LEASE).pk == message.pk
    stale = Delivery.objects.select_related("endpoint").get(pk=message.pk)
    stale.endpoint = late
    assert not sending.note(stale, wire.Answer(problem="time"), now=now + sending.LEASE, chance=0)
    assert (fresh(message).state, fresh(message).attempts) == (Delivery.State.DONE, 1)


def test_six_readers_write_each_message_once(posted):
    seat = open_team(campaign())
    for _ in range(2):
        join(seat.team)
    endpoint("http://127.0.0.1:1", None, "team.succeeded")

    _done, problems = at_once(lambda number: outbox.read_all(now=clock.now()), HANDS)

    assert problems == []
    keys = list(Delivery.objects.values_list("kind", "key"))
    assert keys == [("team.succeeded", f"team:{seat.team_id}:{fresh(seat.team).seq}")]


def test_the_reading_stays_behind_whatever_may_still_be_committed(posted):
    team = open_team(campaign()).team
    endpoint("http://127.0.0.1:1", None, "team.failed")
    steps.take(team, "failed", cause="deadline", now=clock.now(), has_succeeded=False, ended_at=clock.now())
    assert outbox.read_all(now=clock.now()) == 1
    later = Event.objects.latest("pk")
    assert Reading.objects.get(log="rewards").done_id < later.pk

    assert outbox.read_all(now=clock.now() + outbox.LATE * 2) == 0
    assert Reading.objects.get(log="rewards").done_id == later.pk
    assert Reading.objects.count() == 1
