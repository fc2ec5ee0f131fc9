"""How Hearth speaks to a member; the service behind it holds the rules."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PreferencesForm(forms.Form):
    """How Hearth speaks to a member."""

    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.CharField(
        label=_("Time zone"),
        widget=forms.Select,
        help_text=_("Your day and your tasks begin at midnight here. A change counts from your next day on."),
    )
    shortcuts_on = forms.BooleanField(label=_("Keyboard shortcuts with a single key"), required=False)
    feelings_on = forms.BooleanField(
        label=_("Suggest feelings while I write a post"),
        required=False,
        help_text=_("From your words alone, here on this server. Only you see them, and the choice is yours."),
    )

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["time_zone"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = zones

    def clean_time_zone(self) -> str:
        """Take every zone there is: of those with the same name only one is offered."""
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_("Please choose one of the options."))
        return zone
