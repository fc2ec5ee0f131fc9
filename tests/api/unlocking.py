"""Unlocks that endpoints are about, and who may do what with them."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from tests.api.callers import Row
from tests.factories import member
from tests.rewards.helping import assist_of, begun, by_help, helped_by

READ = "200 200 200 200 200 200"
OWN = "401 200 200 200 200 200"
MINE = "401 404 200 404 404 404"
CONSOLE = "401 404 404 200 200 200"
STAFF = "401 404 404 404 404 200"
ASKS = "401 201 201 201 201 201"
HELPS = "401 201 409 201 201 201"  # nobody helps themselves
REASON = {"reason": "A second account."}
OPEN, KEPT = {"public_id": "unlock"}, {"public_id": "unlock_kept"}
HELP = OPEN | {"pk": "assist"}

TABLE = (
    Row("POST", "rewards/{public_id}/unlocks", ASKS, fill={"public_id": "reward_by_help"}),
    Row("GET", "unlocks", OWN),
    Row("GET", "unlocks/{public_id}", MINE, fill=OPEN),
    Row("DELETE", "unlocks/{public_id}", MINE, fill=OPEN),
    Row("POST", "unlocks/{public_id}/claim", MINE, fill=KEPT),
    Row("GET", "help/{code}", READ, fill={"code": "unlock_code"}),
    Row("POST", "help/{code}/assists", HELPS, fill={"code": "unlock_code"}),
    Row("GET", "brands/{slug}/rewards/{public_id}/unlocks", CONSOLE, fill={"public_id": "reward_by_help"}),
    Row("GET", "review/unlocks", STAFF),
    Row("GET", "review/unlocks/{public_id}", STAFF, fill=OPEN),
    Row("POST", "review/unlocks/{public_id}/revocation", STAFF, body=REASON, fill=OPEN),
    Row("POST", "review/unlocks/{public_id}/assists/{pk}/reversal", STAFF, body=REASON, fill=HELP),
)


def build(shop: Any, buyer: User) -> dict[str, str]:
    """Return the ids that paths are filled with."""
    opened, kept = begun(buyer, by_help(shop)), begun(buyer, by_help(shop, helpers=1))
    bo = helped_by(opened, 1)[0]
    helped_by(kept, 1)
    begun(member("Else"), of := by_help(shop, stock=9))
    return {
        "reward_by_help": of.public_id,
        "unlock": opened.public_id,
        "unlock_code": opened.code,
        "unlock_kept": kept.public_id,
        "assist": str(assist_of(bo, opened).pk),
    }
