"""Bodies read strictly: whatever is not JSON of a bearable size is refused before anybody works with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

from lib import clean

BODY_BYTES = 1_000_000
UPLOAD_BYTES = 9_000_000


class TooLarge(APIException):
    """The body is longer than the endpoint takes."""

    status_code = 413
    default_detail = _("This body is too large.")
    default_code = "too_large"


class JSONBody(BaseParser):
    """UTF-8 JSON without NaN, numbers beyond 64 bits, a field named twice, NUL or lone surrogates in any text."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        raw = stream.read(BODY_BYTES + 1)
        if len(raw) > BODY_BYTES:
            raise TooLarge
        try:
            body = json.loads(raw.decode(), parse_constant=_refuse, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("This is not JSON.")) from error
        if not clean.is_storable(body):
            raise ParseError(_("This JSON holds characters or numbers that cannot be stored."))
        return body


class UploadBody(MultiPartParser):
    """A form with a file; its size is known before it is read."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > UPLOAD_BYTES:
            raise TooLarge
        return super().parse(stream, media_type, parser_context)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a field that is named twice: who sends it and who reads it might each mean another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found
