"""What members did long ago, read again where a badge was published late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from gamify.engine import outcomes
from gamify.engine.economy import Economy
from gamify.engine.facts import Facts
from gamify.engine.happening import BACKFILL, MIRRORS, Happening
from gamify.models import Activity
from gamify.storage import claims
from gamify.storage.claims import Claim
from lib import sql


def load(facts: Mapping[int, Facts], claim: Claim, economy: Economy) -> None:
    """Fill in the past that the claimed backfills count, and the backfills that claimed mirrors must know about.

    Queries: none as long as no badge was published late; else 1 for backfills and 3 for mirrors.
    """
    if not economy.backfilled:
        return
    fills = [each for each in claim.happenings if each.verb == BACKFILL]
    rows = list(_histories(fills, economy)) if fills else []
    mirrors = [each for each in claim.happenings if each.verb in MIRRORS]
    if mirrors:
        rows += _backfills(mirrors, economy)
        rows += _chains(mirrors)
    for row in sorted({row.pk: row for row in rows}.values(), key=lambda row: row.outcome.sequence):
        outcome = row.outcome.document
        own = facts[row.actor_id]
        happening = own.past[row.pk] = claims.happening(row, claim.members[row.actor_id])
        own.contributions.setdefault(row.pk, outcomes.contributions(outcome))
        if row.verb == BACKFILL and outcome["steps"]:
            own.backfills[row.pk] = happening.badge


def _histories(fills: Sequence[Happening], economy: Economy) -> QuerySet[Activity]:
    verbs = {economy.by_source[each.badge].verb for each in fills}
    return _processed().filter(actor_id__in={each.actor_id for each in fills}, verb__in={*verbs, *MIRRORS, BACKFILL})


def _backfills(mirrors: Sequence[Happening], economy: Economy) -> QuerySet[Activity]:
    users = {each.actor_id for each in mirrors}
    keys = [key(source, user) for source in economy.backfilled for user in users]
    return _processed().filter(source=BACKFILL, key__in=keys)


def _chains(mirrors: Sequence[Happening]) -> QuerySet[Activity]:
    """Return what the mirrors mirror, back to the activities behind them."""
    table = Activity._meta.db_table
    statement = (
        f"WITH RECURSIVE chain(id, undoes_id) AS ("
        f"SELECT id, undoes_id FROM {table} WHERE {sql.any_of('id', 'bigint')} "
        f"UNION SELECT a.id, a.undoes_id FROM chain c JOIN {table} a ON a.id = c.undoes_id) SELECT id FROM chain"
    )
    ids = [pk for (pk,) in sql.fetch(statement, [sql.many({each.undoes for each in mirrors})])]
    return _processed().filter(pk__in=ids)


def _processed() -> QuerySet[Activity]:
    return Activity.objects.filter(outcome__isnull=False).select_related("outcome")


def key(source: str, user_id: int) -> str:
    """Return the key of the one activity by which a member's past is counted for a badge's version."""
    return f"{source}:{user_id}"
