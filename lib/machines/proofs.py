"""Proving that every log is a path of its machine, without a gap, and ends where its row is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from lib.machines.rows import Machine
from lib.proofs import Difference


class Line(NamedTuple):
    """What a log says of one step."""

    seq: int
    before: str
    after: str
    data: dict[str, Any] = {}


def check(machine: type[Machine]) -> Iterator[Difference]:
    """Yield every row of the machine that is wrong. Queries: 2."""
    rows = machine._default_manager.values_list("pk", "state", "seq")
    ends = {pk: (state, seq) for pk, state, seq in rows.iterator()}
    for pk, steps in _logs(machine, "seq", "before", "after"):
        yield from _walk(machine, pk, steps, ends.pop(pk, None))
    for pk, end in ends.items():
        yield Difference(f"{machine.KIND} {pk}", end, "a log")


def logs(machine: type[Machine]) -> Iterator[tuple[int, list[Line]]]:
    """Yield the log of each row of the machine by its id. Queries: 1."""
    return _logs(machine, "seq", "before", "after", "data")


def _logs(machine: type[Machine], *columns: str) -> Iterator[tuple[int, list[Line]]]:
    steps = machine.LOG._default_manager.filter(kind=machine.KIND).order_by("row_id", "seq")
    for pk, found in groupby(steps.values_list("row_id", *columns).iterator(), key=itemgetter(0)):
        yield pk, [Line(*values) for _pk, *values in found]


def _walk(machine: type[Machine], pk: int, log: Sequence[Line], end: tuple[str, int] | None) -> Iterator[Difference]:
    row, state = f"{machine.KIND} {pk}", ""
    for number, step in enumerate(log, start=1):
        is_path = not state or step.after in machine.PATHS.get(state, ())
        if step.seq != number or step.before != state or not is_path:
            yield Difference(f"{row}, step {step.seq}", f"{step.before} -> {step.after}", f"a path on from {state}")
            return
        state = step.after
    if end != (state, len(log)):
        yield Difference(row, end, (state, len(log)))
