"""An organisation that takes part openly, and its people."""

from __future__ import annotations

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from lib import public_id, texts


class Brand(models.Model):
    """A company with a page of its own; texts are kept per language (`{"en": …, "zh-hans": …}`)."""

    slug = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    taglines = models.JSONField(default=dict, blank=True)
    stories = models.JSONField(default=dict, blank=True)
    image = models.ImageField(upload_to="brands/", blank=True)
    alts = models.JSONField(default=dict, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    is_verified = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return self.slug

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
    def alt(self) -> str:
        return texts.pick(self.alts)

    @property
    def picture_key(self) -> str:
        """A short name for the picture, another for another one; "" without."""
        return PurePath(self.image.name).stem if self.image else ""


class BrandStaff(models.Model):
    """One person's role at one brand. Brand staff can never moderate a group in the brand's name."""

    class Role(models.TextChoices):
        OWNER = "owner", pgettext_lazy("brand", "Owner")
        EDITOR = "editor", _("Editor")

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="brand_roles")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "user"], name="brandstaff_once")]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.brand_id}"


class BrandInvite(models.Model):
    """Somebody is asked to work for a brand: a member, or whoever has an e-mail address. It is theirs to say yes."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    public_id = models.CharField(max_length=12, unique=True, default=public_id.new, editable=False)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="invites")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="brand_invites")
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=10, choices=BrandStaff.Role.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, email__gt="") | Q(user__gt=0, email=""), name="brandinvite_one_person"
            ),
            models.UniqueConstraint(fields=["brand", "user"], condition=Q(state="asked"), name="brandinvite_user_once"),
            models.UniqueConstraint(
                fields=["brand", "email"], condition=Q(state="asked", user=None), name="brandinvite_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class BrandStep(models.Model):
    """Something that was changed about a brand and its people: append-only."""

    class Kind(models.TextChoices):
        INVITED = "invited", _("Invited")
        WITHDRAWN = "withdrawn", _("Invitation taken back")
        JOINED = "joined", _("Joined")
        DECLINED = "declined", _("Declined")
        ROLE = "role", _("Role changed")
        REMOVED = "removed", _("Taken off")
        LEFT = "left", _("Left")
        PAGE = "page", _("Page changed")
        PICTURE = "picture", _("Picture changed")
        CONNECTED = "connected", _("Connection made")
        CUT_OFF = "cut_off", _("Connection ended")

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["brand", "-id"], name="brandstep_of_brand")]

    def __str__(self) -> str:
        return f"{self.brand_id}: {self.kind}"
