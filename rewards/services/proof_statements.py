"""What is wrong when it returns a row: one statement for each invariant, with columns row, stored, expected.

Each ends in ORDER BY, so that a LIMIT can follow.
"""

from __future__ import annotations

from rewards.machines import LIVE_SEAT

_LIVE = ", ".join(f"'{state}'" for state in LIVE_SEAT)
# Seats that use up stock: live ones, and those whose parcel was on its way before their money went back.
_HELD = f"""
held AS (SELECT s.campaign_id, s.team_id, s.id FROM rewards_seat s WHERE s.state IN ({_LIVE})
  OR (s.state IN ('refunding', 'refunded') AND EXISTS (SELECT 1 FROM rewards_event e
      WHERE e.kind = 'seat' AND e.row_id = s.id AND e.before = 'fulfilled')))
"""
_KEPT = "SELECT {by}, sum(seats - used) AS kept FROM rewards_offer WHERE state = 'open' GROUP BY {by}"

_STOCK = f"""
WITH {_HELD} SELECT 'campaign ' || c.public_id, c.seats_taken, s.n + coalesce(t.house, 0) + coalesce(o.kept, 0)
FROM rewards_campaign c
JOIN (SELECT c.id, count(h.id) AS n FROM rewards_campaign c LEFT JOIN held h ON h.campaign_id = c.id GROUP BY c.id) s
  ON s.id = c.id
LEFT JOIN (SELECT campaign_id, sum(house_seats) AS house FROM rewards_buyteam GROUP BY campaign_id) t
  ON t.campaign_id = c.id
LEFT JOIN ({_KEPT.format(by="campaign_id")}) o ON o.campaign_id = c.id
WHERE c.seats_taken <> s.n + coalesce(t.house, 0) + coalesce(o.kept, 0) OR c.seats_taken > c.stock ORDER BY c.id
"""
_PLACES = f"""
WITH {_HELD} SELECT 'team ' || t.public_id, t.seats_taken, s.n + coalesce(o.kept, 0)
FROM rewards_buyteam t
JOIN (SELECT t.id, count(h.id) AS n FROM rewards_buyteam t LEFT JOIN held h ON h.team_id = t.id GROUP BY t.id) s
  ON s.id = t.id
LEFT JOIN ({_KEPT.format(by="team_id")}) o ON o.team_id = t.id
WHERE t.seats_taken <> s.n + coalesce(o.kept, 0) OR t.seats_taken + t.house_seats > t.size ORDER BY t.id
"""
_CONFIRMED = """
SELECT 'team ' || t.public_id, t.confirmed, count(s.id) FROM rewards_buyteam t
LEFT JOIN rewards_seat s ON s.team_id = t.id AND s.state = 'authorised'
WHERE t.state = 'forming' GROUP BY t.id HAVING t.confirmed <> count(s.id) ORDER BY t.id
"""
_SLOTS = f"""
SELECT 'seats of user ' || s.user_id || ' in campaign ' || c.public_id, count(*), c.per_member
FROM rewards_seat s JOIN rewards_campaign c ON c.id = s.campaign_id WHERE s.state IN ({_LIVE})
GROUP BY s.user_id, c.id HAVING count(*) > c.per_member ORDER BY s.user_id
"""
_BOTH = """
SELECT 'team ' || t.public_id, count(DISTINCT e.after), '1 end' FROM rewards_buyteam t
JOIN rewards_event e ON e.kind = 'team' AND e.row_id = t.id AND e.after IN ('succeeded', 'failed', 'discarded')
GROUP BY t.id HAVING count(DISTINCT e.after) > 1 ORDER BY t.id
"""
_TIER = """
SELECT 'team ' || t.public_id, t.price_minor, min(l.price_minor) FROM rewards_buyteam t
JOIN rewards_campaign c ON c.id = t.campaign_id
JOIN rewards_pricetier l ON l.campaign_id = c.id AND l.min_people <= t.confirmed + t.house_seats
WHERE t.has_succeeded AND t.size > 1 GROUP BY t.id HAVING t.price_minor <> min(l.price_minor) ORDER BY t.id
"""
_FALLS = """
SELECT 'price tier ' || b.id, b.price_minor, 'less than ' || a.price_minor FROM rewards_pricetier a
JOIN rewards_pricetier b ON b.campaign_id = a.campaign_id AND b.min_people > a.min_people
JOIN rewards_frozenrules f ON f.campaign_id = a.campaign_id
WHERE b.price_minor > a.price_minor ORDER BY b.id
"""
_THANKED = """
SELECT 'referral ' || r.id, 'of user ' || r.referrer_id, 'of user ' || a.actor_id FROM rewards_referral r
JOIN accounts_user n ON n.id = r.newcomer_id
JOIN gamify_activity a ON a.source = 'rewards' AND a.key = 'referral:' || n.public_id
WHERE a.actor_id <> r.referrer_id ORDER BY r.id
"""
_HOUSES = """
SELECT 'seat ' || s.public_id, 'of campaign ' || s.campaign_id, 'of campaign ' || t.campaign_id FROM rewards_seat s
JOIN rewards_buyteam t ON t.id = s.team_id WHERE s.campaign_id <> t.campaign_id ORDER BY s.id
"""
_CURRENCIES = """
SELECT 'payment ' || p.public_id, p.currency, c.currency FROM rewards_payment p
JOIN rewards_seat s ON s.id = p.seat_id JOIN rewards_campaign c ON c.id = s.campaign_id
WHERE p.currency <> c.currency ORDER BY p.id
"""
_ENDLESS = """
SELECT 'seat ' || s.public_id, s.state || ' without an end', 'until when' FROM rewards_seat s
WHERE (s.state = 'held' AND s.held_until IS NULL) OR (s.state = 'fix_needed' AND s.fix_until IS NULL)
  OR (s.state = 'authorised' AND s.confirmed_at IS NULL) ORDER BY s.id
"""
_UNCOUPONED = """
SELECT 'seat ' || s.public_id, s.discount_minor, 0 FROM rewards_seat s
WHERE s.discount_minor <> 0 AND NOT EXISTS (SELECT 1 FROM rewards_couponuse u WHERE u.seat_id = s.id) ORDER BY s.id
"""
# Whose each row is: the first step of its log names the same person.
_OWNERS = (
    ("seat", "rewards_seat", "user_id"), ("wait", "rewards_waitentry", "user_id"),
    ("redeem", "rewards_redemption", "user_id"), ("unlock", "rewards_unlock", "owner_id"),
    ("plant", "rewards_plant", "planted_by_id"), ("referral", "rewards_referral", "newcomer_id"),
    ("use", "rewards_couponuse", "user_id"),
)  # fmt: skip
_OWNED = " UNION ALL ".join(
    f"SELECT '{kind} ' || r.id AS what, 'of user ' || r.{owner} AS stored, 'of user ' || e.actor_id AS expected "
    f"FROM {table} r JOIN rewards_event e ON e.kind = '{kind}' AND e.row_id = r.id AND e.seq = 1 "
    f"WHERE r.{owner} <> e.actor_id"
    for kind, table, owner in _OWNERS
)
STATEMENTS = (
    ("everything belongs to whom it was made for", f"{_OWNED} ORDER BY 1"),
    ("thanks for a newcomer went to who brought them", _THANKED),
    ("seats are of their team's campaign", _HOUSES),
    ("money is in the currency of its campaign", _CURRENCIES),
    ("nothing is taken off without a coupon", _UNCOUPONED),
    ("stock counts every seat once and is never oversold", _STOCK),
    ("teams count every place once and are never overfull", _PLACES),
    ("teams count who is confirmed", _CONFIRMED),
    ("nobody has more seats than one may have", _SLOTS),
    ("every place says since when or until when it is kept", _ENDLESS),
    ("no team both succeeded and failed", _BOTH),
    ("the price is that of the ladder", _TIER),
    ("prices fall as teams grow", _FALLS),
)
