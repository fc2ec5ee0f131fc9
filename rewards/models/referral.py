"""Who brought whom: a member's link, and what became of those who came by it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from lib import public_id
from lib.machines.paths import Paths
from rewards.machines import REFERRAL
from rewards.models.machine import Machine


class ReferralLink(models.Model):
    """A member's link for friends; its code stays the same."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="referral_link"
    )
    code = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Referral(Machine):
    """A newcomer who came by a member's link. It counts only when the newcomer stays: see `services/referrals.py`.

    `matures_at` is the earliest moment at which that can be said.
    """

    KIND: ClassVar[str] = "referral"
    PATHS: ClassVar[Paths] = REFERRAL

    class State(models.TextChoices):
        JOINED = "joined", pgettext_lazy("referral", "Has joined")
        STAYED = "stayed", pgettext_lazy("referral", "Has stayed")
        LAPSED = "lapsed", pgettext_lazy("referral", "Did not come back")
        VOID = "void", pgettext_lazy("referral", "Does not count")

    referrer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="referrals", db_index=False)
    newcomer = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="referred_by")
    joined_at = models.DateTimeField()
    matures_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(referrer=F("newcomer")), name="referral_of_another"),
        ]
        indexes = [
            models.Index(fields=["referrer", "-id"], name="referral_of_member"),
            models.Index(fields=["matures_at"], condition=Q(state="joined"), name="referral_due"),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer_id} by {self.referrer_id}"
