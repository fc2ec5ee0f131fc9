"""What is wrong with leagues when it returns a row: one statement for each invariant, as `audit.Check` wants it."""

from __future__ import annotations

_SIZES = """
SELECT 'cohort ' || c.id, c.size, coalesce(s.seats, 0) FROM gamify_leaguecohort c
LEFT JOIN (SELECT cohort_id, count(*) AS seats FROM gamify_leagueseat GROUP BY cohort_id) s ON s.cohort_id = c.id
WHERE c.size <> coalesce(s.seats, 0) ORDER BY c.id LIMIT 10
"""
_WEEKS = """
SELECT 'seat ' || s.id, s.period_id || ', ' || coalesce(s.next_division, 0),
  c.period_id || CASE WHEN c.settled_at IS NULL THEN ', not settled' ELSE ', settled' END
FROM gamify_leagueseat s JOIN gamify_leaguecohort c ON c.id = s.cohort_id
WHERE s.period_id <> c.period_id OR (s.next_division IS NULL) <> (c.settled_at IS NULL)
  OR abs(s.next_division - c.division) > 1 ORDER BY s.id LIMIT 10
"""
_RANKS = """
SELECT 'rank of seat ' || id, rank, 1 + better FROM (SELECT s.*,
    count(*) OVER (PARTITION BY cohort_id ORDER BY rank ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ahead,
    row_number() OVER (PARTITION BY cohort_id ORDER BY score DESC, reached_at, user_id) - 1 AS better
  FROM gamify_leagueseat s WHERE rank IS NOT NULL) s
WHERE ahead <> better ORDER BY id LIMIT 10
"""

STATEMENTS = (
    ("cohorts have as many seats as they say", _SIZES),
    ("seats are settled with their cohort", _WEEKS),
    ("ranks in leagues follow the scores", _RANKS),
)
