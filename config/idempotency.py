"""The Idempotency-Key of writes below /api/: the first success is given again, nothing happens twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from rest_framework.exceptions import ParseError

from config.api_errors import problem
from connect.models import KeptAnswer
from connect.services import idempotency
from lib import clock, errors
from lib.api.endpoint import SecretResponse

PATH = "/api/"
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
SAFE = ("GET", "HEAD", "OPTIONS")


class IdempotencyMiddleware:
    """Guard what members send with a key. Refusals are not kept: they changed nothing, and may be tried again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_write = request.path.startswith(PATH) and request.method not in SAFE
        if not (is_write and HEADER in request.headers and request.user.is_authenticated):
            return self.get_response(request)
        try:
            fingerprint = _fingerprint(request)
        except (TooManyFieldsSent, TooManyFilesSent):  # half of it is read, and nobody can read it again
            return problem(errors.Invalid(str(ParseError.default_detail), code="api.parse_error"), status=400)
        if not fingerprint:
            return self.get_response(request)  # which refuses the body
        try:
            key = request.headers[HEADER]
            idempotency.check_key(key)
            claimed = idempotency.claim(user=request.user, key=key, fingerprint=fingerprint, now=clock.now())
        except errors.HearthError as error:
            return problem(error)
        return self._answer(request, claimed) if claimed.status is None else _again(claimed)

    def _answer(self, request: HttpRequest, claimed: KeptAnswer) -> HttpResponse:
        """Let the request happen, and keep its answer if it did."""
        is_kept = False
        try:
            response = self.get_response(request)
            if 200 <= response.status_code < 300 and not isinstance(response, SecretResponse):
                idempotency.keep(
                    claimed=claimed,
                    status=response.status_code,
                    content_type=response.get("Content-Type", ""),
                    body=response.content.decode(),
                )
                is_kept = True
            return response
        finally:
            if not is_kept:
                idempotency.release(claimed=claimed)


def _again(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type)
    if not kept.content_type:
        del response["Content-Type"]
    response[REPLAYED] = "true"
    response["Cache-Control"] = "private, no-store"
    return response


def _fingerprint(request: HttpRequest) -> str:
    """Return a hash of what is asked, "" for a body that cannot be read."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    try:
        for part in _parts(request):
            digest.update(part)
    except (RequestDataTooBig, MultiPartParserError):
        return ""
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body; of a form its fields and files, because the boundary between them is another each time."""
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        yield f"{name}={values!r}\n".encode("utf-8", "backslashreplace")
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"{name}: {file.size}\n".encode("utf-8", "backslashreplace")
            yield from file.chunks()
            file.seek(0)
