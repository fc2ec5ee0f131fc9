"""What a view's request carries after our middleware; for type checkers only."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PageRequest(HttpRequest):
    """A request of anybody; `htmx` is falsy when the browser itself asked."""

    user: User | AnonymousUser  # type: ignore[assignment]
    htmx: HtmxDetails


class MemberRequest(PageRequest):
    """A request behind `login_required`."""

    user: User
