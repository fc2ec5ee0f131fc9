"""The scores of a challenge, folded from its marks: what stands in the rows is always what the marks say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import Count

from gamify.engine import contest
from gamify.engine.contest import Given, Party, Terms, Total
from gamify.models import Challenge, ChallengeTeam, Entrant, EntrantProgress, Mark
from lib import sql

PAGE = 1000
_STATE = (("score", "int"), ("done", "int"), ("reached_at", "timestamptz"), ("finished_at", "timestamptz"))
_PROGRESS = (("entrant_id", "bigint"), ("task_id", "bigint"), ("units", "int"), ("reached_at", "timestamptz"))
_COLUMNS = (
    "entrant_id", "task_id", "cause_id", "submission_id", "units", "item", "day", "happened_at",
)  # fmt: skip


def terms_of(held: Challenge) -> list[Terms]:
    """Return what counting must know of the tasks. Queries: 1."""
    columns = ("pk", "goal", "points", "most", "daily_most")
    return [Terms(*row) for row in held.tasks.order_by("position").values_list(*columns)]


def marks_of(held: Challenge, entrants: Collection[int] | None = None) -> dict[int, list[Given]]:
    """Return the marks by entrant, in the order in which they came. Queries: 1."""
    rows = Mark.objects.filter(challenge=held).order_by("pk")
    if entrants is not None:
        rows = rows.filter(entrant__in=entrants)
    found: dict[int, list[Given]] = {}
    for entrant, task, cause, submission, units, item, day, at in rows.values_list(*_COLUMNS):
        name = ("activity", cause) if cause else ("submission", submission)
        found.setdefault(entrant, []).append(Given(entrant, task, name, units, item, day, at))
    return found


def refold(held: Challenge, entrants: Collection[int]) -> None:
    """Bring the rows of some entrants, and of their teams, to what their marks say. The challenge is locked.

    Queries: 3, and at most 6 for each 1,000 of them.
    """
    terms, every = terms_of(held), sorted(entrants)
    for start in range(0, len(every), PAGE):
        _refold_page(held, terms, every[start : start + PAGE])
    Challenge.objects.filter(pk=held.pk).update(finishers_count=count_finishers(held))


def _refold_page(held: Challenge, terms: Sequence[Terms], entrants: Sequence[int]) -> None:
    totals = _totals(held, terms, entrants)
    sql.update(Entrant._meta.db_table, (("id", "bigint"),), _STATE, [_row(pk, totals[pk]) for pk in sorted(totals)])
    _write_progress(totals)
    if held.has_teams:
        _refold_teams(held, terms, entrants)


def totals_of(held: Challenge) -> dict[int, Total]:
    """Return what all entrants have, by id. Queries: 3."""
    return _totals(held, terms_of(held), list(held.entrants.order_by("pk").values_list("pk", flat=True)))


def _totals(held: Challenge, terms: Sequence[Terms], entrants: Sequence[int]) -> dict[int, Total]:
    marks = marks_of(held, entrants)
    return {pk: contest.total(terms, marks.get(pk, ())) for pk in entrants}


def parties_of(held: Challenge) -> list[Party]:
    """Return who competes: the teams, or everybody alone who has not left. Queries: 1."""
    rows = held.teams.order_by("pk") if held.has_teams else held.entrants.filter(left_at=None).order_by("pk")
    columns = ("public_id", "score", "reached_at", "finished_at")
    return [Party(*row) for row in rows.values_list(*columns)]


def team_totals(held: Challenge, teams: Collection[int]) -> dict[int, Total]:
    """Return what teams have together, by id. Queries: 3."""
    return _team_totals(held, terms_of(held), teams)


def _refold_teams(held: Challenge, terms: Sequence[Terms], entrants: Collection[int]) -> None:
    teams = set(Entrant.objects.filter(pk__in=entrants, team__isnull=False).values_list("team_id", flat=True))
    totals = _team_totals(held, terms, teams)
    rows = [_row(pk, totals[pk]) for pk in sorted(totals)]
    sql.update(ChallengeTeam._meta.db_table, (("id", "bigint"),), _STATE, rows)


def _team_totals(held: Challenge, terms: Sequence[Terms], teams: Collection[int]) -> dict[int, Total]:
    roster: dict[int, list[int]] = {team: [] for team in teams}
    for pk, team in Entrant.objects.filter(team__in=teams).order_by("pk").values_list("pk", "team_id"):
        roster[team].append(pk)
    marks = marks_of(held, [pk for people in roster.values() for pk in people])
    return {
        team: contest.total(terms, _together(marks.get(pk, ()) for pk in people)) for team, people in roster.items()
    }


def _together(lists: Iterable[Iterable[Given]]) -> Iterable[Given]:
    return [mark for marks in lists for mark in marks]


def _row(pk: int, found: Total) -> tuple[int, int, int, datetime | None, datetime | None]:
    return pk, found.score, found.done, found.reached_at, found.finished_at


def _write_progress(totals: dict[int, Total]) -> None:
    rows = [
        (entrant, task, tally.units, tally.last_at)
        for entrant, found in sorted(totals.items())
        for task, tally in sorted(found.tallies.items())
    ]
    changes = "units = excluded.units, reached_at = excluded.reached_at"
    tail = f"ON CONFLICT (entrant_id, task_id) DO UPDATE SET {changes}"
    sql.insert(EntrantProgress._meta.db_table, _PROGRESS, rows, tail)


def count_finishers(held: Challenge) -> int:
    """Return how many parties have finished. Queries: 1."""
    rows = held.teams.all() if held.has_teams else held.entrants.filter(left_at=None)
    return int(rows.filter(finished_at__isnull=False).aggregate(count=Count("pk"))["count"])
