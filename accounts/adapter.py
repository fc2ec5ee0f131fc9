"""How django-allauth fills and names a User."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.forms import Form
from django.http import HttpRequest

from accounts.models import User
from accounts.services import arrivals, handles
from lib import clock


class AccountAdapter(DefaultAccountAdapter):
    """Hearth's one override point of sign-up."""

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Take the name from the form, the language from the page and the time zone from the browser."""
        user.display_name = form.cleaned_data["display_name"]
        user.locale = _known_locale(request)
        zone = form.cleaned_data.get("time_zone") or "UTC"
        user.time_zone = zone if zone in available_timezones() else "UTC"
        saved: User = super().save_user(request, user, form, commit)
        arrivals.arrived(request.session, saved, now=clock.now())
        return saved

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Give a handle that resembles the name; it can be changed in the settings."""
        if not user.username:
            user.username = handles.suggest(name=user.display_name)

    def get_user_search_fields(self) -> list[str]:
        return ["username", "display_name", "email"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail in the reader's own language."""
        site = get_current_site(allauth_context.request)
        site.name = settings.SITE_NAME  # else letters greet from a host name
        super().send_mail(template_prefix, email, {"current_site": site, **context})


def _known_locale(request: HttpRequest) -> str:
    asked = str(getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE))
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
