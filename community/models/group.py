"""A place where members meet around an interest."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.querysets import GroupQuerySet
from lib import texts


class Group(models.Model):
    """A group: who may see it, how one joins, and its texts per language (`{"en": "Tea Table", "zh-hans": "茶桌"}`).

    `version` rises when its rules or those who look after it change. Counts are kept by the services that change them
    and repaired by `manage.py recount`. Until `raid_until` newcomers write by approval and nobody joins at once.
    """

    live_version = 0  # of the topic `group:<pk>`, where it was read with the row

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Public: everybody may read")
        LISTED = "listed", _("Listed: everybody may find it, members may read")
        SECRET = "secret", _("Secret: only members know of it")

    class JoinPolicy(models.TextChoices):
        OPEN = "open", _("Anybody may join")
        REQUEST = "request", _("Join by request")
        INVITE = "invite", _("By invitation only")

    slug = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    taglines = models.JSONField(default=dict, blank=True)
    abouts = models.JSONField(default=dict, blank=True)
    icon = models.CharField(max_length=40, default="users-round")
    mood = models.CharField(max_length=12, default="warmth")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)
    join_policy = models.CharField(max_length=10, choices=JoinPolicy.choices, default=JoinPolicy.OPEN)
    join_question = models.CharField(max_length=200, blank=True)
    member_count = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)
    automod_count = models.PositiveSmallIntegerField(default=0)
    raid_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        return texts.pick(self.names)

    @property
    def tagline(self) -> str:
        return texts.pick(self.taglines)

    @property
    def about(self) -> str:
        return texts.pick(self.abouts)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def is_raided(self, now: datetime) -> bool:
        """Say whether the raid switch is on at `now`."""
        return self.raid_until is not None and self.raid_until > now

    @property
    def scope(self) -> str:
        """The group's name as a leaderboard scope and live topic."""
        return f"group:{self.pk}"


class GroupRule(models.Model):
    """A numbered rule of a group; reports and decisions cite it. Retired, never deleted, once it was cited."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="rules")
    number = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=dict)
    bodies = models.JSONField(default=dict, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"], condition=models.Q(retired_at=None), name="grouprule_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} rule {self.number}"

    @property
    def title(self) -> str:
        return texts.pick(self.titles)

    @property
    def body(self) -> str:
        return texts.pick(self.bodies)
