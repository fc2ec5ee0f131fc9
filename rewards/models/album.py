"""The shared album of a battle that is over: a picture and a line from each who brought something."""

from __future__ import annotations

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q

from lib import public_id
from rewards.models.battle import Battle


class AlbumPicture(models.Model):
    """A finisher's picture, re-encoded; sizes in pixels. What is hidden keeps its row, so that it cannot come again."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    battle = models.ForeignKey(Battle, models.PROTECT, related_name="album", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    image = models.ImageField(upload_to="albums/", blank=True, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0, null=True)
    height = models.PositiveIntegerField(default=0, null=True)
    words = models.CharField(max_length=140)
    added_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["battle", "user"], name="albumpicture_once"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, reason="") | Q(hidden_at__isnull=False) & ~Q(reason=""),
                name="albumpicture_hidden_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(image="") | Q(hidden_at__isnull=False), name="albumpicture_shows_something"
            ),
        ]
        indexes = [models.Index(fields=["battle", "-id"], name="albumpicture_of_battle")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def stem(self) -> str:
        """What names its file: another file has another name."""
        return PurePath(self.image.name).stem if self.image else ""


class AlbumReport(models.Model):
    """What somebody finds wrong with a picture's file `stem`; settled when it is hidden or found all right."""

    picture = models.ForeignKey(AlbumPicture, models.CASCADE, related_name="reports", db_index=False)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stem = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "reporter", "stem"], name="albumreport_once")]

    def __str__(self) -> str:
        return f"{self.picture_id} by {self.reporter_id}"
