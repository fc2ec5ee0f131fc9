"""Pinned posts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from community.selectors import streams
from community.selectors.streams import Stream
from community.services import pins
from lib import errors
from live.models import Topic
from tests.community.scenes import group, join, post

pytestmark = pytest.mark.django_db


def test_a_moderator_puts_a_post_on_top_and_takes_it_down(clock):
    tea = group()
    old, new = post(tea, tea.founder), post(tea, tea.founder, created_at=clock.tick(hours=1))
    stream = Stream(AnonymousUser(), group=tea)

    pins.pin(actor=tea.founder, post=old, is_pinned=True, now=clock.now)
    assert [row.pk for row in streams.page(stream).rows] == [old.pk, new.pk]
    pins.pin(actor=tea.founder, post=old, is_pinned=False, now=clock.now)
    assert [row.pk for row in streams.page(stream).rows] == [new.pk, old.pk]


def test_pinning_twice_is_one_change(clock):
    tea = group()
    first = post(tea, tea.founder)

    for _ in range(2):
        pins.pin(actor=tea.founder, post=first, is_pinned=True, now=clock.now)

    first.refresh_from_db()
    assert first.version == 2
    assert Topic.objects.get(name=f"post:{first.pk}").version == 1


def test_members_do_not_pin_and_a_fourth_post_waits(clock):
    tea = group()
    written = [post(tea, tea.founder) for _ in range(4)]

    with pytest.raises(errors.NotAllowed):
        pins.pin(actor=join(tea), post=written[0], is_pinned=True, now=clock.now)
    for each in written[:3]:
        pins.pin(actor=tea.founder, post=each, is_pinned=True, now=clock.now)
    with pytest.raises(pins.PinnedEnough):
        pins.pin(actor=tea.founder, post=written[3], is_pinned=True, now=clock.now)

    written[3].refresh_from_db()
    assert written[3].pinned_at is None


def test_only_a_moderator_finds_the_button_on_the_post_and_it_works(client):
    tea = group()
    shown = post(tea, tea.founder)
    client.force_login(join(tea))
    assert "Pin to the top" not in client.get(f"/p/{shown.public_id}/").content.decode()
    client.force_login(tea.founder)
    assert "Pin to the top" in client.get(f"/p/{shown.public_id}/").content.decode()

    client.post(f"/p/{shown.public_id}/pin/", {"pinned": "1"})

    shown.refresh_from_db()
    assert shown.pinned_at is not None
    assert "Take off the top" in client.get(f"/p/{shown.public_id}/").content.decode()
