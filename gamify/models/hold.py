"""Points that are set aside for something that is not certain yet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gamify.models.ledger import Account, LedgerEntry


class Hold(models.Model):
    """Whole points moved from `available` to `held` of an account, until they are spent or come back.

    `key` names what they are for, once for ever: `redemption:<id>`. Only spending makes an entry of the ledger, for a
    balance is what is available and what is held.
    """

    class State(models.TextChoices):
        HELD = "held", _("Set aside")
        SPENT = "spent", _("Spent")
        RELEASED = "released", _("Came back unspent")
        RETURNED = "returned", _("Given back")

    account = models.ForeignKey(Account, models.PROTECT, related_name="holds")
    key = models.CharField(max_length=80, unique=True)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    spend = models.OneToOneField(LedgerEntry, models.PROTECT, null=True, blank=True, related_name="hold")
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hold of points")
        verbose_name_plural = _("holds of points")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="hold_of_something"),
            models.CheckConstraint(
                condition=models.Q(state__in=("held", "released"), spend=None)
                | models.Q(state__in=("spent", "returned"), spend__isnull=False),
                name="hold_spent_by_an_entry",
            ),
        ]
        indexes = [models.Index(fields=["account"], condition=models.Q(state="held"), name="hold_open")]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount}"
