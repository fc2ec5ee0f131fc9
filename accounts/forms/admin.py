"""Accounts and brands as staff write them in the admin: nothing is kept that no page could show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.forms import UserChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.services import brand_pages
from lib import clean, wordings


class UserForm(UserChangeForm):
    """An account, in a language and a time zone that the site knows."""

    def clean_locale(self) -> str:
        return self._known("locale", dict(settings.LANGUAGES))

    def clean_time_zone(self) -> str:
        return self._known("time_zone", available_timezones())

    def _known(self, field: str, offered: Any) -> str:
        chosen: str = self.cleaned_data[field]
        if chosen not in offered:
            raise forms.ValidationError(_("Please choose one of the options."))
        return chosen


class BrandForm(forms.ModelForm):
    """A brand; each of its texts is an object of languages and words."""

    def clean_names(self) -> dict[str, str]:
        kept = self._texts("names", brand_pages.NAME_LENGTH)
        if not kept:
            raise forms.ValidationError(_("Give it a name, in one language at least."))
        return kept

    def clean_taglines(self) -> dict[str, str]:
        return self._texts("taglines", brand_pages.TAGLINE_LENGTH)

    def clean_stories(self) -> dict[str, str]:
        return self._texts("stories", brand_pages.STORY_LENGTH, clean.block)

    def clean_alts(self) -> dict[str, str]:
        return self._texts("alts", brand_pages.ALT_LENGTH)

    def _texts(self, field: str, most: int, cleaner: Callable[..., str] = clean.line) -> dict[str, str]:
        said, wrong = self.cleaned_data[field] or {}, wordings.Wrong()
        if not _is_by_language(said):
            raise forms.ValidationError(_("Write it by language, as in %(example)s.") % {"example": '{"en": "Tea"}'})
        kept = wordings.keep(said, field, most, wrong, cleaner)
        if wrong:
            raise forms.ValidationError([str(words) for words in wrong.values()])
        return kept


def _is_by_language(said: Any) -> bool:
    known = dict(settings.LANGUAGES)
    return isinstance(said, dict) and all(code in known and isinstance(words, str) for code, words in said.items())
