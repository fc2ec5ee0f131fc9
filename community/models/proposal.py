"""What members would like a brand to make: a proposal, its authors, its pictures and its frozen versions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from community.machines import PROPOSAL, PUBLIC_PROPOSAL
from community.models.group import Group
from community.models.machine import Machine
from community.models.post import Post
from community.querysets import ProposalQuerySet
from lib import public_id
from lib.machines.paths import Paths

TEXTS = ("title", "problem", "audience", "sketch", "change")


class Proposal(Machine):
    """An idea in a group, for a `brand`: what is wrong, for whom, a sketch, and what it would change.

    The five texts are the version `version`, Markdown as written; `htmls` is what is shown of the last four. They may
    be edited until `frozen_at`, the first support; after that only a new version changes them. `edition` counts the
    savings of a draft.

    `supporters` are counted for the present version, `provisional` wait for trust, `asked` must say yes again after a
    material change; all three are guarded. `target` is how many it takes, `rungs` are the steps on the way as
    `[[how many, ISO moment], …]`, frozen when it opens; `next_need` and `next_by` are the one ahead, `rung` how many
    are climbed. `due_at` is when the brand promised to answer, `updated_at` when there was news of the making.

    `removed_at` hides it, whatever its state: a moderator took it away. `launched_as` and `launched_url` name what a
    launch opened.
    """

    KIND: ClassVar[str] = "proposal"
    PATHS: ClassVar[Paths] = PROPOSAL

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        CHANGES = "changes", _("Changes asked for")
        REJECTED = "rejected", pgettext_lazy("proposal", "Not taken up")
        OPEN = "open", pgettext_lazy("proposal", "Gathering support")
        MERGED = "merged", _("Merged into another")
        LAPSED = "lapsed", pgettext_lazy("proposal", "Not enough support in time")
        THRESHOLD = "threshold", _("Enough support")
        DUE = "due", _("Waiting for the brand's answer")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
        DECLINED = "declined", pgettext_lazy("proposal", "Declined")
        MAKING = "making", _("Being made")
        TESTING = "testing", _("Being tested")
        PRELAUNCH = "prelaunch", _("About to be launched")
        LAUNCHED = "launched", _("Launched")
        WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="proposals", db_index=False)
    brand = models.ForeignKey("accounts.Brand", models.PROTECT, null=True, blank=True, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals", db_index=False)
    title = models.CharField(max_length=120, blank=True)
    problem = models.TextField(blank=True)
    audience = models.TextField(blank=True)
    sketch = models.TextField(blank=True)
    change = models.TextField(blank=True)
    htmls = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(default=1)
    frozen_at = models.DateTimeField(null=True, blank=True)
    target = models.PositiveIntegerField(default=0)
    rungs = models.JSONField(default=list, blank=True)
    rung = models.PositiveSmallIntegerField(default=0)
    next_need = models.PositiveIntegerField(default=0)
    next_by = models.DateTimeField(null=True, blank=True)
    supporters = models.PositiveIntegerField(default=0)
    provisional = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    stale_told_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    merged_at = models.DateTimeField(null=True, blank=True)
    revived = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    launched_as = models.CharField(max_length=60, blank=True)
    launched_url = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(revived__lte=1), name="proposal_revived_once"),
            models.CheckConstraint(
                condition=~Q(state="merged") | (Q(merged_into__isnull=False) & ~Q(merged_into=F("id"))),
                name="proposal_merged_into_another",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_by"], name="proposal_rungs_due"),
            models.Index(fields=["state", "due_at"], name="proposal_answers_due"),
            models.Index(fields=["group", "state", "-id"], name="proposal_of_group"),
            models.Index(fields=["brand", "state", "-id"], name="proposal_of_brand"),
            models.Index(fields=["state", "-supporters", "-id"], name="proposal_by_support"),
            models.Index(fields=["author", "-id"], name="proposal_of_author"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def state_label(self) -> str:
        """The state in the reader's words; what was declined after its launch was given up."""
        was_sold = self.state == self.State.DECLINED and self.launched_url
        return str(pgettext_lazy("proposal", "Given up")) if was_sold else super().state_label

    @property
    def body(self) -> str:
        """All but the title, as it was written."""
        return "\n\n".join(getattr(self, name) for name in TEXTS[1:] if getattr(self, name))

    @property
    def html(self) -> str:
        """All but the title, as it is shown."""
        return "\n".join(self.htmls.get(name, "") for name in TEXTS[1:])

    @property
    def is_published(self) -> bool:
        return self.standing == Post.State.PUBLISHED

    @property
    def standing(self) -> str:
        """What moderators see of it: there, taken away by one of them, or by its authors."""
        if self.removed_at is not None:
            return Post.State.REMOVED
        return Post.State.PUBLISHED if self.state in PUBLIC_PROPOSAL else Post.State.DELETED

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def missing(self) -> int:
        """How many supporters are missing to the target: the true number, always shown."""
        return max(self.target - self.supporters, 0)


class ProposalVersion(models.Model):
    """The texts as supporters read them: append-only. Written at the first support, and at every change after it.

    `changes` says in the authors' words what is different; `hash` is the SHA-256 of the texts' canonical JSON.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    htmls = models.JSONField(default=dict)
    changes = models.CharField(max_length=500, blank=True)
    is_material = models.BooleanField(default=False)
    hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposalversion_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.number}"


class Authorship(models.Model):
    """Somebody who wrote a proposal, or is asked to be named for it. `terms` is the version of the terms on rights that
    they accepted (`community/rights.py`), "" before.
    """

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("author", "Asked")
        ACCEPTED = "accepted", pgettext_lazy("author", "Agreed")
        DECLINED = "declined", pgettext_lazy("author", "Said no")
        LEFT = "left", pgettext_lazy("author", "Left")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="authorships", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="authorships", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)
    terms = models.CharField(max_length=20, blank=True)
    agrees_to_withdraw = models.BooleanField(default=False)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="authorship_once")]
        indexes = [models.Index(fields=["user", "state", "-id"], name="authorship_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.proposal_id}: {self.state}"


class ProposalPicture(models.Model):
    """A picture of a sketch, re-encoded; `alt` says what it shows. Sizes in pixels."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="proposals/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "position"], name="proposalpicture_position_once")]

    def __str__(self) -> str:
        return self.public_id
