"""Proving that everything stored agrees with everything else; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gamify.services import outcome_statements, tier_statements
from gamify.services.challenges import proof_statements, proofs
from gamify.services.leagues import proof_statements as of_leagues
from gamify.storage import boards
from lib import sql
from lib.proofs import Difference

MOST = 10
_ROOMS = (proof_statements, of_leagues, tier_statements)


@dataclass(frozen=True)
class Check:
    """One invariant, as a statement that returns nothing when it holds; columns: row, stored, expected."""

    name: str
    statement: str

    def run(self) -> Iterator[Difference]:
        for row, stored, expected in sql.fetch(self.statement):
            yield Difference(row, stored, expected)


def check() -> Iterator[tuple[str, tuple[Difference, ...]]]:
    """Yield every invariant's name with its first differences, none when it holds. Queries: 1 for each, those of
    challenges some for each challenge.
    """
    for each in _checks():
        yield each.name, tuple(each.run())
    for name, find in proofs.FINDERS:
        yield name, tuple(islice(find(), MOST))


def _checks() -> tuple[Check, ...]:
    return (
        Check("accounts equal the sum of their entries", _ACCOUNTS),
        Check("held points equal the open holds", _HELD),
        Check("spending equals the spent holds", _SPENT),
        Check("what lapsed equals what the lapses say", _LAPSED),
        Check("every reversal is exact", _REVERSALS),
        Check("no entry is reversed by a stranger", _STRANGERS),
        Check("every activity waits or has its own outcome", _OUTCOMES),
        Check("players are numbered without a gap", _SEQUENCES),
        Check("standings equal the ledger", _STANDINGS),
        Check("members who hide or have closed their account have no standing", _HIDDEN),
        Check("the trie equals the standings", _trie()),
        Check("awards equal the badges' counters", _AWARDS),
        Check("counters equal the outcomes", outcome_statements.counters()),
        Check("every point was given by an outcome, and no other", outcome_statements.entries()),
        *(Check(name, statement) for each in _ROOMS for name, statement in each.STATEMENTS),
    )


_ACCOUNTS = """
SELECT 'account ' || a.id, a.available, coalesce(e.total, 0) FROM gamify_account a
LEFT JOIN (SELECT account_id, sum(amount) AS total FROM gamify_ledgerentry GROUP BY account_id) e ON e.account_id = a.id
WHERE a.available + a.held <> coalesce(e.total, 0) ORDER BY a.id LIMIT 10
"""

_HELD = """
SELECT 'held in account ' || a.id, a.held, coalesce(h.total, 0) FROM gamify_account a
LEFT JOIN (SELECT account_id, sum(amount) AS total FROM gamify_hold WHERE state = 'held' GROUP BY account_id) h
  ON h.account_id = a.id
WHERE a.held <> coalesce(h.total, 0) ORDER BY a.id LIMIT 10
"""

_SPENT = """
SELECT 'entry ' || e.id, e.amount, -coalesce(h.amount, 0) FROM gamify_ledgerentry e
LEFT JOIN gamify_hold h ON h.spend_id = e.id AND h.account_id = e.account_id
LEFT JOIN gamify_ledgerentry back ON back.reverses_id = e.id
WHERE e.kind = 'spend'
  AND (h.id IS NULL OR e.amount <> -h.amount OR (h.state = 'returned') <> (back.id IS NOT NULL)) ORDER BY e.id LIMIT 10
"""

_LAPSED = """
SELECT 'lapsed of account ' || a.id, coalesce(e.total, 0), -coalesce(l.total, 0) FROM gamify_account a
LEFT JOIN (SELECT account_id, sum(amount) AS total FROM gamify_ledgerentry WHERE kind = 'expire' GROUP BY account_id) e
  ON e.account_id = a.id
LEFT JOIN (SELECT account_id, max(CASE WHEN earned > used THEN earned - used ELSE 0 END) AS total FROM gamify_lapse
  GROUP BY account_id) l ON l.account_id = a.id
WHERE coalesce(e.total, 0) <> -coalesce(l.total, 0) ORDER BY a.id LIMIT 10
"""

_REVERSALS = """
SELECT 'entry ' || r.id, r.amount, -e.amount FROM gamify_ledgerentry r JOIN gamify_ledgerentry e ON e.id = r.reverses_id
WHERE r.amount <> -e.amount OR r.account_id <> e.account_id OR r.source <> e.source OR r.scope <> e.scope
   OR r.earned_at <> e.earned_at ORDER BY r.id LIMIT 10
"""

_STRANGERS = """
SELECT 'entry ' || r.id, a.verb, 'undo or redo' FROM gamify_ledgerentry r JOIN gamify_activity a ON a.id = r.activity_id
WHERE r.reverses_id IS NOT NULL AND a.verb NOT IN ('undo', 'redo') ORDER BY r.id LIMIT 10
"""

_OUTCOMES = """
SELECT 'outcome of activity ' || coalesce(a.id, o.activity_id), CASE WHEN a.id IS NULL THEN 'nobody''s'
  WHEN o.activity_id IS NULL THEN 'none' WHEN w.activity_id IS NOT NULL THEN 'waited for' ELSE 'another actor''s' END,
  'its own'
FROM gamify_activity a FULL JOIN gamify_outcome o ON o.activity_id = a.id
LEFT JOIN gamify_waiting w ON w.activity_id = a.id
WHERE (o.activity_id IS NULL) = (w.activity_id IS NULL) OR a.actor_id <> o.actor_id OR a.id IS NULL
ORDER BY a.id LIMIT 10
"""

_SEQUENCES = """
SELECT 'player ' || coalesce(p.user_id, a.actor_id), p.sequence, coalesce(a.latest, 0) FROM gamify_player p
FULL JOIN (SELECT actor_id, max(sequence) AS latest, count(*) AS processed FROM gamify_outcome
  GROUP BY actor_id) a ON a.actor_id = p.user_id
WHERE p.user_id IS NULL OR p.sequence <> coalesce(a.latest, 0) OR p.sequence <> coalesce(a.processed, 0) LIMIT 10
"""

_EARNED = f"""
earned AS (
  SELECT a.user_id, e.scope, e.earned_at, e.amount, e.id FROM gamify_ledgerentry e
  JOIN gamify_account a ON a.id = e.account_id AND a.currency_id = 'growth'
  JOIN accounts_user u ON u.id = a.user_id AND {boards.RANKED})
"""

_STANDINGS = f"""
WITH {_EARNED}, places AS (
  SELECT p.id, b.scope, p.starts_at, p.ends_at FROM gamify_period p
  JOIN gamify_leaderboard b ON b.id = p.leaderboard_id),
expected AS (
  SELECT p.id AS period_id, e.user_id, sum(e.amount) AS score,
    max(CASE WHEN e.amount > 0 AND r.id IS NULL THEN e.earned_at END) AS reached_at
  FROM earned e LEFT JOIN gamify_ledgerentry r ON r.reverses_id = e.id
  JOIN places p ON (p.scope = 'site' OR p.scope = e.scope)
    AND (p.starts_at IS NULL OR (e.earned_at >= p.starts_at AND e.earned_at < p.ends_at))
  GROUP BY p.id, e.user_id HAVING sum(e.amount) <> 0)
SELECT 'standing of user ' || e.user_id || ' in period ' || e.period_id, s.score || ' at ' || s.reached_at,
  e.score || ' at ' || e.reached_at
FROM expected e LEFT JOIN gamify_standing s ON s.period_id = e.period_id AND s.user_id = e.user_id
WHERE s.user_id IS NULL OR s.score <> e.score OR s.reached_at <> e.reached_at
UNION ALL
SELECT 'standing of user ' || s.user_id || ' in period ' || s.period_id, CAST(s.score AS text), 'none'
FROM gamify_standing s LEFT JOIN expected e ON s.period_id = e.period_id AND s.user_id = e.user_id
WHERE e.user_id IS NULL LIMIT 10
"""

_HIDDEN = f"""
SELECT 'standing of user ' || s.user_id || ' in period ' || s.period_id, s.score, 'none' FROM gamify_standing s
JOIN accounts_user u ON u.id = s.user_id
WHERE NOT {boards.RANKED} ORDER BY s.user_id, s.period_id LIMIT 10
"""

_AWARDS = """
SELECT 'badge ' || coalesce(w.badge_key, p.subject) || ' of user ' || coalesce(w.user_id, p.user_id),
  CASE WHEN w.id IS NULL THEN 'no award' WHEN w.revoked_at IS NULL THEN 'held' ELSE 'revoked' END,
  CASE WHEN p.completed_at IS NULL THEN 'not held' ELSE 'held' END
FROM gamify_award w FULL JOIN (SELECT * FROM gamify_progress WHERE subject LIKE 'badge/%' AND period = ''
  AND version IS NOT NULL) p ON p.user_id = w.user_id AND p.subject = 'badge/' || w.badge_key
WHERE (w.id IS NOT NULL AND w.revoked_at IS NULL) <> (p.user_id IS NOT NULL AND p.completed_at IS NOT NULL) LIMIT 10
"""


def _trie() -> str:
    return """
WITH depths(depth) AS (VALUES (0), (1), (2), (3)), expected AS (
  SELECT s.period_id, d.depth, s.score >> (6 * d.depth) AS bucket, count(*) AS standings
  FROM gamify_standing s CROSS JOIN depths d GROUP BY s.period_id, d.depth, s.score >> (6 * d.depth))
SELECT 'bucket ' || coalesce(r.bucket, e.bucket) || ' at depth ' || coalesce(r.depth, e.depth) || ' of period '
  || coalesce(r.period_id, e.period_id), coalesce(r.standings, 0), coalesce(e.standings, 0)
FROM gamify_rankbucket r FULL JOIN expected e
  ON e.period_id = r.period_id AND e.depth = r.depth AND e.bucket = r.bucket
WHERE coalesce(r.standings, 0) <> coalesce(e.standings, 0) LIMIT 10
"""
