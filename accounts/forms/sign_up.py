"""Making an account."""

from __future__ import annotations

from typing import Any

from allauth.account.fields import EmailField
from allauth.account.forms import AddEmailForm as AllauthAddEmailForm, SignupForm as AllauthSignupForm
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lib import clean, errors

LONGEST_ADDRESS = EmailAddress._meta.get_field("email").max_length  # a longer one would be cut off, and be another's


class SignupForm(AllauthSignupForm):
    """The name others will see, e-mail and password; the browser adds its time zone."""

    email = EmailField(max_length=LONGEST_ADDRESS)
    display_name = forms.CharField(
        label=_("Your name"),
        max_length=40,
        help_text=_("As others will see it. It need not be your legal name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "autofocus": True}),
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-controller": "time-zone"})
    )
    field_order = ["display_name", "email", "password1", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("Ten characters or more; no common word, nothing like your name.")

    def try_save(self, request: HttpRequest) -> Any:
        """Hash the password of somebody who has an account too: how long it takes must not tell that they have one."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def clean_display_name(self) -> str:
        try:
            return clean.line(self.cleaned_data["display_name"], field="display_name", most=40, least=1)
        except errors.Invalid as error:
            raise forms.ValidationError(str(error.fields["display_name"])) from error


class AddEmailForm(AllauthAddEmailForm):
    """One more address of an account."""

    email = EmailField(max_length=LONGEST_ADDRESS)
