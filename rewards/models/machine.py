"""The log of all that moves in this app, and the machines that write it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.machines import rows


class Event(rows.Step):
    """One step of a campaign, team, seat, payment, battle, reward …"""

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [models.UniqueConstraint(fields=["kind", "row_id", "seq"], name="buyevent_once")]


class Machine(rows.Machine):
    """A row whose steps are events."""

    LOG: ClassVar[type[rows.Step]] = Event

    class Meta:
        abstract = True
