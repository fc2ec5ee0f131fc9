"""What two people of a brand who write at once must not do: save over each other's words without knowing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lib import versions
from rewards.models import Battle, Campaign, Coupon, Reward, Seed

Draft = Campaign | Battle | Coupon | Reward | Seed


class ChangedMeanwhile(versions.ChangedMeanwhile):
    """Somebody else of the brand has saved the draft; `data["version"]` is what it is now."""

    code = "rewards.draft_changed"
    message = _("Somebody else has changed this draft in the meantime.")


def version_of(draft: Draft) -> str:
    """Return a short name for all that the draft says now, its ladder, teams or shared code included.

    Queries: 1 for a campaign or a coupon; 1 for a battle whose teams are not loaded; else none.
    """
    return versions.version_of(draft, beside=_beside(draft))


def check_unchanged(draft: Draft, seen: str) -> None:
    """Refuse a save on top of what is not there any more; the caller holds the draft.

    Args: seen: the `version_of` what the editor had before them; "" writes over whatever is there.
    Raises: ChangedMeanwhile.
    """
    if seen and seen != (now := version_of(draft)):
        raise ChangedMeanwhile(version=now)


def _beside(draft: Draft) -> list[Any]:
    """Return what the brand writes of it in rows of their own."""
    if isinstance(draft, Campaign):
        return list(map(list, draft.tiers.order_by("min_people").values_list("min_people", "price_minor")))
    if isinstance(draft, Battle):
        return [[side.names, side.scope] for side in draft.teams.all() if side.buyteam_id is None]
    if isinstance(draft, Coupon) and not draft.is_single:
        return list(draft.codes.order_by("code").values_list("code", flat=True))
    return []
