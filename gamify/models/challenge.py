"""A challenge: a time-boxed set of tasks that a brand or a group launches, where, and what there is to win."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from gamify.machines import CHALLENGE
from gamify.models.move import Machine
from gamify.querysets import ChallengeQuerySet
from lib import public_id, texts
from lib.machines.paths import Paths


class Challenge(Machine):
    """Tasks in a window, with prizes from an escrow. Texts are per language (`{"en": …, "zh-hans": …}`).

    Of `brand` and `scope` (`group:7`) one says who runs it. `places` are where it takes place, such as `["group:7"]`;
    empty: everywhere; at the announcement it keeps those that agreed, and of them those that stay with it, NOWHERE when
    none does. `team_size` 0: everybody for themselves.
    `member_cap` is the most that one member can win of the currency, 0: no limit. `review_days` is how long a
    submission may wait before it counts as accepted, and a jury to choose before what is left is drawn. `holdout_bp` is
    the share of members, in basis points, who do not see it, so that its report can compare. `draw_seed` stays secret
    until the freeze; its SHA-256 is in the frozen rules. `rules_salt` stays secret: closed places are named with it
    (`services/places`). `seen_id` is the latest activity of which all before were
    looked at.
    """

    KIND: ClassVar[str] = "challenge"
    NOWHERE: ClassVar[str] = "nowhere"  # a place that nobody is in
    PATHS: ClassVar[Paths] = CHALLENGE

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        ANNOUNCED = "announced", _("Announced")
        RUNNING = "running", pgettext_lazy("challenge", "Running")
        CLOSING = "closing", _("Over, being settled")
        SETTLED = "settled", _("Settled")
        CANCELLED = "cancelled", pgettext_lazy("challenge", "Called off")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, null=True, blank=True, related_name="challenges")
    scope = models.CharField(max_length=60, blank=True)
    names = models.JSONField(default=dict)
    taglines = models.JSONField(default=dict, blank=True)
    stories = models.JSONField(default=dict, blank=True)
    terms = models.JSONField(default=dict, blank=True)
    places = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=True)
    currency = models.ForeignKey("gamify.Currency", models.PROTECT, default="spark", related_name="+")
    team_size = models.PositiveSmallIntegerField(default=0)
    member_cap = models.PositiveIntegerField(default=0)
    review_days = models.PositiveSmallIntegerField(default=3)
    holdout_bp = models.PositiveSmallIntegerField(default=0)
    draw_seed = models.CharField(max_length=64, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    rules = models.JSONField(null=True, blank=True)
    rules_hash = models.CharField(max_length=64, blank=True)
    rules_salt = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    seen_id = models.BigIntegerField(default=0)
    entrants_count = models.PositiveIntegerField(default=0)
    finishers_count = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        constraints = [
            models.CheckConstraint(
                condition=Q(brand=None, scope__gt="") | Q(brand__gt=0, scope=""), name="challenge_one_owner"
            ),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="challenge_window"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review", "cancelled"]) | ~Q(rules_hash=""),
                name="challenge_rules_are_frozen",
            ),
            models.CheckConstraint(condition=Q(holdout_bp__lte=5000), name="challenge_holdout_at_most_half"),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="challenge_due"),
            models.Index(fields=["brand", "-id"], name="challenge_of_brand"),
            models.Index(fields=["scope", "-id"], name="challenge_of_scope"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def tagline(self) -> str:
        return texts.pick(self.taglines)

    @property
    def story(self) -> str:
        return texts.pick(self.stories)

    @property
    def term(self) -> str:
        return texts.pick(self.terms)

    @property
    def has_teams(self) -> bool:
        return self.team_size > 0

    @property
    def is_announced(self) -> bool:
        """Whether its rules are frozen and public, whatever became of it."""
        return bool(self.rules_hash)


class ChallengeTask(models.Model):
    """One thing to do, `goal` times: what members do anyway (`metric`), or a `proof` that is handed in and reviewed.

    `verb`, `when`, `condition` and `metric` are those of a task of the game; `asks` says what a proof may hold, of
    `text`, `link` and `picture`. Each unit brings `points` of the score, up to `most` units, at most `daily_most` of
    them on one day of the member (0: no limit).
    """

    class Kind(models.TextChoices):
        METRIC = "metric", _("What people do here")
        PROOF = "proof", _("Something they hand in")

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="tasks", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    names = models.JSONField(default=dict)
    hints = models.JSONField(default=dict, blank=True)
    verb = models.CharField(max_length=20, blank=True)
    when = models.JSONField(default=dict, blank=True)
    condition = models.TextField(blank=True)
    metric = models.CharField(max_length=40, default="count")
    asks = models.JSONField(default=list, blank=True)
    goal = models.PositiveIntegerField(default=1)
    points = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveIntegerField(default=1)
    daily_most = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "position"], name="challengetask_position"),
            models.CheckConstraint(condition=Q(goal__gte=1, most__gte=F("goal")), name="challengetask_goal"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.position}"

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def hint(self) -> str:
        return texts.pick(self.hints)


class PrizeLine(models.Model):
    """What there is to win: `kind` and `spec` (`gamify/prizes`) for each of `places`, who get it by `rule`."""

    class Rule(models.TextChoices):
        FINISH = "finish", _("Everybody who finishes, as long as there is some")
        FIRST = "first", _("Who finishes first")
        SCORE = "score", _("The highest scores")
        JURY = "jury", _("Chosen by a jury, with its reasons")
        DRAW = "draw", _("Drawn by lot among those who finish")

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=10, choices=Rule.choices)
    places = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    spec = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "position"], name="prizeline_position"),
            models.CheckConstraint(condition=Q(places__gte=1), name="prizeline_places"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id}/{self.position}: {self.places} {self.kind}"


class Consent(models.Model):
    """Whether a place lets a challenge take place in it: asked when it is handed in; a yes may be taken back."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="consents", db_index=False)
    scope = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    words = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "scope"], name="consent_once")]
        indexes = [models.Index(fields=["scope", "state"], name="consent_of_scope")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.state}"
