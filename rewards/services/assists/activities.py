"""What the game hears of help: that somebody helped, that it was unlocked, and that it was tried in vain."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from gamify.services import record
from gamify.services.record import Ref
from rewards.models import Assist, Unlock

SOURCE = "rewards"
ASSIST, UNLOCK, TRY = "assist", "unlock", "try"


def helped(assist: Assist, held: Unlock, now: datetime) -> None:
    """Record a friend's help; its points are for having helped, whatever comes of it."""
    _record(assist.helper, ASSIST, held, _key_of(assist, held), now, {"owner": held.owner.public_id})


def not_helped(assist: Assist, held: Unlock, *, by: User, now: datetime) -> None:
    """Take back what a help gave."""
    record.undo(source=SOURCE, key=_key_of(assist, held), reason="not_valid", by=by, now=now)


def unlocked(held: Unlock, now: datetime) -> None:
    """Record for its owner that friends unlocked it."""
    _record(held.owner, UNLOCK, held, f"{UNLOCK}:{held.public_id}", now, {"helpers": held.needed})


def not_unlocked(held: Unlock, *, by: User, now: datetime) -> None:
    """Take back what the unlocking gave."""
    record.undo(source=SOURCE, key=f"{UNLOCK}:{held.public_id}", reason="not_valid", by=by, now=now)


def tried(held: Unlock, now: datetime) -> None:
    """Record for its owner that friends helped and the time was too short."""
    _record(held.owner, TRY, held, f"{TRY}:{held.public_id}", now, {"helpers": held.helped})


def _record(actor: User, verb: str, held: Unlock, key: str, now: datetime, data: dict[str, object]) -> None:
    about = Ref("reward", str(held.reward_id))
    record.activity(actor=actor, verb=verb, object=about, key=key, source=SOURCE, data=data, now=now)


def _key_of(assist: Assist, held: Unlock) -> str:
    return f"{ASSIST}:{held.public_id}:{assist.helper.public_id}"
