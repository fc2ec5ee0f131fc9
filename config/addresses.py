"""Addresses as every database can look for them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from config.idempotency import PATH as API


class AddressMiddleware:
    """Leave NUL out of what pages are asked: no browser sends one, and PostgreSQL breaks off at it.

    The API refuses it by itself (lib/api/endpoint.py).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            if "\x00" in request.path_info:
                raise Http404
            request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return self.get_response(request)
