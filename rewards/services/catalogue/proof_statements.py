"""What is wrong with the catalogue when it returns a row: one statement for each invariant, with columns row, stored,
expected. Each ends in ORDER BY, so that a LIMIT can follow.
"""

from __future__ import annotations

_STOCK = """
SELECT 'reward ' || r.public_id, r.taken || ' of ' || r.stock,
  count(m.id) || ' taken, ' || coalesce(w.kept, 0) || ' to win'
FROM rewards_reward r LEFT JOIN rewards_redemption m ON m.reward_id = r.id AND m.holds_stock
LEFT JOIN (SELECT reward_id, sum(remaining) AS kept FROM rewards_prizestock GROUP BY reward_id) w ON w.reward_id = r.id
GROUP BY r.id, w.kept HAVING r.taken <> count(m.id) + coalesce(w.kept, 0) OR r.taken > r.stock ORDER BY r.id
"""
_CODES = """
SELECT 'reward ' || r.public_id, r.stock || ' in stock', count(c.id) || ' codes'
FROM rewards_reward r LEFT JOIN rewards_rewardcode c ON c.reward_id = r.id
WHERE r.kind = 'code' GROUP BY r.id HAVING r.stock <> count(c.id) ORDER BY r.id
"""
_HANDED = """
SELECT 'redemption ' || m.public_id, m.state || ' with ' || count(c.id) || ' codes', 'its one code once it is issued'
FROM rewards_redemption m JOIN rewards_reward r ON r.id = m.reward_id AND r.kind = 'code'
LEFT JOIN rewards_rewardcode c ON c.redemption_id = m.id AND c.reward_id = r.id
GROUP BY m.id HAVING count(c.id)
  <> CASE WHEN m.state IN ('issued', 'used', 'expired', 'reversed') THEN 1 ELSE 0 END ORDER BY m.id
"""
_STRAYED = """
SELECT 'code ' || c.id, 'handed to redemption ' || m.public_id, 'handed to one of its reward' FROM rewards_rewardcode c
JOIN rewards_redemption m ON m.id = c.redemption_id WHERE m.reward_id <> c.reward_id ORDER BY c.id
"""
_POINTS = """
SELECT 'redemption ' || m.public_id, 'hold ' || h.state || ' of ' || h.amount, m.state || ' at ' || m.price
FROM rewards_redemption m JOIN rewards_reward r ON r.id = m.reward_id JOIN gamify_hold h ON h.id = m.hold_id
WHERE h.amount <> m.price OR h.state <> CASE
  WHEN m.state IN ('reserved', 'approved') THEN 'held'
  WHEN m.state IN ('issued', 'used') THEN 'spent'
  WHEN m.state IN ('rejected', 'cancelled') THEN 'released'
  WHEN m.state = 'expired' AND r.expiry = 'lost' THEN 'spent' ELSE 'returned' END ORDER BY m.id
"""
_OWN = """
SELECT 'redemption ' || m.public_id, 'points of user ' || a.user_id, 'points of user ' || m.user_id
FROM rewards_redemption m JOIN gamify_hold h ON h.id = m.hold_id JOIN gamify_account a ON a.id = h.account_id
WHERE a.user_id <> m.user_id ORDER BY m.id
"""
_LIMIT = """
SELECT 'redemptions of user ' || m.user_id || ' of reward ' || r.public_id, count(*), r.per_member
FROM rewards_redemption m JOIN rewards_reward r ON r.id = m.reward_id
WHERE m.state NOT IN ('cancelled', 'rejected', 'reversed') AND substr(m.key, 1, 6) <> 'prize-'
GROUP BY m.user_id, r.id HAVING count(*) > r.per_member ORDER BY m.user_id
"""
STATEMENTS = (
    ("rewards count what is taken once and are never given twice", _STOCK),
    ("the stock of a code is its codes", _CODES),
    ("each code is handed to one redemption, and each issued one has one", _HANDED),
    ("no code is handed to a redemption of another reward", _STRAYED),
    ("points of redemptions are held, spent or back as their state says", _POINTS),
    ("everybody redeems their own points", _OWN),
    ("nobody has more of a reward than one may have", _LIMIT),
)
