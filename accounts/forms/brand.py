"""The page of a brand as its owners write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy as _

from accounts.models import Brand
from accounts.services import brand_pages as pages
from lib import errors
from lib.wordings import field_name

TEXTS = {
    "name": (_("Name"), pages.NAME_LENGTH, 1),
    "tagline": (_("One line about it"), pages.TAGLINE_LENGTH, 1),
    "story": (_("Its story"), pages.STORY_LENGTH, 8),
}
COLUMNS = {"name": "names", "tagline": "taglines", "story": "stories", "alt": "alts"}


class BrandPageForm(forms.Form):
    """The texts in every language, the reader's own first; what fits is the service's to say."""

    def __init__(self, brand: Brand, data: Any = None) -> None:
        super().__init__(data, initial=None if data else _initial(brand))
        self.use_required_attribute = False
        for name, (label, most, rows) in TEXTS.items():
            for code, language in _languages():
                widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
                said = _("%(label)s (%(language)s)") % {"label": label, "language": language}
                self.fields[field_name(name, code)] = forms.CharField(
                    label=said, max_length=most, widget=widget, required=False
                )
        for code, language in _languages():
            said = _("What the picture shows (%(language)s)") % {"language": language}
            self.fields[field_name("alt", code)] = forms.CharField(
                label=said, max_length=pages.ALT_LENGTH, required=False
            )

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[field_name(name, code)] for name in TEXTS for code, _language in _languages()]

    @property
    def alts(self) -> list[forms.BoundField]:
        return [self[field_name("alt", code)] for code, _language in _languages()]

    def texts(self) -> dict[str, dict[str, str]]:
        """Return what was written by column; call it once it is valid."""
        return {
            column: {code: self.cleaned_data[field_name(name, code)] for code, _language in settings.LANGUAGES}
            for name, column in COLUMNS.items()
        }

    def show(self, error: errors.Invalid) -> None:
        """Put the service's sentences beside their fields."""
        for name, sentence in error.fields.items():
            self.add_error(name if name in self.fields else None, str(sentence))


def _languages() -> list[tuple[str, str]]:
    languages = [(code, str(name)) for code, name in settings.LANGUAGES]
    return sorted(languages, key=lambda language: language[0] != get_language())


def _initial(brand: Brand) -> dict[str, str]:
    return {
        field_name(name, code): words
        for name, column in COLUMNS.items()
        for code, words in getattr(brand, column).items()
    }
