"""One name for each request, in its answer and in every line that is logged on the way: X-Request-ID."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lib import public_id

HEADER = "X-Request-ID"
NONE = "-"
_GIVEN = re.compile(r"[\w.:-]{8,64}", re.ASCII)
_current: ContextVar[str] = ContextVar("request id", default=NONE)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Name the request: by what a trusted proxy called it, else anew."""

    def respond(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
        name = given if _GIVEN.fullmatch(given) else public_id.new()
        token = _current.set(name)
        try:
            response = get_response(request)
        finally:
            _current.reset(token)
        response[HEADER] = name
        return response

    return respond


class Named(logging.Filter):
    """Gives each record the name of the request that it was logged for, "-" outside any."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line, for whatever gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", NONE),
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
