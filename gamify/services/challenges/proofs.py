"""Proving that challenges are what was announced, count what was marked, and gave what was frozen. Nothing is changed.

What one statement finds stands in `proof_statements`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gamify.engine.contest import Total
from gamify.models import Challenge, ChallengeResult, EntrantProgress, Submission
from gamify.services.challenges import folding, freezing, rules
from lib import documents
from lib.machines import proofs as machines
from lib.proofs import Difference

_SCORE = ("score", "done", "reached_at", "finished_at")
Finder = Callable[[], Iterator[Difference]]


def _paths() -> Iterator[Difference]:
    yield from machines.check(Challenge)
    yield from machines.check(Submission)


def _rules() -> Iterator[Difference]:
    for held in Challenge.objects.exclude(rules_hash="").select_related("brand").order_by("pk"):
        if not rules.are_kept(held):
            yield Difference(f"challenge {held.public_id}", "changed rules", held.rules_hash)


def _scores() -> Iterator[Difference]:
    """Find entrants and teams that have another score than their marks come to."""
    for held in Challenge.objects.exclude(rules_hash="").order_by("pk"):
        name, totals = f"challenge {held.public_id}", folding.totals_of(held)
        if held.finishers_count != (done := folding.count_finishers(held)):
            yield Difference(f"{name}, finishers", held.finishers_count, done)
        yield from _compare(f"{name}, entrant", held.entrants.values_list("pk", *_SCORE), _rows(totals))
        teams = folding.team_totals(held, list(held.teams.values_list("pk", flat=True)))
        yield from _compare(f"{name}, team", held.teams.values_list("pk", *_SCORE), _rows(teams))
        units = {
            (entrant, task): (tally.units, tally.last_at)
            for entrant, total in totals.items()
            for task, tally in total.tallies.items()
            if tally.units
        }
        progress = EntrantProgress.objects.filter(entrant__challenge=held).exclude(units=0)
        columns = progress.values_list("entrant_id", "task_id", "units", "reached_at")
        yield from _compare(f"{name}, progress", [(row[:2], *row[2:]) for row in columns], units)


def _results() -> Iterator[Difference]:
    """Find frozen results that are not what their inputs come to, and prizes that are not those of the result."""
    for frozen in ChallengeResult.objects.select_related("challenge__brand").order_by("pk"):
        held = frozen.challenge
        name, digest = f"result of challenge {held.public_id}", documents.digest(freezing.inputs_of(held))
        if digest != frozen.inputs_hash:
            yield Difference(f"{name}, inputs", digest, frozen.inputs_hash)
        counted = freezing.count_again(frozen)
        found = {part: frozen.document.get(part) for part in counted.document}
        if found != counted.document:
            yield Difference(name, found, counted.document)
        rows = held.prizes.values_list("key", "line_id", "entrant_id", "place", "amount")
        expected = {row.key: (row.line_id, row.entrant_id, row.place, row.amount) for row in counted.prizes}
        yield from _compare("prize", rows, expected)


def _rows(totals: dict[int, Total]) -> dict[int, tuple[Any, ...]]:
    return {pk: tuple(getattr(total, name) for name in _SCORE) for pk, total in totals.items()}


def _compare(what: str, rows: Any, expected: dict[Any, tuple[Any, ...]]) -> Iterator[Difference]:
    stored = {key: tuple(rest) for key, *rest in rows}
    for key in sorted(stored.keys() | expected.keys()):
        if stored.get(key) != expected.get(key):
            yield Difference(f"{what} {key}", stored.get(key), expected.get(key))


FINDERS: tuple[tuple[str, Finder], ...] = (
    ("every challenge's log is a path without a gap", _paths),
    ("challenges stand as they were announced", _rules),
    ("entrants and teams score what their marks say", _scores),
    ("results and prizes are what was frozen", _results),
)
