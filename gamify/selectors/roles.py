"""What somebody is to the challenges of a brand or a group."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import Brand, User
from accounts.selectors import brands
from gamify.models import Challenge
from gamify.policies import Action, Role, check, not_found
from gamify.registry import scopes

Viewer = User | AnonymousUser


def role_of(*, user: Viewer, brand: Brand | None = None, scope: str = "") -> Role:
    """Return what `user` is to a brand, or to a place such as `group:7`. Queries: 1, none for visitors."""
    if brand is not None:
        return brands.role_of(user=user, brand=brand)
    if not user.is_authenticated:
        return Role.NOBODY
    if scope in scopes.run_by(user):
        return Role.OWNER
    return Role.STAFF if user.is_staff else Role.NOBODY


def role_in(*, user: Viewer, challenge: Challenge) -> Role:
    """Return what `user` is to a challenge. Queries: as `role_of`, and 1 for its brand unless it is loaded."""
    return role_of(user=user, brand=challenge.brand, scope=challenge.scope)


def require(*, user: Viewer, challenge: Challenge, action: Action) -> Role:
    """Refuse `action` unless `user` may take it; return their role. Raises: as `policies.check`."""
    role = role_in(user=user, challenge=challenge)
    check(action, role)
    return role


def require_house(*, user: Viewer, brand: Brand | None, scope: str, action: Action) -> Role:
    """Refuse `action` for a brand or a place itself, as `require` does for a challenge."""
    role = role_of(user=user, brand=brand, scope=scope)
    check(action, role)
    return role


def access(*, user: Viewer, public_id: str, action: Action = Action.SEE) -> tuple[Challenge, Role]:
    """Return a challenge for those who run or review it, and their role: the way into its console.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    found = Challenge.objects.select_related("brand").filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found, require(user=user, challenge=found, action=action)
