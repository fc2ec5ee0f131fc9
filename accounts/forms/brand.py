"""The page of a brand as its owners write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from accounts.services import brand_pages as pages
from lib.draft_forms import DraftForm, Text


class BrandPageForm(DraftForm):
    """The texts in every language, the reader's own first; what fits is the service's to say."""

    TEXTS = {
        "name": Text("names", _("Name"), pages.NAME_LENGTH),
        "tagline": Text("taglines", _("One line about it"), pages.TAGLINE_LENGTH),
        "story": Text("stories", _("Its story"), pages.STORY_LENGTH, 8),
        "alt": Text("alts", _("What the picture shows"), pages.ALT_LENGTH),
    }

    def __init__(self, brand: Brand, data: Any = None) -> None:
        super().__init__(data, initial=None if data else self.texts_in(brand))

    @property
    def words(self) -> list[forms.BoundField]:
        return self.in_languages("name", "tagline", "story")

    @property
    def alts(self) -> list[forms.BoundField]:
        return self.in_languages("alt")
