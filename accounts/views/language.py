"""Switching the language."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.views import i18n

from accounts.services import profiles
from lib import errors


def set_language(request: HttpRequest) -> HttpResponse:
    """Switch this browser's language and, for members, remember it."""
    if request.method == "POST" and request.user.is_authenticated:
        with suppress(errors.Invalid):  # Django's view ignores an unknown language as well
            profiles.set_locale(user=request.user, locale=request.POST.get("language", ""))
    return i18n.set_language(request)
