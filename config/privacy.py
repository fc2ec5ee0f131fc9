"""Pages of somebody who is signed in stay between them and us."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


class PrivatePagesMiddleware:
    """Let no cache keep the answer to a request with a session, unless the view has said how long it may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = settings.SESSION_COOKIE_NAME
        if (session in request.COOKIES or session in response.cookies) and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response
