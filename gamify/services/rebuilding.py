"""Everything computed again from the log of activities, with the definitions that were in force for each.

The log and the ledger are the truth and cannot change; counters, balances, awards, players, standings and ranks are
projections, which this compares or replaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Sum

from gamify.engine import deciding, outcomes
from gamify.engine.economy import Economy
from gamify.engine.facts import Facts, Key
from gamify.models import Account, LedgerEntry, Outcome, Player, Progress
from gamify.storage import awards, boards, claims, economies, writing
from gamify.storage.loading import Book
from lib import sql
from lib.proofs import Difference

PAGE = 200


@dataclass
class Again:
    """Some members' game, decided again: their facts, awards and the outcomes that came out otherwise."""

    facts: dict[int, Facts] = field(default_factory=dict)
    awards: dict[awards.Key, awards.Given] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


def rebuild(*, is_check: bool) -> Iterator[Difference]:
    """Decide everything again and yield each difference; unless `is_check`, projections are replaced by what came out.

    Locks: the players of one page at a time. Queries: a fixed number for each page of 200 members.
    """
    for (user,) in sql.fetch(_LOST):
        yield Difference(f"player {user}", None, "a player")
    if not is_check:
        claims.create_players([user for (user,) in sql.fetch(_LOST)])
    last = 0
    while users := list(Player.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PAGE]):
        yield from _page(users, is_check)
        last = users[-1]
    if not is_check:
        with transaction.atomic():
            boards.recount()


@transaction.atomic
def _page(users: Sequence[int], is_check: bool) -> list[Difference]:
    list(Player.objects.select_for_update().filter(pk__in=users).order_by("pk"))
    again = _decide_again(users)
    found = [*again.differences, *_compare_ledger(users, again)]
    for compare in (_compare_progress, _compare_accounts, _compare_players, _compare_awards):
        found += compare(users, again)
    if not is_check:
        _replace(users, again)
    return found


def _decide_again(users: Sequence[int]) -> Again:
    again = Again()
    editions: dict[int, Economy] = {}
    people = claims.members(users)
    rows = Outcome.objects.filter(actor_id__in=users).select_related("activity").order_by("actor_id", "sequence")
    for outcome in rows.iterator(chunk_size=1000):
        row, number = outcome.activity, outcome.document["edition"]
        economy = editions.get(number) or editions.setdefault(number, economies.at(number))
        facts = again.facts.setdefault(row.actor_id, Facts())
        happening = claims.happening(row, people[row.actor_id])
        decision = deciding.decide(happening, economy, facts)
        facts.apply(decision, happening)
        awards.fold(again.awards, happening, decision, economy)
        again.levels[row.actor_id] = decision.level_after
        again.differences += _compare_outcome(outcome, outcomes.document(decision, economy))
    return again


def _compare_outcome(row: Outcome, document: Mapping[str, Any]) -> Iterator[Difference]:
    """Compare what was given and counted; not the levels, whose thresholds may have moved, nor when refusals end."""
    for name in ("entries", "contributions", "steps"):
        if row.document.get(name) != document[name]:
            yield Difference(f"{name} of activity {row.pk}", row.document.get(name), document[name])


def _compare_ledger(users: Sequence[int], again: Again) -> list[Difference]:
    columns = ("activity_id", "source", "account__currency_id", "amount", "kind", "scope", "earned_at", "at")
    rows = LedgerEntry.objects.filter(account__user_id__in=users, kind__in=("earn", "reverse")).values_list(*columns)
    stored = {row[:3]: row[3:] for row in rows}
    expected = {
        (entry.activity_id, entry.source, entry.currency): (
            entry.amount,
            entry.kind,
            entry.scope,
            entry.earned_at,
            entry.at,
        )
        for facts in again.facts.values()
        for entries in facts.entries.values()
        for entry in entries
    }
    return _differences("entry", stored, expected, None)


def _compare_progress(users: Sequence[int], again: Again) -> list[Difference]:
    columns = ("value", "last_at", "completed_at", "settled_by_id", "version")
    rows = Progress.objects.filter(user_id__in=users).values_list("user_id", "subject", "period", *columns)
    stored = {row[:3]: row[3:] for row in rows}
    expected = {(user, *key): values for user, facts in again.facts.items() for key, values in _counters(facts)}
    return _differences("progress", stored, expected, (0, None, None, None, None))


def _counters(facts: Facts) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    for key, counter in facts.counters.items():
        yield key, (counter.value, counter.last_at, counter.completed_at, counter.settled_by, counter.version)


def _compare_accounts(users: Sequence[int], again: Again) -> list[Difference]:
    """Compare what is available: what was earned and won, less what was spent, lapsed or is set aside."""
    mine = Account.objects.filter(user_id__in=users)
    spent = mine.filter(entries__kind__in=("spend", "release", "transfer", "expire")).annotate(
        sum=Sum("entries__amount")
    )
    moved = {row[:2]: row[2] for row in spent.values_list("user_id", "currency_id", "sum")}
    rows = mine.values_list("user_id", "currency_id", "available", "held")
    stored = {row[:2]: found for row in rows if (found := row[2] + row[3] - moved.get(row[:2], 0))}
    expected = {
        (user, currency): balance
        for user, facts in again.facts.items()
        for currency, balance in facts.balances.items()
        if balance
    }
    return _differences("account", stored, expected, 0)


def _compare_players(users: Sequence[int], again: Again) -> list[Difference]:
    current = economies.current()
    stored = {(row.pk,): (row.level, row.sequence) for row in Player.objects.filter(pk__in=users)}
    expected = {(user,): (current.level(facts.growth), facts.sequence) for user, facts in again.facts.items()}
    return _differences("player", stored, expected, (1, 0))


def _compare_awards(users: Sequence[int], again: Again) -> list[Difference]:
    return _differences("award", awards.stored(users), again.awards, None)


def _differences(
    what: str, stored: Mapping[Any, Any], expected: Mapping[Any, Any], nothing: object
) -> list[Difference]:
    keys = sorted(stored.keys() | expected.keys())
    return [
        Difference(f"{what} {' '.join(map(str, key))}", stored.get(key), expected.get(key))
        for key in keys
        if stored.get(key, nothing) != expected.get(key, nothing)
    ]


def _replace(users: Sequence[int], again: Again) -> None:
    Progress.objects.filter(user_id__in=users).delete()
    for facts in again.facts.values():
        facts.touched = set(facts.counters)
    book = Book(again.facts)
    writing.write_progress(book)
    economy = economies.current()
    levels = [(user, economy.level(facts.growth), facts.sequence) for user, facts in sorted(again.facts.items())]
    sql.update("gamify_player", (("user_id", "bigint"),), (("level", "int"), ("sequence", "bigint")), levels)
    writing.recount_accounts(users)
    awards.replace(users, again.awards)


_LOST = """
SELECT DISTINCT o.actor_id FROM gamify_outcome o LEFT JOIN gamify_player p ON p.user_id = o.actor_id
WHERE p.user_id IS NULL ORDER BY o.actor_id
"""
