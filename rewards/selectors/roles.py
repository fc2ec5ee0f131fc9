"""What somebody is to what a brand sells and gives, and the ways into its console."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import Brand, User
from accounts.selectors import brands, people
from lib import errors
from rewards.models import Battle, Campaign, Coupon, Reward, Seed
from rewards.policies import Action, Role, check, not_found

Viewer = User | AnonymousUser
Thing = TypeVar("Thing", Battle, Campaign, Coupon, Reward)


def require(*, user: Viewer, brand: Brand, action: Action) -> Role:
    """Refuse `action` unless `user` may take it; return their role. Queries: 1. Raises: as `policies.check`."""
    role = brands.role_of(user=user, brand=brand)
    check(action, role)
    return role


def access_brand(*, user: Viewer, slug: str, action: Action = Action.SEE) -> tuple[Brand, Role]:
    """Return the brand and the person's role: the way into its console. Queries: 2. Raises: as `policies.check`."""
    brand = people.get_brand(slug=slug)
    return brand, require(user=user, brand=brand, action=action)


def access_campaign(*, user: Viewer, slug: str, public_id: str, action: Action = Action.SEE) -> tuple[Campaign, Role]:
    """Return a campaign of the brand `slug` and the person's role in it, with its brand.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    return _access(Campaign.objects.select_related("brand"), user, slug, public_id, action)


def access_battle(*, user: Viewer, slug: str, public_id: str, action: Action = Action.SEE) -> tuple[Battle, Role]:
    """Return as `access_campaign` a battle, with its campaign and teams. Queries: 3."""
    rows = Battle.objects.select_related("brand", "campaign").prefetch_related("teams")
    return _access(rows, user, slug, public_id, action)


def access_reward(*, user: Viewer, slug: str, public_id: str, action: Action = Action.SEE) -> tuple[Reward, Role]:
    """Return as `access_campaign` a reward. Queries: 2."""
    return _access(Reward.objects.select_related("brand"), user, slug, public_id, action)


def access_coupon(*, user: Viewer, slug: str, public_id: str, action: Action = Action.SEE) -> tuple[Coupon, Role]:
    """Return as `access_campaign` a coupon, with its campaign. Queries: 2."""
    return _access(Coupon.objects.select_related("brand", "campaign"), user, slug, public_id, action)


def access_seed(*, user: Viewer, slug: str, public_id: str, action: Action = Action.SEE) -> tuple[Seed, Role]:
    """Return a seed of the brand `slug` and the person's role in it, with its brand.

    Queries: 3. Raises: NotFound; else as `policies.check`.
    """
    brand, role = access_brand(user=user, slug=slug, action=action)
    seed = Seed.objects.select_related("brand").filter(brand=brand, public_id=public_id).first()
    if seed is None:
        raise errors.NotFound(code="rewards.seed_not_found")
    return seed, role


def _access(rows: QuerySet[Thing], user: Viewer, slug: str, public_id: str, action: Action) -> tuple[Thing, Role]:
    found = rows.filter(brand__slug=slug, public_id=public_id).first()
    if found is None:
        raise not_found()
    return found, require(user=user, brand=found.brand, action=action)
