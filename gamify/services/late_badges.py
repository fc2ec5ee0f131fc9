"""Whom the new badges of a draft would be given at once, for what they did before: counted as a backfill counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gamify.engine import deciding
from gamify.engine.decision import COMPLETED
from gamify.engine.economy import Economy
from gamify.engine.happening import BACKFILL, Happening
from gamify.engine.sources import key_of
from gamify.storage import claims, loading, trials
from gamify.storage.claims import Claim, Member


@dataclass(frozen=True)
class Late:
    """A badge, as `badge/early-bird@1`, and how many of the `looked_at` members would have it at once."""

    source: str
    people: int
    looked_at: int


def count(*, sources: Sequence[str], economy: Economy, users: Sequence[int], now: datetime) -> tuple[Late, ...]:
    """Return each badge of `sources` with its new holders among as many of `users` as can be looked at whole.

    Writes nothing. Queries: 6, none without sources.
    """
    members = claims.members(trials.whole(users)) if sources and users else {}
    if not members:
        return ()
    pairs = [(member, source) for member in members.values() for source in sources]
    claim = Claim(tuple(_fill(-place, *pair, now) for place, pair in enumerate(pairs, 1)), members)
    book = loading.load(claim, {}, economy)
    people = dict.fromkeys(sources, 0)
    for happening in claim.happenings:
        facts = book.facts[happening.actor_id]
        decision = deciding.decide(happening, economy, facts)
        facts.apply(decision, happening)
        people[happening.badge] += any(step.change == COMPLETED for step in decision.steps)
    return tuple(Late(source, number, len(members)) for source, number in people.items())


def _fill(number: int, member: Member, source: str, now: datetime) -> Happening:
    """Return the backfill that publishing would record; `number` is below 0, as no stored one's."""
    key = key_of(source)
    whose = (member.user_id, member.public_id, member.calendar)
    return Happening(number, *whose, BACKFILL, "badge", key, "", "", {"badge": source}, now, member.calendar.day(now))
