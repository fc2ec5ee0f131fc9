"""What a group's automod looks for, what it found in a case, and the raid switch of the staff."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from community.models.case import Case
from community.models.group import Group, GroupRule

MOST_RULES = 30


class Cause(models.TextChoices):
    """What made automod stop at a text; `RAID` is the switch and no rule."""

    WORDS = "words", _("Words or phrases")
    LINKS = "links", _("Links")
    PICTURES = "pictures", _("Pictures")
    NEWCOMER = "newcomer", _("First texts of newcomers")
    MENTIONS = "mentions", _("Many mentions")
    REPEAT = "repeat", _("The same text again")
    RAID = "raid", _("The raid switch")


class AutomodRule(models.Model):
    """One thing that automod looks for in a group, and what it does then, in the name of one of the group's rules.

    `lines` are phrases (words) or domains (links; none means any link). `most` is how many are still fine: of mentions,
    of first texts (newcomer), of the same text within a day (repeat). `days` is how long somebody is new.
    """

    class Act(models.TextChoices):
        REPORT = "report", _("Publish it, and put it into the queue")
        HOLD = "hold", _("Hold it until a moderator approves it")
        REFUSE = "refuse", _("Refuse it, and say why")

    group = models.ForeignKey(Group, models.CASCADE, related_name="automod")
    cause = models.CharField(max_length=8, choices=[choice for choice in Cause.choices if choice[0] != "raid"])
    act = models.CharField(max_length=6, choices=Act.choices)
    rule = models.ForeignKey(GroupRule, models.PROTECT, related_name="+")
    lines: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    most = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("automod rule")
        verbose_name_plural = _("automod rules")

    def __str__(self) -> str:
        return f"{self.cause}: {self.act} in {self.group_id}"


class Flag(models.Model):
    """Why automod put a text into the queue; `found` is what it met there, in the author's words."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="flags")
    cause = models.CharField(max_length=8, choices=Cause.choices)
    rule = models.ForeignKey(GroupRule, models.PROTECT, null=True, blank=True, related_name="+")
    found = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cause} in {self.case_id}"

    @property
    def words(self) -> str:
        """Say what it met: "Words or phrases: casino"."""
        label = self.get_cause_display()
        return gettext("%(what)s: %(found)s") % {"what": label, "found": self.found} if self.found else label


class SiteRaid(models.Model):
    """A time in which the staff have very new accounts approved in every public group; ended early by `ends_at`."""

    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("raid of the site")
        verbose_name_plural = _("raids of the site")
        indexes = [models.Index(fields=["-ends_at"], name="siteraid_latest")]

    def __str__(self) -> str:
        return f"until {self.ends_at:%Y-%m-%d %H:%M}"
