"""The home page shows visitors what they can buy together, and for how much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rewards.models import Campaign
from tests.community import cast
from tests.factories import member
from tests.rewards import factories as f
from tests.rewards.browsing import signed_in, text_of

pytestmark = pytest.mark.django_db
TITLE = "The more of you, the less each pays"


def test_who_is_in_no_group_reads_the_three_buys_that_end_first(clock):
    buys = [f.campaign(sizes=(3,), closes_at=clock.now + timedelta(days=days)) for days in (9, 6, 8, 7)]

    page = Client().get("/").content.decode()

    places = [page.find(f'/buy/{buy.public_id}/"') for buy in buys]
    assert places[0] == -1
    assert 0 < places[1] < places[3] < places[2]
    assert "down to ¥80" in text_of(Client().get("/"))
    assert TITLE in text_of(signed_in(member("Newcomer")).get("/"))
    assert TITLE not in text_of(signed_in(cast.member(cast.group("tea"), "mei")).get("/"))


def test_what_takes_nobody_any_more_is_not_offered(clock):
    f.campaign(sizes=(3,))
    Campaign.objects.update(state=Campaign.State.SETTLED)

    assert TITLE not in text_of(Client().get("/"))
