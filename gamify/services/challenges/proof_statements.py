"""What is wrong with challenges when it returns a row: one statement for each invariant, as `audit.Check` wants it."""

from __future__ import annotations

_PURSES = """
SELECT 'purse ' || p.id, p.available, coalesce(e.total, 0) FROM gamify_purse p
LEFT JOIN (SELECT purse_id, sum(amount) AS total FROM gamify_purseentry GROUP BY purse_id) e ON e.purse_id = p.id
WHERE p.available <> coalesce(e.total, 0) ORDER BY p.id LIMIT 10
"""
_ESCROWED = """
SELECT 'escrow of challenge ' || c.public_id, x.amount || ' and ' || x.returned || ' returned',
  -coalesce(i.amount, 0) || ' and ' || coalesce(o.amount, 0) || ' returned'
FROM gamify_escrow x JOIN gamify_challenge c ON c.id = x.challenge_id
LEFT JOIN gamify_purseentry i ON i.key = 'escrow:' || c.public_id AND i.purse_id = x.purse_id
LEFT JOIN gamify_purseentry o ON o.key = 'back:' || c.public_id AND o.purse_id = x.purse_id
WHERE x.amount <> -coalesce(i.amount, 0) OR x.returned <> coalesce(o.amount, 0) ORDER BY c.id LIMIT 10
"""
_PAID = """
SELECT 'escrow of challenge ' || c.public_id, x.paid, coalesce(p.total, 0)
FROM gamify_escrow x JOIN gamify_challenge c ON c.id = x.challenge_id
LEFT JOIN (SELECT challenge_id, sum(amount) AS total FROM gamify_prize WHERE state = 'given' GROUP BY challenge_id) p
  ON p.challenge_id = c.id
WHERE x.paid <> coalesce(p.total, 0) ORDER BY c.id LIMIT 10
"""
_ENDED = """
SELECT 'challenge ' || c.public_id, c.state || ' with ' || (x.amount - x.paid - x.returned) || ' held',
  CASE WHEN c.state IN ('settled', 'cancelled') THEN 'nothing held and closed' ELSE 'open' END
FROM gamify_challenge c LEFT JOIN gamify_escrow x ON x.challenge_id = c.id
WHERE (c.state IN ('announced', 'running', 'closing') AND (x.challenge_id IS NULL OR x.closed_at IS NOT NULL))
   OR (c.state IN ('settled', 'cancelled') AND x.challenge_id IS NOT NULL
       AND (x.closed_at IS NULL OR x.amount <> x.paid + x.returned))
   OR (c.state = 'settled' AND x.challenge_id IS NULL) ORDER BY c.id LIMIT 10
"""
_PRIZES = """
SELECT 'prize ' || p.key, p.state || ' ' || p.amount || ' by entry ' || coalesce(CAST(e.id AS text), 'none'),
  'an entry of its own in the winner''s account when given with points, else none'
FROM gamify_prize p JOIN gamify_entrant n ON n.id = p.entrant_id JOIN gamify_prizeline l ON l.id = p.line_id
LEFT JOIN gamify_ledgerentry e ON e.id = p.entry_id LEFT JOIN gamify_account a ON a.id = e.account_id
LEFT JOIN gamify_activity v ON v.id = e.activity_id
WHERE (p.state = 'given' AND p.amount > 0) <> (e.id IS NOT NULL) OR l.challenge_id <> p.challenge_id
   OR n.challenge_id <> p.challenge_id
   OR (e.id IS NOT NULL AND (e.amount <> p.amount OR e.kind <> 'transfer' OR a.user_id <> n.user_id
       OR v.verb <> 'win' OR v.key <> p.key)) ORDER BY p.id LIMIT 10
"""
_TRANSFERS = """
SELECT 'entry ' || e.id, e.amount, 'the entry of a prize' FROM gamify_ledgerentry e
LEFT JOIN gamify_prize p ON p.entry_id = e.id WHERE e.kind = 'transfer' AND p.id IS NULL ORDER BY e.id LIMIT 10
"""
_DUE = """
SELECT 'prize ' || p.key, p.state || ' of a ' || c.state || ' challenge', 'given or called off'
FROM gamify_prize p JOIN gamify_challenge c ON c.id = p.challenge_id
WHERE p.state = 'due' AND c.state <> 'closing' ORDER BY p.id LIMIT 10
"""
_PLACES = """
SELECT 'line ' || l.id, count(DISTINCT p.place), l.places FROM gamify_prizeline l
JOIN gamify_prize p ON p.line_id = l.id
GROUP BY l.id, l.places HAVING count(DISTINCT p.place) > l.places ORDER BY l.id LIMIT 10
"""
_ENTRANTS = """
SELECT 'challenge ' || c.public_id, c.entrants_count, count(n.id) FROM gamify_challenge c
LEFT JOIN gamify_entrant n ON n.challenge_id = c.id AND n.left_at IS NULL
GROUP BY c.id, c.public_id, c.entrants_count HAVING c.entrants_count <> count(n.id) ORDER BY c.id LIMIT 10
"""
_HELD_OUT = """
SELECT 'entrant ' || n.id, 'takes part', 'does not even see it' FROM gamify_entrant n
JOIN gamify_audience a ON a.challenge_id = n.challenge_id AND a.user_id = n.user_id AND a.arm = 'holdout'
ORDER BY n.id LIMIT 10
"""
STATEMENTS = (
    ("purses equal the sum of their entries", _PURSES),
    ("escrows equal what left and came back to their purse", _ESCROWED),
    ("escrows paid what their prizes say", _PAID),
    ("escrows are open while their challenge lives, and empty when it is over", _ENDED),
    ("every prize was entered once, for its winner", _PRIZES),
    ("every transfer is a prize", _TRANSFERS),
    ("prizes are due only before the end", _DUE),
    ("no line has more winners than places", _PLACES),
    ("challenges count their entrants", _ENTRANTS),
    ("nobody takes part who is held out", _HELD_OUT),
)
