"""A published state of the whole economy."""

from __future__ import annotations

from django.db import models


class Edition(models.Model):
    """Everything in force from `published_at` until the next edition; `token` is what processes compare."""

    number = models.AutoField(primary_key=True)
    token = models.CharField(max_length=12, unique=True)
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"edition {self.number}"
