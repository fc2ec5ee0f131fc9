"""Forms of the settings; the services behind them hold the rules."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    """What others see."""

    display_name = forms.CharField(
        label=_("Name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )
    handle = forms.CharField(
        label=_("Handle"),
        max_length=20,
        help_text=_("3 to 20 small letters, digits or underscores. Links to your old handle stop working."),
    )
    bio = forms.CharField(
        label=_("About you"), max_length=280, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PreferencesForm(forms.Form):
    """How Hearth speaks to a member."""

    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[
            (zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"
        ],
        help_text=_("Your day and your tasks begin at midnight here."),
    )
    shortcuts_on = forms.BooleanField(label=_("Keyboard shortcuts with a single key"), required=False)
