"""Boards, their periods, standings, and the counting trie that ranks them (ADR on ranks)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Leaderboard(models.Model):
    """A ranking of what members earned of one currency, on the whole site or inside one target such as `group:7`."""

    class Cycle(models.TextChoices):
        WEEK = "week", _("This week")
        EVER = "ever", _("All time")

    scope = models.CharField(max_length=60)
    cycle = models.CharField(max_length=5, choices=Cycle.choices)
    currency = models.ForeignKey("gamify.Currency", models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "cycle", "currency"], name="leaderboard_once")]

    def __str__(self) -> str:
        return f"{self.scope}/{self.cycle}"


class Period(models.Model):
    """One run of a board: `key` is an ISO week in UTC such as `2026-W47`, or "" for all time."""

    leaderboard = models.ForeignKey(Leaderboard, models.CASCADE, related_name="periods")
    key = models.CharField(max_length=10, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leaderboard", "key"], name="period_once")]

    def __str__(self) -> str:
        return f"{self.leaderboard_id} {self.key}"


class Standing(models.Model):
    """A member's score in a period and the moment it was first reached: equal scores rank by that moment."""

    pk = models.CompositePrimaryKey("user", "period")
    period = models.ForeignKey(Period, models.CASCADE, related_name="standings", db_index=False, db_constraint=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="standings", db_index=False, db_constraint=False
    )
    score = models.BigIntegerField()
    reached_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(score__gte=0), name="standing_not_negative")]
        indexes = [models.Index(fields=["period", "-score", "reached_at", "user"], name="standing_order")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.score}"


class RankBucket(models.Model):
    """How many standings of a period have `score >> (6 * depth) == bucket`: a node of the counting trie."""

    pk = models.CompositePrimaryKey("period", "depth", "bucket")
    period = models.ForeignKey(Period, models.CASCADE, related_name="buckets", db_index=False, db_constraint=False)
    depth = models.PositiveSmallIntegerField()
    bucket = models.BigIntegerField()
    standings = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.depth}/{self.bucket}: {self.standings}"
