"""Facts about all members of a batch in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gamify.engine import backfill, matching
from gamify.engine.decision import Contribution, Entry
from gamify.engine.economy import Economy
from gamify.engine.facts import Counter, Facts, Key
from gamify.engine.happening import BACKFILL, MIRRORS, Happening
from gamify.engine.matching import Match
from gamify.models import Account, LedgerEntry, Outcome, Progress
from gamify.storage import boards, firings, histories
from gamify.storage.claims import Claim
from lib import sql


@dataclass
class Book:
    """Everything about the batch's members: facts by user id, and account ids by user id and currency.

    `stored` are the counters that have a row, `seats` the standings that may move.
    """

    facts: dict[int, Facts]
    accounts: dict[tuple[int, str], int] = field(default_factory=dict)
    stored: set[tuple[int, str, str]] = field(default_factory=set)
    seats: boards.Seats = field(default_factory=dict)


def load(claim: Claim, matches: Mapping[int, Match], economy: Economy) -> Book:
    """Return what deciding the claimed activities needs. Queries: 3, and 3 more when some undo or redo.

    Those of `histories` come to it once a badge was published late.
    """
    book = open_book(claim)
    mirrors = [happening for happening in claim.happenings if happening.verb in MIRRORS]
    _load_causes(book, mirrors)
    histories.load(book.facts, claim, economy)
    wanted = _wanted(claim.happenings, matches, book, economy)
    fill(book, sql.together(*questions(wanted, claim.happenings, matches)))
    if mirrors:
        _load_entries(book, mirrors)
        mirrored = {mirror.actor_id for mirror in mirrors}
        firings.load(book.facts, (each for each in wanted if each[0] in mirrored))
    return book


def open_book(claim: Claim) -> Book:
    """Return a book that knows nothing yet but who is in it."""
    return Book({user: Facts(sequence=member.sequence) for user, member in claim.members.items()})


def counters_of(happening: Happening, matches: Mapping[int, Match]) -> list[tuple[int, str, str]]:
    """Return what deciding about an activity of no special kind counts, without asking the database."""
    return [(happening.actor_id, *key) for key in dict.fromkeys(matching.counters(matches[happening.id], happening))]


def questions(
    wanted: Iterable[tuple[int, str, str]], happenings: Sequence[Happening], matches: Mapping[int, Match]
) -> list[sql.Question]:
    """Return the statements that read the `wanted` counters, accounts and standings; `fill` takes their rows."""
    users = {happening.actor_id: None for happening in happenings}
    counters = sql.lookup(Progress._meta.db_table, _COUNTER, list(wanted), _STATE)
    return [counters, _accounts(users), boards.lookup(_boards(happenings, matches))]


def fill(book: Book, found: Sequence[Sequence[tuple[Any, ...]]]) -> None:
    """Enter the rows that `questions` found."""
    counters, accounts, seats = found
    for user, subject, period, value, last_at, completed_at, settled_by, version in counters:
        counter = Counter(value, sql.moment(last_at), sql.moment(completed_at), settled_by, version)
        book.facts[user].counters[subject, period] = counter
        book.stored.add((user, subject, period))
    _enter_accounts(book, accounts)
    book.seats = boards.as_seats(seats)


_COUNTER = (("user_id", "bigint"), ("subject", "text"), ("period", "text"))
_STATE = "t.value, CAST(t.last_at AS text), CAST(t.completed_at AS text), t.settled_by_id, t.version"


def _load_causes(book: Book, mirrors: Sequence[Happening]) -> None:
    if not mirrors:
        return
    statement = (
        f"SELECT activity_id, actor_id, document FROM {Outcome._meta.db_table} "
        f"WHERE {sql.any_of('activity_id', 'bigint')}"
    )
    for pk, actor, outcome in sql.fetch(statement, [sql.many({mirror.undoes for mirror in mirrors})]):
        given = sql.document(outcome)["contributions"]
        book.facts[actor].contributions[pk] = [Contribution(*each) for each in given]


def _wanted(
    happenings: Iterable[Happening], matches: Mapping[int, Match], book: Book, economy: Economy
) -> Iterable[tuple[int, str, str]]:
    wanted: dict[tuple[int, str, str], None] = {}
    for happening in happenings:
        for subject, period in _counters(happening, matches, book, economy):
            wanted[happening.actor_id, subject, period] = None
    return wanted


def _counters(happening: Happening, matches: Mapping[int, Match], book: Book, economy: Economy) -> Iterable[Key]:
    facts = book.facts[happening.actor_id]
    if happening.verb == BACKFILL:
        yield from backfill.counters(happening, economy, facts)
        return
    if happening.verb not in MIRRORS:
        yield from matching.counters(matches[happening.id], happening)
        return
    assert happening.undoes is not None
    given = facts.contributions.get(happening.undoes, ())
    for contribution in (*given, *backfill.late(happening, economy, facts)):
        yield from (contribution.counter, (contribution.subject, contribution.period))
        yield from ((subject, "") for subject in economy.trails.get(contribution.subject, ()))


def _boards(happenings: Iterable[Happening], matches: Mapping[int, Match]) -> Iterator[tuple[boards.BoardKey, int]]:
    for happening in happenings:
        found = matches.get(happening.id)
        if found and (found.rules or found.goals):
            for key in boards.board_keys(happening.scope, happening.occurred_at):
                yield key, happening.actor_id


def load_accounts(book: Book) -> None:
    """Read the members' accounts again; balances that were known stay as they are."""
    _enter_accounts(book, sql.fetch(*_accounts(book.facts)))


def _accounts(users: Iterable[int]) -> sql.Question:
    statement = (
        f"SELECT id, user_id, currency_id, available FROM {Account._meta.db_table} "
        f"WHERE {sql.any_of('user_id', 'bigint')}"
    )
    return statement, [sql.many(users)]


def _enter_accounts(book: Book, rows: Iterable[tuple[Any, ...]]) -> None:
    for pk, user, currency, available in rows:
        book.accounts[user, currency] = pk
        book.facts[user].balances.setdefault(currency, available)


def _load_entries(book: Book, mirrors: Sequence[Happening]) -> None:
    """Read what the causes entered, and what the goals that may fall or rise were last settled by."""
    activities = {mirror.undoes for mirror in mirrors}
    for facts in book.facts.values():
        activities.update(counter.settled_by for counter in facts.counters.values() if counter.settled_by)
    statement = (
        f"SELECT e.id, e.activity_id, a.user_id, a.currency_id, e.amount, e.kind, e.source, e.scope, "
        f"CAST(e.earned_at AS text), CAST(e.at AS text) "
        f"FROM {LedgerEntry._meta.db_table} e JOIN {Account._meta.db_table} a ON a.id = e.account_id "
        f"WHERE {sql.any_of('e.activity_id', 'bigint')} ORDER BY e.id"
    )
    for pk, activity, user, currency, amount, kind, source, scope, earned_at, at in sql.fetch(
        statement, [sql.many(activities)]
    ):
        earned, moved = sql.moment(earned_at), sql.moment(at)
        assert earned is not None
        assert moved is not None
        entry = Entry(activity, currency, amount, kind, source, scope, earned, moved, None, pk)
        book.facts[user].entries.setdefault(activity, []).append(entry)
