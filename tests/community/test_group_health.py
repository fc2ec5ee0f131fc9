"""A group's health: counted from its own rows, said in plain words, for those who look after it alone."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import given, settings, strategies as st

from community.emotions import EMOTIONS
from community.health import figures, reading
from community.health.counting import Answer, Health, Rows, Written, count
from community.health.figures import MISSING, PLAIN, WATCH, Figure
from community.health.formulas import Share
from community.models import Group, Membership, Post
from gamify.models import Challenge, Consent
from lib import clock
from tests import economy
from tests.community import cast, scenes
from tests.community.cast import NOON

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = 7 * DAY


@pytest.fixture(autouse=True)
def _still(clock: Any) -> None:
    clock.set(NOON)
    cache.clear()


@pytest.fixture
def tea() -> Group:
    return cast.group("tea")


def told(*posts: tuple[int, int, datetime], answers: Iterable[tuple[int, int, datetime]] = (), **more: Any) -> Health:
    """Count posts (id, author, when) and comments (post, author, when)."""
    written = [Written(*post, is_brand=False) for post in posts]
    return count(Rows(written, [Answer(*each, True) for each in answers], more.pop("moods", {}), **more), NOON)


def figure(health: Health, key: str) -> Figure:
    return next(each for each in figures.of(health) if each.key == key)


def test_a_post_is_answered_by_somebody_else_and_not_before_it_is_a_day_old() -> None:
    health = told(
        (1, 1, NOON - 3 * DAY),
        (2, 1, NOON - 3 * DAY),
        (3, 1, NOON - 3 * DAY),
        (4, 1, NOON - HOUR),  # may still be answered
        answers=[(1, 2, NOON - 2 * DAY), (2, 2, NOON - 2 * DAY + HOUR), (3, 1, NOON - 2 * DAY)],
    )

    week = health.weeks[0]
    assert (week.posts, week.people) == (4, 2)
    assert (week.in_a_day, week.unanswered) == (Share(1, 3), Share(1, 3))
    assert (health.unanswered, health.left_alone) == (Share(1, 3), (3,))


def test_a_reaction_is_no_answer() -> None:
    rows = Rows([Written(1, 1, NOON - 3 * DAY, False)], [Answer(1, 2, NOON - 2 * DAY, False)], {})

    assert count(rows, NOON).unanswered == Share(1, 1)


def test_who_comes_back_wrote_the_week_before_and_who_stays_wrote_on_another_day() -> None:
    health = told(
        (1, 1, NOON - DAY),
        (2, 3, NOON - 2 * DAY),
        (3, 1, NOON - 8 * DAY),
        (4, 2, NOON - 9 * DAY),
        (5, 3, NOON - 2 * DAY + HOUR),
        newcomers=frozenset({1, 3, 9}),
    )

    assert health.weeks[0].back == Share(1, 2)
    assert health.again == Share(1, 2)  # nine has not written: nothing to say of them


def test_below_its_floors_a_figure_says_what_is_missing_and_guesses_nothing(tea: Group) -> None:
    quiet = told()

    assert {each.key for each in figures.of(quiet) if each.tone != MISSING} == set()
    assert all(each.words and not each.advice and not each.posts for each in figures.of(quiet))
    assert "20 posts with a feeling by 10 people" in figure(quiet, "mood").words
    assert "30 people" in figure(quiet, "camps").words


def felt(chance: random.Random, days: int, heavy: float, each: int = 12, first: int = 1) -> Any:
    """Let `each` people a day say how they feel, so many of them heavily, from yesterday back."""
    posts, moods = [], {}
    for number in range(days * each):
        pk = first + number
        posts.append((pk, number % each + 1, NOON - (number // each) * DAY - HOUR))
        moods[pk] = ["angry" if chance.random() < heavy else "joy"]
    return posts, moods


@pytest.mark.parametrize(("heavy", "tone"), [(0.15, PLAIN), (0.6, WATCH)])
def test_heavy_feelings_are_told_when_they_are_more_than_the_groups_own_swing(heavy: float, tone: str) -> None:
    chance = random.Random(5)
    now, moods = felt(chance, 7, heavy)
    past, older = felt(chance, 49, 0.15, first=1000)
    past = [(pk, author, at - WEEK) for pk, author, at in past]

    health = told(*now, *past, moods=moods | older)

    found = figure(health, "mood")
    assert (found.tone, bool(found.posts), bool(found.advice)) == (tone, tone == WATCH, tone == WATCH)
    assert health.alarm is not None
    assert health.alarm.now.all == 84
    assert set(found.posts) <= {pk for pk, keys in moods.items() if keys == ["angry"]}


def test_one_person_who_is_cross_twenty_times_is_no_mood_of_the_group() -> None:
    posts = [(pk, 1, NOON - HOUR) for pk in range(40)]

    assert told(*posts, moods={pk: ["angry"] for pk in range(40)}).alarm is None


def test_two_halves_that_feel_the_opposite_and_hear_only_their_own_are_two_camps_and_an_echo() -> None:
    posts, moods, answers = [], {}, []
    for week in range(8):
        for person in range(40):
            pk = 100 * week + person
            posts.append((pk, person, NOON - week * WEEK - DAY))
            moods[pk] = ["joy"] if person % 2 else ["angry"]
            answers += [(pk, (person + step) % 40, NOON - week * WEEK - HOUR) for step in (2, 4)]

    apart = told(*posts, answers=answers, moods=moods)
    mixed = told(*posts, answers=[(pk, (who + pk // 3) % 40, at) for pk, who, at in answers], moods=moods)

    assert apart.polarisation is not None
    assert apart.polarisation.index == pytest.approx(100)
    assert (figure(apart, "camps").tone, figure(apart, "echo").tone) == (WATCH, WATCH)
    assert figure(mixed, "echo").tone == PLAIN


def test_three_voices_and_brands_are_told_when_they_are_more_than_the_others() -> None:
    posts = [Written(pk, pk % 3 if pk < 40 else pk, NOON - 2 * DAY, pk % 2 == 0) for pk in range(50)]

    health = count(Rows(posts, [], {}, challenges=Share(1, 2)), NOON)

    assert (health.voices[0], figure(health, "voices").tone) == (Share(40, 50), WATCH)
    assert (health.brands[0], figure(health, "brands").tone) == (Share(25, 50), WATCH)
    assert "By a brand: 1 of 2 challenges that run here." in figure(health, "brands").words


def test_a_share_is_compared_with_the_groups_own_past() -> None:
    before = [(pk, pk, NOON - (9 + pk % 40) * DAY) for pk in range(100)]
    answers = [(pk, 999, at + HOUR) for pk, _author, at in before]
    now = [(200 + pk, pk, NOON - 2 * DAY) for pk in range(20)]

    worse = figure(told(*before, *now, answers=answers), "in-a-day")
    same = figure(told(*before, *now, answers=[*answers, *((pk, 999, at) for pk, _who, at in now)]), "in-a-day")

    assert (worse.tone, bool(worse.advice)) == (WATCH, True)
    assert "clearly less" in worse.before
    assert (same.tone, same.advice) == (PLAIN, "")


def test_rows_are_those_of_the_group_and_of_eight_weeks_and_what_was_removed_is_none(tea: Group) -> None:
    ana, ben, now = cast.member(tea), cast.member(tea), clock.now()
    Membership.objects.filter(user=ana).update(joined_at=now - 300 * DAY)
    post = cast.post(ana, tea, now=now - 2 * DAY)
    cast.post(ben, tea, now=now - 3 * DAY)
    cast.answer(ben, post)
    scenes.post(tea, ana, created_at=now - 57 * DAY)
    gone = scenes.post(tea, ana, created_at=now - DAY)
    Post.objects.filter(pk=gone.pk).update(state="removed")

    rows = reading.read(group=tea, now=now)

    assert [(row.author, row.is_brand) for row in rows.posts] == [(ana.pk, False), (ben.pk, False)]
    assert [(row.post, row.author) for row in rows.answers] == [(post.pk, ben.pk)]
    assert rows.newcomers == {ben.pk}


@pytest.mark.parametrize("many", [1, 20])
def test_a_page_of_health_costs_the_same_however_much_was_written(
    tea: Group, many: int, django_assert_num_queries
) -> None:
    ana, ben = cast.member(tea), cast.member(tea)
    for number in range(many):
        cast.answer(ben, scenes.post(tea, ana, created_at=NOON - number * DAY))

    with django_assert_num_queries(7):
        reading.of(group=tea, now=NOON)
    with django_assert_num_queries(0):
        reading.of(group=tea, now=NOON + HOUR)


def test_a_group_that_writes_more_than_is_read_is_told_of_a_shorter_time(
    client: Client, tea: Group, monkeypatch
) -> None:
    monkeypatch.setattr(reading, "MOST_POSTS", 4)
    keeper, ana = cast.member(tea, role="moderator"), cast.member(tea)
    for number in range(6):
        scenes.post(tea, ana, created_at=NOON - number * 4 * DAY)

    health = reading.of(group=tea, now=NOON)
    client.force_login(keeper)

    assert (health.since, len(health.weeks)) == (NOON - 12 * DAY, 1)
    assert "only what was written since Feb 18, 2026 is counted" in client.get("/g/tea/health/").content.decode()


written = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 56 * 24), st.booleans()), max_size=60)
said = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.integers(0, 56 * 24), st.booleans()), max_size=60)
keys = st.lists(st.sampled_from([*EMOTIONS, "longing"]), max_size=2)


@settings(max_examples=60)
@given(written, said, st.lists(keys, max_size=60), st.sampled_from(["en", "zh-hans"]))
def test_whatever_was_written_has_figures_in_both_languages_and_no_share_is_above_one(posts, answers, moods, language):
    rows = Rows(
        [Written(pk, author, NOON - hours * HOUR, is_brand) for pk, (author, hours, is_brand) in enumerate(posts)],
        [Answer(post, author, NOON - hours * HOUR, has_words) for post, author, hours, has_words in answers],
        dict(enumerate(moods)),
        frozenset({1, 2}),
    )

    health = count(rows, NOON)
    with translation.override(language):
        found = figures.of(health)

    shares = [health.again, health.unanswered, *health.voices, *health.brands]
    shares += [share for week in health.weeks for share in (week.back, week.in_a_day, week.unanswered)]
    assert all(0 <= share.count <= share.all for share in shares)
    assert len(found) == 9
    assert all(each.words and "%(" not in f"{each.words}{each.before}{each.sum}" for each in found)
    assert {pk for each in found for pk in each.posts} <= set(range(len(posts)))


def test_challenges_of_brands_are_those_that_the_group_agreed_to(tea: Group) -> None:
    economy.publish(now=NOON)
    brand = cast.brand(staff=cast.person())
    common = {"created_by": cast.person(), "created_at": NOON, "state": "running", "rules_hash": "x"}
    for state in ("agreed", "withdrawn"):
        theirs = Challenge.objects.create(brand=brand, **common)
        Consent.objects.create(challenge=theirs, scope=tea.scope, state=state, asked_at=NOON)
    Challenge.objects.create(scope=tea.scope, **common)

    assert reading.read(group=tea, now=NOON).challenges == Share(1, 2)


def test_who_looks_after_the_group_reads_the_posts_that_wait_and_nobody_else_anything(
    client: Client, tea: Group
) -> None:
    keeper, ana = cast.member(tea, role="moderator"), cast.member(tea, name="Ana Notnamed")
    waiting = cast.post(ana, tea, title="<i>Who</i> knows oolong?", now=NOON - 2 * DAY)
    path = f"/g/{tea.slug}/health/"

    client.force_login(keeper)
    page = client.get(path)

    body = page.content.decode()
    assert f'href="/p/{waiting.public_id}/"' in body
    assert "&lt;i&gt;Who&lt;/i&gt; knows oolong?" in body
    assert "Ana Notnamed" not in body
    assert "no-store" in page["Cache-Control"]
    assert path in client.get(f"/g/{tea.slug}/").content.decode()
    for user, status in ((ana, 403), (cast.person(), 403)):
        client.force_login(user)
        assert client.get(path).status_code == status
    assert path not in client.get(f"/g/{tea.slug}/").content.decode()
    cast.brand(staff=keeper)
    client.force_login(keeper)
    assert client.get(path).status_code == 403


def test_a_post_that_was_removed_since_it_was_counted_is_no_longer_named(client: Client, tea: Group) -> None:
    keeper, ana = cast.member(tea, role="moderator"), cast.member(tea)
    waiting = cast.post(ana, tea, title="Who knows oolong?", now=NOON - 2 * DAY)
    client.force_login(keeper)
    assert "oolong" in client.get(f"/g/{tea.slug}/health/").content.decode()

    Post.objects.filter(pk=waiting.pk).update(state="removed")

    assert "oolong" not in client.get(f"/g/{tea.slug}/health/").content.decode()
