"""Letters by e-mail that wait for the mail server."""

from __future__ import annotations

from django.db import models


class Letter(models.Model):
    """One letter from the moment it is written until the server has taken it; then nothing is kept of it.

    `fields` are what an EmailMultiAlternatives is made of. Whoever sends it moves `due_at` on first, so that nobody
    else does meanwhile, and whoever dies with it leaves it to the next.
    """

    fields = models.JSONField()
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"letter {self.pk}"
