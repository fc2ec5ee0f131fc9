"""Why somebody cannot redeem a reward now, in plain words: the same for pages, programs and the service. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _, ngettext_lazy

from gamify.selectors.tiers import Ladder
from lib import errors
from rewards.models import Reward

State = Reward.State


@dataclass(frozen=True)
class Standing:
    """What gates look at: a member's spark, level, tiers, places (`group:7`), live redemptions by reward, and for which
    rewards friends are helping."""

    spark: int
    level: int
    tiers: Ladder = field(default_factory=Ladder)
    places: frozenset[str] = frozenset()
    redeemed: Mapping[int, int] = field(default_factory=dict)
    asking: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Gate:
    """A gate that is shut: its stable code, the sentence for it, and what programs may read of it."""

    code: str
    words: errors.Text
    data: Mapping[str, object] = field(default_factory=dict)


def offer(reward: Reward, now: datetime) -> Gate | None:
    """Return what keeps everybody from redeeming `reward` now."""
    if reward.state == State.PAUSED:
        return Gate("rewards.reward_paused", _("The brand has paused this for now."))
    if reward.state != State.OPEN or (reward.closes_at and reward.closes_at <= now):
        return Gate("rewards.reward_closed", _("This is not offered any more."))
    if reward.opens_at and reward.opens_at > now:
        return Gate("rewards.reward_not_yet", _("This is not open yet."), {"opens_at": reward.opens_at.isoformat()})
    if reward.left <= 0:
        return Gate("rewards.reward_sold_out", _("All of these are taken. The brand may add more."))
    return None


def member(reward: Reward, standing: Standing) -> Gate | None:
    """Return what keeps this member from having `reward` whatever their points and friends."""
    if reward.only_scope and reward.only_scope not in standing.places:
        return Gate("rewards.reward_for_others", _("This is for the members of one group."))
    if standing.level < reward.least_level:
        said: errors.Text = _("This opens at level %(level)s.") % {"level": reward.least_level}
        return Gate("rewards.reward_level", said, {"level": reward.least_level, "own": standing.level})
    if reward.least_tier and reward.least_tier not in standing.tiers.held:
        return Gate("rewards.reward_tier", _for_tier(reward, standing), {"tier": reward.least_tier})
    had = standing.redeemed.get(reward.pk, 0)
    if had < reward.per_member <= had + (reward.pk in standing.asking):
        return Gate("rewards.unlock_runs", _("Friends are helping you with this already."))
    if had >= reward.per_member:
        limit = ngettext_lazy(
            "Everybody can have one of these, and you have yours.",
            "Everybody can have %(n)s of these, and you have yours.",
            reward.per_member,
        )
        return Gate("rewards.reward_limit", limit % {"n": reward.per_member}, {"most": reward.per_member})
    return None


def _for_tier(reward: Reward, standing: Standing) -> errors.Text:
    name = standing.tiers.names.get(reward.least_tier)
    if name is None:
        return _("This is for a tier that there is no more. Ask the brand to offer it anew.")
    return _("This opens with the tier “%(tier)s”.") % {"tier": name}


def price(reward: Reward) -> Gate | None:
    """Return what keeps everybody from redeeming what has no price."""
    return None if reward.price else Gate("rewards.reward_by_help", _("This is not for spark: friends unlock it."))


def asking(reward: Reward, standing: Standing | None, now: datetime) -> Gate | None:
    """Return what keeps a member from asking friends for `reward` now; without a standing only what keeps everybody."""
    if not reward.is_by_help:
        return Gate("rewards.reward_not_by_help", _("This is not for the help of friends."))
    found = offer(reward, now)
    if found or standing is None:
        return found
    if reward.pk in standing.asking:
        return Gate("rewards.unlock_runs", _("Friends are helping you with this already."))
    return member(reward, standing)


def points(reward: Reward, standing: Standing) -> Gate | None:
    """Return what is missing in points."""
    lack = reward.price - standing.spark
    if lack <= 0:
        return None
    said = ngettext_lazy("%(n)s spark is missing.", "%(n)s spark are missing.", lack) % {"n": lack}
    return Gate("rewards.reward_points", said, {"missing": lack})


def first(reward: Reward, standing: Standing | None, now: datetime) -> Gate | None:
    """Return the first gate before redeeming that is shut; without a standing only those for everybody."""
    found = offer(reward, now) or price(reward)
    if found or standing is None:
        return found
    return member(reward, standing) or points(reward, standing)
