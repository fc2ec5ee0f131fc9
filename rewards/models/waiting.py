"""Waiting for seats as a party, and the seats that are offered: from the waitlist, or as a plan B."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lib import public_id
from lib.machines.paths import Paths
from rewards.machines import OFFER, WAIT
from rewards.models.campaign import Campaign
from rewards.models.machine import Machine
from rewards.models.team import BuyTeam


class WaitEntry(Machine):
    """A party of `party_size` that wants that many seats or none, in the order of `id`.

    `skipped_because` says why a later, smaller party was served first; a party that would fit is never passed over.
    """

    KIND: ClassVar[str] = "wait"
    PATHS: ClassVar[Paths] = WAIT

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        LEFT = "left", _("Left")
        CLOSED = "closed", _("Closed")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="waiting", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    party_size = models.PositiveSmallIntegerField()
    skipped_because = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("waitlist entry")
        verbose_name_plural = _("waitlist entries")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "campaign"], condition=Q(state__in=["waiting", "offered"]), name="waitentry_once"
            ),
            models.CheckConstraint(condition=Q(party_size__gte=1), name="waitentry_party"),
        ]
        indexes = [models.Index(fields=["campaign", "id"], condition=Q(state="waiting"), name="waitentry_queue")]

    def __str__(self) -> str:
        return self.public_id


class Offer(Machine):
    """Seats kept for a while: `seats` of `team` (or of the stock, for a team yet to open), `used` of them taken.

    Whoever holds `token` may take one: the party's leader shares it. Kept seats are in the counters of team and
    campaign until they are taken or the offer ends.
    """

    KIND: ClassVar[str] = "offer"
    PATHS: ClassVar[Paths] = OFFER

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN = "taken", _("Taken")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")

    token = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="offers")
    entry = models.ForeignKey(WaitEntry, models.PROTECT, related_name="offers")
    team = models.ForeignKey(BuyTeam, models.PROTECT, null=True, blank=True, related_name="offers")
    seats = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(used__lte=F("seats")), name="offer_not_exceeded"),
            models.UniqueConstraint(fields=["entry"], condition=Q(state="open"), name="offer_one_open"),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(state="open"), name="offer_due")]

    def __str__(self) -> str:
        return self.token


class Merger(models.Model):
    """A captain's invitation that the members of `team` move to `into`; each decides alone, by an answer."""

    team = models.ForeignKey(BuyTeam, models.PROTECT, related_name="mergers")
    into = models.ForeignKey(BuyTeam, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "into"], name="merger_once"),
            models.CheckConstraint(condition=~Q(team=F("into")), name="merger_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} into {self.into_id}"


class MergerAnswer(models.Model):
    """What a member said to a captain's invitation; a yes moved the seat."""

    merger = models.ForeignKey(Merger, models.PROTECT, related_name="answers")
    seat = models.ForeignKey("rewards.Seat", models.PROTECT, related_name="+")
    is_yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merger", "seat"], name="mergeranswer_once")]

    def __str__(self) -> str:
        return f"{self.seat_id}: {'yes' if self.is_yes else 'no'}"
