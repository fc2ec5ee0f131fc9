"""The live topics of this app."""

from __future__ import annotations

from accounts.models import User
from live import registry


def _is_own(user: User, public_id: str) -> bool:
    return user.is_authenticated and user.public_id == public_id


registry.add(registry.Kind(pattern=r"member:(?P<public_id>[0-9a-z]{12}):inbox", may_listen=_is_own))
