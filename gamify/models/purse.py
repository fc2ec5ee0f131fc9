"""What a brand or a group may give away: points that staff granted it, and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gamify.models.ledger import Currency


class Purse(models.Model):
    """The whole points of one currency that a brand, or a place such as `group:7`, may put into challenges.

    `available` equals the sum of its entries; what lies in an escrow has left it.
    """

    brand = models.ForeignKey("accounts.Brand", models.PROTECT, null=True, blank=True, related_name="purses")
    scope = models.CharField(max_length=60, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="purses")
    available = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("purse")
        verbose_name_plural = _("purses")
        constraints = [
            models.UniqueConstraint(fields=["brand", "currency"], condition=~Q(brand=None), name="purse_of_brand"),
            models.UniqueConstraint(fields=["scope", "currency"], condition=~Q(scope=""), name="purse_of_scope"),
            models.CheckConstraint(condition=Q(brand=None, scope__gt="") | Q(brand__gt=0, scope=""), name="purse_one"),
            models.CheckConstraint(condition=Q(available__gte=0), name="purse_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.scope or self.brand_id} {self.currency_id}: {self.available}"


class PurseEntry(models.Model):
    """A signed, immutable movement of a purse; `key` names what it is for, once for ever."""

    class Kind(models.TextChoices):
        GRANT = "grant"  # from the site's staff
        WITHDRAW = "withdraw"  # taken back by them
        ESCROW = "escrow"  # into a challenge
        BACK = "back"  # what a challenge did not pay

    purse = models.ForeignKey(Purse, models.PROTECT, related_name="entries", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField()
    key = models.CharField(max_length=80, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("purse entry")
        verbose_name_plural = _("purse entries")
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="purseentry_moves_something")]
        indexes = [models.Index(fields=["purse", "-id"], name="purseentry_of_purse")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount:+}"


class PurseRequest(models.Model):
    """A movement of a purse that is too large for one of the staff: somebody else of them decides."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    purse = models.ForeignKey(Purse, models.PROTECT, related_name="requests")
    amount = models.BigIntegerField()
    note = models.CharField(max_length=200)
    key = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="purserequest_moves_something"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="purserequest_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purse_id} {self.amount:+} {self.state}"
