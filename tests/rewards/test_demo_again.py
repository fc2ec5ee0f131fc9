"""The demo is the same community each time it is made."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from community.models import Post
from demo import grow
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
