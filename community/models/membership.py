"""One person's place in one group."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.group import Group
from community.querysets import LEADERS, MembershipQuerySet


class Membership(models.Model):
    """A person's state and role in a group; one row a pair for ever, so that bans and mutes survive leaving.

    `round` counts the joins: each is an activity of its own, undone on leaving.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Member")
        REQUESTED = "requested", _("Asked to join")
        INVITED = "invited", _("Invited")
        LEFT = "left", _("Left")
        DENIED = "denied", _("Not accepted")

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MODERATOR = "moderator", _("Moderator")
        MEMBER = "member", _("Member")

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=10, choices=State.choices)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    answer = models.CharField(max_length=500, blank=True)
    round = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(null=True, blank=True)
    muted_until = models.DateTimeField(null=True, blank=True)
    banned_until = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="membership_once")]
        indexes = [
            models.Index(fields=["user", "state"], name="membership_of_user"),
            models.Index(fields=["group", "role", "state", "joined_at"], name="membership_of_group"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}: {self.state}"

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_moderator(self) -> bool:
        return self.is_active and self.role in LEADERS
