"""The demo's meetups, planned and answered through the services: what the tour promises is there."""

from __future__ import annotations

from typing import Any

import pytest

from community.models import Attendance, Meetup
from demo import content, meetups
from tests.community import scenes
from tests.factories import member

pytestmark = pytest.mark.django_db


def test_one_place_is_left_at_the_kettle_six_stools_are_full_and_a_hill_is_called_off(clock: Any) -> None:
    users = {key: member(found.name, handle=key, time_zone=found.time_zone) for key, found in content.members().items()}
    groups = {}
    for slug in {wanted["group"] for wanted in content.meetups()}:
        about = content.groups()[slug]
        groups[slug] = scenes.group(slug, founder=users[about["owner"]])
        for key, found in content.members().items():
            if slug in found.groups and key != about["owner"]:
                scenes.join(groups[slug], users[key], role="moderator" if key in about["moderators"] else "member")

    meetups.Gatherings(users=users, groups=groups, now=clock.now).live()

    rows = {row.group.slug: row for row in Meetup.objects.select_related("group")}
    assert (rows["tea"].free, rows["home-cooking"].is_full, rows["night-shift"].places) == (1, True, None)
    assert Attendance.objects.get(state="waiting").meetup == rows["home-cooking"]
    assert rows["second-hand"].is_over(clock.now)
    assert Attendance.objects.filter(presence="said").count() == 5
    assert rows["trail-running"].is_called_off
