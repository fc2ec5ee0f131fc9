"""One entry of the record as battles see it, and who plays for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """An activity that was processed; `tasks` are the keys of the tasks that it completed."""

    activity_id: int
    actor_id: int
    verb: str
    object_type: str
    object_id: str
    data: Mapping[str, Any]
    occurred_at: datetime
    tasks: Collection[str] = ()


@dataclass(frozen=True)
class Field:
    """Who plays for whom: the team of each player by their public id, and what sources need to know besides.

    `newcomers` are public ids of people who joined the site lately, `buyteams` the ids of the teams that buy in the
    battle's campaign.
    """

    teams: Mapping[str, int] = field(default_factory=dict)
    newcomers: Collection[str] = ()
    buyteams: Collection[str] = ()

    def is_outsider(self, person: object, team_id: int) -> bool:
        """Say whether `person`, by public id, is somebody who does not play for the team."""
        return bool(person) and self.teams.get(str(person)) != team_id
