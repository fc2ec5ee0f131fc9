"""The desks of the staff that belong to what members say and propose."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.desk_registry import Desk, desks
from accounts.models import User
from community.selectors import proposal_desk, queues
from lib import clock, errors


def _proposals(user: User) -> int | None:
    try:
        queue = proposal_desk.queue(user=user, now=clock.now())
    except errors.NotFound:
        return None
    return len(queue.waiting) + len(queue.homeless) + len(queue.late)


desks.add(Desk("proposals", "community:proposal-reviews", _("Proposals"), "lightbulb", 70, _proposals))
desks.add(Desk("votes", "community:vote-cases", _("Reports"), "flag", 80, queues.staff_waiting))
desks.add(Desk("appeals", "community:appeal-queue", _("Appeals"), "scale", 90, queues.appeals_waiting))
