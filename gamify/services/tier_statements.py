"""What is wrong with tiers when it returns a row: one statement for each invariant, as `audit.Check` wants it."""

from __future__ import annotations

_LATEST = """
SELECT 'tier of user ' || coalesce(h.user_id, s.user_id),
  coalesce(h.tier, 'none') || ' until ' || coalesce(CAST(h.falls_at AS text), 'ever'),
  coalesce(s.after, '') || ' until ' || coalesce(CAST(s.falls_at AS text), 'ever')
FROM gamify_heldtier h FULL JOIN (SELECT * FROM gamify_tierstep
  WHERE id IN (SELECT max(id) FROM gamify_tierstep GROUP BY user_id)) s ON s.user_id = h.user_id
WHERE h.user_id IS NULL OR h.tier <> coalesce(s.after, '') OR (h.falls_at IS NULL) <> (s.falls_at IS NULL)
  OR h.falls_at <> s.falls_at LIMIT 10
"""
_STEPS = """
(SELECT t.*, lag(after, 1, '') OVER steps AS was, lag(change) OVER steps AS earlier, lag(falls_at) OVER steps AS due
  FROM gamify_tierstep t WINDOW steps AS (PARTITION BY user_id ORDER BY id)) t
"""
_FOLLOWING = f"SELECT 'step of a tier ' || id, before, was FROM {_STEPS} WHERE before <> was ORDER BY id LIMIT 10"
_WARNED = f"""
SELECT 'fall from a tier ' || id, coalesce(earlier, 'no step') || ' before', 'warned before' FROM {_STEPS}
WHERE change = 'fell' AND (earlier IS NULL OR earlier <> 'warned' OR due > at) ORDER BY id LIMIT 10
"""

STATEMENTS = (
    ("what tier is held is what its latest step says", _LATEST),
    ("every step of a tier begins where the one before ended", _FOLLOWING),
    ("nobody fell from a tier but after the day they were warned of", _WARNED),
)
