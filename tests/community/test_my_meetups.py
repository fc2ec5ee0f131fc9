"""My meetups, in all my groups: what I come to, wait for, and what is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.selectors import meetups, my_meetups
from community.services.meetups import attending
from live.models import Topic
from tests.community import cast
from tests.community.meeting import meetup

pytestmark = pytest.mark.django_db


def test_my_meetups_are_those_of_all_my_groups_by_how_they_stand(client, clock, django_assert_num_queries, monkeypatch):
    ana, now = cast.person(), clock.now
    for place in (cast.group(), cast.group()):
        cast.join(ana, place)
        for hours in range(4):
            held = meetup(place, now=now, ends_at=now + timedelta(days=7, hours=1 + hours))
            attending.come(user=ana, meetup=held, now=now)
    full = meetup(place, now=now, places=1)
    attending.come(user=full.author, meetup=full, now=now)
    attending.come(user=ana, meetup=full, now=now)

    def walk(stage, now):
        found, after = [], None
        while after != "":
            with django_assert_num_queries(1):
                page = my_meetups.page(viewer=ana, stage=stage, after=after or "", now=now)
            found, after = [*found, *(card.meetup.pk for card in page.cards)], page.next_cursor
        return found

    assert walk("waiting", now) == [full.pk]
    for size in (1, 3, 20):
        monkeypatch.setattr(meetups, "PAGE", size)
        ahead = walk("coming", now)
        assert len(ahead) == 8
        assert walk("over", now + timedelta(days=9)) == ahead[::-1]

    client.force_login(ana)
    version = Topic.objects.get(name=f"member:{ana.public_id}:meetups").version
    assert client.get("/meetups/").content.decode().count('class="stretch"') == 8
    attending.stay_away(user=ana, meetup=full, now=now)

    assert Topic.objects.get(name=f"member:{ana.public_id}:meetups").version == version + 1
    assert "You wait for nothing" in client.get("/meetups/rows/?stage=waiting").content.decode()
