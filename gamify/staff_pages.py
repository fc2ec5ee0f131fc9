"""The pages of the staff that belong to challenges."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.staff_registry import StaffPage, staff_pages
from gamify.selectors import challenge_console, funding


def _challenges(user: User) -> int:
    return len(challenge_console.to_review(user=user))


def _purses(user: User) -> int:
    return sum(row.asked_by_id != user.pk for row, _name in funding.requests())


staff_pages.add(StaffPage("challenges", "gamify:review-challenges", _("Challenges"), "list-checks", 100, _challenges))
staff_pages.add(StaffPage("purses", "gamify:review-purses", _("Purses"), "wallet", 110, _purses))
staff_pages.add(StaffPage("economy", "gamify:review-economy", _("Rules of the game"), "scroll-text", 105))
