"""The budget of a challenge, set aside before anybody enters, and what is paid from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gamify.models.challenge import Challenge, PrizeLine
from gamify.models.entrant import Entrant
from gamify.models.ledger import LedgerEntry
from gamify.models.purse import Purse


class Escrow(models.Model):
    """`amount` points from `purse`: what is neither `paid` nor `returned` is held. It only ever moves by guards."""

    challenge = models.OneToOneField(Challenge, models.PROTECT, primary_key=True, related_name="escrow")
    purse = models.ForeignKey(Purse, models.PROTECT, related_name="escrows")
    amount = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    placed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("escrow")
        verbose_name_plural = _("escrows")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0, paid__gte=0, returned__gte=0), name="escrow_not_negative"
            ),
            models.CheckConstraint(condition=Q(amount__gte=F("paid") + F("returned")), name="escrow_within_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.paid} + {self.returned} of {self.amount}"

    @property
    def held(self) -> int:
        """What is still there."""
        return self.amount - self.paid - self.returned


class Pick(models.Model):
    """Somebody, or their team, whom the jury of a line chose, and why; it may be changed until the freeze."""

    line = models.ForeignKey(PrizeLine, models.CASCADE, related_name="picks", db_index=False)
    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="picks")
    place = models.PositiveIntegerField()
    words = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["line", "place"], name="pick_place"),
            models.UniqueConstraint(fields=["line", "entrant"], name="pick_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.place}"


class ChallengeResult(models.Model):
    """The frozen standings of a challenge: append-only; `inputs_hash` is the SHA-256 of what they were counted from."""

    challenge = models.OneToOneField(Challenge, models.PROTECT, primary_key=True, related_name="result")
    document = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.inputs_hash


class Prize(models.Model):
    """What one entrant gets of one line: written at the freeze, given once. `key` is `challenge:<id>:<line>:<member>`.

    `amount` is what is paid from the escrow, 0 for what costs no points; a capped one is smaller than its line says.
    """

    class State(models.TextChoices):
        DUE = "due", _("On its way")
        GIVEN = "given", _("Given")
        VOID = "void", _("Called off")

    key = models.CharField(max_length=80, unique=True)
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="prizes", db_index=False)
    line = models.ForeignKey(PrizeLine, models.PROTECT, related_name="prizes", db_index=False)
    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="prizes")
    place = models.PositiveIntegerField()
    amount = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    words = models.CharField(max_length=500, blank=True)
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, null=True, blank=True, related_name="prize")
    made_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        constraints = [
            models.UniqueConstraint(fields=["line", "entrant"], name="prize_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="prize_not_negative"),
            models.CheckConstraint(
                condition=Q(entry=None) | Q(state="given", amount__gt=0), name="prize_entered_when_given"
            ),
        ]
        indexes = [models.Index(fields=["challenge", "state", "id"], name="prize_due")]

    def __str__(self) -> str:
        return self.key
