"""Currencies, accounts and the entries that moved them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib import texts


class Currency(models.Model):
    """A system of points. Growth makes levels and is never spent; spark is spent.

    What is earned in a month lapses `lapses_after_months` months after its end in UTC, None never; but nothing before
    `lapses_from`, so that whoever shortens the time takes nobody by surprise.
    """

    key = models.SlugField(max_length=20, primary_key=True)
    names = models.JSONField(default=dict)
    is_spendable = models.BooleanField(default=False)
    lapses_after_months = models.PositiveSmallIntegerField(null=True, blank=True)
    lapses_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "currencies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lapses_after_months=None) | models.Q(is_spendable=True, lapses_after_months__gt=0),
                name="currency_lapses_if_spent",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        return texts.pick(self.names)


class Account(models.Model):
    """One member's balance in one currency, in whole points; it equals the sum of its entries.

    `available` may fall below zero only when something already spent is taken back; `held` is set aside, not spent.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="accounts", db_index=False)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="accounts")
    available = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("account of points")
        verbose_name_plural = _("accounts of points")
        constraints = [
            models.UniqueConstraint(fields=["user", "currency"], name="account_once"),
            models.CheckConstraint(condition=models.Q(held__gte=0), name="account_held_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.currency_id}: {self.available}"


class LedgerEntry(models.Model):
    """A signed, immutable movement of whole points. `source` says which definition gave it: `rule/share-moment@3`.

    `scope` is where it was earned (`group:7` or ""), `earned_at` when; a reversal keeps both from its original, so that
    a board's score is the sum of the entries of its scope and period.
    """

    class Kind(models.TextChoices):
        EARN = "earn"
        SPEND = "spend"
        RELEASE = "release"
        REVERSE = "reverse"
        TRANSFER = "transfer"
        EXPIRE = "expire"

    account = models.ForeignKey(Account, models.PROTECT, related_name="entries", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount = models.BigIntegerField()
    activity = models.ForeignKey("gamify.Activity", models.PROTECT, related_name="entries", db_index=False)
    source = models.CharField(max_length=70)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    scope = models.CharField(max_length=60, blank=True)
    earned_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(fields=["activity", "source", "account"], name="entry_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="entry_moves_something"),
        ]
        indexes = [models.Index(fields=["account", "-id"], name="entry_of_account")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} ({self.source})"
