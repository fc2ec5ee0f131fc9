"""The one place where domain errors that a page's view did not handle become pages or toasts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lib import errors, web


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
        if getattr(request, "htmx", False) or request.headers.get("Accept", "").startswith("application/json"):
            response = HttpResponse(str(exception.message), status=status, content_type="text/plain; charset=utf-8")
        else:
            response = render(request, f"errors/{status}.html", {"error": exception}, status=status)
        if isinstance(exception, errors.RateLimited):
            response["Retry-After"] = str(exception.data.get("retry_seconds", 60))
        return response
