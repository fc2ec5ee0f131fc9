"""Proving that teams, seats and payments are what the log told of them; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.machines import proofs as machines
from lib.machines.rows import Machine
from lib.proofs import Difference
from rewards.models import BuyTeam, Payment, Seat

_TEAM = {
    "size": "size", "needed": "needed", "captain": "captain__public_id", "price_minor": "price_minor",
    "house": "house_seats", "has_succeeded": "has_succeeded",
}  # fmt: skip
_SEAT = {"limit_minor": "limit_minor", "team": "team__public_id"}
_PAYMENT = {"amount_minor": "amount_minor", "mode": "mode"}
_ENDS = {BuyTeam.State.SUCCEEDED: True, BuyTeam.State.FAILED: False}


def find_untold(now: datetime) -> Iterator[Difference]:
    """Yield rows that are not what their log says: size, captain, price, what was agreed to, how. Queries: 6."""
    del now
    yield from _compare(BuyTeam, _TEAM, {"price_minor": None, "house": 0, "has_succeeded": None})
    yield from _compare(Seat, _SEAT, {})
    yield from _compare(Payment, _PAYMENT, {})


def _compare(machine: type[Machine], columns: Mapping[str, str], at_first: Mapping[str, Any]) -> Iterator[Difference]:
    rows = machine._default_manager.values_list("pk", *columns.values())
    stored = {pk: dict(zip(columns, values, strict=True)) for pk, *values in rows.iterator()}
    for pk, log in machines.logs(machine):
        told = {**at_first, **_told(machine, log, columns)}
        if pk in stored and stored[pk] != told:
            yield Difference(f"{machine.KIND} {pk}", stored[pk], told)


def _told(machine: type[Machine], log: Sequence[machines.Line], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the latest that the steps of a row say of each of `columns`; a seat that moves says where `to`."""
    told: dict[str, Any] = {}
    for step in log:
        told |= {name: value for name, value in step.data.items() if name in columns}
        if "to" in step.data and "team" in columns:
            told["team"] = step.data["to"]
        if step.after in _ENDS and machine is BuyTeam:
            told["has_succeeded"] = _ENDS[BuyTeam.State(step.after)]
    return told
