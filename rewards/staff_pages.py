"""The pages of the staff that belong to the shop."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.staff_registry import StaffPage, staff_pages
from rewards.selectors import battle_console, garden, review, reward_console


def _campaigns(user: User) -> int:
    return len(review.waiting_campaigns(viewer=user))


def _battles(user: User) -> int:
    return len(battle_console.waiting(viewer=user))


def _refunds(user: User) -> int:
    waiting = sum(may_agree for _row, _sum, may_agree in review.waiting_refunds(viewer=user))
    return waiting + len(review.stuck_payments(viewer=user))


def _seeds(user: User) -> int:
    return len(garden.in_review(viewer=user))


def _rewards(user: User) -> int:
    return len(reward_console.waiting_rewards(viewer=user))


staff_pages.add(StaffPage("campaigns", "rewards:review", _("Campaigns"), "store", 10, _campaigns))
staff_pages.add(StaffPage("battles", "rewards:review-battles", _("Battles"), "swords", 20, _battles))
staff_pages.add(StaffPage("refunds", "rewards:review-refunds", _("Refunds"), "receipt-text", 30, _refunds))
staff_pages.add(StaffPage("garden", "rewards:review-seeds", _("Garden"), "sprout", 40, _seeds))
staff_pages.add(StaffPage("rewards", "rewards:review-rewards", _("Rewards"), "gift", 50, _rewards))
staff_pages.add(StaffPage("unlocks", "rewards:review-unlocks", _("With friends"), "hand-heart", 60))
