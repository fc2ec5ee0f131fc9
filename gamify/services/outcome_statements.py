"""What the documents of all outcomes say, counted again: statements for `audit` that return rows where it is not so."""

from __future__ import annotations

from lib import sql


def counters() -> str:
    """Count the units of all outcomes again: those of rules, days and items by themselves, goals by their steps."""
    contributions, steps = _rows("contributions"), _rows("steps")
    subject, period, item, units = (_part(place) for place in range(4))
    before, after = _part(2), _part(3)
    key = f"CASE WHEN {period} = '' THEN 'item:' ELSE {period} || '/item:' END || {item}"
    return f"""
WITH units AS (
  SELECT a.actor_id AS user_id, {subject} AS subject, CASE WHEN {item} = '' THEN {period} ELSE {key} END AS period,
    0 AS stored, CAST({units} AS integer) AS expected
  FROM gamify_outcome a, {contributions}
  WHERE ({item} <> '' OR {subject} = 'day' OR {subject} LIKE 'rule/%')
  UNION ALL
  SELECT a.actor_id, {subject}, {period}, 0, CAST({after} AS integer) - CAST({before} AS integer)
  FROM gamify_outcome a, {steps}
  UNION ALL
  SELECT user_id, subject, period, value, 0 FROM gamify_progress)
SELECT 'progress of user ' || user_id || ' in ' || subject || ' ' || period, sum(stored), sum(expected)
FROM units GROUP BY user_id, subject, period HAVING sum(stored) <> sum(expected) LIMIT 10
"""


def entries() -> str:
    """Add up what all outcomes gave and what the ledger says they did; spending and prizes have proofs of their own."""
    source, currency, amount = (_part(place) for place in range(3))
    return f"""
WITH points AS (
  SELECT a.activity_id, a.actor_id AS user_id, {source} AS source, {currency} AS currency, 0 AS stored,
    CAST({amount} AS bigint) AS expected
  FROM gamify_outcome a, {_rows("entries")}
  UNION ALL
  SELECT e.activity_id, t.user_id, e.source, t.currency_id, e.amount, 0
  FROM gamify_ledgerentry e JOIN gamify_account t ON t.id = e.account_id WHERE e.kind IN ('earn', 'reverse'))
SELECT currency || ' of user ' || user_id || ' from ' || source || ' for activity ' || activity_id, sum(stored),
  sum(expected)
FROM points GROUP BY activity_id, user_id, source, currency HAVING sum(stored) <> sum(expected) LIMIT 10
"""


def _rows(name: str) -> str:
    """Return the items of a list of the document `a.document`, one a row, as `c.value`."""
    if sql.is_postgres():
        return f"json_array_elements(a.document -> '{name}') AS c(value)"
    return f"json_each(a.document, '$.{name}') AS c"


def _part(place: int) -> str:
    return f"(c.value ->> {place})" if sql.is_postgres() else f"json_extract(c.value, '$[{place}]')"
