"""A team battle: who plays for whom, what they brought from the record, and how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib import public_id, texts
from lib.machines.paths import Paths
from rewards.machines import BATTLE
from rewards.models.campaign import Campaign
from rewards.models.machine import Machine
from rewards.models.team import BuyTeam
from rewards.querysets import BattleQuerySet


class Battle(Machine):
    """Teams that play for points of the record in a window. Texts are per language (`{"en": …, "zh-hans": …}`).

    `sources` are the points of one unit by source (`rewards/scoring`), `daily_cap` the most of a player and day,
    `best_of` how many players of a team count (0: all), `most_players` how many a team may have. With a `campaign`
    its buying teams may enter, and seats of it may count. `seen_id` is the latest activity of which all before were
    looked at, `moments` how many of halfway, last hour and last minute were told. `rules_salt` stays secret: closed
    places are named with it in the rules.
    """

    KIND: ClassVar[str] = "battle"
    PATHS: ClassVar[Paths] = BATTLE

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        ANNOUNCED = "announced", _("Announced")
        RUNNING = "running", pgettext_lazy("battle", "Running")
        LOCKED = "locked", _("Over, being counted")
        TALLIED = "tallied", _("Counted, open to objections")
        FINAL = "final", _("Final")
        VOID = "void", _("Called off")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, related_name="battles")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="battles")
    names = models.JSONField(default=dict)
    stories = models.JSONField(default=dict, blank=True)
    prizes = models.JSONField(default=dict, blank=True)
    thanks = models.JSONField(default=dict, blank=True)
    letters = models.JSONField(default=dict, blank=True)
    sources = models.JSONField(default=dict)
    daily_cap = models.PositiveSmallIntegerField(default=12)
    best_of = models.PositiveSmallIntegerField(default=5)
    most_players = models.PositiveSmallIntegerField(default=12)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    rules = models.JSONField(null=True, blank=True)
    rules_hash = models.CharField(max_length=64, blank=True)
    rules_salt = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    seen_id = models.BigIntegerField(default=0)
    moments = models.PositiveSmallIntegerField(default=0)
    tallied_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = BattleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="battle_window"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review", "void"]) | ~Q(rules_hash=""), name="battle_rules_are_frozen"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="battle_due"),
            models.Index(fields=["brand", "-id"], name="battle_of_brand"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def story(self) -> str:
        return texts.pick(self.stories)

    @property
    def prize(self) -> str:
        return texts.pick(self.prizes)

    @property
    def thank(self) -> str:
        return texts.pick(self.thanks)

    @property
    def letter(self) -> str:
        return texts.pick(self.letters)


class BattleTeam(models.Model):
    """A team of a battle: free for all, the members of a group (`scope` is `group:7`), or a buying team.

    `players` is guarded. `score`, `reached_at` and, at the end, `place` are what the fold of its events says.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    battle = models.ForeignKey(Battle, models.CASCADE, related_name="teams", db_index=False)
    names = models.JSONField(default=dict)
    scope = models.CharField(max_length=60, blank=True)
    buyteam = models.ForeignKey(BuyTeam, models.PROTECT, null=True, blank=True, related_name="battles")
    position = models.PositiveSmallIntegerField()
    players = models.PositiveSmallIntegerField(default=0)
    most_players = models.PositiveSmallIntegerField()
    score = models.PositiveIntegerField(default=0)
    reached_at = models.DateTimeField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["battle", "position"], name="battleteam_position"),
            models.UniqueConstraint(fields=["battle", "buyteam"], name="battleteam_buyteam_once"),
            models.CheckConstraint(condition=Q(players__lte=F("most_players")), name="battleteam_never_overfull"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def is_full(self) -> bool:
        return self.players >= self.most_players


class BattlePlayer(models.Model):
    """Somebody who plays for one team of a battle; `points` are what they brought, as the fold says."""

    battle = models.ForeignKey(Battle, models.CASCADE, related_name="players", db_index=False)
    team = models.ForeignKey(BattleTeam, models.CASCADE, related_name="roster")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="battles", db_index=False)
    points = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["battle", "user"], name="battleplayer_one_team")]
        indexes = [models.Index(fields=["user", "-id"], name="battleplayer_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.team_id}"


class ScoreEvent(models.Model):
    """`units` of a source that an activity brought: append-only. An undo is an event of its own with units below 0,
    which carries the `cause_id`, day and moment of the activity that it takes back.
    """

    battle = models.ForeignKey(Battle, models.PROTECT, related_name="events", db_index=False)
    team = models.ForeignKey(BattleTeam, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=20)
    units = models.SmallIntegerField()
    activity_id = models.BigIntegerField()
    cause_id = models.BigIntegerField()
    day = models.DateField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["battle", "activity_id", "source"], name="scoreevent_once"),
            models.CheckConstraint(condition=~Q(units=0), name="scoreevent_moves_something"),
        ]
        indexes = [
            models.Index(fields=["battle", "-id"], name="scoreevent_of_battle"),
            models.Index(fields=["battle", "user"], name="scoreevent_of_player"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.units:+} for {self.team_id}"


class BattleResult(models.Model):
    """A count of a battle: append-only. The latest is in force; `inputs_hash` is the SHA-256 of what was counted."""

    battle = models.ForeignKey(Battle, models.PROTECT, related_name="results", db_index=False)
    seq = models.PositiveSmallIntegerField()
    document = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["battle", "seq"], name="battleresult_once")]

    def __str__(self) -> str:
        return self.inputs_hash


class Objection(models.Model):
    """What a player says against a count, within a day; a battle is final only when each is answered."""

    battle = models.ForeignKey(Battle, models.PROTECT, related_name="objections")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["battle", "user"], name="objection_once")]

    def __str__(self) -> str:
        return f"{self.user_id} against {self.battle_id}"
