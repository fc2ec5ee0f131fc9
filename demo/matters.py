"""What the demo's moderators had to look at, through the real services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from accounts.models import User
from community.models import Appeal, Case, Comment, Post
from community.services import cases, reports
from community.services.appeals import deciding, filing, locking
from demo import content
from demo.timeline import Event, Step

MINUTE = timedelta(minutes=1)
Written = Mapping[tuple[str, int | None], datetime]


class _Times(NamedTuple):
    reported: datetime
    decided: datetime
    filed: datetime
    answered: datetime


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
    written: Written,
    now: datetime,
) -> Iterator[Step]:
    """Return when each matter was reported, after it was `written`, decided and appealed, if it was."""
    desk = _Desk(users, posts, comments)
    for matter in content.matters():
        opened: list[Case] = []
        times = _times(matter, written[matter.post, matter.comment], now)
        yield times.reported, partial(desk.report, matter, times.reported, opened)
        if matter.decision:
            yield times.decided, partial(desk.decide, matter, times.decided, opened)
        if matter.appeal:
            yield times.filed, partial(desk.appeal, matter.appeal, times.filed, opened)
            if matter.appeal.judge:
                yield times.answered, partial(desk.answer, matter.appeal, times.answered, opened)


def without_the_removed(events: Iterable[Event], *, written: Written, now: datetime) -> list[Event]:
    """Leave out the reactions to what was removed at that moment."""
    gone: dict[tuple[str, int | None], tuple[datetime, datetime]] = {}
    for matter in content.matters():
        if matter.decision == "remove":
            times = _times(matter, written[matter.post, matter.comment], now)
            is_back = matter.appeal is not None and matter.appeal.answer == "overturn"
            gone[matter.post, matter.comment] = times.decided, times.answered if is_back else now

    def is_gone(event: Event) -> bool:
        start, end = gone.get((event.post, event.comment)) or gone.get((event.post, None)) or (now, now)
        return event.kind == "react" and start <= event.at <= end

    return [event for event in events if not is_gone(event)]


def _times(matter: content.Matter, written: datetime, now: datetime) -> _Times:
    """Return when its parts happened, each after the one before; those it does not have count for nothing."""
    appeal = matter.appeal or content.Appeal(text="", hours_ago=0)
    reported = max(now - timedelta(hours=matter.reported_hours_ago), written + MINUTE)
    decided = max(now - timedelta(hours=matter.decided_hours_ago), reported + MINUTE)
    filed = max(now - timedelta(hours=appeal.hours_ago), decided + MINUTE)
    return _Times(reported, decided, filed, max(now - timedelta(hours=appeal.answered_hours_ago), filed + MINUTE))
