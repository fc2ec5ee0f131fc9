"""Seasons: a quarter of league weeks, and what they came to (ADR on seasons)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Season(models.Model):
    """A season of which a week is over: `key` is such as `2026-Q4`. Once it is settled its places never change."""

    key = models.CharField(max_length=7, unique=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    counted_until = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ends_at"], condition=models.Q(told_at=None), name="season_untold")]

    def __str__(self) -> str:
        return self.key


class SeasonStanding(models.Model):
    """What a member's best weeks of a season came to when its latest week was counted.

    Whoever hid then has no rank. `reached_at` is when the last of the weeks that count was earned.
    """

    season = models.ForeignKey(Season, models.CASCADE, related_name="standings", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="season_standings", db_index=False)
    points = models.PositiveIntegerField()
    weeks = models.PositiveSmallIntegerField()
    reached_at = models.DateTimeField()
    rank = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "season"], name="season_standing_once")]
        indexes = [models.Index(fields=["season", "rank"], name="season_standing_order")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.season_id}: {self.points}"
