"""Invariants 16 to 18 of unlocking with friends hold whatever anybody does, in any order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rewards.unlock_machine import Unlocks, reached

# The races of PostgreSQL are in tests/races: one database is enough for the machine.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded_only]
ENDS = {"open", "unlocked", "claimed", "waitlisted", "expired", "left", "revoked"}


def test_whatever_happens_the_count_is_true_and_the_benefit_is_handed_out_once():
    ways = settings(
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(Unlocks, settings=ways)

    assert set(reached) == ENDS
