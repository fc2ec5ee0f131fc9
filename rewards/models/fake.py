"""The books of the fake bank: another house that happens to live in the same database. Nothing else reads them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib import public_id
from lib.money import Money


class FakeCharge(models.Model):
    """What the bank knows of one payment. `answers` remembers what it did for each key, so that it does it once.

    Its ill will: until `known_at` it says that nothing has happened; the next `silent` questions are done but not
    answered; `declines_charge` refuses a saved card when it is charged; `keeps` refuses to give anything back;
    `regrets` (`gateway`, `chargeback`) gives back what was charged at `regrets_at`, unasked, which `taken_back` lists.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Open")
        AUTHORISED = "authorised", _("Held")
        CAPTURED = "captured", _("Charged")
        VOIDED = "voided", _("Released")
        EXPIRED = "expired", _("Expired")
        DECLINED = "declined", _("Declined")

    reference = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    key = models.CharField(max_length=80, unique=True)
    payment = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    return_url = models.CharField(max_length=500)
    mode = models.CharField(max_length=10)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    held_minor = models.BigIntegerField(default=0)
    captured_minor = models.BigIntegerField(default=0)
    refunds = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    decline_code = models.CharField(max_length=40, blank=True)
    capture_before = models.DateTimeField(null=True, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)
    silent = models.PositiveSmallIntegerField(default=0)
    declines_charge = models.BooleanField(default=False)
    keeps = models.BooleanField(default=False)
    regrets = models.CharField(max_length=10, blank=True)
    regrets_at = models.DateTimeField(null=True, blank=True)
    taken_back = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["capture_before"], condition=models.Q(state="authorised"), name="fake_holds"),
            models.Index(fields=["regrets_at"], condition=~models.Q(regrets_at=None), name="fake_regrets"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def back_minor(self) -> int:
        """What went back, asked for or not."""
        asked: int = sum(refund["amount"] for refund in self.refunds.values() if refund["status"] == "done")
        return asked + sum(row["amount_minor"] for row in self.taken_back)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PENDING

    @property
    def pay_words(self) -> str:
        words = {"hold": _("Hold %(amount)s"), "setup": _("Save the card"), "prepay": _("Pay %(amount)s")}
        return words[self.mode] % {"amount": self.amount}

    @property
    def promise(self) -> str:
        """What the button means, in plain words."""
        said = {
            "hold": _("The most your place can cost is held on the card. Nothing is charged unless the team succeeds."),
            "setup": _("The card is saved. Nothing is held, and nothing is charged unless the team succeeds."),
            "prepay": _("You pay this now. Whatever turns out to be too much comes back by itself."),
        }
        return str(said[self.mode])


class FakeNotice(models.Model):
    """A webhook that the bank has still to send, or has sent."""

    charge = models.ForeignKey(FakeCharge, models.CASCADE, related_name="notices")
    notice_id = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="fake_notices_due")]

    def __str__(self) -> str:
        return self.notice_id
