"""Pages of somebody who is signed in stay between them and us, and no part of a page is kept as the whole of it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers


class PrivatePagesMiddleware:
    """Let no cache keep the answer to a request with a session, unless the view has said how long it may.

    What a script gets of an address is not what a reader gets, and a refusal is said to either in its own way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = settings.SESSION_COOKIE_NAME
        if (session in request.COOKIES or session in response.cookies) and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        if "public" not in response.get("Cache-Control", ""):
            patch_vary_headers(response, ["HX-Request", "Accept"] if response.status_code >= 400 else ["HX-Request"])
        return response
