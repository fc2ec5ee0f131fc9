"""Saying that one really wants to go, and what stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User

STAY, GO = "stay", "go"


class ClosingForm(forms.Form):
    """Closing one's account; the handle is typed so that nobody does it by a slip."""

    words = forms.ChoiceField(
        label=_("What you wrote"),
        choices=[
            (STAY, _("stays, without your name: nobody loses the answers to it")),
            (GO, _("goes too: posts, comments, stories and pictures")),
        ],
        initial=STAY,
        widget=forms.RadioSelect,
    )
    handle = forms.CharField(
        label=_("Your handle, to be sure"), max_length=21, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_handle(self) -> str:
        typed: str = self.cleaned_data["handle"].strip().removeprefix("@")
        if typed != self.user.handle:
            raise forms.ValidationError(_("This is not your handle."))
        return typed
