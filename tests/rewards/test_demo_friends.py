"""The demo's friends who came by a link: two have stayed, one is still on the way, as the tour says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from demo import content, friends
from demo.timeline import Event
from gamify.services import visits
from rewards.models import Referral
from tests.factories import member

pytestmark = pytest.mark.django_db


def test_two_of_linmeis_friends_have_stayed_and_one_is_on_the_way(clock: Any) -> None:
    now = clock.now
    people = {key: found for key, found in content.members().items() if key == "linmei" or found.friend_of}
    users = {key: member(found.name, handle=key) for key, found in people.items()}
    events = [Event(now - timedelta(days=found.joined_days_ago), "arrive", key) for key, found in people.items()]
    for event in events:
        EmailAddress.objects.update_or_create(
            user=users[event.who], defaults={"email": users[event.who].email, "verified": True}
        )
        for day in (1, 2, 3):
            visits.note(user=users[event.who], now=event.at + timedelta(days=day))

    for _at, step in sorted(friends.steps(users=users, events=events, now=now), key=lambda found: found[0]):
        step()

    found = Referral.objects.filter(referrer=users["linmei"]).values_list("newcomer__username", "state")
    assert dict(found) == {"theo": "stayed", "priya": "stayed", "keke": "joined"}
