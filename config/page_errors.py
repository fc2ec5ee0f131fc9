"""The one place where errors that a page's view did not handle become pages or toasts."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from config import api_errors, outages
from lib import errors, web
from lib.outages import is_away
from look import last_words, views


class DomainErrorMiddleware:
    """Answer a domain error with its page, or with its sentence alone when a script asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            page = render(request, "errors/405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, errors.HearthError):
            return None
        status = web.status_of(exception)
        if _is_of_script(request):
            response = HttpResponse(str(exception.message), status=status, content_type="text/plain; charset=utf-8")
        else:
            response = render(request, f"errors/{status}.html", {"error": exception}, status=status)
        if isinstance(exception, errors.RateLimited):
            response["Retry-After"] = str(exception.data.get("retry_seconds", 60))
        return response


def broken(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw, wherever it broke: a database that is away is said to be, all else is our fault."""
    error = sys.exc_info()[1]
    if request.path.startswith("/api/"):
        return api_errors.accident(request, error)
    return _away(request, error) if is_away(error) else views.broken(request)


def _away(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """Return the page, or its sentence alone to a script; Django would write a traceback for each of them."""
    outages.note(error)
    response = last_words.page(503)
    if _is_of_script(request):
        with translation.override(translation.get_language_from_request(request)):
            sentence = str(outages.Unavailable.default_detail)
        response = HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(outages.RETRY_SECONDS)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _is_of_script(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers or request.headers.get("Accept", "").startswith("application/json")
