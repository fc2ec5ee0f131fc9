"""The one base of every endpoint: parse, one service or selector, serialize."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import permissions
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import DateTimeField, Serializer
from rest_framework.views import APIView

from lib import clean, clock, errors, public_id
from lib.api.describing import operation_of

Shape = type[Serializer[Any]]
DateTimeField.timezone = UTC  # both ways: programs compare moments; what is said in words keeps the reader's own zone


class Endpoint(APIView):
    """Open to everybody for reading, to members for writing."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.now: datetime = clock.now()
        if not clean.is_storable(list(kwargs.values())):
            raise errors.NotFound
        if not clean.is_storable(dict(request.query_params.lists())):
            raise ParseError(_("This request cannot be read."))
        self._check_choices(request)

    def _check_choices(self, request: Request) -> None:
        """Refuse a word that the description does not offer, instead of answering something else. Raises: Invalid."""
        operation = operation_of(type(self), request.method or "")
        offered = operation.choices if operation else {}
        wrong = {
            name: among for name, among in offered.items() if request.query_params.get(name, "") not in ("", *among)
        }
        if wrong:
            said = _("One of these, please: %(choices)s.")
            raise errors.Invalid(fields={name: said % {"choices": ", ".join(among)} for name, among in wrong.items()})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep answers out of every shared cache: they depend on who asks, and in which language."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    @property
    def member(self) -> Any:
        """The signed-in member; only where the permission has seen to it that there is one."""
        return self.request.user

    @property
    def viewer(self) -> Any:
        """Whoever asks, perhaps nobody known."""
        return self.request.user

    @property
    def after(self) -> str:
        """The cursor of the page asked for; "" for the first."""
        return self.request.query_params.get("after", "")

    @property
    def key(self) -> str:
        """What makes this request happen once: made from its Idempotency-Key, else fresh."""
        given = self.request.headers.get("Idempotency-Key", "")
        return f"api-{hashlib.sha256(given.encode()).hexdigest()[:40]}" if given else public_id.new()

    def read(self, shape: Shape) -> dict[str, Any]:
        """Return the body as `shape` reads it. Raises ValidationError; what `shape` does not name is left out."""
        found = shape(data=self.request.data)
        found.is_valid(raise_exception=True)
        values: dict[str, Any] = found.validated_data
        return values

    def give(self, shape: Shape, found: Any, status: int = 200) -> Response:
        """Answer with `found` as `shape` writes it."""
        return Response(shape(found).data, status)

    def give_page(self, shape: Shape, results: Iterable[Any], next_cursor: str = "", **more: Any) -> Response:
        """Answer with a page; `next_cursor` leads to the next one, "" at the end."""
        page: Mapping[str, Any] = {"results": tuple(results), "next": next_cursor or None, **more}
        return Response(shape(page).data)


class SecretResponse(Response):
    """An answer with a secret in it: it is given once, and no Idempotency-Key keeps it."""


class MemberEndpoint(Endpoint):
    """Open to members only."""

    permission_classes = [permissions.IsAuthenticated]
