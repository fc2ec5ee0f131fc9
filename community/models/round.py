"""Votes about several proposals at once, under rules that are frozen when they open."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from community.machines import ROUND, VOTE
from community.models.group import Group
from community.models.judged import Wordless
from community.models.machine import Machine
from community.models.post import Post
from community.models.proposal import Proposal
from community.querysets import RoundQuerySet
from lib import public_id, texts
from lib.machines.paths import Paths


class VoteRound(Machine):
    """A vote. Texts are per language. `method` is a key of `community/voting`; `per_voter` is how many a voter may
    approve, or the points they have; `seats` how many can win, `budget_minor` what winners may cost together (each None
    where the method has no use for it), `completion` what happens to money that is left.

    Who may vote is frozen at opening as one `Allowance` each: the members of `group`, or everybody without one; only
    `is_verified` ones if it says so. `rules` and `rules_hash` hold all that, with the `seed` for ties.
    """

    KIND: ClassVar[str] = "round"
    PATHS: ClassVar[Paths] = ROUND

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("vote", "Open")
        CLOSED = "closed", pgettext_lazy("vote", "Closed, being counted")
        COUNTED = "counted", pgettext_lazy("votes", "Decided")
        VOID = "void", _("Called off")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="rounds")
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, null=True, blank=True, related_name="rounds")
    names = models.JSONField(default=dict)
    abouts = models.JSONField(default=dict, blank=True)
    method = models.CharField(max_length=20)
    per_voter = models.PositiveIntegerField(default=1)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    budget_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    completion = models.CharField(max_length=20, blank=True)
    is_verified = models.BooleanField(default=False)
    seed = models.CharField(max_length=64, blank=True)
    voters = models.PositiveIntegerField(default=0)
    rules = models.JSONField(null=True, blank=True)
    rules_hash = models.CharField(max_length=64, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")), name="voteround_window"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"]) | ~Q(rules_hash=""), name="voteround_rules_are_frozen"
            ),
            models.CheckConstraint(condition=Q(per_voter__gte=1), name="voteround_per_voter"),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="voteround_due")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_published(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def about(self) -> str:
        return texts.pick(self.abouts)


class Candidate(models.Model):
    """A proposal that one can vote for, and what it would cost."""

    round = models.ForeignKey(VoteRound, models.CASCADE, related_name="candidates", db_index=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="candidacies")
    cost_minor = models.BigIntegerField(default=0)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "proposal"], name="candidate_once"),
            models.UniqueConstraint(fields=["round", "position"], name="candidate_position_once"),
            models.CheckConstraint(condition=Q(cost_minor__gte=0), name="candidate_cost"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} in {self.round_id}"


class Allowance(Wordless, models.Model):
    """Somebody who may vote in a round, as it was when it opened; `spent` is guarded and never more than `budget`.

    `struck_at` is since when their whole ballot is found not to be valid.
    `ballot` names their votes where the ballots are published: drawn by chance, so that nobody can tell whose it is.
    """

    round = models.ForeignKey(VoteRound, models.CASCADE, related_name="allowances", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ballot = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    budget = models.PositiveIntegerField()
    spent = models.PositiveIntegerField(default=0)
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="allowance_once"),
            models.CheckConstraint(condition=Q(spent__lte=F("budget")), name="allowance_never_overspent"),
            models.CheckConstraint(condition=Q(struck_at=None) | Q(spent=0), name="allowance_struck_spends_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.round_id}: {self.spent} of {self.budget}"

    @property
    def group(self) -> Group | None:
        return self.round.group

    @property
    def public_id(self) -> str:
        return self.round.public_id

    @property
    def standing(self) -> str:
        is_running = self.round.state in (VoteRound.State.OPEN, VoteRound.State.CLOSED)
        if not is_running or not (self.spent or self.struck_at):
            return Post.State.DELETED
        return Post.State.REMOVED if self.struck_at else Post.State.PUBLISHED

    @property
    def is_published(self) -> bool:
        return self.standing == Post.State.PUBLISHED


class Vote(Machine):
    """What one voter says about one candidate: `weight` votes for `cost` of the allowance."""

    KIND: ClassVar[str] = "vote"
    PATHS: ClassVar[Paths] = VOTE

    class State(models.TextChoices):
        LIVE = "live", pgettext_lazy("vote", "Cast")
        WITHDRAWN = "withdrawn", pgettext_lazy("vote", "Taken back")
        INVALID = "invalid", _("Not valid")
        COUNTED = "counted", pgettext_lazy("vote", "Counted")

    round = models.ForeignKey(VoteRound, models.PROTECT, related_name="votes", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="votes")
    weight = models.PositiveIntegerField()
    cost = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "user", "candidate"], name="vote_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="vote_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.weight} for {self.candidate_id}"


class RoundResult(models.Model):
    """A count of a round: append-only. `inputs_hash` is the SHA-256 of what was counted; `document` has winners and the
    whole order in which they were picked, with reasons."""

    round = models.ForeignKey(VoteRound, models.PROTECT, related_name="results", db_index=False)
    seq = models.PositiveSmallIntegerField()
    document = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "seq"], name="roundresult_once")]

    def __str__(self) -> str:
        return self.inputs_hash
