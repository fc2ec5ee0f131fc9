"""Who stands behind a proposal, and what is said for and against it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from community.machines import TAKES_SUPPORT
from community.models.group import Group
from community.models.judged import Wordless
from community.models.post import Post
from community.models.proposal import Proposal
from lib import public_id


class Support(Wordless, models.Model):
    """One member's support: one row a pair for ever, so that nobody counts twice.

    `version` is the version they support, `struck_from` the state that one which was found not valid goes back to.
    `came_from` is the proposal whose merger brought them here, `before` their state in this row until then: "" for a
    row that the merger made.
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("Counts")
        PROVISIONAL = "provisional", _("Counts as soon as you have been here a little")
        ASKED = "asked", _("Asked again, because the proposal has changed")
        WITHDRAWN = "withdrawn", _("Taken back")
        RETURNED = "returned", _("Came back when it closed")
        MOVED = "moved", _("Moved to the proposal it was merged into")
        STRUCK = "struck", _("Found not to be valid")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="supports", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="supports", db_index=False)
    state = models.CharField(max_length=12, choices=State.choices)
    version = models.PositiveIntegerField()
    came_from = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.CharField(max_length=12, blank=True)
    struck_from = models.CharField(max_length=12, blank=True)
    since = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "user"], name="support_once"),
            models.CheckConstraint(
                condition=Q(state="struck") ^ Q(struck_from=""), name="support_struck_knows_from_where"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "state", "-id"], name="support_of_user"),
            models.Index(fields=["proposal", "state", "-id"], name="support_of_proposal"),
            models.Index(fields=["changed_at", "id"], condition=Q(state="provisional"), name="support_provisional"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.proposal_id}: {self.state}"

    @property
    def group(self) -> Group:
        return self.proposal.group

    @property
    def public_id(self) -> str:
        return self.proposal.public_id

    @property
    def standing(self) -> str:
        if self.proposal.state not in TAKES_SUPPORT or self.state not in (*LIVE, self.State.STRUCK):
            return Post.State.DELETED
        return Post.State.REMOVED if self.state == self.State.STRUCK else Post.State.PUBLISHED

    @property
    def is_published(self) -> bool:
        return self.standing == Post.State.PUBLISHED


LIVE = (Support.State.COUNTED, Support.State.PROVISIONAL, Support.State.ASKED)


class Argument(models.Model):
    """What a member says for or against a proposal; `agree`, `disagree` and `unsure` count the stances on it."""

    class Side(models.TextChoices):
        FOR = "for", pgettext_lazy("argument", "For")
        AGAINST = "against", pgettext_lazy("argument", "Against")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="arguments", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    side = models.CharField(max_length=8, choices=Side.choices)
    body = models.CharField(max_length=600)
    version = models.PositiveIntegerField()
    agree = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="argument_written_once")]
        indexes = [models.Index(fields=["proposal", "side", "-agree", "-id"], name="argument_best")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def group(self) -> Group:
        return self.proposal.group

    @property
    def html(self) -> str:
        """The words as they are shown: paragraphs, and nothing else."""
        return linebreaks(self.body, autoescape=True)

    @property
    def edited_at(self) -> datetime | None:
        """Never: who thinks otherwise says something else."""
        return None

    @property
    def is_published(self) -> bool:
        return self.removed_at is None

    @property
    def standing(self) -> str:
        if not self.body:  # gone with its author's account
            return Post.State.DELETED
        return Post.State.PUBLISHED if self.is_published else Post.State.REMOVED


class Stance(models.Model):
    """What one member thinks of one argument."""

    class Kind(models.TextChoices):
        AGREE = "agree", pgettext_lazy("stance", "Agree")
        DISAGREE = "disagree", pgettext_lazy("stance", "Disagree")
        UNSURE = "unsure", pgettext_lazy("stance", "Not sure")

    argument = models.ForeignKey(Argument, models.CASCADE, related_name="stances", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["argument", "user"], name="stance_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.argument_id}"
