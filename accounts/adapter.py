"""How django-allauth fills and names a User."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest

from accounts.models import User
from accounts.services import addresses, handles, invite_codes
from lib import clock, errors

LOCKED_SECONDS = 300  # the longest window in which allauth counts wrong passwords


def name_of(user: User) -> str:
    """Say whose account it is: by the name that its owner gave, not by the handle made from it."""
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):
    """Hearth's one override point of sign-up."""

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Take the name from the form, the language from the page and the time zone from the browser."""
        user.display_name = form.cleaned_data["display_name"]
        user.locale = _known_locale(request)
        zone = form.cleaned_data.get("time_zone") or "UTC"
        user.time_zone = zone if zone in available_timezones() else "UTC"
        saved: User = super().save_user(request, user, form, commit)
        invite_codes.arrived(request.session, saved, now=clock.now())
        return saved

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Give a handle that resembles the name; it can be changed in the settings."""
        if not user.username:
            user.username = handles.suggest(name=user.display_name)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Let a confirmed address become its owner's first one, whoever typed it before; the staff keep theirs."""
        if addresses.is_of_staff(user=email_address.user, email=email_address.email):
            said = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, said, {"email": email_address.email})
            return False
        is_confirmed = bool(super().confirm_email(request, email_address))
        if is_confirmed:
            addresses.confirmed(user=email_address.user, email=email_address.email)
        return is_confirmed

    def get_user_search_fields(self) -> list[str]:
        return ["username", "display_name", "email"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail in the reader's own language, with links to the site as it is named, not as it was asked."""
        request, home = allauth_context.request, settings.BASE_URL.rstrip("/")
        site = get_current_site(request)
        site.name, site.domain = settings.SITE_NAME, urlsplit(home).netloc
        asked = request.build_absolute_uri("/")
        links = {
            name: f"{home}/{value.removeprefix(asked)}"
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(asked)
        }
        super().send_mail(template_prefix, email, {"current_site": site, **context, **links})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer too many wrong passwords with 429. Raises: RateLimited."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise errors.RateLimited(error.messages[0], retry_seconds=LOCKED_SECONDS) from error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count by account alone: allauth adds the host that was asked, and anybody may write any port behind it."""
        login: str = credentials.get("email", credentials.get("username", ""))
        return login.casefold()


def _known_locale(request: HttpRequest) -> str:
    asked = str(getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE))
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
