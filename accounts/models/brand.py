"""An organisation that takes part openly, and its people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib import texts


class Brand(models.Model):
    """A company with a page of its own; texts are kept per language (`{"en": …, "zh-hans": …}`)."""

    slug = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    taglines = models.JSONField(default=dict, blank=True)
    stories = models.JSONField(default=dict, blank=True)
    is_verified = models.BooleanField(default=False)
    created_at = models.DateTimeField()

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


class BrandStaff(models.Model):
    """One person's role at one brand. Brand staff can never moderate a group in the brand's name."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        EDITOR = "editor", _("Editor")

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="brand_roles")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "user"], name="brandstaff_once")]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.brand_id}"
