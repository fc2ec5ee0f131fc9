"""Who asks the API: a program with a key, or a member with the session of the pages.

The framework's views read these classes from the settings while they are imported: nothing here may import views.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

REALM = 'Bearer realm="Hearth"'


class ProgramKey(BaseAuthentication):
    """The key that the door has looked at (config/keys.py); whoever sends nothing is asked for one with 401."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        key = getattr(request._request, "api_key", None)
        return (key.owner, key) if key else None

    def authenticate_header(self, request: Request) -> str:
        return REALM


class MemberSession(SessionAuthentication):
    """The session of the pages, with their token for writes."""

    def enforce_csrf(self, request: Request) -> None:
        """Say in the member's language what is missing. Raises: PermissionDenied."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise PermissionDenied(_("The header X-CSRFToken is missing or wrong: open the page again.")) from error
