"""Where a member reads that points lapse soon: the page of points, the rewards, the inbox, the API; and the staff."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from gamify import webhook_events
from gamify.models import Currency
from gamify.services import process
from tests.api.callers import Caller
from tests.factories import member as person
from tests.gamify.test_lapses import TEXT, at, earn, mei, undo, wait_until  # noqa: F401

WHY, REWARDS = reverse("gamify:why"), reverse("rewards:reward-list")
SOON = "10 spark will lapse on May 31, 2026 unless spent before."


@pytest.fixture
def reads(client: Client, mei):  # noqa: F811
    """What Mei reads at an address, in one line."""

    def read(url: str) -> str:
        client.force_login(mei)  # a session does not last for months
        return " ".join(client.get(url).content.decode().split())

    return read


@pytest.mark.parametrize("url", [WHY, REWARDS])
def test_it_is_told_from_sixty_days_before_on_and_no_longer_once_they_are_gone(reads, earn, clock, url):  # noqa: F811
    earn(1)
    clock.set(at(4, 1))
    assert "lapse on" not in reads(url)

    wait_until(clock, at(4, 3))
    assert SOON in reads(url)
    assert "Month by month" not in reads(url)
    wait_until(clock, at(5, 31))
    assert SOON in reads(url)
    wait_until(clock, at(6))

    assert "lapse on" not in reads(url)


def test_what_lapses_at_two_cut_offs_is_listed_by_month(reads, earn, clock):  # noqa: F811
    earn(1)
    clock.set(at(4))
    earn(2)
    wait_until(clock, at(5, 3))

    page = reads(WHY)

    assert SOON in page
    assert '<dt>May 31, 2026</dt><dd class="num">10 spark</dd>' in page
    assert '<dt>Jun 30, 2026</dt><dd class="num">10 spark</dd>' in page


def test_it_is_said_in_chinese_too(reads, earn, mei, clock):  # noqa: F811
    earn(1)
    wait_until(clock, at(5))
    mei.locale = "zh-hans"
    mei.save()

    assert "10 火花将在 2026年5月31日过期，在那之前都可以用。" in reads(WHY)
    assert "10 火花将在 2026年5月31日过期，在那之前都可以用。" in reads("/notifications/")


def test_the_history_says_what_lapsed_and_what_had_lapsed_already(reads, earn, mei, clock):  # noqa: F811
    earn(1)
    wait_until(clock, at(6))
    process.sweep(now=clock.now)
    lapsed = reads(WHY)
    undo(clock, 1)

    assert "Points lapsed" in lapsed
    assert "−10 spark" in lapsed
    assert "Had lapsed already" in reads(WHY)
    lines = [(line["kind"], line["amount"]) for line in Caller(mei).get("points?currency=spark").json()["results"]]
    assert lines == [("expire", 10), ("reverse", -10), ("expire", -10), ("earn", 10)]


def test_who_hides_the_game_reads_it_beside_the_rewards(reads, earn, mei, clock):  # noqa: F811
    earn(1)
    mei.game_hidden = True
    mei.save()
    wait_until(clock, at(5))

    inbox = reads("/notifications/")

    assert SOON in inbox
    assert SOON in reads(REWARDS)
    assert "10 spark" not in reads(WHY)


def test_a_member_reads_it_in_the_api_and_a_stranger_nothing(earn, mei, clock, client):  # noqa: F811
    earn(1)
    wait_until(clock, at(5))

    mine = Caller(mei).get("game").json()["lapses"]
    others = Caller(person("Tom")).get("game").json()["lapses"]

    assert mine == [{"currency": "spark", "amount": 10, "at": "2026-06-01T00:00:00Z"}]
    assert others == []
    assert client.get("/api/v1/game").status_code in (401, 403)


def test_other_programs_of_the_staff_hear_of_it_unless_the_member_hides_the_game(earn, mei, clock):  # noqa: F811
    earn(1)
    wait_until(clock, at(6))
    process.sweep(now=clock.now)

    def told():
        return [(each.kind.name, each.thing) for each in webhook_events._read(["points.lapsed"], 0, at(3)).entries]

    assert told() == [("points.lapsed", {"member": mei.public_id, "currency": "spark", "amount": 10})]
    mei.game_hidden = True
    mei.save()
    assert told() == []


def test_staff_see_what_is_owed_what_lapsed_and_what_a_draft_would_change(client, earn, mei, clock):  # noqa: F811
    earn(1)
    wait_until(clock, at(6))
    earn(2)
    keeper = person("Keeper", is_staff=True, is_superuser=True)
    client.force_login(keeper)
    page = " ".join(client.get(reverse("gamify:review-economy")).content.decode().split())
    shorter = TEXT.replace("months = 2", "months = 1")

    looked = client.post(reverse("gamify:review-economy"), {"do": "look", "text": shorter}).content.decode()

    assert "1 member has some" in page
    assert "10 lapsed on May 31, 2026, of 1 member." in page
    assert "what is earned in a month lapses 1 month after it" in looked
    assert "Nothing lapses by it before Jul 5, 2026" in looked
    assert Currency.objects.get(pk="spark").lapses_after_months == 2
