"""Naming security keys and passkeys; allauth's own forms leave the label in English and the name without an end."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST = 60


class AddKeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label=_("Name of the key"),
        help_text=_("So that you know it again: “my phone”."),
        max_length=_LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""
        self.fields["passwordless"].initial = True


class RenameKeyForm(EditWebAuthnForm):
    name = forms.CharField(label=_("Name of the key"), max_length=_LONGEST)
