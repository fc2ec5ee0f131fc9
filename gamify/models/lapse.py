"""Points that lapse: the moments at which they do, and who lost some."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gamify.models.ledger import Account, Currency, LedgerEntry


class Cutoff(models.Model):
    """At `at`, what was earned in `currency` before `earned_before` and not used lapses; everybody was told before.

    Only what was in an account before `announced_at` can lapse. `warned_to` and `lapsed_to` are the latest account that
    each of the two walks has come to.
    """

    currency = models.ForeignKey(Currency, models.PROTECT, related_name="cutoffs", db_index=False)
    at = models.DateTimeField()
    earned_before = models.DateTimeField()
    announced_at = models.DateTimeField()
    warned_to = models.BigIntegerField(default=0)
    warned_at = models.DateTimeField(null=True, blank=True)
    lapsed_to = models.BigIntegerField(default=0)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("moment at which points lapse")
        verbose_name_plural = _("moments at which points lapse")
        constraints = [
            models.UniqueConstraint(fields=["currency", "at"], name="cutoff_once"),
            models.CheckConstraint(
                condition=models.Q(earned_before__lt=models.F("at"), announced_at__lt=models.F("at")),
                name="cutoff_announced_before",
            ),
            models.CheckConstraint(
                condition=models.Q(lapsed_at=None) | models.Q(warned_at__isnull=False), name="cutoff_warned_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.at:%Y-%m-%d}"


class Lapse(models.Model):
    """What an account lost at a cut-off, once.

    `earned` is what the account had earned in lots that were over, and follows what is taken back or given again later;
    `used` is what had been spent or set aside of it then. All that has lapsed of an account is always the largest
    `earned - used` of its lapses: a lot needs no row, for what is used is used from the oldest.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="lapses", db_index=False)
    cutoff = models.ForeignKey(Cutoff, models.PROTECT, related_name="lapses")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="lapse")
    earned = models.BigIntegerField()
    used = models.BigIntegerField()

    class Meta:
        verbose_name = _("lapse of points")
        verbose_name_plural = _("lapses of points")
        constraints = [models.UniqueConstraint(fields=["account", "cutoff"], name="lapse_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.cutoff_id}"
