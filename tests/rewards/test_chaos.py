"""Invariants 1 to 11, 13, 14 and 25 to 27 hold whatever buyers, brand, bank and time do, in any order.

HEARTH_CHAOS=100 looks for longer.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from rewards.services.money import calling
from tests import servers
from tests.rewards.chaos import Town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("mode", ["hold", "setup", "prepay"])
def test_whatever_happens_everything_agrees_and_comes_to_rest(monkeypatch, mode):
    monkeypatch.setattr(calling, "PATIENCE_SECONDS", float("inf"))  # a slow machine must not change the story
    monkeypatch.setattr(Town, "mode", mode)
    is_looked_at_twice = servers.WORLD == "embedded" or mode == "prepay"  # the first look is the simplest story
    chaos = settings(
        max_examples=int(os.environ.get("HEARTH_CHAOS", "2" if is_looked_at_twice else "1")),
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(Town, settings=chaos)
