"""What the views of every app share: reading what a browser sent, and answering it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import TypeVar

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from rest_framework.throttling import BaseThrottle

from lib import errors, networks, pictures, public_id

Made = TypeVar("Made")
Refusal = type[errors.HearthError]
KEY_LENGTH = 64
MONTH_SECONDS = 30 * 24 * 3600
_STATUSES: dict[type[errors.HearthError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.RateLimited: 429,
}


def status_of(error: errors.HearthError) -> int:
    """Return the HTTP status of a domain error's kind."""
    return next(status for kind, status in _STATUSES.items() if isinstance(error, kind))


def see_other(path: str) -> HttpResponse:
    """Send the browser on with GET after a POST."""
    return HttpResponseRedirect(path, status=303)


def attempt(
    request: HttpRequest, act: Callable[[], object], *, done: str, onward: str, also: tuple[Refusal, ...] = ()
) -> HttpResponse:
    """Do it and go `onward`, where it stands that it is `done`, or why not: for buttons that have no page of their own.

    Args: `also` are refusals that are told there, too, besides Conflict and Invalid.
    """
    told: tuple[Refusal, ...] = (errors.Conflict, errors.Invalid, *also)
    try:
        act()
    except told as error:
        messages.error(request, error.words)
    else:
        messages.success(request, done)
    return see_other(onward)


def begin(
    request: HttpRequest, draft: Callable[[dict[str, str]], Made], *, onward: Callable[[Made], str], home: str
) -> HttpResponse:
    """Begin a draft with nothing but a name, in the reader's language, so that all that follows has a place to be kept.

    `onward` is its builder; where there is no draft it stands at `home` why.
    """
    try:
        made = draft({get_language() or "en": request.POST.get("name", "")})
    except errors.Invalid as error:
        messages.error(request, error.words)
        return see_other(home)
    return see_other(onward(made))


def next_page(cursor: str, **kept: str) -> str:
    """Return the address of the page after the one that is shown, with what else it keeps to; "" after the last."""
    return f"?{urlencode({**kept, 'after': cursor})}" if cursor else ""


def refused(response: HttpResponse, error: errors.HearthError) -> HttpResponse:
    """Give the page that says why not the status, and the header, that say it to programs."""
    response.status_code = status_of(error)
    if isinstance(error, errors.RateLimited):
        response["Retry-After"] = str(error.data.get("retry_seconds", 60))
    return response


def picture(name: str, *, title: str, is_small: bool, is_public: bool = False) -> HttpResponse:
    """Answer with the whole stored file `name`: it was written anew and is small, and a stream blocks an ASGI server.

    Browsers keep it for a month, so its address shows no other picture ever. Raises: NotFound, also for "".
    """
    try:
        if not name:
            raise FileNotFoundError
        with default_storage.open(pictures.small_name(name) if is_small else name) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise errors.NotFound(code="hearth.picture_not_found") from error
    response["Content-Disposition"] = f'inline; filename="{title}.webp"'
    kept_by = "public" if is_public else "private"
    response["Cache-Control"] = f"{kept_by}, max-age={MONTH_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def named_picture(name: str, stem: str, *, is_small: bool) -> HttpResponse:
    """Answer as `picture` if `stem`, which the address carries, is the file's: another file has another address."""
    return picture(name if PurePath(name).stem == stem else "", title=stem, is_small=is_small)


def asker(request: HttpRequest) -> str:
    """Return by which address limits count whoever asks (`networks.holder`).

    Behind proxies (HEARTH_PROXIES) it is what the outermost of ours wrote down.
    """
    return networks.holder(str(BaseThrottle().get_ident(request) or ""))  # type: ignore[arg-type]


def back(request: HttpRequest, default: str) -> str:
    """Return the page the button was pressed on, if it is ours, else `default`."""
    target = request.POST.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else default


def key_of(request: HttpRequest) -> str:
    """Return the form's idempotency key, or a fresh one for a client that sent none."""
    key = request.POST.get("key", "")
    return key if 8 <= len(key) <= KEY_LENGTH and key.isascii() and key.isprintable() else public_id.new()


def number(sent: object) -> int:
    """Return the whole number a browser sent, 0 for anything else."""
    return int(sent) if isinstance(sent, str) and re.fullmatch(r"[0-9]{1,8}", sent) else 0
