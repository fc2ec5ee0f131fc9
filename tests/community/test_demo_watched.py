"""What automod holds in the demo waits for its moderator: what the tour promises is there."""

from __future__ import annotations

from typing import Any

import pytest

from community.models import Case, GroupRule, Post
from demo import content, watched
from gamify.models import Activity
from tests.community import cast

pytestmark = pytest.mark.django_db


def test_a_text_waits_at_the_tea_table_and_has_earned_nothing(clock: Any) -> None:
    tea = cast.group("tea")
    for number in range(1, 6):
        GroupRule.objects.create(group=tea, number=number, titles={"en": f"Rule {number}"})
    users = {"jonas": cast.member(tea, "jonas", role="owner"), "theo": cast.member(tea, "theo")}

    watched.live(users=users, groups={"tea": tea}, now=clock.now)

    [held] = [each for wanted in content.automod() for each in wanted["held"]]
    post = Post.objects.get(key=held["key"])
    assert (post.state, Case.objects.get().kind) == ("held", "approval")
    assert not Activity.objects.filter(actor=users["theo"], verb="create").exists()
