"""What is wrong with money when it returns a row: one statement for each invariant, with columns row, stored, expected.
Each ends in ORDER BY, so that a LIMIT can follow.
"""

from __future__ import annotations

from rewards.machines import CAME_TO_NOTHING, LIVE_PAYMENT


def _quoted(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


_AMOUNTS = """
SELECT 'payment ' || p.public_id, p.refunded_minor, coalesce(r.done, 0) FROM rewards_payment p
LEFT JOIN (SELECT payment_id, sum(CASE WHEN state = 'done' THEN amount_minor ELSE 0 END) AS done,
    sum(CASE WHEN state = 'sent' THEN 1 ELSE 0 END) AS under_way,
    sum(CASE WHEN state IN ('asked', 'sent', 'done') THEN amount_minor ELSE 0 END) AS gone
  FROM rewards_refund GROUP BY payment_id) r ON r.payment_id = p.id
WHERE (p.refunded_minor <> coalesce(r.done, 0) AND coalesce(r.under_way, 0) = 0)
   OR coalesce(r.gone, 0) > p.captured_minor OR p.captured_minor > p.amount_minor ORDER BY p.id
"""
# What somebody charged at the bank's own desk while it was let go of is no charge of ours; _NET sees it back.
_EARLY = """
SELECT 'payment ' || p.public_id, 'captured ' || p.captured_minor, '0 before its team succeeds' FROM rewards_payment p
JOIN rewards_seat s ON s.id = p.seat_id JOIN rewards_buyteam t ON t.id = s.team_id
WHERE p.mode <> 'prepay' AND p.captured_minor > 0 AND (t.has_succeeded IS NULL OR NOT t.has_succeeded)
  AND NOT EXISTS (SELECT 1 FROM rewards_event e
    WHERE e.kind = 'payment' AND e.row_id = p.id AND e.before = 'voiding' AND e.after = 'captured') ORDER BY p.id
"""
_ONCE = """
SELECT 'payment ' || p.public_id, count(*), '1 charge' FROM rewards_payment p
JOIN rewards_event e ON e.kind = 'payment' AND e.row_id = p.id AND e.after = 'captured' AND e.before <> 'refunding'
GROUP BY p.id HAVING count(*) > 1 ORDER BY p.id
"""
_OPEN = f"""
SELECT 'payment ' || p.public_id, p.state, 'over: its campaign is settled' FROM rewards_payment p
JOIN rewards_seat s ON s.id = p.seat_id JOIN rewards_campaign c ON c.id = s.campaign_id
WHERE c.state = 'settled' AND p.state IN ({_quoted(LIVE_PAYMENT)}) AND p.state NOT IN ('captured', 'refunding')
ORDER BY p.id
"""
# What a bank refused to give back is asked for again on other days, then people are told (`stuck`).
_REFUSED = """
EXISTS (SELECT 1 FROM rewards_refund f WHERE f.payment_id = p.id AND f.state = 'failed' AND f.amount_minor >= {owed})
"""
_NET = f"""
SELECT 'payment ' || p.public_id, p.captured_minor - p.refunded_minor, 0 FROM rewards_payment p
JOIN rewards_seat s ON s.id = p.seat_id
WHERE s.state IN ({_quoted(CAME_TO_NOTHING)}) AND p.state <> 'refunding' AND p.captured_minor <> p.refunded_minor
  AND NOT {_REFUSED.format(owed="p.captured_minor - p.refunded_minor")}
ORDER BY p.id
"""
# Refunds that people decided are gifts on top of the price; the difference to the tier goes back as `tier_price`. What
# a bank took back unasked may have left less than that difference; what a bank does not give back is still owed.
_PRICE = f"""
SELECT 'payment ' || p.public_id, p.captured_minor - coalesce(r.back, 0), t.price_minor - s.discount_minor
FROM rewards_payment p
JOIN rewards_seat s ON s.id = p.seat_id AND s.state IN ('captured', 'fulfilled')
JOIN rewards_buyteam t ON t.id = s.team_id
LEFT JOIN (SELECT payment_id, sum(CASE WHEN cause = 'tier_price' THEN amount_minor ELSE 0 END) AS back,
    sum(CASE WHEN cause <> 'tier_price' THEN amount_minor ELSE 0 END) AS taken FROM rewards_refund
  WHERE cause IN ('tier_price', 'gateway', 'chargeback') AND state NOT IN ('failed', 'refused') GROUP BY payment_id) r
  ON r.payment_id = p.id
WHERE p.captured_minor > 0 AND p.stuck_at IS NULL
  AND p.captured_minor - coalesce(r.back, 0) <> t.price_minor - s.discount_minor
  AND NOT (p.captured_minor - coalesce(r.back, 0) > t.price_minor - s.discount_minor
    AND p.captured_minor - coalesce(r.back, 0) - coalesce(r.taken, 0) <= t.price_minor - s.discount_minor)
  AND NOT {_REFUSED.format(owed="p.captured_minor - coalesce(r.taken, 0) - t.price_minor + s.discount_minor")}
ORDER BY p.id
"""
# What each order to a bank must be about; of a refund it is the row of its key.
_ORDERED = """
SELECT 'gateway call ' || c.key, c.amount_minor, coalesce(d.due, 'no such order') FROM rewards_gatewaycall c
JOIN (SELECT c.id, CAST(CASE c.kind WHEN 'authorize' THEN p.amount_minor WHEN 'void' THEN 0
      WHEN 'capture' THEN t.price_minor - s.discount_minor ELSE r.amount_minor END AS varchar(20)) AS due
    FROM rewards_gatewaycall c JOIN rewards_payment p ON p.id = c.payment_id JOIN rewards_seat s ON s.id = p.seat_id
    JOIN rewards_buyteam t ON t.id = s.team_id
    LEFT JOIN rewards_refund r ON r.key = c.key AND r.payment_id = p.id) d ON d.id = c.id
WHERE c.kind <> 'query' AND CAST(c.amount_minor AS varchar(20)) <> coalesce(d.due, '') ORDER BY c.id
"""
_EITHER = """
SELECT 'payment ' || p.public_id, count(c.id) || ' orders to charge it or let it go', '1 charge, or none'
FROM rewards_payment p JOIN rewards_gatewaycall c ON c.payment_id = p.id AND c.kind IN ('capture', 'void')
GROUP BY p.id HAVING count(c.id) > 1 AND sum(CASE WHEN c.kind = 'capture' THEN 1 ELSE 0 END) > 0 ORDER BY p.id
"""
# Whoever waits for a bank has an order that is still made; what is refunded is one that says so.
_WAITS = """
SELECT 'payment ' || p.public_id, p.state || ' with ' || count(r.id) || ' refunds sent', 'as it was ordered'
FROM rewards_payment p LEFT JOIN rewards_refund r ON r.payment_id = p.id AND r.state = 'sent'
GROUP BY p.id HAVING (p.state = 'refunding') <> (count(r.id) > 0)
  OR count(r.id) <> (SELECT count(*) FROM rewards_gatewaycall c JOIN rewards_refund x ON x.key = c.key
    WHERE x.payment_id = p.id AND x.state = 'sent' AND c.done_at IS NULL)
  OR (p.state IN ('capturing', 'voiding') AND NOT EXISTS (SELECT 1 FROM rewards_gatewaycall c
    WHERE c.payment_id = p.id AND c.done_at IS NULL
      AND c.kind = CASE p.state WHEN 'capturing' THEN 'capture' ELSE 'void' END)) ORDER BY p.id
"""
STATEMENTS = (
    ("refunds add up and never exceed what was charged", _AMOUNTS),
    ("nothing is charged before its team succeeds", _EARLY),
    ("no payment is charged twice", _ONCE),
    ("settled campaigns have no open payment", _OPEN),
    ("whoever gets nothing has paid nothing", _NET),
    ("everybody of a team pays its price", _PRICE),
    ("a bank is asked for what the books say", _ORDERED),
    ("no payment is both charged and let go of", _EITHER),
    ("whoever waits for a bank has asked it", _WAITS),
)
