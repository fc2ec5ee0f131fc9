"""Who a proposal is owed to, in shares that become money."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from community.machines import CREDIT
from community.models.machine import Machine
from community.models.proposal import Proposal
from lib import public_id
from lib.machines.paths import Paths
from lib.money import Money


class CreditStatement(Machine):
    """The shares of a proposal, proposed by its authors, open to objections until `objections_until`, then frozen.

    `document` and `hash` (SHA-256 of its canonical JSON) are the shares as they were frozen.
    """

    KIND: ClassVar[str] = "credit"
    PATHS: ClassVar[Paths] = CREDIT

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        OBJECTING = "objecting", _("Open to objections")
        FROZEN = "frozen", _("Frozen")

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="credit")
    objections_until = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    document = models.JSONField(null=True, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="frozen") | ~Q(hash=""), name="creditstatement_frozen_has_a_hash")
        ]
        indexes = [models.Index(fields=["state", "objections_until"], name="creditstatement_due")]

    def __str__(self) -> str:
        return f"credit of {self.proposal_id}"


class CreditShare(models.Model):
    """One person's share in basis points (10,000 are the whole), for a role; `evidence` says in plain words what for,
    `link` where it can be seen."""

    class Role(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("credit", "Wrote it")
        AMENDER = "amender", pgettext_lazy("credit", "Changed it for the better")
        MERGED = "merged", pgettext_lazy("credit", "Had the same idea")
        TESTER = "tester", pgettext_lazy("credit", "Tested it")
        OTHER = "other", pgettext_lazy("credit", "Helped")

    statement = models.ForeignKey(CreditStatement, models.CASCADE, related_name="shares", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="credits")
    role = models.CharField(max_length=10, choices=Role.choices)
    basis_points = models.PositiveIntegerField()
    evidence = models.CharField(max_length=500)
    link = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "user", "role"], name="creditshare_once"),
            models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="creditshare_at_most_the_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.basis_points}"


class CreditObjection(models.Model):
    """What a contributor says against the shares; they are frozen only when each is answered."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    statement = models.ForeignKey(CreditStatement, models.PROTECT, related_name="objections")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "user"], condition=Q(answered_at=None), name="creditobjection_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} against {self.statement_id}"


class Payout(models.Model):
    """A pool of money that a brand shares out by a frozen statement: append-only. Its lines sum to `pool_minor`."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    statement = models.ForeignKey(CreditStatement, models.PROTECT, related_name="payouts")
    key = models.CharField(max_length=64)
    pool_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "key"], name="payout_once"),
            models.CheckConstraint(condition=Q(pool_minor__gt=0), name="payout_of_something"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def pool(self) -> Money:
        return Money(self.pool_minor, self.currency)


class PayoutLine(models.Model):
    """What one person gets of a payout: append-only. `remainder_minor` of it was left by rounding down."""

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    basis_points = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    remainder_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "user"], name="payoutline_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="payoutline_not_below_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} to {self.user_id}"
