"""A program's key at the door of /api/: it acts as the person who made it, within its scopes, and has no session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from config.api_auth import REALM
from config.api_errors import problem
from config.throttles import RATE
from connect import policies
from connect.models import ApiKey
from connect.selectors import keys
from connect.services import keys as services
from lib import clock, errors, limits, web
from lib.api.describing import Operation, operation_of
from lib.api.endpoint import Endpoint

PATH, VERSION = "/api/", "api/v1/"
READS = ("GET", "HEAD", "OPTIONS")
_UNKNOWN = limits.Limit("unknown_keys", most=60, seconds=60)
_ELSEWHERE = frozenset({"basic", "digest", "negotiate"})  # a proxy's own, in front of the whole site


class InAddress(errors.Invalid):
    """Addresses are written into logs and histories."""

    code = "connect.key_in_address"
    message = _("Never put a key into an address, where logs keep it. Revoke this one and send a new one as a header.")


class KeyMiddleware:
    """Let a good key in as its owner, and refuse any other before anything else looks at the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PATH):
            return self.get_response(request)
        key: ApiKey | None = None
        try:
            if keys.is_in(unquote(request.META.get("QUERY_STRING", ""))):
                raise InAddress
            if (text := _given(request)) is None:
                return self.get_response(request)
            key = keys.presented(text=text, now=clock.now())
            operation = _enter(request, key)
        except errors.HearthError as error:
            return _refusal(request, error, key)
        response = self.get_response(request)
        _count(response, getattr(request, RATE, None))
        if operation and request.method not in READS and response.status_code != 429:
            path, status = request.path.removeprefix(f"/{VERSION}"), response.status_code
            services.note_act(key=key, operation=operation.name, path=path, status=status, now=clock.now())
        return response


def _given(request: HttpRequest) -> str | None:
    """Return what stands where a key stands, None where none was sent."""
    scheme, _space, text = request.META.get("HTTP_AUTHORIZATION", "").strip(" ").partition(" ")
    if not scheme or scheme.lower() in _ELSEWHERE:
        return None
    return text.strip(" ") if scheme.lower() == "bearer" else ""


def _enter(request: HttpRequest, key: ApiKey) -> Operation | None:
    """Let the request be the owner's, once its operation is one that the key is for; return that.

    What is no endpoint (this description, addresses that nobody has) learns nothing of the key.
    """
    found = resolve(request.path_info)
    endpoint = getattr(found.func, "cls", None)
    if not (isinstance(endpoint, type) and issubclass(endpoint, Endpoint)):
        return None
    operation = _operation(request, endpoint)
    if operation:
        _check(request, key, operation, found)
    services.note_use(key=key, now=clock.now())
    request.user = key.owner
    request.api_key = key  # type: ignore[attr-defined]
    return operation


def _operation(request: HttpRequest, endpoint: type[Endpoint]) -> Operation | None:
    """Return what is asked; None for a method that is not there, which the endpoint says itself."""
    method = request.method or ""
    operation = operation_of(endpoint, method)
    if operation is None and hasattr(endpoint, method.lower()) and method != "OPTIONS":
        raise policies.LacksScope(needs=[])  # something that nobody described
    return operation


def _check(request: HttpRequest, key: ApiKey, operation: Operation, found: ResolverMatch) -> None:
    address = found.route.removeprefix(VERSION)
    is_read = request.method in READS
    policies.check(key=key, operation=operation, address=address, is_read=is_read, path=found.kwargs)


def _refusal(request: HttpRequest, error: errors.HearthError, key: ApiKey | None) -> HttpResponse:
    """Answer in the language of whose key it is, with what RFC 6750 says beside it."""
    known = getattr(error, "key", None) or key
    if isinstance(error, keys.KeyRefused) and known is None:
        error = _often(request, error)
    with translation.override(known.owner.locale if known else translation.get_language_from_request(request)):
        if not isinstance(error, keys.KeyRefused):
            response = problem(error)
        else:
            response = problem(error, status=401)
            response["WWW-Authenticate"] = f'{REALM}, error="invalid_token"'
        if isinstance(error, policies.LacksScope):
            wanted = " ".join(error.data["needs"])
            response["WWW-Authenticate"] = f'{REALM}, error="insufficient_scope", scope="{wanted}"'
        response["Content-Language"] = translation.get_language() or "en"
    return response


def _often(request: HttpRequest, error: errors.HearthError) -> errors.HearthError:
    """Count a key that is none for the address it came from; return what to say."""
    try:
        limits.spend(_UNKNOWN, who=web.asker(request), now=clock.now())
    except errors.RateLimited as too_often:
        return too_often
    return error


def _count(response: HttpResponse, rate: Any) -> None:
    """Say how often the key may ask, how often still, and in how many seconds all of that again."""
    if rate is not None:
        for name, number in zip(("Limit", "Remaining", "Reset"), rate, strict=True):
            response[f"RateLimit-{name}"] = str(number)
