"""How Hearth speaks to a member; the service behind it holds the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PreferencesForm(forms.Form):
    """How Hearth speaks to a member."""

    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Your day and your tasks begin at midnight here. A change counts from your next day on."),
    )
    shortcuts_on = forms.BooleanField(label=_("Keyboard shortcuts with a single key"), required=False)

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = zones
