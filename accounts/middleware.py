"""The language and time zone of the person who asks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import locale
from django.utils import timezone, translation


class LocaleMiddleware(locale.LocaleMiddleware):
    """Use the member's own language and zone; for visitors the cookie, then the browser's languages."""

    def process_request(self, request: HttpRequest) -> None:
        user = request.user
        if not user.is_authenticated:
            timezone.deactivate()
            super().process_request(request)
            return
        translation.activate(user.locale)
        request.LANGUAGE_CODE = translation.get_language() or "en"
        timezone.activate(ZoneInfo(user.time_zone))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        timezone.deactivate()
        return super().process_response(request, response)
