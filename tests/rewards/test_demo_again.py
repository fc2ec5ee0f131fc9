"""The demo is the same community each time it is made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from community.models import Post
from demo import grow, matters, seed, timeline
from gamify.services import places
from gamify.services.challenges import rules
from lib import public_id
from tests.community import cast


def test_ids_seeds_and_salts_are_drawn_alike() -> None:
    def drawn() -> list[str]:
        with public_id.drawn_from(Random(7)):
            return [public_id.new(), public_id.secret(16), places.new_salt(), rules.new_seed()]

    assert drawn() == drawn()
    assert public_id.secret(16) != public_id.secret(16)


@pytest.mark.django_db
def test_growing_again_gives_the_same_members_places_and_posts(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grow, "POSTS_EACH", 2)
    for name in ("tea", "trail", "desk"):
        cast.group(name)
    there = User.objects.count()

    def grown() -> list[tuple[str, str, str]]:
        with transaction.atomic():
            grow.grow(size=there + 3, now=clock.now, progress=lambda done, total: None)
            posts = list(Post.objects.order_by("key").values_list("public_id", "title", "author__username"))
            transaction.set_rollback(True)
        return posts

    first = grown()

    assert len(first) == 6
    assert grown() == first


@pytest.mark.parametrize("hour", range(0, 48, 3))
def test_at_no_hour_does_anybody_react_to_what_has_been_removed(hour: int) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour, minutes=7)
    found = timeline.events(now=now, chance=Random(seed.SEED))
    written = {(event.post, event.comment): event.at for event in found if event.kind in ("write", "say")}
    steps = matters.steps(users={}, posts={}, comments={}, written=written, now=now)
    done = [(at, step.func.__name__, step.args[0]) for at, step in steps]  # type: ignore[attr-defined]  # partials
    left = matters.without_the_removed(found, written=written, now=now)

    removals = [(at, matter) for at, name, matter in done if name == "decide" and matter.decision == "remove"]
    assert len(removals) == 2
    for removed_at, matter in removals:
        returns = [at for at, name, appeal in done if name == "answer" and appeal is matter.appeal]
        back_at = returns[0] if matter.appeal.answer == "overturn" else now
        later = [event for event in left if event.post == matter.post and event.kind in ("say", "react")]
        assert not [event for event in later if removed_at <= event.at <= back_at]
