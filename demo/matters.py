"""What the demo's moderators had to look at, through the real services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from community.models import Comment, Post
from community.services import cases, reports
from demo import content


def settle(
    *, users: Mapping[str, User], posts: Mapping[str, Post], comments: Mapping[tuple[str, int], Comment], now: datetime
) -> None:
    """Report every matter and decide those that were decided."""
    for matter in content.matters():
        found: Post | Comment = posts[matter.post]
        if matter.comment is not None:
            found = comments[matter.post, matter.comment]
        told = reports.report(
            reporter=users[matter.reporter],
            target=found,
            rule=matter.rule,
            note=matter.note,
            now=now - timedelta(hours=matter.reported_hours_ago),
        )
        if matter.decision:
            case = told.report.case
            cases.decide(
                moderator=users[matter.moderator],
                case=case,
                action=matter.decision,
                rule=matter.rule if matter.decision == "remove" else None,
                reason=matter.reason,
                seen=cases.token_of(case, cases.target_of(case)),
                now=now - timedelta(hours=matter.decided_hours_ago),
            )
