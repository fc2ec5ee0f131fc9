"""Where the points of a battle come from. One file a source; a new one is imported at the end of this file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from django.utils.functional import Promise

from rewards.scoring.record import Field, Record


@dataclass(frozen=True)
class Source:
    """A kind of contribution, found in the record and nowhere else.

    `count(record, team_id, field)` returns how many units an activity of a player is worth, 0 for nothing; `verbs`
    are those of the activities that may count, none for all. `sentence` tells of one, after the player's name.
    """

    key: str
    label: str | Promise
    hint: str | Promise
    sentence: str | Promise
    verbs: tuple[str, ...]
    needs_campaign: bool
    count: Callable[[Record, int, Field], int]


_sources: dict[str, Source] = {}


def add(module: ModuleType) -> None:
    """Register a module that has what a Source needs; a key can be taken once."""
    if module.KEY in _sources:
        raise ValueError(f"score source {module.KEY} is registered twice")
    _sources[module.KEY] = Source(
        module.KEY, module.LABEL, module.HINT, module.SENTENCE, module.VERBS, module.NEEDS_CAMPAIGN, module.count
    )


def get(key: str) -> Source:
    """Return the source named `key`; raises ValueError when there is none."""
    if key not in _sources:
        raise ValueError(f"unknown score source {key!r}: there are {', '.join(sorted(_sources))}")
    return _sources[key]


def every() -> tuple[Source, ...]:
    """Return all sources in the order they were added."""
    return tuple(_sources.values())


from rewards.scoring import invitations, seats, stories, tasks, welcomes  # noqa: E402

for module in (seats, stories, tasks, welcomes, invitations):
    add(module)
