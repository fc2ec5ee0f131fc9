"""Every refusal below /api/ as an RFC 9457 problem document."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config import outages
from lib import errors, web
from lib.api.parsing import TooLarge
from lib.outages import is_away

CONTENT_TYPE = "application/problem+json"
# The framework's own sentences speak to programmers, and are not ours in every language.
_TITLES: dict[type[exceptions.APIException], Any] = {
    exceptions.NotAuthenticated: gettext_lazy("Sign in, or send a key."),
    exceptions.NotFound: errors.NotFound.message,
    exceptions.MethodNotAllowed: gettext_lazy("This address has no such method."),
    exceptions.NotAcceptable: gettext_lazy("This address answers in JSON only."),
    exceptions.UnsupportedMediaType: gettext_lazy("This address takes no body of this kind."),
    exceptions.Throttled: errors.RateLimited.message,
}
logger = logging.getLogger(__name__)


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """Return the problem document for `error`; a fault of ours is logged and says no more than that."""
    set_rollback()
    if isinstance(error, errors.HearthError):
        status, document, headers = _of_domain(error)
    else:
        status, document, headers = _of_framework(_known(error, context["request"]._request))
    return Response(document, status, headers=headers, content_type=CONTENT_TYPE)


def problem(error: errors.HearthError, *, status: int = 0) -> HttpResponse:
    """Return the same document outside the endpoints: from middleware, with another `status` if one is given."""
    usual, document, headers = _of_domain(error)
    status = document["status"] = status or usual
    headers["Cache-Control"] = "private, no-store"
    return JsonResponse(document, status=status, headers=headers, content_type=CONTENT_TYPE)


def accident(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """Return the document for what broke outside the endpoints; nobody may have looked yet at who asks."""
    with translation.override(translation.get_language_from_request(request)):
        status, document, headers = _of_framework(_known(error, request))
        headers |= {"Cache-Control": "private, no-store", "Content-Language": translation.get_language() or "en"}
        response = JsonResponse(document, status=status, headers=headers, content_type=CONTENT_TYPE)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _known(error: BaseException | None, request: HttpRequest) -> exceptions.APIException:
    """Return what the framework's error means to a client; what only we can mend is written down."""
    match error:
        case exceptions.APIException():
            return error
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation():
            return exceptions.ParseError(_("This request cannot be read."))
    if is_away(error):
        outages.note(error)
        return outages.Unavailable()
    got_request_exception.send(sender=handle, request=request)
    logger.error("An endpoint failed: %s %s", request.method, request.path, exc_info=error)
    return exceptions.APIException(_("Something broke on our side. It has been written down."), code="fault")


def _of_framework(error: exceptions.APIException) -> tuple[int, dict[str, Any], dict[str, str]]:
    headers: dict[str, str] = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, exceptions.Throttled | outages.Unavailable):
        headers["Retry-After"] = str(max(1, int(getattr(error, "wait", None) or 1)))
    if isinstance(error, exceptions.ValidationError):
        fields = _merged(_sentences(error.detail))
        return 422, _document(422, errors.Invalid.code, str(errors.Invalid.message), fields), headers
    code = error.get_codes() if isinstance(error.get_codes(), str) else error.default_code
    title = str(_TITLES.get(type(error), error.detail))
    return error.status_code, _document(error.status_code, f"api.{code}", title), headers


def _of_domain(error: errors.HearthError) -> tuple[int, dict[str, Any], dict[str, str]]:
    status = web.status_of(error)
    fields = {name: [str(text)] for name, text in error.fields.items()} if isinstance(error, errors.Invalid) else None
    data = {name: value for name, value in error.data.items() if name != "fields"}
    headers = {"Retry-After": str(data["retry_seconds"])} if "retry_seconds" in data else {}
    if status == 429:
        headers.setdefault("Retry-After", "60")
    return status, _document(status, error.code, str(error.message), fields, data), headers


def _document(status: int, code: str, title: str, fields: Any = None, data: Any = None) -> dict[str, Any]:
    document: dict[str, Any] = {"type": "about:blank", "status": status, "code": code, "title": title}
    return document | ({"fields": fields} if fields else {}) | ({"data": data} if data else {})


def _sentences(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each sentence of a nested error with the path of its field, as in `pictures.0.id`."""
    if isinstance(detail, dict):
        for name, part in detail.items():
            yield from _sentences(part, f"{path}.{name}" if path else str(name))
    elif isinstance(detail, list):
        for position, part in enumerate(detail):
            is_nested = isinstance(part, dict | list)
            if part:
                yield from _sentences(part, f"{path}.{position}" if is_nested else path)
    else:
        yield path or "body", str(detail)


def _merged(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, sentence in pairs:
        fields.setdefault(name.removesuffix(".non_field_errors").replace("non_field_errors", "body"), []).append(
            sentence
        )
    return fields
