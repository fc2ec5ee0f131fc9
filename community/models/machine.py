"""The log of all that moves in co-creation, and the machines that write it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lib.machines import rows


class Step(rows.Step):
    """One step of a proposal, amendment, answer, test, credit statement, vote round or vote."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row_id", "seq"], name="communitystep_once")]


class Machine(rows.Machine):
    """A row whose steps are in this app's log."""

    LOG: ClassVar[type[rows.Step]] = Step

    class Meta:
        abstract = True
