"""Friends who unlock something scarce: the terms of it, a member's way to it, and each friend's help."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib import public_id as ids
from lib.machines.paths import Paths
from rewards.machines import UNLOCK
from rewards.models.by_help import MOST_HELPERS
from rewards.models.machine import Machine
from rewards.models.reward import Redemption, Reward


class Unlock(Machine):
    """A member's way to a reward by help: when `needed` friends have helped before `deadline_at`, it is theirs.

    `needed` is the reward's number at the moment it was begun, and the terms of a reward stand, so it never moves.
    `helped` counts the assists that hold, guarded; it stands still from `reached_at` on. `code` is the link for
    friends. Whoever waits, because none was left, is served in the order of `reached_at`. The benefit itself is the
    `redemption`, kept for its owner until `claim_by`; `key` is the client's, once for each member.
    """

    KIND: ClassVar[str] = "unlock"
    PATHS: ClassVar[Paths] = UNLOCK

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("unlock", "Friends are helping")
        WAITLISTED = "waitlisted", pgettext_lazy("unlock", "Waiting until there is one again")
        UNLOCKED = "unlocked", pgettext_lazy("unlock", "Unlocked, kept for you")
        CLAIMED = "claimed", pgettext_lazy("unlock", "Unlocked and claimed")
        EXPIRED = "expired", pgettext_lazy("unlock", "Time is over")
        LEFT = "left", pgettext_lazy("unlock", "Given up")
        REVOKED = "revoked", pgettext_lazy("unlock", "Taken back by staff")

    public_id = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    code = models.CharField(max_length=12, unique=True, default=ids.new, editable=False)
    reward = models.ForeignKey(Reward, models.PROTECT, related_name="unlocks", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="unlocks", db_index=False)
    key = models.CharField(max_length=64)
    needed = models.PositiveSmallIntegerField()
    helped = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, blank=True)
    claim_by = models.DateTimeField(null=True, blank=True)
    redemption = models.OneToOneField(Redemption, models.PROTECT, null=True, blank=True, related_name="unlock")
    warned_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("unlock")
        verbose_name_plural = _("unlocks")
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="unlock_once"),
            models.UniqueConstraint(
                fields=["owner", "reward"], condition=Q(state__in=["open", "waitlisted"]), name="unlock_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(needed__gte=1, needed__lte=MOST_HELPERS, helped__lte=F("needed")),
                name="unlock_never_overfilled",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waitlisted", "unlocked", "claimed"])
                | Q(helped=F("needed"), reached_at__isnull=False),
                name="unlock_only_when_full",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked")
                | Q(state__in=["unlocked", "claimed"], redemption__isnull=False)
                | Q(state__in=["open", "waitlisted"], redemption=None)
                | Q(state__in=["expired", "left"]),
                name="unlock_with_its_benefit",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="unlock_of_member"),
            models.Index(fields=["reward", "state", "reached_at"], name="unlock_of_reward"),
            models.Index(fields=["deadline_at"], condition=Q(state="open"), name="unlock_due"),
            models.Index(fields=["claim_by"], condition=Q(state="unlocked"), name="unlock_unclaimed"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def missing(self) -> int:
        return self.needed - self.helped

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_live(self) -> bool:
        """Whether something can still come of it."""
        return self.state in LIVE_UNLOCK


LIVE_UNLOCK = (Unlock.State.OPEN, Unlock.State.WAITLISTED, Unlock.State.UNLOCKED)
RESERVES = (Unlock.State.OPEN, Unlock.State.WAITLISTED)  # count to what one may have, beside redemptions


class Assist(models.Model):
    """A friend's help, once for each unlock: append-only. `owner` is the unlock's, so that nobody helps themselves."""

    unlock = models.ForeignKey(Unlock, models.PROTECT, related_name="assists", db_index=False)
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assists")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unlock", "helper"], name="assist_once"),
            models.CheckConstraint(condition=~Q(helper=F("owner")), name="assist_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.helper_id} for {self.unlock_id}"


class AssistReversal(models.Model):
    """A help that staff took out, and why: append-only. `counted` says whether it made the number smaller."""

    assist = models.OneToOneField(Assist, models.PROTECT, related_name="reversal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=500)
    counted = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reversal of {self.assist_id}"
