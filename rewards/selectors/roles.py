"""What somebody is to a brand's campaigns."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import Brand, BrandStaff, User
from accounts.selectors import people
from rewards.models import Battle, Campaign, Coupon, Reward
from rewards.policies import Action, Role, check


def role_of(*, user: User | AnonymousUser, brand: Brand) -> Role:
    """Return what `user` is to `brand`. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return Role.NOBODY
    role = BrandStaff.objects.filter(brand=brand, user=user).values_list("role", flat=True).first()
    if role is not None:
        return Role(role)
    return Role.STAFF if user.is_staff else Role.NOBODY


def require(*, user: User | AnonymousUser, brand: Brand, action: Action) -> Role:
    """Refuse `action` unless `user` may take it; return their role. Queries: 1. Raises: as `policies.check`."""
    role = role_of(user=user, brand=brand)
    check(action, role)
    return role


def access_brand(*, user: User | AnonymousUser, slug: str, action: Action = Action.SEE) -> tuple[Brand, Role]:
    """Return the brand and the person's role: the way into its console. Queries: 2. Raises: as `policies.check`."""
    brand = people.get_brand(slug=slug)
    return brand, require(user=user, brand=brand, action=action)


def access_campaign(
    *, user: User | AnonymousUser, slug: str, public_id: str, action: Action = Action.SEE
) -> tuple[Campaign, Role]:
    """Return a campaign of the brand `slug` and the person's role in it, with its brand.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    campaign = Campaign.objects.select_related("brand").filter(brand__slug=slug, public_id=public_id).first()
    if campaign is None:
        check(action, Role.NOBODY)
        raise AssertionError("nobody may do anything")
    return campaign, require(user=user, brand=campaign.brand, action=action)


def access_battle(
    *, user: User | AnonymousUser, slug: str, public_id: str, action: Action = Action.SEE
) -> tuple[Battle, Role]:
    """Return a battle of the brand `slug` and the person's role in it, with its brand and campaign.

    Queries: 3. Raises: NotFound; else as `policies.check`.
    """
    rows = Battle.objects.select_related("brand", "campaign").prefetch_related("teams")
    battle = rows.filter(brand__slug=slug, public_id=public_id).first()
    if battle is None:
        check(action, Role.NOBODY)
        raise AssertionError("nobody may do anything")
    return battle, require(user=user, brand=battle.brand, action=action)


def access_reward(
    *, user: User | AnonymousUser, slug: str, public_id: str, action: Action = Action.SEE
) -> tuple[Reward, Role]:
    """Return a reward of the brand `slug` and the person's role in it, with its brand.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    reward = Reward.objects.select_related("brand").filter(brand__slug=slug, public_id=public_id).first()
    if reward is None:
        check(action, Role.NOBODY)
        raise AssertionError("nobody may do anything")
    return reward, require(user=user, brand=reward.brand, action=action)


def access_coupon(
    *, user: User | AnonymousUser, slug: str, public_id: str, action: Action = Action.SEE
) -> tuple[Coupon, Role]:
    """Return a coupon of the brand `slug` and the person's role in it, with its brand and campaign.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    rows = Coupon.objects.select_related("brand", "campaign")
    coupon = rows.filter(brand__slug=slug, public_id=public_id).first()
    if coupon is None:
        check(action, Role.NOBODY)
        raise AssertionError("nobody may do anything")
    return coupon, require(user=user, brand=coupon.brand, action=action)
