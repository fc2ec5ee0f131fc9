"""The desks of the staff that belong to the shop."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.desk_registry import Desk, desks
from accounts.models import User
from rewards.selectors import battle_console, garden, review, reward_console


def _campaigns(user: User) -> int:
    return len(review.waiting_campaigns(viewer=user))


def _battles(user: User) -> int:
    return len(battle_console.waiting(viewer=user))


def _refunds(user: User) -> int:
    return sum(may_agree for _row, _sum, may_agree in review.waiting_refunds(viewer=user))


def _seeds(user: User) -> int:
    return len(garden.in_review(viewer=user))


def _rewards(user: User) -> int:
    return len(reward_console.waiting_rewards(viewer=user))


desks.add(Desk("campaigns", "rewards:review", _("Campaigns"), "store", 10, _campaigns))
desks.add(Desk("battles", "rewards:review-battles", _("Battles"), "swords", 20, _battles))
desks.add(Desk("refunds", "rewards:review-refunds", _("Refunds"), "receipt-text", 30, _refunds))
desks.add(Desk("garden", "rewards:review-seeds", _("Garden"), "sprout", 40, _seeds))
desks.add(Desk("rewards", "rewards:review-rewards", _("Rewards"), "gift", 50, _rewards))
desks.add(Desk("unlocks", "rewards:review-unlocks", _("With friends"), "hand-heart", 60))
