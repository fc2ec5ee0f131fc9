"""Small things that views of posts share."""

from __future__ import annotations

import re
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import MemberRequest, PageRequest
from lib import public_id

KEY_LENGTH = 64


def member(request: PageRequest) -> MemberRequest | None:
    """Return the request as a member's, None when nobody is signed in."""
    return cast(MemberRequest, request) if request.user.is_authenticated else None


def see_other(path: str) -> HttpResponse:
    """Send the browser on with GET after a POST."""
    return HttpResponseRedirect(path, status=303)


def onward(request: PageRequest, path: str) -> HttpResponse:
    """Send the browser on after a form that htmx may have sent."""
    return HttpResponseClientRedirect(path) if request.htmx else see_other(path)


def sign_in_first(request: PageRequest, path: str) -> HttpResponse:
    """Send a visitor to sign in and then to `path`; the 401 tells our scripts that nothing was taken yet."""
    response = onward(request, sign_in(path))
    if request.htmx:
        response.status_code = 401
    return response


def back(request: HttpRequest, default: str) -> str:
    """Return the page the button was pressed on, if it is ours, else `default`."""
    target = request.POST.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else default


def sign_in(path: str) -> str:
    """Return the sign-in page that leads back to `path`."""
    return f"{reverse('account_login')}?{urlencode({'next': path})}"


def key_of(request: HttpRequest) -> str:
    """Return the form's idempotency key, or a fresh one for a client that sent none."""
    key = request.POST.get("key", "")
    return key if 8 <= len(key) <= KEY_LENGTH and key.isascii() and key.isprintable() else public_id.new()


def number(sent: object) -> int:
    """Return the whole number a browser sent, 0 for anything else."""
    return int(sent) if isinstance(sent, str) and re.fullmatch(r"[0-9]{1,8}", sent) else 0
