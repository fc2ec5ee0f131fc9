"""Tiers: rising when seen, a warning with its day, one step down, and nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Brand, BrandStaff, User
from gamify.engine.tiers import GRACE, WINDOW_DAYS
from gamify.models import HeldTier, Tier, TierStep
from gamify.selectors import tiers as reads
from gamify.selectors.tiers import Mine
from gamify.services import economies, process, record, tiers, visibility
from gamify.services.tier_statements import STATEMENTS
from inbox.models import Notification
from lib import sql
from live.models import Topic
from tests.gamify.test_queries import statements

pytestmark = pytest.mark.world
WINDOW = timedelta(days=WINDOW_DAYS)
LOW = '[[tier]]\nkey = "low"\nenter = 20\nkeep = 10\nnames = { en = "Low" }\nicon = "smile"\n'
HIGH = '[[tier]]\nkey = "high"\nenter = 50\nkeep = 30\nnames = { en = "High" }\nicon = "smile"\n'
GAME = """
[[currency]]
key = "growth"
names = { en = "Growth" }

[[rule]]
key = "gave"
verb = "give"
names = { en = "Giving" }
effects = [{ kind = "points", currency = "growth", amount = 10 }]
"""


@pytest.fixture
def game(db, clock):
    """An economy with two tiers; whatever a test does, what is held agrees with the steps."""
    economies.publish(text=GAME + LOW + HIGH, now=clock.now)
    yield
    assert wrong() == []


def wrong():
    return [name for name, statement in STATEMENTS if sql.fetch(statement)]


@pytest.fixture
def gain(did, clock):
    """Return a function that lets somebody gain ten growth so many times: `gain(mei, 5)`."""
    count = iter(range(10_000))

    def give(user, times):
        return [did(user, "give", key=f"gift:{next(count)}", at=clock.now) for _ in range(times)]

    return give


def steps(user):
    return list(TierStep.objects.filter(user=user).order_by("pk").values_list("change", "before", "after"))


def held(user):
    row = HeldTier.objects.get(pk=user.pk)
    return row.tier, row.falls_at


def told(user):
    rows = Notification.objects.filter(recipient=user, kind="tier").order_by("pk")
    return [row.data["change"] for row in rows]


def daily(clock, days):
    """Let so many days go by, with the job on each."""
    for _day in range(days):
        tiers.review_due(now=clock.tick(days=1))


def test_rising_is_at_once_when_seen_and_told_once(game, member, gain, clock):
    mei = member("mei")
    gain(mei, 5)

    looks = [tiers.look(user=mei, now=clock.now).place for _twice in range(2)]
    swept = tiers.review_due(now=clock.now)

    assert (looks, swept) == ([1, 1], 0)
    assert steps(mei) == [("rose", "", "high")]
    assert (held(mei), told(mei)) == (("high", None), ["rose"])
    assert Topic.objects.filter(name=f"member:{mei.public_id}:game").exists()


def test_the_job_finds_who_never_looks(game, member, gain, clock):
    quiet, least = member("quiet"), member("least")
    gain(quiet, 2)
    gain(least, 1)

    done = [tiers.review_due(now=clock.now) for _twice in range(2)]

    assert done == [1, 0]
    assert steps(quiet) == [("rose", "", "low")]
    assert not HeldTier.objects.filter(user=least).exists()


def test_it_falls_a_step_at_a_time_each_after_a_warning_with_its_day(game, member, gain, did, clock):
    mei = member("mei")
    gain(mei, 5)
    tiers.look(user=mei, now=clock.now)
    clock.tick(days=WINDOW_DAYS)
    tiers.review_due(now=clock.now)
    warned = held(mei)
    daily(clock, GRACE.days - 1)
    before = held(mei)
    daily(clock, 1)
    fell = held(mei)
    did(mei, "visit", key="day:1", at=clock.tick(hours=1))
    tiers.review_due(now=clock.tick(days=1))

    assert warned == before == ("high", clock.now - timedelta(days=1, hours=1))
    assert fell == ("low", None)
    assert held(mei) == ("low", clock.now + GRACE)
    assert [each[0] for each in steps(mei)] == ["rose", "warned", "fell", "warned"]
    assert told(mei) == ["rose", "warned", "fell", "warned"]
    line = Notification.objects.filter(recipient=mei, kind="tier").order_by("pk")[1]
    assert (line.data["missing"], line.data["after"]) == (30, {"en": "High"})


def test_who_is_away_is_warned_once_and_falls_one_step_until_they_are_back(game, member, gain, did, clock):
    mei = member("mei")
    gain(mei, 5)
    tiers.look(user=mei, now=clock.now)

    clock.tick(days=WINDOW_DAYS)
    daily(clock, 60)
    away = held(mei), told(mei)
    did(mei, "receive", key="post:7", at=clock.now)
    daily(clock, 2)
    still = told(mei)
    did(mei, "visit", key="day:1", at=clock.now)
    daily(clock, GRACE.days + 2)

    assert away == (("low", None), ["rose", "warned", "fell"])
    assert still == away[1], "what others do is no sign of life"
    assert told(mei) == ["rose", "warned", "fell", "warned", "fell"]
    assert held(mei) == ("", None)


def test_gaining_enough_in_time_lifts_the_warning_without_a_word(game, member, gain, clock):
    mei = member("mei")
    gain(mei, 2)
    tiers.look(user=mei, now=clock.now)
    tiers.review_due(now=clock.tick(days=WINDOW_DAYS))
    gain(mei, 1)

    seen = tiers.look(user=mei, now=clock.now)
    daily(clock, GRACE.days + 5)

    assert seen.lasts_until == (clock.now + WINDOW - timedelta(days=GRACE.days + 5)).date()
    assert held(mei) == ("low", None)
    assert [each[0] for each in steps(mei)] == ["rose", "warned", "kept"]
    assert told(mei) == ["rose", "warned"]


def test_what_is_taken_back_lowers_the_sum_and_the_tier_follows_by_a_warning(game, member, gain, clock):
    mei = member("mei")
    given = gain(mei, 2)
    tiers.look(user=mei, now=clock.now)
    for each in given:
        undone = record.undo(key=each.key, reason="not_valid", by=None, now=clock.now)
        process.batch(ids=(undone.pk,), now=clock.now)

    seen = tiers.look(user=mei, now=clock.now)
    daily(clock, 1)

    assert (seen.gained, seen.place, seen.lasts_until) == (0, 0, None)
    assert held(mei)[0] == "low"
    assert told(mei) == ["rose", "warned"]


@pytest.mark.parametrize("is_closed", [False, True])
def test_who_hides_the_game_or_is_gone_is_neither_lowered_nor_told(game, member, gain, clock, is_closed):
    mei = member("mei")
    gain(mei, 2)
    tiers.look(user=mei, now=clock.now)
    tiers.review_due(now=clock.tick(days=WINDOW_DAYS))
    if is_closed:
        User.objects.filter(pk=mei.pk).update(is_active=False)
    else:
        visibility.choose(user=mei, game_hidden=True, boards_hidden=False)

    daily(clock, GRACE.days * 2)

    assert held(mei) == ("low", None)
    assert [each[0] for each in steps(mei)] == ["rose", "warned", "kept"]
    assert told(mei) == ["rose", "warned"]


def test_who_works_for_a_brand_holds_a_tier_as_everybody(game, member, gain, clock):
    camille = member("camille")
    shop = Brand.objects.create(slug="luma", names={"en": "Luma"}, created_at=clock.now)
    BrandStaff.objects.create(brand=shop, user=camille, role=BrandStaff.Role.OWNER)
    gain(camille, 5)

    tiers.review_due(now=clock.now)

    assert held(camille)[0] == "high"


def test_who_hides_still_rises_and_hears_nothing(game, member, gain, clock):
    mei = member("mei", game_hidden=True)
    gain(mei, 2)

    tiers.review_due(now=clock.now)

    assert (held(mei)[0], told(mei)) == ("low", [])


def test_a_higher_bar_takes_nothing_without_a_warning_and_a_lower_one_gives_at_once(game, member, gain, clock):
    mei, jon = member("mei"), member("jon")
    gain(mei, 2)
    gain(jon, 4)
    tiers.review_due(now=clock.now)
    dearer = LOW.replace("enter = 20", "enter = 35").replace("keep = 10", "keep = 25")

    report = economies.publish(text=GAME + dearer + HIGH.replace("50", "40"), now=clock.tick(hours=1))
    done = tiers.review_due(now=clock.now)

    assert (report.is_retiered, report.published, done) == (True, (), 2)
    assert steps(mei)[1:] == [("warned", "low", "low")]
    assert steps(jon)[1:] == [("rose", "low", "high")]


def test_a_preview_says_that_tiers_change_and_changes_none(game, clock):
    before = list(Tier.objects.order_by("key").values())

    report, _economy = economies.draft(text=GAME + LOW, now=clock.tick(hours=1))

    assert (report.is_retiered, report.is_unchanged) == (True, False)
    assert list(Tier.objects.order_by("key").values()) == before
    assert economies.publish(text=GAME + LOW + HIGH, now=clock.now).is_unchanged


def test_a_tier_that_is_gone_is_followed_by_the_next_below_and_a_new_name_of_the_old_by_it(game, member, gain, clock):
    mei, jon = member("mei"), member("jon")
    gain(mei, 5)
    gain(jon, 2)
    tiers.review_due(now=clock.now)

    economies.publish(text=GAME + LOW.replace('"low"', '"lower"').replace("Low", "Lower"), now=clock.tick(hours=1))
    shown = reads.held_by(user=mei), reads.mine(user=mei, now=clock.now).place
    tiers.review_due(now=clock.now)
    economies.publish(text=GAME, now=clock.tick(hours=1))
    done = [tiers.review_due(now=clock.now) for _twice in range(2)]

    assert shown == (None, -1)
    assert steps(mei)[1:] == [("moved", "high", "lower"), ("moved", "lower", "")]
    assert steps(jon)[1:] == [("moved", "low", "lower"), ("moved", "lower", "")]
    assert done == [2, 0]


def test_a_review_that_is_killed_leaves_nothing_and_is_done_by_the_next(game, member, gain, clock, monkeypatch):
    mei = member("mei")
    gain(mei, 5)
    with monkeypatch.context() as killed:
        killed.setattr(tiers.notifications, "send_many", _dies)
        with pytest.raises(MemoryError):
            tiers.look(user=mei, now=clock.now)
    left = HeldTier.objects.exists(), TierStep.objects.exists()

    tiers.review_due(now=clock.now)

    assert left == (False, False)
    assert (steps(mei), told(mei)) == ([("rose", "", "high")], ["rose"])


def _dies(**_lines):
    raise MemoryError


def test_one_member_and_twenty_cost_the_same_queries(game, member, gain, clock):
    people = [member(f"player{number}") for number in range(21)]
    for each in people:
        gain(each, 2)

    def review(page):
        return statements(lambda: tiers.review(users=[each.pk for each in page], now=clock.now))

    asked = [review(people[:1]), review(people[1:])]
    again = review(people)

    assert len(asked[0]) == len(asked[1]) == 10
    assert len(again) == 5


def test_the_books_find_what_no_review_would_write(db, member, clock):
    mei, jon = member("mei"), member("jon")
    row = {"at": clock.now, "gained": 0}
    HeldTier.objects.create(user=mei, tier="low", enter=20, review_at=clock.now)
    TierStep.objects.create(user=jon, change="fell", before="low", after="", **row)

    assert wrong() == [name for name, _statement in STATEMENTS]


def test_without_tiers_nobody_is_asked_about(db, member, clock):
    economies.publish(text=GAME, now=clock.now)
    mei = member("mei")

    assert tiers.look(user=mei, now=clock.now) == Mine(())
    assert tiers.review_due(now=clock.now) == 0
