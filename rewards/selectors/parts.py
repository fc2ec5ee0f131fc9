"""What somebody is to a brand's campaigns."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import Brand, BrandStaff, User
from accounts.selectors import people
from rewards.models import Battle, Campaign, Coupon, Reward
from rewards.policies import Action, Part, check


def part_of(*, user: User | AnonymousUser, brand: Brand) -> Part:
    """Return what `user` is to `brand`. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return Part.NOBODY
    role = BrandStaff.objects.filter(brand=brand, user=user).values_list("role", flat=True).first()
    if role is not None:
        return Part(role)
    return Part.STAFF if user.is_staff else Part.NOBODY


def require(*, user: User | AnonymousUser, brand: Brand, action: Action) -> Part:
    """Refuse `action` unless `user` may take it; return their part. Queries: 1. Raises: as `policies.check`."""
    part = part_of(user=user, brand=brand)
    check(action, part)
    return part


def access_brand(*, user: User | AnonymousUser, slug: str, action: Action = Action.SEE) -> tuple[Brand, Part]:
    """Return the brand and the person's part: the way into its console. Queries: 2. Raises: as `policies.check`."""
    brand = people.get_brand(slug=slug)
    return brand, require(user=user, brand=brand, action=action)


def access_campaign(
    *, user: User | AnonymousUser, slug: str, public_id: str, action: Action = Action.SEE
) -> tuple[Campaign, Part]:
    """Return a campaign of the brand `slug` and the person's part in it, with its brand.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    campaign = Campaign.objects.select_related("brand").filter(brand__slug=slug, public_id=public_id).first()
    if campaign is None:
        check(action, Part.NOBODY)
        raise AssertionError("nobody may do anything")
    return campaign, require(user=user, brand=campaign.brand, action=action)


def access_battle(
    *, user: User | AnonymousUser, slug: str, public_id: str, action: Action = Action.SEE
) -> tuple[Battle, Part]:
    """Return a battle of the brand `slug` and the person's part in it, with its brand and campaign.

    Queries: 3. Raises: NotFound; else as `policies.check`.
    """
    rows = Battle.objects.select_related("brand", "campaign").prefetch_related("teams")
    battle = rows.filter(brand__slug=slug, public_id=public_id).first()
    if battle is None:
        check(action, Part.NOBODY)
        raise AssertionError("nobody may do anything")
    return battle, require(user=user, brand=battle.brand, action=action)


def access_reward(
    *, user: User | AnonymousUser, slug: str, public_id: str, action: Action = Action.SEE
) -> tuple[Reward, Part]:
    """Return a reward of the brand `slug` and the person's part in it, with its brand.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    reward = Reward.objects.select_related("brand").filter(brand__slug=slug, public_id=public_id).first()
    if reward is None:
        check(action, Part.NOBODY)
        raise AssertionError("nobody may do anything")
    return reward, require(user=user, brand=reward.brand, action=action)


def access_coupon(
    *, user: User | AnonymousUser, slug: str, public_id: str, action: Action = Action.SEE
) -> tuple[Coupon, Part]:
    """Return a coupon of the brand `slug` and the person's part in it, with its brand and campaign.

    Queries: 2. Raises: NotFound; else as `policies.check`.
    """
    rows = Coupon.objects.select_related("brand", "campaign")
    coupon = rows.filter(brand__slug=slug, public_id=public_id).first()
    if coupon is None:
        check(action, Part.NOBODY)
        raise AssertionError("nobody may do anything")
    return coupon, require(user=user, brand=coupon.brand, action=action)
