"""One's tier on the page of tasks, others' on their profiles, and what the inbox says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from gamify.engine.tiers import GRACE
from gamify.models import HeldTier, Tier
from gamify.presenters import tiers as shown
from gamify.services import tiers, visibility
from inbox.models import Notification
from inbox.services import preferences

pytestmark = pytest.mark.usefixtures("economy")


@pytest.fixture
def mei(member, did, client):
    """A signed-in member who has gained 25 growth."""
    user = member("mei")
    did(user, "create", key="post:1", words=30)
    client.force_login(user)
    return user


def hold(user, key, now, **fields):
    tier = Tier.objects.get(key=key)
    later = now + timedelta(days=1)
    return HeldTier.objects.create(user=user, tier=key, enter=tier.enter, since=now, review_at=later, **fields)


def card(client):
    page = client.get(reverse("gamify:task-list")).content.decode()
    return " ".join(page[page.index('id="tier"') : page.index('id="tasks-today"')].split())


def test_a_newcomer_reads_what_the_first_tier_takes(client, mei):
    found = card(client)

    assert "None yet" in found
    assert "40 of 80 growth in the last 90 days for “Familiar face”." in found
    assert 'aria-valuenow="50"' in found
    assert "from 350, kept with 280" in found


def test_a_tier_is_there_when_its_member_looks_with_what_keeps_it(client, mei, did):
    for number in range(2, 5):
        did(mei, "create", key=f"post:{number}", words=30, images=1, emotions=["joy"])
    before = HeldTier.objects.exists()

    found = card(client)

    assert not before
    assert '<h2 id="tier-title">Familiar face</h2>' in found
    assert "It stays with 60. What you gained so far keeps it until May 31, 2026." in found
    assert "· yours" in found


def test_who_was_warned_reads_the_day_and_what_is_missing(client, mei, clock):
    hold(mei, "familiar-face", clock.now, falls_at=clock.now + GRACE)

    found = card(client)

    assert "“Familiar face” is yours until Mar 16, 2026. It stays with 20 more growth by then." in found
    assert "It stays with 60" not in found


def test_the_highest_tier_has_nothing_above_it(client, mei, clock):
    hold(mei, "one-of-the-family", clock.now)

    assert "There is no tier above this." in card(client)


def test_a_site_without_tiers_has_no_card(client, mei):
    Tier.objects.all().delete()

    assert 'id="tier"' not in client.get(reverse("gamify:task-list")).content.decode()


def test_others_see_the_tier_unless_they_or_its_member_hide_the_game(client, mei, member, clock):
    jon = member("jon")
    hold(jon, "close-friend", clock.now)
    address = reverse("accounts:profile", args=["jon"])

    seen = client.get(address).content.decode()
    visibility.choose(user=jon, game_hidden=True, boards_hidden=False)
    hidden = client.get(address).content.decode()
    visibility.choose(user=jon, game_hidden=False, boards_hidden=False)
    visibility.choose(user=mei, game_hidden=True, boards_hidden=False)
    looked_away = client.get(address).content.decode()

    assert "Close friend" in seen
    assert "Close friend" not in hidden + looked_away


def test_it_is_there_once_its_member_was_shown_what_they_gained(client, mei):
    Tier.objects.filter(key="familiar-face").update(enter=30, keep=20)

    client.post(reverse("gamify:gains-seen"), {"sequence": "1"})

    assert HeldTier.objects.get(user=mei).tier == "familiar-face"


def test_the_staff_read_how_it_came_and_when_it_goes(client, mei, member, clock):
    hold(mei, "good-neighbour", clock.now)
    tiers.review(users=[mei.pk], now=clock.now)
    client.force_login(member("keeper", is_staff=True, is_superuser=True))

    page = " ".join(client.get(reverse("accounts:member-desk", args=["mei"])).content.decode().split())

    assert 'Good neighbour · <span class="num">40 growth in the days that count' in page
    assert "warned: falls on Mar 16, 2026" in page
    assert "Mar 2, 2026 · Warned · <code>good-neighbour</code>" in page


@pytest.mark.parametrize(
    ("data", "english", "chinese"),
    [
        ({"change": "rose", "after": "B"}, "You are “B” now.", "你现在是「乙」了"),
        (
            {"change": "warned", "after": "B", "before": "B", "missing": 1200, "falls_at": "2026-12-08T09:00:00+00:00"},
            "“B” is yours until Dec 8, 2026. It stays with 1,200 more growth by then.",
            "「乙」保留到2026年12月8日；在那之前再得 1200 点",
        ),
        (
            {"change": "fell", "before": "B", "after": "A"},
            "You go on as “A”. Nothing you earned is lost",
            "你现在是「甲」",
        ),
        ({"change": "fell", "before": "B"}, "“B” rests for now. Nothing you earned is lost", "「乙」先歇一歇"),
        ({"change": "moved", "before": "B", "after": "A"}, "You go on as “A”.", "你现在是「甲」"),
        ({"change": "moved", "before": "B"}, "“B” rests for now.", "「乙」先歇一歇"),
    ],
)
def test_every_change_is_told_in_both_languages(data, english, chinese):
    names = {"A": {"en": "A", "zh-hans": "甲"}, "B": {"en": "B", "zh-hans": "乙"}}
    data |= {name: names.get(data.get(name), {}) for name in ("before", "after")}

    with translation.override("en"):
        assert english in shown.told(data)
    with translation.override("zh-hans"):
        assert chinese in shown.told(data)


def test_who_does_not_want_to_hear_of_tiers_hears_nothing(mei, clock):
    preferences.choose(user=mei, wanted={"badge", "level"})
    hold(mei, "good-neighbour", clock.now)

    tiers.review(users=[mei.pk], now=clock.now)

    assert HeldTier.objects.get().falls_at
    assert not Notification.objects.filter(kind="tier").exists()
