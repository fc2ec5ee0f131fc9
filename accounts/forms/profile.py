"""What others see of a member; the service behind it holds the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    """What others see."""

    display_name = forms.CharField(
        label=_("Name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )
    handle = forms.CharField(
        label=_("Handle"),
        max_length=20,
        help_text=_(
            "3 to 20 small letters, digits or underscores. Links to your old handle stop working; nobody else gets it."
        ),
    )
    bio = forms.CharField(
        label=_("About you"), max_length=280, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
