"""What is wrong with unlocks when it returns a row: one statement for each invariant, with columns row, stored,
expected. Each ends in ORDER BY, so that a LIMIT can follow.
"""

from __future__ import annotations

_COUNTED = """
SELECT 'unlock ' || u.public_id, u.helped || ' helped', count(a.id) || ' hold'
FROM rewards_unlock u LEFT JOIN rewards_assist a ON a.unlock_id = u.id
  AND a.id NOT IN (SELECT v.assist_id FROM rewards_assistreversal v WHERE v.counted)
GROUP BY u.id HAVING u.helped <> count(a.id) ORDER BY u.id
"""
_OTHERS = """
SELECT 'help of user ' || a.helper_id || ' with unlock ' || u.public_id, 'for ' || a.owner_id, 'for ' || u.owner_id
FROM rewards_assist a JOIN rewards_unlock u ON u.id = a.unlock_id
WHERE a.owner_id <> u.owner_id OR a.helper_id = u.owner_id ORDER BY a.id
"""
_BENEFIT = """
SELECT 'unlock ' || u.public_id, u.state || ' with ' || coalesce(m.state, 'nothing') || ' at ' || coalesce(m.price, 0),
  'the benefit of its own reward and owner'
FROM rewards_unlock u LEFT JOIN rewards_redemption m ON m.id = u.redemption_id
WHERE (u.state IN ('unlocked', 'claimed') AND m.id IS NULL)
  OR m.reward_id <> u.reward_id OR m.user_id <> u.owner_id OR m.price <> 0
  OR (u.state = 'unlocked') <> (coalesce(m.state, '') = 'kept') ORDER BY u.id
"""
_FREE = """
SELECT 'redemption ' || m.public_id, 'no price', 'an unlock or a prize'
FROM rewards_redemption m LEFT JOIN rewards_unlock u ON u.redemption_id = m.id
LEFT JOIN (gamify_prize p JOIN gamify_entrant n ON n.id = p.entrant_id)
  ON m.key = 'prize-' || p.id AND p.state = 'given' AND n.user_id = m.user_id
WHERE m.price = 0 AND u.id IS NULL AND p.id IS NULL ORDER BY m.id
"""
_TERMS = """
SELECT 'unlock ' || u.public_id, u.needed || ' needed', r.helpers
FROM rewards_unlock u JOIN rewards_reward r ON r.id = u.reward_id WHERE u.needed <> r.helpers ORDER BY u.id
"""
_LINE = """
SELECT 'reward ' || r.public_id, (r.stock - r.taken) || ' left', count(*) || ' wait'
FROM rewards_reward r JOIN rewards_unlock u ON u.reward_id = r.id AND u.state = 'waitlisted'
WHERE r.state = 'open' AND r.taken < r.stock GROUP BY r.id ORDER BY r.id
"""
_CAP = """
SELECT 'help of user ' || a.helper_id || ' with reward ' || r.public_id, count(*), r.help_cap
FROM rewards_assist a JOIN rewards_unlock u ON u.id = a.unlock_id JOIN rewards_reward r ON r.id = u.reward_id
GROUP BY a.helper_id, r.id HAVING count(*) > r.help_cap ORDER BY a.helper_id
"""
STATEMENTS = (
    ("what is shown of help is what was counted", _COUNTED),
    ("nobody helps themselves", _OTHERS),
    ("what is unlocked has its benefit, and only what is kept waits to be claimed", _BENEFIT),
    ("nothing is given without a price that friends did not unlock and nobody won", _FREE),
    ("the number of friends stands as it was when the reward was approved", _TERMS),
    ("nobody waits for what is there", _LINE),
    ("nobody helps more often than one may", _CAP),
)
