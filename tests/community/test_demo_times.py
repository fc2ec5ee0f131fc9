"""The demo's people do nothing before they came, and read what they did in the order of time."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from demo import content, seed, timeline
from gamify.models import Outcome
from gamify.selectors import history
from gamify.services import record
from gamify.services.record import Ref
from tests.community.cast import NOON
from tests.factories import member

HOUR = timedelta(hours=1)


def test_nobody_supports_a_proposal_before_their_account_is_there():
    events = timeline.events(now=NOON, chance=Random(seed.SEED))
    came = {event.who: event.at for event in events if event.kind == "arrive"}

    early = [
        (wanted["key"], who)
        for wanted in content.proposals()
        for place, who in enumerate(wanted.get("supports", ()), start=1)
        if NOON - (wanted["opened"] - place * wanted["pace"]) * HOUR < came[who]
    ]

    assert early == []


@pytest.mark.django_db(transaction=True)
def test_what_is_recorded_later_but_was_done_before_is_decided_before(clock):
    ana, ben = member("Ana"), member("Ben")
    done = [(ana, 9), (ben, 8), (ana, 5), (ana, 7), (ben, 3), (ana, 1), (ana, 6)]

    with record.batched() as recorded:
        for who, ago in done:
            record.activity(
                actor=who, verb="visit", object=Ref("day", str(ago)), key=f"{who.pk}-{ago}", now=clock.now - ago * HOUR
            )
        assert len(recorded) == len(done)
        timeline.decide(recorded, now=clock.now)

    assert Outcome.objects.count() == len(done)
    for who, hours in ((ana, [1, 5, 6, 7, 9]), (ben, [3, 8])):
        assert [(clock.now - event.at) / HOUR for event in history.history(user=who).events] == hours
