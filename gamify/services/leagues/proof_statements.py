"""What is wrong with leagues when it returns a row: one statement for each invariant, as `audit.Check` wants it."""

from __future__ import annotations

from gamify.storage.seasons import COUNTED

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
_SUMS = f"""
SELECT 'season ' || season_id || ' of user ' || user_id, max(CASE WHEN kept = 1 THEN said END),
  max(CASE WHEN kept = 0 THEN said END)
FROM (SELECT season_id, user_id, kept, points || ' from ' || weeks || ' by ' || reached_at AS said FROM (
    SELECT season_id, user_id, points, weeks, reached_at, 1 AS kept FROM gamify_seasonstanding
    UNION ALL SELECT season_id, user_id, points, weeks, reached_at, 0 FROM ({COUNTED.format(where="true")}) t) each
  ) said
GROUP BY season_id, user_id HAVING count(*) <> 2 OR min(said) <> max(said) ORDER BY season_id, user_id LIMIT 10
"""
_PLACES = """
SELECT 'place in season ' || season_id || ' of user ' || user_id, rank, expected FROM (SELECT s.*,
    row_number() OVER (PARTITION BY season_id ORDER BY rank, user_id) AS place,
    row_number() OVER (PARTITION BY season_id ORDER BY points DESC, reached_at, user_id) AS expected
  FROM gamify_seasonstanding s WHERE rank IS NOT NULL) s
WHERE place <> expected ORDER BY id LIMIT 10
"""

STATEMENTS = (
    ("cohorts have as many seats as they say", _SIZES),
    ("seats are settled with their cohort", _WEEKS),
    ("ranks in leagues follow the scores", _RANKS),
    ("seasons add up the best settled weeks", _SUMS),
    ("places in seasons follow the sums", _PLACES),
)
