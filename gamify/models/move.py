"""The log of all that moves in a challenge, and the machines that write it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lib.machines import rows


class Move(rows.Step):
    """One step of a challenge or a submission."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row_id", "seq"], name="move_once")]


class Machine(rows.Machine):
    """A row whose steps are moves."""

    LOG: ClassVar[type[rows.Step]] = Move

    class Meta:
        abstract = True
