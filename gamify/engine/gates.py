"""When a step of a quest counts (ADR on quests)."""

from __future__ import annotations

from dataclasses import dataclass

from gamify.engine.facts import Facts


@dataclass(frozen=True, slots=True)
class Gate:
    """Open once as many steps of `quest` are done as come before; for the first, once the quests `after` are finished.

    `badge` is what the quest leads to, "" for none; all are subjects.
    """

    quest: str
    place: int
    after: tuple[str, ...] = ()
    badge: str = ""

    @property
    def trail(self) -> tuple[str, ...]:
        """What may move along when the step is done, or no longer is."""
        return (self.quest, self.badge) if self.badge else (self.quest,)

    def is_open(self, facts: Facts) -> bool:
        if self.place:
            return facts.counter((self.quest, "")).value >= self.place
        return all(facts.counter((subject, "")).completed_at for subject in self.after)
