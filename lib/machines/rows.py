"""What every row with a state machine has, and what the log keeps of each of its steps; both abstract."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from lib.machines.paths import Paths


class Step(models.Model):
    """One step of one row: append-only. `seq` has no gaps; step 1 is the row's birth, with `before` empty.

    `cause` says in one word why, such as `paid`, `deadline` or `captain_left`; `actor` is empty for the system.
    `data` holds what the step changed, so that replaying the log rebuilds state and money of the row. An app with
    machines has one such table, its own, where (kind, row_id, seq) is unique.
    """

    kind = models.CharField(max_length=10)
    row_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    cause = models.CharField(max_length=30)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id} #{self.seq}: {self.before} -> {self.after}"


class Machine(models.Model):
    """A row that moves along `PATHS` only by `steps.take`; `seq` counts its steps, and each is a row of `LOG`."""

    KIND: ClassVar[str]
    PATHS: ClassVar[Paths]
    LOG: ClassVar[type[Step]]
    State: ClassVar[Any]

    state = models.CharField(max_length=10)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def state_label(self) -> str:
        """The state in the reader's words."""
        return str(self.State(self.state).label)
