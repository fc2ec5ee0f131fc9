"""What somebody promised to send by a date."""

from __future__ import annotations

from django.db import models


class Promised(models.Model):
    """`ship_by` is by when it is to be sent: set once it is certain and somebody knows where to. The brand is reminded
    before, at `reminded_at`; at `late_at` it was noted that it is late, and both sides were told.
    """

    ship_by = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
