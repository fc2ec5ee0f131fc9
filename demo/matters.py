"""What the demo's moderators had to look at, through the real services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from accounts.models import User
from community.models import Appeal, Case, Comment, Post
from community.services import cases, reports
from community.services.appeals import deciding, filing, locking
from demo import content
from demo.timeline import Step

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Desk:
    users: Mapping[str, User]
    posts: Mapping[str, Post]
    comments: Mapping[tuple[str, int], Comment]

    def report(self, matter: content.Matter, at: datetime, opened: list[Case]) -> None:
        found: Post | Comment = self.posts[matter.post]
        if matter.comment is not None:
            found = self.comments[matter.post, matter.comment]
        reporter = self.users[matter.reporter]
        told = reports.report(reporter=reporter, target=found, rule=matter.rule, note=matter.note, now=at)
        opened.append(told.report.case)

    def decide(self, matter: content.Matter, at: datetime, opened: list[Case]) -> None:
        cases.decide(
            moderator=self.users[matter.moderator],
            case=opened[0],
            action=matter.decision,
            rule=matter.rule if matter.decision == "remove" else None,
            reason=matter.reason,
            seen=cases.token_of(opened[0], cases.target_of(opened[0])),
            now=at,
        )

    def appeal(self, appeal: content.Appeal, at: datetime, opened: list[Case]) -> None:
        decision = opened[0].log.get(action="remove")
        assert decision.subject is not None
        filing.file(member=decision.subject, decision=decision, text=appeal.text, now=at)

    def answer(self, appeal: content.Appeal, at: datetime, opened: list[Case]) -> None:
        filed = Appeal.objects.select_related("case", "decision").get(decision__case=opened[0])
        deciding.decide(
            judge=self.users[appeal.judge],
            appeal=filed,
            action=appeal.answer,
            reason=appeal.reason,
            seen=locking.token_of(filed.case),
            now=at,
        )


def steps(
    *,
    users: Mapping[str, User],
    posts: Mapping[str, Post],
    comments: Mapping[tuple[str, int], Comment],
    written: Mapping[tuple[str, int | None], datetime],
    now: datetime,
) -> Iterator[Step]:
    """Return when each matter was reported, after it was `written`, decided and appealed, if it was."""
    desk = _Desk(users, posts, comments)
    for matter in content.matters():
        opened: list[Case] = []
        reported = max(now - timedelta(hours=matter.reported_hours_ago), written[matter.post, matter.comment] + MINUTE)
        yield reported, partial(desk.report, matter, reported, opened)
        if matter.decision:
            decided = max(now - timedelta(hours=matter.decided_hours_ago), reported + MINUTE)
            yield decided, partial(desk.decide, matter, decided, opened)
            yield from _appeals(desk, matter.appeal, decided, opened, now)


def _appeals(
    desk: _Desk, appeal: content.Appeal | None, decided: datetime, opened: list[Case], now: datetime
) -> Iterator[Step]:
    if appeal is None:
        return
    filed = max(now - timedelta(hours=appeal.hours_ago), decided + MINUTE)
    yield filed, partial(desk.appeal, appeal, filed, opened)
    if appeal.judge:
        answered = max(now - timedelta(hours=appeal.answered_hours_ago), filed + MINUTE)
        yield answered, partial(desk.answer, appeal, answered, opened)
