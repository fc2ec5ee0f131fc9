"""What a new version may change, and when it counts the past."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gamify.engine.happening import QUEST
from gamify.models import Backfill, Badge, Quest
from gamify.models.definition import Published
from gamify.services.economy_checks import BadEconomy

_COUNTING = ("verb", "when", "condition", "goal")


def counts_alike(before: Published | None, badge: Badge) -> bool:
    """Say whether what was counted until now is what `badge` counts; quests alone count for their badges.

    Raises:
        BadEconomy: for another metric under the same key, because times and people cannot be added up.
    """
    if badge.verb == QUEST:
        return True
    if not isinstance(before, Badge):
        return False
    if before.metric != badge.metric:
        raise BadEconomy(_("The badge “%(key)s” needs another key for another metric.") % {"key": badge.key})
    is_waiting = Backfill.objects.filter(badge=before, closed_at=None).exists()
    return not is_waiting and all(getattr(before, name) == getattr(badge, name) for name in _COUNTING)


def check_path(quest: Quest) -> None:
    """Refuse other steps than any earlier version had, because members stand on them. Queries: 1.

    Raises:
        BadEconomy: for steps that come, go or move, or count by another metric.
    """
    earlier = Quest.objects.filter(key=quest.key).order_by("-version").first()
    if earlier and _path(earlier) != _path(quest):
        raise BadEconomy(_("The quest “%(key)s” needs another key for other steps.") % {"key": quest.key})


def _path(quest: Quest) -> list[tuple[str, str]]:
    return [(step["key"], step["metric"]) for step in quest.steps]
