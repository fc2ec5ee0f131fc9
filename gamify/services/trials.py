"""Trying an economy on what was done lately: what it would have given, beside what the one in force gives for it.

Both decide the same things again, by the code that decided them when they happened, and from the counters as they
stood before. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from gamify.engine import matching
from gamify.engine.economy import Economy
from gamify.engine.happening import RESERVED
from gamify.engine.matching import Match
from gamify.engine.trial import Tally
from gamify.services import economies, late_badges
from gamify.storage import economies as storage, trials
from gamify.storage.trials import Doings

MOST = 5000  # things done
SECONDS = 5.0  # whose conditions were not tested by then are left out
WINDOWS = (7, 30)  # days
EACH = trials.EACH


@dataclass(frozen=True)
class Trial:
    """What two economies make of the same things done since `since`: those of `members` of the `people` who did some.

    `done` counts what all of them did; `before` is the economy in force, `after` the one that is tried.
    """

    since: datetime
    until: datetime
    done: int
    people: int
    members: int
    before: Tally
    after: Tally
    report: economies.Report
    late: tuple[late_badges.Late, ...]

    @property
    def tried(self) -> int:
        return self.after.verbs.total()

    @property
    def is_part(self) -> bool:
        return self.members < self.people


def run(*, text: str, days: int, now: datetime, most: int = MOST, seconds: float = SECONDS) -> Trial:
    """Try the economy `text` on the last `days`, and write nothing.

    Queries: a fixed number, however much was done. Raises: BadEconomy.
    """
    report, draft = economies.draft(text=text, now=now)
    tallies = Tally(storage.current()), Tally(draft)
    sample = trials.sample(since=now - timedelta(days=days), most=most)
    every = trials.doings(sample) if sample.users else {}
    until = monotonic() + seconds
    done, matches = _matched(every, [tally.economy for tally in tallies], until)
    starts = trials.starts(done, _wanted(done, matches)) if done else {}
    for user, own in done.items():
        for tally, found in zip(tallies, matches, strict=True):
            tally.play([happening for happening, _given in own], starts[user], found)
    late = late_badges.count(sources=report.backfilled, economy=draft, users=tuple(done), now=now)
    return Trial(sample.since, now, sample.done, sample.people, len(done), *tallies, report, late)


def _matched(
    every: Mapping[int, Doings], tried: list[Economy], until: float
) -> tuple[dict[int, Doings], list[dict[int, Match]]]:
    """Return the members whose doings were matched in time, one at least, and the matches of each economy by activity.

    Conditions are the staff's own expressions: nothing else here can take long.
    """
    done: dict[int, Doings] = {}
    matches: list[dict[int, Match]] = [{} for _economy in tried]
    for user, own in every.items():
        if done and monotonic() > until:
            break
        done[user] = own
        for happening, _given in own:
            if happening.verb not in RESERVED:
                for economy, found in zip(tried, matches, strict=True):
                    found[happening.id] = matching.match(happening, economy)
    return done, matches


def _wanted(done: Mapping[int, Doings], matches: list[dict[int, Match]]) -> Iterator[tuple[int, str, str]]:
    """Yield the counters that deciding will read."""
    for user, own in done.items():
        for happening, _given in own:
            for found in matches:
                if happening.id in found:
                    yield from ((user, *key) for key in matching.counters(found[happening.id], happening))
