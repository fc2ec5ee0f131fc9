"""What must hold after everything that a test did: all that is stored agrees with all that is stored."""

from __future__ import annotations

from datetime import datetime

from gamify.services import audit
from lib import clock
from rewards.services import proofs


def ledger_agrees() -> None:
    """Prove what `manage.py ledger_check` proves."""
    assert {name: found for name, found in audit.check() if found} == {}


def everything_agrees(now: datetime | None = None) -> None:
    """Prove that, and what `manage.py payments_check` proves."""
    assert {name: found for name, found in proofs.check(now=now or clock.now()) if found} == {}
    ledger_agrees()
