"""Leagues: the site's weekly board cut into cohorts of neighbours (ADR on leagues)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gamify.engine.leagues import SEATS
from gamify.models.leaderboard import Period


class LeagueCohort(models.Model):
    """At most twenty members of one division who are neighbours for a week; 1 is the lowest division."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="cohorts", db_index=False)
    division = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    size = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "division", "number"], name="cohort_once"),
            models.CheckConstraint(condition=models.Q(size__lte=SEATS), name="cohort_not_crowded"),
        ]
        indexes = [models.Index(fields=["period"], condition=models.Q(settled_at=None), name="cohort_open")]

    def __str__(self) -> str:
        return f"{self.division}/{self.number} of {self.period_id}"


class LeagueSeat(models.Model):
    """A member's seat in a week's cohort. The score is the standing's until the cohort is settled, then it is kept.

    Settled, who had no standing any more has no rank, and everybody the division they begin with the next time.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="seats", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="league_seats", db_index=False)
    cohort = models.ForeignKey(LeagueCohort, models.CASCADE, related_name="seats")
    rank = models.PositiveSmallIntegerField(null=True)
    score = models.BigIntegerField(null=True)
    reached_at = models.DateTimeField(null=True)
    next_division = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "period"], name="league_seat_once")]
        indexes = [models.Index(fields=["user"], condition=models.Q(next_division=None), name="league_seat_open")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.cohort_id}"
