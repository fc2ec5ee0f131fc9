"""The engine's own view of one activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.calendars import Calendar

UNDO = "undo"
REDO = "redo"
MIRRORS = (UNDO, REDO)
BACKFILL = "backfill"
LAPSE = "lapse"  # points lapsed: no rule gave or took them
QUEST = "quest"  # the verb of badges that quests give; nobody records it
RESERVED = (*MIRRORS, BACKFILL, QUEST)  # verbs that are the engine's own
# Verbs that do not show that the actor was here: others did something, or time passed.
PASSIVE = (
    *("receive", "finish", "win", "propose", "progress", "support", "amend", "credit", "launch", "attend", LAPSE),
    *RESERVED,
)


@dataclass(frozen=True, slots=True)
class Happening:
    """An activity as rules see it; `actor` is a public id, `calendar` the actor's, `undoes` an activity's id."""

    id: int
    actor_id: int
    actor: str
    calendar: Calendar
    verb: str
    object_type: str
    object_id: str
    target_type: str
    target_id: str
    data: dict[str, Any]
    occurred_at: datetime
    local_date: date
    undoes: int | None = None

    @property
    def scope(self) -> str:
        """Where it happened, as boards name it: `group:7`, or "" outside any target."""
        return f"{self.target_type}:{self.target_id}" if self.target_id else ""

    @property
    def badge(self) -> str:
        """Of a backfill, the source of the badge that it counts for."""
        badge: str = self.data["badge"]
        return badge

    def variables(self) -> dict[str, Any]:
        """Return what conditions may name; `target` is an empty text outside any target."""
        return {
            "actor": self.actor,
            "verb": self.verb,
            "object": {"type": self.object_type, "id": self.object_id},
            "target": {"type": self.target_type, "id": self.target_id},
            "data": self.data,
        }

    def is_actor(self, value: object) -> bool:
        """Say whether `value` from `data` names the actor, by public id or primary key."""
        return value == self.actor or str(value) == str(self.actor_id)
