"""When rules gave what nobody has taken back: what an undo or a redo must know about cooldowns."""

from __future__ import annotations

from collections.abc import Iterable

from gamify.engine.facts import Facts
from gamify.engine.sources import RULE
from gamify.models import Account, LedgerEntry
from lib import sql


def load(facts: dict[int, Facts], wanted: Iterable[tuple[int, str, str]]) -> None:
    """Fill in the firings of rules that `wanted` (user, subject, period) counts for all time. Queries: at most 1."""
    columns = (("user_id", "bigint"), ("subject", "text"))
    rows = sorted({(user, subject) for user, subject, period in wanted if subject.startswith(RULE) and not period})
    if not rows:
        return
    source, parameters = sql.keys(columns, rows)
    ledger = LedgerEntry._meta.db_table
    statement = (
        f"SELECT k.user_id, k.subject, e.activity_id, e.earned_at FROM {source} "
        f"JOIN {Account._meta.db_table} a ON a.user_id = k.user_id "
        f"JOIN {ledger} e ON e.account_id = a.id AND substr(e.source, 1, length(k.subject) + 1) = k.subject || '@' "
        f"WHERE e.amount > 0 AND NOT EXISTS (SELECT 1 FROM {ledger} r WHERE r.reverses_id = e.id)"
    )
    for user, subject, activity, earned_at in sql.fetch(statement, parameters):
        at = sql.moment(earned_at)
        assert at is not None
        facts[user].firings.setdefault(subject, {})[activity] = at
