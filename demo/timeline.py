"""When what happened: the demo's ninety days as one list of events in order."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal

from demo import content
from gamify.models import Activity
from gamify.services import process

Kind = Literal["arrive", "found", "join", "write", "say", "react", "visit"]
_ORDER: tuple[Kind, ...] = ("arrive", "found", "join", "visit", "write", "say", "react")
Step = tuple[datetime, Callable[[], None]]
_COMFORT = {"sad", "anxious", "angry"}
HISTORY = timedelta(days=90)


@dataclass(frozen=True)
class Event:
    """Something somebody did: `place` is a group's slug, `post` a key, `comment` a place under that post."""

    at: datetime
    kind: Kind
    who: str
    place: str = ""
    post: str = ""
    comment: int | None = None
    reaction: str = ""

    @property
    def order(self) -> tuple[datetime, int, str, str]:
        return (self.at, _ORDER.index(self.kind), self.who, self.post or self.place)


def events(*, now: datetime, chance: Random) -> list[Event]:
    """Return every event up to `now`, in order; the same `now` and `chance` give the same list."""
    written = {post.key: _moment(now, post.days_ago) for post in content.posts()}
    said = list(_talk(written, now))
    joins = dict(_joins(said, now, chance))
    arrivals = _arrivals(joins, now)
    found = [
        *(Event(at, "arrive", who) for who, at in arrivals.items()),
        *(
            Event(at, "found" if who == content.groups()[place]["owner"] else "join", who, place)
            for (who, place), at in joins.items()
        ),
        *said,
        *_reactions(written, joins, now, chance),
        *_visits(arrivals, now, chance),
    ]
    return sorted(found, key=lambda event: event.order)


def interwoven(found: Sequence[Event], steps: Sequence[Step]) -> Iterator[list[Event] | Callable[[], None]]:
    """Yield everything in the order of time: the events between two steps together, and each step by itself."""
    done = 0
    for at, step in sorted(steps, key=lambda pair: pair[0]):
        until = bisect_right(found, at, key=lambda event: event.at)
        if until > done:
            yield list(found[done:until])
            done = until
        yield step
    yield list(found[done:])


def decide(recorded: Sequence[int], *, now: datetime) -> None:
    """Decide what was recorded, of each member in the order of time, though parts of their life were lived later.

    A batch goes by the order of recording: what belongs before it was in an earlier one.
    """
    rows = Activity.objects.filter(pk__in=recorded).order_by("occurred_at", "pk").values_list("pk", "actor_id")
    turns: defaultdict[int, list[int]] = defaultdict(list)
    latest: dict[int, tuple[int, int]] = {}
    for pk, actor in rows:
        turn, before = latest.get(actor, (0, 0))
        turn += pk < before
        latest[actor] = (turn, pk)
        turns[turn].append(pk)
    for _turn, ids in sorted(turns.items()):
        for start in range(0, len(ids), process.BATCH):
            process.batch(ids=ids[start : start + process.BATCH], now=now)


def _moment(now: datetime, days_ago: float) -> datetime:
    """Old posts keep the time of day they were written for (the words assume noon UTC), new ones stay new."""
    if days_ago < 1:
        return now - timedelta(days=days_ago)
    noon = datetime(now.year, now.month, now.day, 12, tzinfo=UTC)
    return noon - timedelta(days=days_ago)


def _talk(written: dict[str, datetime], now: datetime) -> Iterator[Event]:
    for post in content.posts():
        at = written[post.key]
        yield Event(at, "write", post.author, post.group, post.key)
        for place, comment in enumerate(post.comments):
            moment = min(
                at + timedelta(hours=comment.hours_after), now - timedelta(minutes=2) + timedelta(seconds=place)
            )
            yield Event(moment, "say", comment.author, post.group, post.key, place)


def _joins(said: list[Event], now: datetime, chance: Random) -> Iterator[tuple[tuple[str, str], datetime]]:
    first: dict[tuple[str, str], datetime] = {}
    for event in said:
        key = (event.who, event.place)
        first[key] = min(first.get(key, now), event.at)
    for slug, group in content.groups().items():
        yield (group["owner"], slug), now - HISTORY - timedelta(days=2)
        for place, who in enumerate(group["moderators"]):
            yield (who, slug), now - HISTORY - timedelta(days=1, minutes=-place)
    keepers = {
        (who, slug) for slug, group in content.groups().items() for who in (group["owner"], *group["moderators"])
    }
    for member in content.members().values():
        for slug in member.groups:
            if (member.key, slug) in keepers:
                continue
            wanted = now - timedelta(days=member.joined_days_ago * chance.uniform(0.3, 1.0))
            latest = first.get((member.key, slug), now) - timedelta(minutes=chance.randint(20, 900))
            yield (member.key, slug), min(wanted, latest)


def _arrivals(joins: dict[tuple[str, str], datetime], now: datetime) -> dict[str, datetime]:
    found = {key: now - timedelta(days=member.joined_days_ago) for key, member in content.members().items()}
    for (who, _place), at in joins.items():
        found[who] = min(found[who], at - timedelta(minutes=9))
    return found


def _reactions(
    written: dict[str, datetime], joins: dict[tuple[str, str], datetime], now: datetime, chance: Random
) -> Iterator[Event]:
    members = defaultdict(list)
    for (who, place), _at in sorted(joins.items()):
        members[place].append(who)
    for post in content.posts():
        readers = [who for who in members[post.group] if who != post.author]
        for who in chance.sample(readers, min(post.felt // 3, len(readers))):
            at = max(written[post.key], joins[who, post.group]) + timedelta(hours=chance.expovariate(1 / 7))
            if at < now:
                yield Event(at, "react", who, post.group, post.key, reaction=_kind(post, chance))
        yield from _nods(post, readers, written[post.key], joins, now, chance)


def _nods(
    post: content.Post,
    readers: list[str],
    at: datetime,
    joins: dict[tuple[str, str], datetime],
    now: datetime,
    chance: Random,
) -> Iterator[Event]:
    for place, comment in enumerate(post.comments):
        for who in chance.sample(readers, chance.choice((0, 0, 0, 1, 2)) if len(readers) > 3 else 0):
            moment = max(at + timedelta(hours=comment.hours_after + 0.2), joins[who, post.group]) + timedelta(
                hours=chance.expovariate(1 / 5)
            )
            if who != comment.author and moment < now:
                yield Event(moment, "react", who, post.group, post.key, place, chance.choice(("felt", "thanks")))


def _kind(post: content.Post, chance: Random) -> str:
    if _COMFORT & set(post.emotions):
        return chance.choices(("felt", "hug", "cheer"), (5, 4, 1))[0]
    return chance.choices(("felt", "cheer", "thanks"), (7, 2, 1))[0]


def _visits(arrivals: dict[str, datetime], now: datetime, chance: Random) -> Iterator[Event]:
    for who, arrival in sorted(arrivals.items()):
        eager = min(0.95, 0.55 * content.members()[who].activity)
        day = arrival
        while day < now:
            if chance.random() < eager:
                yield Event(
                    min(day + timedelta(minutes=chance.randint(0, 300)), now - timedelta(minutes=1)), "visit", who
                )
            day += timedelta(days=1)
