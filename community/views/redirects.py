"""Who acts in a view: a member, or a visitor who is sent to sign in first; and the way on after a form."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import MemberRequest, PageRequest
from lib import web


def member(request: PageRequest) -> MemberRequest | None:
    """Return the request as a member's, None when nobody is signed in."""
    return cast(MemberRequest, request) if request.user.is_authenticated else None


def onward(request: PageRequest, path: str) -> HttpResponse:
    """Send the browser on after a form that htmx may have sent."""
    return HttpResponseClientRedirect(path) if request.htmx else web.see_other(path)


def sign_in_first(request: PageRequest, path: str) -> HttpResponse:
    """Send a visitor to sign in and then to `path`; the 401 tells our scripts that nothing was taken yet."""
    response = onward(request, sign_in(path))
    if request.htmx:
        response.status_code = 401
    return response


def sign_in(path: str) -> str:
    """Return the sign-in page that leads back to `path`."""
    return f"{reverse('account_login')}?{urlencode({'next': path})}"
