"""What is wrong with the garden when it returns a row: one statement for each invariant, with columns row, stored,
expected. Each ends in ORDER BY, so that a LIMIT can follow.
"""

from __future__ import annotations

_WATERED = """
SELECT 'plant ' || p.public_id, p.watered || ' of ' || p.goal, coalesce(sum(w.amount), 0) || ' poured'
FROM rewards_plant p LEFT JOIN rewards_watering w ON w.plant_id = p.id
GROUP BY p.id HAVING p.watered <> coalesce(sum(w.amount), 0) OR p.watered > p.goal
  OR (p.state IN ('ripe', 'harvested') AND p.watered <> p.goal) OR (p.state = 'growing' AND p.watered = p.goal)
ORDER BY p.id
"""
_EACH = """
SELECT 'plant ' || p.public_id || ', user ' || w.user_id, sum(w.amount), 'at most ' || p.most_each
FROM rewards_plant p JOIN rewards_watering w ON w.plant_id = p.id
GROUP BY p.id, w.user_id HAVING sum(w.amount) > p.most_each ORDER BY p.id, w.user_id
"""
# A harvest that was brought in is gone, even when its plant was pulled up later.
_TAKEN = """
SELECT 'seed ' || s.public_id, s.taken || ' of ' || s.stock, count(p.id) || ' kept or given'
FROM rewards_seed s LEFT JOIN rewards_plant p ON p.seed_id = s.id AND (p.state <> 'withered' OR EXISTS (
  SELECT 1 FROM rewards_event e WHERE e.kind = 'plant' AND e.row_id = p.id AND e.after = 'harvested'))
GROUP BY s.id HAVING s.taken <> count(p.id) OR s.taken > s.stock ORDER BY s.id
"""

STATEMENTS = (
    ("plants hold what was poured, and ripen in that moment", _WATERED),
    ("nobody gives a plant more than their part", _EACH),
    ("seeds count the harvests that are kept or given", _TAKEN),
)
