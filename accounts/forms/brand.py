"""The page of a brand as its owners write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from accounts.services import brand_pages as pages
from lib.draft_forms import DraftForm, initial_texts

WORDS = {
    "name": (_("Name"), pages.NAME_LENGTH, 1),
    "tagline": (_("One line about it"), pages.TAGLINE_LENGTH, 1),
    "story": (_("Its story"), pages.STORY_LENGTH, 8),
}
TEXTS = WORDS | {"alt": (_("What the picture shows"), pages.ALT_LENGTH, 1)}
COLUMNS = {"name": "names", "tagline": "taglines", "story": "stories", "alt": "alts"}


class BrandPageForm(DraftForm):
    """The texts in every language, the reader's own first; what fits is the service's to say."""

    TEXTS = TEXTS

    def __init__(self, brand: Brand, data: Any = None) -> None:
        super().__init__(data, initial=None if data else _initial(brand))

    @property
    def words(self) -> list[forms.BoundField]:
        return self.in_languages(*WORDS)

    @property
    def alts(self) -> list[forms.BoundField]:
        return self.in_languages("alt")

    def texts(self) -> dict[str, dict[str, str]]:
        """Return what was written by column; call it once it is valid."""
        return {column: self.texts_of(name) for name, column in COLUMNS.items()}


def _initial(brand: Brand) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, column in COLUMNS.items():
        found |= initial_texts(name, getattr(brand, column))
    return found
