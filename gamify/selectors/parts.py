"""What somebody is to the challenges of a brand or a group."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import Brand, BrandStaff, User
from gamify.models import Challenge
from gamify.policies import Action, Part, check
from gamify.registry import scopes

Viewer = User | AnonymousUser


def part_of(*, user: Viewer, brand: Brand | None = None, scope: str = "") -> Part:
    """Return what `user` is to a brand, or to a place such as `group:7`. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return Part.NOBODY
    if brand is not None:
        role = BrandStaff.objects.filter(brand=brand, user=user).values_list("role", flat=True).first()
        if role is not None:
            return Part(role)
    elif scope in scopes.run_by(user):
        return Part.OWNER
    return Part.STAFF if user.is_staff else Part.NOBODY


def part_in(*, user: Viewer, challenge: Challenge) -> Part:
    """Return what `user` is to a challenge. Queries: as `part_of`, and 1 for its brand unless it is loaded."""
    return part_of(user=user, brand=challenge.brand, scope=challenge.scope)


def require(*, user: Viewer, challenge: Challenge, action: Action) -> Part:
    """Refuse `action` unless `user` may take it; return their part. Raises: as `policies.check`."""
    part = part_in(user=user, challenge=challenge)
    check(action, part)
    return part


def require_house(*, user: Viewer, brand: Brand | None, scope: str, action: Action) -> Part:
    """Refuse `action` for a brand or a place itself, as `require` does for a challenge."""
    part = part_of(user=user, brand=brand, scope=scope)
    check(action, part)
    return part


def access(*, user: Viewer, public_id: str, action: Action = Action.SEE) -> tuple[Challenge, Part]:
    """Return a challenge for those who run or review it, and their part: the way into its console.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    found = Challenge.objects.select_related("brand").filter(public_id=public_id).first()
    if found is None:
        check(action, Part.NOBODY)
        raise AssertionError("nobody may do anything")
    return found, require(user=user, challenge=found, action=action)
