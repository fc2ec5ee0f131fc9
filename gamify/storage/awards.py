"""Badges given to members, as the steps of decisions gave, took and gave them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from gamify.engine.decision import COMPLETED, REOPENED, Decision, Step
from gamify.engine.economy import Definition, Economy
from gamify.engine.happening import Happening
from gamify.engine.sources import BADGE
from gamify.models import Award
from lib import sql

Key = tuple[int, str]  # user and badge
_KEY = (("user_id", "bigint"), ("badge_key", "text"))
_REVOKED = (("revoked_at", "timestamptz"),)
_COLUMNS = (*_KEY, ("badge_id", "bigint"), ("activity_id", "bigint"), ("awarded_at", "timestamptz"), *_REVOKED)


class Given(NamedTuple):
    """What a row says beside its key: which version of the badge, by what, when, and since when no more."""

    badge: int
    activity: int
    awarded_at: datetime
    revoked_at: datetime | None


def write(decided: Sequence[tuple[Happening, Decision]], economy: Economy) -> None:
    """Give, revoke and restore what was decided; what was given before a batch keeps its reason. Queries: at most 2."""
    given: dict[Key, Given] = {}
    kept: dict[Key, datetime | None] = {}
    for happening, decision in decided:
        for step, badge in _steps(decision, economy):
            key = happening.actor_id, badge.key
            if step.change == COMPLETED or key in given:
                given[key] = _moved(given.get(key), step, badge, happening)
            else:
                kept[key] = _revoked_at(step, happening)
    _insert(given)
    rows = sorted((*key, revoked_at) for key, revoked_at in kept.items() if key not in given)
    sql.update(Award._meta.db_table, _KEY, _REVOKED, rows)


def fold(found: dict[Key, Given], happening: Happening, decision: Decision, economy: Economy) -> None:
    """Take one decision into what was given before it; all of a member's, in order, come to what must be stored."""
    for step, badge in _steps(decision, economy):
        key = happening.actor_id, badge.key
        found[key] = _moved(found.get(key), step, badge, happening)


def stored(users: Sequence[int]) -> dict[Key, Given]:
    """Return the awards of `users`. Queries: 1."""
    names = [name for name, _type in _COLUMNS]
    rows = Award.objects.filter(user__in=users).values_list(*names)
    return {(user, key): Given(*rest) for user, key, *rest in rows}


def replace(users: Sequence[int], found: Mapping[Key, Given]) -> None:
    """Let `users` have the awards `found`, and no others. Queries: 2, 1 more to take some away."""
    extra = [key for key in stored(users) if key not in found]
    for user, badge_key in extra:
        Award.objects.filter(user=user, badge_key=badge_key).delete()
    _insert(found)


def _steps(decision: Decision, economy: Economy) -> Iterator[tuple[Step, Definition]]:
    """Yield the steps that settled a badge, each with the version that it was settled at."""
    for step in decision.steps:
        if step.change and step.subject.startswith(BADGE):
            yield step, economy.by_source[step.source]


def _moved(before: Given | None, step: Step, badge: Definition, happening: Happening) -> Given:
    if step.change == COMPLETED or before is None:
        return Given(badge.pk, happening.id, happening.occurred_at, None)
    return before._replace(revoked_at=_revoked_at(step, happening))


def _revoked_at(step: Step, happening: Happening) -> datetime | None:
    return happening.occurred_at if step.change == REOPENED else None


def _insert(given: Mapping[Key, Given]) -> None:
    changes = ", ".join(f"{name} = excluded.{name}" for name, _type in _COLUMNS[2:])
    rows = [(*key, *given[key]) for key in sorted(given)]
    sql.insert(Award._meta.db_table, _COLUMNS, rows, f"ON CONFLICT (user_id, badge_key) DO UPDATE SET {changes}")
