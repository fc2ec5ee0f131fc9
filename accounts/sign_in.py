"""Who is signed in, and checking a password in the same time whoever is named."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts.models import User
from accounts.selectors import brands


class OneLook(AuthenticationBackend):
    """Hashes the password once for every attempt: a second look would tell that the address is somebody's."""

    def authenticate(self, request: HttpRequest | None, **credentials: str | None) -> AbstractBaseUser | None:  # type: ignore[override]
        """Return whoever has this password. What is typed comes as handle and as address; the handle tries both."""
        if credentials.get("email") == credentials.get("username"):
            credentials.pop("email", None)
        return super().authenticate(request, **credentials)

    def get_user(self, user_id: int) -> User | None:
        """Return whoever the session belongs to, with the brand they work for: the frame of every page leads there."""
        found = brands.find_with_workplace(user_id)
        return found if found and self.user_can_authenticate(found) else None
