"""How far somebody is towards a goal, as every page shows it."""

from __future__ import annotations


class Measured:
    """What has a `value` and the `goal`, above 0, that it is to reach."""

    value: int
    goal: int

    @property
    def shown(self) -> int:
        """The progress, at most the goal."""
        return min(self.value, self.goal)

    @property
    def percent(self) -> int:
        return self.shown * 100 // self.goal
