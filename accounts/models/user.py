"""A person with an account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.display_names import DisplayNameField
from lib import public_id
from lib.calendars import Calendar

HANDLE_PATTERN = r"[a-z0-9_]{3,20}"


class User(AbstractUser):
    """A member, moderator, brand's person or staff; `username` is the @handle.

    Times are shown in `time_zone`; the member's days follow it from `time_zone_since` on and `time_zone_before` until
    then, so that a change cuts no day short. Who closes their account is inactive since `closed_at` and erased later;
    `words_go` says that what they wrote goes too. Without `hides_people` there is no HiddenPerson of theirs to ask for.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    username = models.CharField(
        _("handle"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(rf"^{HANDLE_PATTERN}$", _("3 to 20 small letters, digits or underscores."))],
    )
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = DisplayNameField(_("name"), max_length=40)
    bio = models.CharField(_("about you"), max_length=280, blank=True)
    locale = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    time_zone_before = models.CharField(max_length=64, blank=True, editable=False)
    time_zone_since = models.DateTimeField(null=True, blank=True, editable=False)
    shortcuts_on = models.BooleanField(_("keyboard shortcuts"), default=True)
    feelings_on = models.BooleanField(_("suggestions of feelings"), default=True)
    game_hidden = models.BooleanField(_("hide the game"), default=False)
    boards_hidden = models.BooleanField(_("keep me off the leaderboards"), default=False)
    hides_people = models.BooleanField(_("hides people"), default=False, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    words_go = models.BooleanField(default=False, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    REQUIRED_FIELDS = ["email", "display_name"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(condition=~models.Q(display_name=""), name="user_display_name_not_empty"),
            models.CheckConstraint(
                condition=models.Q(time_zone_before="", time_zone_since=None)
                | (~models.Q(time_zone_before="") & models.Q(time_zone_since__isnull=False)),
                name="user_time_zone_before_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.username}"

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.time_zone, self.time_zone_before, self.time_zone_since)

    @property
    def handle(self) -> str:
        return self.username


class RetiredHandle(models.Model):
    """A handle that somebody gave up, as a hash: nobody else may take it, or old mentions would name somebody else.

    Its owner may come back to it; an erased account has none.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.digest[:8]
