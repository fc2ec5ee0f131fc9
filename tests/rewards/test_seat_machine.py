"""Invariants 1, 2, 7 to 12 and 27 of seats hold whatever buyers, captains, banks and time do, in any order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rewards.seat_machine import Seats, reached

# The races of PostgreSQL are in tests/races: one database is enough for the machine.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded_only]


def test_whatever_happens_seats_are_counted_and_everybody_is_treated_alike():
    ways = settings(
        max_examples=8,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(Seats, settings=ways)
    print(f"reached of {ways.max_examples}: {dict(reached)}")
