"""The pages of the staff that belong to what members say and propose."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.staff_registry import StaffPage, staff_pages
from community.selectors import proposal_queues, queues
from lib import clock, errors


def _proposals(user: User) -> int | None:
    try:
        queue = proposal_queues.queue(user=user, now=clock.now())
    except errors.NotFound:
        return None
    return len(queue.waiting) + len(queue.homeless) + len(queue.late)


staff_pages.add(StaffPage("proposals", "community:proposal-reviews", _("Proposals"), "lightbulb", 70, _proposals))
staff_pages.add(StaffPage("votes", "community:vote-cases", _("Reports"), "flag", 80, queues.staff_waiting))
staff_pages.add(StaffPage("raid", "community:site-raid", _("Raid switch"), "siren", 85))
staff_pages.add(StaffPage("appeals", "community:appeal-queue", _("Appeals"), "scale", 90, queues.appeals_waiting))
