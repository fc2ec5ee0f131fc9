"""Moderation: one case a target, the reports that opened it, and the log nobody can rewrite.

What is judged is what somebody wrote (`TEXTS`), or whether their support or ballot may count (`VOTES`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.answer import MakingUpdate
from community.models.comment import Comment
from community.models.group import Group, GroupRule
from community.models.meetup import Meetup
from community.models.post import Post
from community.models.proposal import Proposal
from community.models.round import Allowance
from community.models.support import Argument, Support

TEXTS = ("post", "comment", "proposal", "argument", "news", "meetup")
VOTES = ("support", "ballot")
TARGETS = (*TEXTS, *VOTES)


def _one_target() -> models.Q:
    """A report or approval is about exactly one thing; an appeal about a decision, which knows what that was about."""
    every = models.Q(kind="appeal", **{f"{name}__isnull": True for name in TARGETS})
    for chosen in TARGETS:
        every |= models.Q(kind__in=("report", "approval"), **{f"{name}__isnull": name != chosen for name in TARGETS})
    return every


class Case(models.Model):
    """One moderation matter: what was reported or waits for approval, or an appeal (`Appeal` holds the rest of it).

    `snapshot` keeps the text as it was reported; `version` refuses a decision made on a stale view. `author` is whom it
    is about. Only a ballot of a vote of everybody belongs to no group: staff decide about it.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        APPROVAL = "approval", _("Approval")
        APPEAL = "appeal", _("Appeal")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        KEPT = "kept", _("Kept")
        REMOVED = "removed", _("Removed")
        UPHELD = "upheld", _("Upheld")
        OVERTURNED = "overturned", _("Overturned")
        SETTLED = "settled", _("Settled without a decision")

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.REPORT)
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="cases")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="cases")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="cases")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, blank=True, related_name="cases")
    argument = models.ForeignKey(Argument, models.CASCADE, null=True, blank=True, related_name="cases")
    news = models.ForeignKey(MakingUpdate, models.CASCADE, null=True, blank=True, related_name="cases")
    meetup = models.ForeignKey(Meetup, models.CASCADE, null=True, blank=True, related_name="cases")
    support = models.ForeignKey(Support, models.PROTECT, null=True, blank=True, related_name="cases")
    ballot = models.ForeignKey(Allowance, models.PROTECT, null=True, blank=True, related_name="cases")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    snapshot = models.JSONField(default=dict)
    report_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.ForeignKey(GroupRule, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            *(
                models.UniqueConstraint(fields=[name], condition=models.Q(state="open"), name=f"case_{name}_open_once")
                for name in TARGETS
            ),
            models.CheckConstraint(condition=_one_target(), name="case_one_target"),
            models.CheckConstraint(
                condition=models.Q(group__isnull=False) | models.Q(ballot__isnull=False), name="case_group_or_ballot"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "state", "-opened_at"], name="case_queue"),
            models.Index(
                fields=["-opened_at", "-id"],
                condition=models.Q(kind="appeal", state="open"),
                name="case_open_appeals",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_approval(self) -> bool:
        return self.kind == self.Kind.APPROVAL

    @property
    def is_appeal(self) -> bool:
        return self.kind == self.Kind.APPEAL

    @property
    def state_words(self) -> str:
        """How it was decided, in the words of what it is about."""
        is_vote = self.support_id is not None or self.ballot_id is not None
        if is_vote and self.state in (self.State.KEPT, self.State.REMOVED):
            return str(_("Counts") if self.state == self.State.KEPT else _("Does not count"))
        return self.get_state_display()


class Report(models.Model):
    """One member's report, citing a rule of the group; without one it is "something else" and the note says what."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    rule = models.ForeignKey(GroupRule, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "reporter"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.reporter_id} on {self.case_id}"


class ModlogEntry(models.Model):
    """What a moderator did, for ever: database triggers refuse to change or delete a row.

    `former_role` is what a ban took from a member, "" from whoever was not in.
    """

    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="modlog")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    action = models.CharField(max_length=20)
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, blank=True, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="+")
    argument = models.ForeignKey(Argument, models.PROTECT, null=True, blank=True, related_name="+")
    news = models.ForeignKey(MakingUpdate, models.PROTECT, null=True, blank=True, related_name="+")
    meetup = models.ForeignKey(Meetup, models.PROTECT, null=True, blank=True, related_name="+")
    support = models.ForeignKey(Support, models.PROTECT, null=True, blank=True, related_name="+")
    ballot = models.ForeignKey(Allowance, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="log")
    rule = models.ForeignKey(GroupRule, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    former_role = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("modlog entry")
        verbose_name_plural = _("modlog entries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group__isnull=False) | models.Q(ballot__isnull=False), name="modlog_group_or_ballot"
            )
        ]
        indexes = [models.Index(fields=["group", "-id"], name="modlog_of_group")]

    def __str__(self) -> str:
        return f"{self.action} in {self.group_id}"
