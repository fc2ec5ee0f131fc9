"""What stands below /api/ at every address that no endpoint has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from config.api_errors import problem
from lib import errors


@csrf_exempt
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for every address that no endpoint has; one with a slash too many is sent to where it means."""
    del rest
    if request.path.endswith("/") and _exists(request.path.rstrip("/")):
        path = request.path.rstrip("/")
        response: HttpResponse = HttpResponsePermanentRedirect(path + _query(request))
        response.status_code = 308
        return response
    return problem(errors.NotFound(_("There is no such endpoint. See /api/v1/docs/."), code="api.no_endpoint"))


def _exists(path: str) -> bool:
    try:
        return resolve(path).func is not unknown
    except Resolver404:
        return False


def _query(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
