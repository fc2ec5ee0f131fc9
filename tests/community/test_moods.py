"""How groups and the whole place feel, and when that is not told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.emotions import EMOTIONS
from community.selectors import moods
from look.emotions import EMOTIONS as LOOKS
from tests.community.scenes import group, post

pytestmark = pytest.mark.django_db


def test_every_emotion_has_a_look_a_meaning_and_an_opposite():
    assert EMOTIONS.keys() == LOOKS.keys()
    assert all(emotion.opposite in EMOTIONS and emotion.opposite != key for key, emotion in EMOTIONS.items())


def test_a_heavy_feeling_leads_to_a_light_one():
    assert not any(EMOTIONS[emotion.opposite].is_heavy for emotion in EMOTIONS.values() if emotion.is_heavy)


def test_a_band_is_hidden_under_twenty_posts(clock):
    tea = group()
    for _ in range(19):
        post(tea, tea.founder, emotions=["calm"])

    assert moods.band_of(group=tea, now=clock.now) is None


def test_a_band_adds_up_and_names_the_largest_share_first(clock, django_assert_num_queries):
    tea = group()
    for n in range(20):
        post(tea, tea.founder, emotions=["calm", "joy"] if n < 5 else ["calm"])

    with django_assert_num_queries(1):
        band = moods.band_of(group=tea, now=clock.now)

    assert band.shares == (("calm", 80), ("joy", 20))
    assert (band.posts, band.days) == (20, 7)


def test_a_quiet_group_is_told_over_a_longer_time(clock):
    tea = group()
    for n in range(20):
        post(tea, tea.founder, created_at=clock.now - timedelta(days=n))

    assert moods.band_of(group=tea, now=clock.now).days == 30


def test_removed_posts_and_closed_groups_are_not_counted(clock):
    tea, den = group(), group("den", visibility="secret", join_policy="invite")
    post(tea, tea.founder, emotions=["hope"])
    post(tea, tea.founder, emotions=["hope"], state="removed")
    post(den, den.founder, emotions=["hope"])

    counts = moods.counts_this_week(now=clock.now)

    assert counts["hope"] == 1
    assert counts.keys() == EMOTIONS.keys()
