"""Invariants 10 to 13 and 16 of redemptions hold whatever members, brands, staff and time do, in any order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rewards.redemption_machine import Redemptions, reached

# The races of PostgreSQL are in tests/races: one database is enough for the machine.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded_only]
ENDS = {"reserved", "approved", "issued", "used", "expired", "rejected", "cancelled", "reversed"}


def test_whatever_happens_points_are_kept_and_nothing_is_given_twice():
    ways = settings(
        max_examples=9,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(Redemptions, settings=ways)

    assert set(reached) == ENDS
