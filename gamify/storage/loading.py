"""Facts about all members of a batch in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gamify.engine import backfill, matching
from gamify.engine.economy import Economy
from gamify.engine.facts import Counter, Facts, Key
from gamify.engine.happening import BACKFILL, MIRRORS, Happening
from gamify.engine.matching import Match
from gamify.engine.outcome import Contribution, Entry
from gamify.models import Account, Activity, LedgerEntry, Progress
from gamify.storage import firings, pasts
from gamify.storage.claims import Claim, Member
from lib import sql


@dataclass
class Book:
    """Everything about the batch's members: facts by user id, and account ids by user id and currency."""

    facts: dict[int, Facts]
    accounts: dict[tuple[int, str], int] = field(default_factory=dict)


def load(claim: Claim, matches: Mapping[int, Match], economy: Economy) -> Book:
    """Return the facts that deciding the claimed activities needs. Queries: 2, and 3 more when some undo or redo.

    Those of `pasts` come to it once a badge was published late.
    """
    book = Book({user: Facts(sequence=member.sequence) for user, member in claim.members.items()})
    mirrors = [happening for happening in claim.happenings if happening.verb in MIRRORS]
    _load_causes(book, mirrors)
    pasts.load(book.facts, claim, economy)
    wanted = list(_wanted(claim.happenings, matches, book, economy))
    _load_counters(book, wanted)
    load_accounts(book, claim.members)
    if mirrors:
        _load_entries(book, mirrors)
        mirrored = {mirror.actor_id for mirror in mirrors}
        firings.load(book.facts, (each for each in wanted if each[0] in mirrored))
    return book


def _load_causes(book: Book, mirrors: Sequence[Happening]) -> None:
    if not mirrors:
        return
    statement = (
        f"SELECT id, actor_id, outcome FROM {Activity._meta.db_table} "
        f"WHERE processed_at IS NOT NULL AND {sql.any_of('id', 'bigint')}"
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
        yield contribution.counter
        yield contribution.subject, contribution.period


def _load_counters(book: Book, wanted: Iterable[tuple[int, str, str]]) -> None:
    columns = (("user_id", "bigint"), ("subject", "text"), ("period", "text"))
    state = "value, last_at, completed_at, settled_by_id, version"
    for user, subject, period, value, last_at, completed_at, settled_by, version in sql.lookup(
        Progress._meta.db_table, columns, list(wanted), state
    ):
        counter = Counter(value, sql.moment(last_at), sql.moment(completed_at), settled_by, version)
        book.facts[user].counters[subject, period] = counter


def load_accounts(book: Book, members: Mapping[int, Member]) -> None:
    """Read every member's accounts into `book`; those that were known stay as they are."""
    statement = (
        f"SELECT id, user_id, currency_id, available FROM {Account._meta.db_table} "
        f"WHERE {sql.any_of('user_id', 'bigint')}"
    )
    for pk, user, currency, available in sql.fetch(statement, [sql.many(members)]):
        book.accounts[user, currency] = pk
        book.facts[user].balances.setdefault(currency, available)


def _load_entries(book: Book, mirrors: Sequence[Happening]) -> None:
    """Read what the causes entered, and what the goals that may fall or rise were last settled by."""
    activities = {mirror.undoes for mirror in mirrors}
    for facts in book.facts.values():
        activities.update(counter.settled_by for counter in facts.counters.values() if counter.settled_by)
    statement = (
        f"SELECT e.id, e.activity_id, a.user_id, a.currency_id, e.amount, e.kind, e.source, e.scope, e.earned_at, e.at "
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
