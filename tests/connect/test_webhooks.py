"""News for other programs: what is told to whom, that nobody waits for it, and what becomes of each try."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from standardwebhooks import Webhook, WebhookVerificationError

from accounts.models import User
from connect.models import Delivery, Endpoint, Reading
from connect.services.webhooks import endpoints, outbox, signing
from gamify.services import tiers
from lib import clock, errors, webhook_events
from rewards.models import BuyTeam, DeliveryAddress, Event
from rewards.services.buying import addresses
from tests.connect.hooking import endpoint, read, send
from tests.connect.programs import program
from tests.connect.receivers import receiving
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards.buying import confirmed, fresh, join, open_team
from tests.rewards.console import paid_order
from tests.rewards.factories import brand, campaign, staff
from tests.rewards.redeeming import BERGEN, redeemed, reward, rich

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("economy")]
State = Delivery.State


@pytest.fixture(autouse=True)
def _here(settings):
    settings.HEARTH_WEBHOOKS_HERE = True


def a_team_that_came_together(of):
    sold = campaign(of)
    seat = open_team(sold)
    for _ in range(2):
        join(seat.team)
    team = fresh(seat.team)
    assert team.state == BuyTeam.State.SUCCEEDED
    return sold, team


def test_a_team_that_comes_together_is_told_to_its_brand_alone_and_verifies():
    ours, theirs = brand(), brand()
    with receiving() as receiver:
        mine = endpoint(receiver.url, ours, "team.succeeded", "order.captured")
        endpoint(receiver.url, theirs, "team.succeeded")
        site = endpoint(receiver.url, None, "team.succeeded")
        sold, team = a_team_that_came_together(ours)

        written = read()
        assert {(row.endpoint_id, row.kind) for row in written if row.kind == "team.succeeded"} == {
            (mine.pk, "team.succeeded"),
            (site.pk, "team.succeeded"),
        }
        for _ in written:
            assert send().state == State.DONE
        assert send() is None

    headers, body = next((h, b) for h, b in receiver.got if h["webhook-id"] == written[0].message_id)
    said = Webhook(signing.secret_of(written[0].endpoint)).verify(body, headers)
    assert said["type"] == written[0].kind
    told = next(json.loads(b) for h, b in receiver.got if '"team.succeeded"' in b)
    assert told["data"] == {
        "team": team.public_id,
        "campaign": sold.public_id,
        "people": 3,
        "url": webhook_events.address("api-own-campaign", ours.slug, sold.public_id),
    }
    path = told["data"]["url"].partition("/api/v1/")[2]
    assert program(mine.created_by, "read", brand=ours).get(path).json()["id"] == sold.public_id
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.secret_of(mine)).verify(body.replace("team", "teem"), headers)


def test_a_paid_order_that_can_be_sent_now_is_told_once_and_not_where():
    ours = brand()
    endpoint("http://127.0.0.1:1", ours, "order.addressed")
    sold = campaign(ours)
    seat, early = paid_order(sold), open_team(sold)
    DeliveryAddress.objects.all().delete()
    for place in (BERGEN, replace(BERGEN, recipient="Somebody else")):
        for each in (seat, early):
            addresses.give(actor=each.user, seat=each, address=place, now=clock.now())

    [told] = read()

    assert json.loads(told.body)["data"]["order"] == seat.public_id
    assert BERGEN.city not in told.body


def test_reading_twice_writes_once_and_what_came_before_is_not_told():
    ours = brand()
    a_team_that_came_together(ours)
    late = clock.now() + timedelta(minutes=10)
    mine = endpoint("http://127.0.0.1:1", ours, "team.succeeded", now=late)
    with time_machine.travel(late + timedelta(seconds=1)):
        a_team_that_came_together(ours)

    assert [row.endpoint_id for row in read(late)] == [mine.pk]
    assert len(read(late)) == 1
    assert len(read(late + outbox.LATE * 3)) == 1
    assert Reading.objects.get(log="rewards").done_id == Event.objects.latest("pk").pk
    assert len(read(late + outbox.LATE * 4)) == 1


def test_what_happened_before_a_change_is_still_told_and_nothing_of_what_is_heard_newly():
    ours = brand()
    mine = endpoint("http://127.0.0.1:1", ours, "team.succeeded")
    a_team_that_came_together(ours)
    later, kinds = clock.now() + timedelta(minutes=1), ["team.succeeded", "campaign.opened"]
    endpoints.edit(by=ours.owner, endpoint=mine, url="http://127.0.0.1:1/new", kinds=kinds, now=later)

    assert [row.kind for row in read(later)] == ["team.succeeded"]


def test_what_is_told_of_the_site_ends_with_the_rights_of_who_asked_for_it():
    mine = endpoint("http://127.0.0.1:1", None, "team.succeeded")
    endpoints.test(by=mine.created_by, endpoint=mine, now=clock.now())
    User.objects.filter(pk=mine.created_by_id).update(is_staff=False)
    a_team_that_came_together(brand())

    assert [row.kind for row in read()] == [outbox.TEST]
    assert send() is None


def test_redemptions_go_to_their_brand_and_what_members_earn_to_staff_alone():
    shop = brand()
    mine = endpoint("http://127.0.0.1:1", shop, "redemption.requested", "redemption.granted")
    site = endpoint("http://127.0.0.1:1", None, "award.granted", "level.reached", "tier.changed")
    mei, hidden = rich("Mei", days=8), rich("Ana", days=8, boards_hidden=True)
    redemption = redeemed(mei, reward(shop))
    tiers.review_due(now=clock.now())

    told = [(row.endpoint_id, json.loads(row.body)) for row in read()]

    assert {(one, said["type"]) for one, said in told} == {
        (mine.pk, "redemption.requested"),
        (mine.pk, "redemption.granted"),
        (site.pk, "award.granted"),
        (site.pk, "level.reached"),
        (site.pk, "tier.changed"),
    }
    assert {said["data"]["redemption"] for one, said in told if one == mine.pk} == {redemption.public_id}
    assert {said["data"]["member"] for one, said in told if one == site.pk} == {mei.public_id} != {hidden.public_id}
    for _one, said in told:
        assert said["data"].keys() == webhook_events.find(said["type"]).example.keys()


def test_while_nobody_listens_nothing_is_written_and_one_question_is_asked():
    a_team_that_came_together(brand())

    with CaptureQueriesContext(connection) as asked:
        assert outbox.read_all(now=clock.now()) == 0

    assert len(asked) == 1
    assert (Delivery.objects.count(), Reading.objects.count()) == (0, 0)


def test_who_causes_news_asks_no_more_questions_when_somebody_listens():
    def cost(of):
        seat = open_team(campaign(of))
        join(seat.team)
        last = join(seat.team, paid=False)
        with CaptureQueriesContext(connection) as asked:
            confirmed(last)
        return len(asked)

    quiet, heard = brand(), brand()
    cost(quiet)
    before = cost(quiet)
    endpoint("http://127.0.0.1:1", heard, "team.succeeded", "order.captured")

    assert cost(heard) == before
    assert "team.succeeded" in {row.kind for row in read()}


def test_only_owners_change_and_only_what_there_is_can_be_heard():
    ours, stranger = brand(), brand().owner
    mine = endpoint("http://127.0.0.1:1", ours, "team.failed")
    said = {"url": "http://127.0.0.1:1/x", "now": clock.now()}

    for by in (stranger, staff()):
        with pytest.raises(errors.NotAllowed):
            endpoints.add(by=by, brand=ours, kinds=["team.failed"], **said)
        with pytest.raises(errors.NotAllowed):
            endpoints.rotate(by=by, endpoint=mine, now=clock.now())
    with pytest.raises(errors.NotFound):
        endpoints.add(by=stranger, brand=None, kinds=["team.failed"], **said)
    for kinds in ([], ["award.granted"], ["no.such"]):
        with pytest.raises(errors.Invalid) as refused:
            endpoints.add(by=ours.owner, brand=ours, kinds=kinds, **said)
        assert list(refused.value.fields) == ["kinds"]
    assert Endpoint.objects.count() == 1


def test_every_kind_has_an_example_of_its_own_shape_that_names_nobody():
    for kind in webhook_events.every():
        body = json.loads(outbox.compose(kind.name, kind.example, clock.now()))
        assert list(body) == ["type", "timestamp", "data"]
        assert body["timestamp"].endswith("Z")
        assert not {"name", "email", "address", "handle", "display_name"} & body["data"].keys()
        assert str(kind.words)
