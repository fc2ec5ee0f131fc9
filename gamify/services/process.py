"""Turning recorded activities into what they mean: once each, in order for each member, all or nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from gamify.engine import deciding, matching
from gamify.engine.decision import Decision
from gamify.engine.economy import Economy
from gamify.engine.facts import GROWTH
from gamify.engine.happening import MIRRORS, RESERVED, Happening
from gamify.engine.matching import Match
from gamify.models import Activity, Outcome, Waiting
from gamify.services import notifying
from gamify.storage import boards, claims, economies, lapses, loading, writing
from gamify.storage.claims import Claim, Member
from gamify.storage.loading import Book
from gamify.storage.writing import Written
from lib import sql

BATCH = 1000
_BIG = 50


@transaction.atomic
def batch(*, ids: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Process the waiting activities among `ids` (at most 1000) and return the ids that this call processed.

    Running it twice, or again after a crash, changes nothing more. Locks: the players, by user id. Queries: the same
    number for 1 and for 1000 activities. Emits: member and board topics; notices of badges and levels after commit.
    """
    with _collector_paused(len(ids)):
        return tuple(_batch(claims.claim(ids[:BATCH]), now))


@transaction.atomic
def at_once(*, activity: Activity, now: datetime) -> None:
    """Process one activity that this process has just recorded, and give it its outcome without reading it back.

    Locks, emits as `batch`.
    """
    written = _alone(activity, now).get(activity.pk)
    if written:
        activity.outcome = Outcome(activity=activity, actor=activity.actor, processed_at=now, **written._asdict())


def _alone(activity: Activity, now: datetime) -> dict[int, Written]:
    """Process an activity as loaded: lock, guess the edition, and read everything in one trip."""
    economy = economies.guess()
    if activity.verb in RESERVED or not economy.number:
        return _batch(claims.claim((activity.pk,)), now)
    guessed = claims.happening(activity, Member.of(activity.actor))
    matches = {activity.pk: matching.match(guessed, economy)}
    players, latest, waiting, *found = sql.together(
        claims.lock((activity.actor_id,)),
        economies.LATEST,
        claims.still_waits(activity),
        *loading.questions(loading.counters_of(guessed, matches), (guessed,), matches),
    )
    if not players or economies.in_force(latest) is not economy:
        return _batch(claims.claim((activity.pk,)), now)
    if not waiting:
        return {}
    members = claims.as_members(players, {activity.actor_id: waiting[0]})
    claim = Claim((claims.happening(activity, members[activity.actor_id]),), members)
    book = loading.open_book(claim)
    loading.fill(book, found)
    return _finish(claim, economy, matches, book, now)


def _batch(claim: Claim, now: datetime) -> dict[int, Written]:
    """Process the claim and return the outcomes by activity."""
    if not claim.happenings:
        return {}
    economy = economies.current()
    matches = {each.id: matching.match(each, economy) for each in claim.happenings if each.verb not in MIRRORS}
    return _finish(claim, economy, matches, loading.load(claim, matches, economy), now)


def _finish(claim: Claim, economy: Economy, matches: dict[int, Match], book: Book, now: datetime) -> dict[int, Written]:
    decided = _decide(claim, economy, matches, book)
    if not decided:
        return {}
    with sql.pipelined():
        written = writing.write(decided, book, economy, now)
        changed = boards.apply(_gains(claim, decided), book.seats)
        notifying.changed(claim=claim, decided=decided, periods=changed, economy=economy)
    lapses.follow(decided, book, now)
    return written


def waiting(*, limit: int = BATCH) -> tuple[int, ...]:
    """Return the ids of the oldest activities that nobody has processed. Queries: 1."""
    return tuple(Waiting.objects.order_by("pk").values_list("pk", flat=True)[:limit])


def sweep(*, now: datetime) -> int:
    """Process everything that waits, such as what a crash left, and return how many that were."""
    total = 0
    while ids := waiting():
        done = len(batch(ids=ids, now=now))
        total += done
        if not done:
            break
    return total


@contextmanager
def _collector_paused(size: int) -> Iterator[None]:
    """Spare a big batch the garbage collector, which would walk all its rows again and again for nothing."""
    is_pausing = size >= _BIG and gc.isenabled()
    if is_pausing:
        gc.disable()
    try:
        yield
    finally:
        if is_pausing:
            gc.enable()


def _decide(claim: Claim, economy: Economy, matches: dict[int, Match], book: Book) -> list[tuple[Happening, Decision]]:
    decided = []
    for happening in claim.happenings:
        facts = book.facts[happening.actor_id]
        if happening.undoes is not None and happening.undoes not in facts.contributions:
            continue  # its cause still waits: the sweeper takes both, in order
        decision = deciding.decide(happening, economy, facts, matches.get(happening.id))
        facts.apply(decision, happening)
        decided.append((happening, decision))
    return decided


def _gains(claim: Claim, decided: Sequence[tuple[Happening, Decision]]) -> Iterator[boards.Gain]:
    for happening, decision in decided:
        if not claim.members[happening.actor_id].is_ranked:
            continue
        for entry in decision.entries:
            if entry.currency == GROWTH:
                yield boards.Gain(
                    happening.actor_id, entry.scope, entry.amount, entry.earned_at, entry.reverses is not None
                )
