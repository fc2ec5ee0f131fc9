"""Signing in, and what helps whoever forgot the password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm, ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.models import EmailAddress

from accounts.models import User


class LoginForm(AllauthLoginForm):
    """E-mail or handle, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(AllauthResetPasswordForm):
    """The address of one's account."""

    users: list[User]

    def clean_email(self) -> str:
        """Leave out who has a confirmed address and only typed this one: it may be a stranger's by mistake."""
        email: str = super().clean_email()
        confirmed = EmailAddress.objects.filter(user__in=self.users, verified=True)
        theirs = set(confirmed.filter(email__iexact=email).values_list("user", flat=True))
        others = set(confirmed.values_list("user", flat=True)) - theirs
        self.users = [user for user in self.users if user.pk not in others]
        return email
