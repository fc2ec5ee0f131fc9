"""Telling those concerned what a batch changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from accounts.models import User
from django.db import transaction
from inbox.services import notifications
from live.services import topics

from gamify.engine.economy import Economy
from gamify.engine.happening import Happening
from gamify.engine.outcome import COMPLETED, Outcome
from gamify.storage.claims import Claim

BADGE, LEVEL = "badge", "level"
PAGE = "/badges/"


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for a member's inbox; telling it twice is harmless."""

    user_id: int
    kind: str
    key: str
    data: dict[str, Any]


def announce(
    *,
    claim: Claim,
    decided: Sequence[tuple[Happening, Outcome]],
    periods: Sequence[int],
    economy: Economy,
    now: datetime,
) -> None:
    """Touch the topics of the members and boards that changed, and tell of badges and levels after commit."""
    members = (f"member:{member.public_id}:game" for member in claim.members.values())
    topics.touch(*members, *(f"board:{period}" for period in periods))
    notices = [
        notice
        for happening, outcome in decided
        if not claim.members[happening.actor_id].is_hidden
        for notice in _notices(happening, outcome, economy)
    ]
    if notices:
        transaction.on_commit(partial(_tell, notices, now), robust=True)


def _notices(happening: Happening, outcome: Outcome, economy: Economy) -> list[Notice]:
    found = []
    for step in outcome.steps:
        if step.change == COMPLETED and step.subject.startswith("badge/"):
            goal = economy.by_source[f"{step.subject}@{step.version}"]
            found.append(Notice(happening.actor_id, BADGE, f"badge:{goal.key}", {"names": dict(goal.names)}))
    if outcome.level_after > outcome.level_before and not outcome.is_mirror:
        level = outcome.level_after
        found.append(Notice(happening.actor_id, LEVEL, f"level:{level}", {"level": level}))
    return found


def _tell(notices: Sequence[Notice], now: datetime) -> None:
    people = User.objects.in_bulk({notice.user_id for notice in notices})
    for notice in notices:
        notifications.tell(
            recipient=people[notice.user_id], kind=notice.kind, key=notice.key, url=PAGE, now=now, data=notice.data
        )
