"""Sending: what receivers do, when they are tried again, who holds the pen, and what is kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from connect import workers
from connect.models import Delivery, Endpoint
from connect.services.webhooks import destinations, endpoints, keeping, outbox, schedule, sending, signing, wire
from inbox.models import Notification
from lib import clock
from tests.connect.hooking import endpoint, send
from tests.connect.receivers import receiving
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards.buying import fresh
from tests.rewards.factories import brand

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("economy")]
State = Delivery.State


@pytest.fixture(autouse=True)
def _here(settings):
    settings.HEARTH_WEBHOOKS_HERE = True


def test_hands_are_put_to_what_waits_and_rest_when_it_is_sent():
    ours = brand()
    with receiving() as receiver:
        for _ in range(3):
            each = endpoint(receiver.url, ours, "team.failed")
            endpoints.test(by=ours.owner, endpoint=each, now=clock.now())

        assert workers.wake() > 0
        for thread in list(workers._at_work.values()):
            thread.join(20)

    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == len(receiver.got) == 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DONE}
    assert workers.wake() == 0


@pytest.mark.parametrize(
    ("behaviour", "status", "problem", "state"),
    [
        ("breaks", 500, "refused", State.WAITING),
        ("is_gone", 410, "refused", State.FAILED),
        ("redirects", 302, "refused", State.WAITING),
        ("floods", 200, "", State.DONE),
        ("talks_nonsense", 0, "nonsense", State.WAITING),
    ],
)
def test_receivers_behave_as_they_like(behaviour, status, problem, state):
    with receiving(behaviour) as receiver:
        mine = endpoint(receiver.url, None, "team.failed")
        endpoints.test(by=mine.created_by, endpoint=mine, now=clock.now())
        tried = send()

    assert (tried.status, tried.problem, tried.state, tried.attempts) == (status, problem, state, 1)
    assert receiver.also == []  # no redirect is followed
    assert len(tried.answer) <= wire.KEPT
    assert not {"\x00", "\u202e"}.intersection(tried.answer)
    kept = fresh(mine)
    assert kept.leased_until is None
    assert kept.is_on == (behaviour != "is_gone")
    told = Notification.objects.filter(recipient=mine.created_by, kind="webhook_off")
    assert told.exists() == (behaviour == "is_gone")


def test_one_that_drips_is_cut_off_when_the_time_is_over():
    with receiving("drips", seconds=3) as receiver:
        place = destinations.read(receiver.url)
        answer = wire.post(place, "127.0.0.1", "{}", {}, seconds=0.4)

    assert answer.problem == "time"
    assert answer.seconds < 1.5


def test_a_slow_one_delays_nobody_else():
    ours = brand()
    with receiving("breaks") as bad, receiving() as good:
        slow, quick = endpoint(bad.url, ours, "team.failed"), endpoint(good.url, ours, "team.failed")
        Endpoint.objects.filter(pk=slow.pk).update(is_slow=True)
        for each in (slow, quick):
            endpoints.test(by=ours.owner, endpoint=each, now=clock.now())

        first = sending.send_next(now=clock.now(), chance=0, is_quick=True)
        assert first.endpoint_id == quick.pk
        assert sending.send_next(now=clock.now(), chance=0, is_quick=True) is None
        assert send().endpoint_id == slow.pk


def test_ten_tries_in_76_hours_then_it_is_given_up_and_after_five_days_it_is_off():
    pauses = [schedule.pause_after(tries, chance=0) for tries in range(1, 10)]
    assert timedelta(hours=75) < sum(pauses, timedelta()) < timedelta(hours=76)
    assert schedule.pause_after(10, chance=0) is None
    assert all(schedule.pause_after(n, chance=0.9) > schedule.pause_after(n, chance=0.1) for n in range(1, 10))

    with receiving("breaks") as receiver:
        mine = endpoint(receiver.url, None, "team.failed")
        message = endpoints.test(by=mine.created_by, endpoint=mine, now=clock.now())
        at = clock.now()
        for tries in range(1, 11):
            assert send(at).attempts == tries
            at = fresh(message).due_at
        assert (fresh(message).state, len(receiver.got)) == (State.FAILED, 10)
        assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
        assert send(at + timedelta(days=9)) is None

        late = endpoints.test(by=mine.created_by, endpoint=mine, now=at)
        send(at + timedelta(days=2, seconds=1))
    assert (fresh(mine).off_reason, fresh(late).state) == ("failing", State.WAITING)
    assert Notification.objects.filter(recipient=mine.created_by, kind="webhook_off").count() == 1


def test_who_is_back_hears_at_once_what_nobody_was_there_to_hear_and_the_oldest_first():
    with receiving() as receiver:
        mine = endpoint(receiver.url, None, "team.failed")
        url, now = mine.url, clock.now()
        Endpoint.objects.update(url="http://127.0.0.1:1/hook")
        sent = [endpoints.test(by=mine.created_by, endpoint=mine, now=now) for _ in range(4)]
        while send(now):
            pass
        refused = sent.pop()  # an hour ago, before it went
        Delivery.objects.filter(pk=refused.pk).update(problem=Delivery.Problem.REFUSED)
        Endpoint.objects.update(url=url)
        assert send(now + timedelta(seconds=1)) is None

        endpoints.test(by=mine.created_by, endpoint=mine, now=now)
        while send(now + timedelta(seconds=2)):
            pass

    heard = [headers["webhook-id"] for headers, _body in receiver.got]
    assert heard[1:] == [f"msg_{message.public_id}" for message in sent]
    assert fresh(refused).due_at > now + timedelta(seconds=2)


def test_for_a_day_both_secrets_sign_then_the_new_one_alone():
    mine = endpoint("http://127.0.0.1:1", None, "team.failed")
    old, now = signing.secret_of(mine), clock.now()
    endpoints.rotate(by=mine.created_by, endpoint=mine, now=now)
    new = signing.secret_of(fresh(mine))
    message = endpoints.test(by=mine.created_by, endpoint=fresh(mine), now=now)
    assert old != new

    both, later = (signing.headers(message, now=now + pause) for pause in (timedelta(hours=23), timedelta(hours=25)))
    assert len(both["webhook-signature"].split()) == 2
    assert len(later["webhook-signature"].split()) == 1
    signed = signing.headers(message, now=now)
    for secret in (old, new):
        assert Webhook(secret).verify(message.body, signed)["type"] == outbox.TEST
    everything = json.dumps([str(value) for value in Endpoint.objects.values_list().first()])
    assert new.removeprefix("whsec_") not in everything


def test_texts_are_kept_for_thirty_days():
    mine = endpoint("http://127.0.0.1:1", None, "team.failed")
    message = endpoints.test(by=mine.created_by, endpoint=mine, now=clock.now())

    assert keeping.forget(now=clock.now() + timedelta(days=29)) == 0
    assert keeping.forget(now=clock.now() + timedelta(days=31)) == 1
    assert (fresh(message).body, fresh(message).state) == ("", State.FAILED)
    with pytest.raises(endpoints.NotKept):
        endpoints.send_again(by=mine.created_by, delivery=fresh(message), now=clock.now())
