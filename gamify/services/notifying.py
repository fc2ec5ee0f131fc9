"""Telling those concerned what a batch changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gamify.engine import sources
from gamify.engine.decision import COMPLETED, Decision
from gamify.engine.economy import Economy
from gamify.engine.happening import BACKFILL, Happening
from gamify.storage.claims import Claim
from inbox.services import notifications
from live.services import topics

BADGE, LEVEL = "badge", "level"
PAGE = "/badges/"


def changed(
    *,
    claim: Claim,
    decided: Sequence[tuple[Happening, Decision]],
    periods: Sequence[int],
    economy: Economy,
) -> None:
    """Touch the topics of the members and boards that changed, and tell of badges and levels.

    Inside the transaction. Queries: 1, and 2 with badges or levels."""
    lines = [
        line
        for happening, decision in decided
        if claim.members[happening.actor_id].is_told
        for line in _lines(happening, decision, economy)
    ]
    told = notifications.send_many(lines=lines)
    members = (f"member:{member.public_id}:game" for member in claim.members.values())
    topics.touch(*members, *(f"board:{period}" for period in periods), *told)


def _lines(happening: Happening, decision: Decision, economy: Economy) -> Iterator[notifications.Line]:
    for step in decision.steps:
        if step.change == COMPLETED and step.subject.startswith(sources.BADGE):
            goal = economy.by_source[step.source]
            if happening.verb == BACKFILL:  # one line for all badges of one publication, and none for a level
                data = {"names": dict(goal.names), "is_late": True}
                yield _line(happening, BADGE, f"backfill:{economy.number}", data)
                continue
            yield _line(happening, BADGE, f"badge:{goal.key}", {"names": dict(goal.names)})
    is_quiet = decision.is_mirror or happening.verb == BACKFILL
    if decision.level_after > decision.level_before and not is_quiet:
        level = decision.level_after
        yield _line(happening, LEVEL, f"level:{level}", {"level": level})


def _line(happening: Happening, kind: str, key: str, data: dict[str, Any]) -> notifications.Line:
    return notifications.Line(happening.actor_id, happening.actor, kind, key, PAGE, data, happening.occurred_at)
