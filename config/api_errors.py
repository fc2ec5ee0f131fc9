"""Domain and framework errors as RFC 9457 problem details."""

from __future__ import annotations

from typing import Any

from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from config.page_errors import status_of
from lib import errors

CONTENT_TYPE = "application/problem+json"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the problem document for `error`, or None for what is not an answer but a fault."""
    if isinstance(error, errors.HearthError):
        return _problem(status_of(error), error.code, str(error.message), error)
    plain = exception_handler(error, context)
    if plain is None:
        return None
    code = error.default_code if isinstance(error, exceptions.APIException) else "not_found"
    detail = (
        plain.data.get("detail", error.default_detail)
        if isinstance(plain.data, dict) and isinstance(error, exceptions.APIException)
        else ""
    )
    fields = plain.data if isinstance(error, exceptions.ValidationError) else None
    answer = _document(plain.status_code, f"api.{code}", str(detail), fields)
    return Response(answer, plain.status_code, headers=dict(plain.headers), content_type=CONTENT_TYPE)


def _problem(status: int, code: str, title: str, error: errors.HearthError) -> Response:
    fields = {name: [str(text)] for name, text in error.fields.items()} if isinstance(error, errors.Invalid) else None
    headers = {"Retry-After": str(error.data.get("retry_seconds", 60))} if status == 429 else None
    return Response(_document(status, code, title, fields), status, headers=headers, content_type=CONTENT_TYPE)


def _document(status: int, code: str, title: str, fields: Any = None) -> dict[str, Any]:
    document: dict[str, Any] = {"type": "about:blank", "status": status, "code": code, "title": title}
    return document | ({"fields": fields} if fields else {})
