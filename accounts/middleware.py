"""The language and time zone of the person who asks, and the way back from the sign-in page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware import locale
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from lib import clock


class LocaleMiddleware(locale.LocaleMiddleware):
    """Use the member's own language and zone; for visitors the cookie, then the browser's languages.

    From here on whoever asks is known, and no longer stands behind Django's proxy, at which each look costs more.
    """

    def process_request(self, request: HttpRequest) -> None:
        if isinstance(request.user, SimpleLazyObject):
            request.user = get_user(request)
        user = request.user
        if not user.is_authenticated:
            timezone.deactivate()
            super().process_request(request)
            return
        translation.activate(user.locale)
        request.LANGUAGE_CODE = translation.get_language() or "en"
        timezone.activate(clock.time_zone(user.time_zone))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        timezone.deactivate()
        return super().process_response(request, response)


class SignInMiddleware:
    """Whoever pressed a button while signed out comes back to its page: the button's own address only takes a POST."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or "Location" not in response:
            return response
        if response["Location"] != redirect_to_login(request.get_full_path()).url:
            return response
        back = redirect_to_login(_page_of_the_button(request))
        return HttpResponseClientRedirect(back.url) if request.headers.get("HX-Request") else back


def _page_of_the_button(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    path, query = urlsplit(page)[2:4]
    return f"{path}?{query}" if query else path or "/"
