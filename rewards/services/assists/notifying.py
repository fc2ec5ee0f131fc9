"""What follows when something happens to an unlock: lines in inboxes, live topics. In its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from inbox.services import notifications
from live.services import topics
from rewards import paths
from rewards.models import Assist, Unlock
from rewards.services.catalogue import notifying as catalogue


def helped(assist: Assist, held: Unlock, now: datetime) -> None:
    """A friend helped: the owner reads of all of them in one line that grows."""
    key = f"unlock_helped:{held.public_id}"
    _tell([held.owner], "unlock_helped", key, held, now, by=assist.helper, grows=True)
    changed(held)


def unlocked(held: Unlock, now: datetime) -> None:
    """It is kept for its owner; those who helped hear that it worked."""
    until = held.claim_by.isoformat() if held.claim_by else ""
    _tell([held.owner], "unlock_unlocked", f"unlock_unlocked:{held.public_id}:{held.seq}", held, now, until=until)
    friends = User.objects.filter(assists__unlock=held, assists__reversal=None, is_active=True)
    key, url = f"unlock_done:{held.public_id}", paths.of_help(held)
    _tell(friends, "unlock_done", key, held, now, by=held.owner, url=url)
    catalogue.touch(held.reward)
    changed(held)


def waits(held: Unlock, now: datetime) -> None:
    """Enough helped and none can be handed over now."""
    key = f"unlock_waits:{held.public_id}:{held.seq}"
    why = "none_left" if held.reward.left <= 0 else "paused"
    _tell([held.owner], "unlock_waits", key, held, now, why=why)
    changed(held)


def ending(held: Unlock, until: datetime, now: datetime) -> None:
    """The time of an open one, or for claiming what is kept, is over soon."""
    key = f"unlock_ending:{held.public_id}:{held.seq}"
    data: dict[str, Any] = {"until": until.isoformat(), "helped": held.helped, "needed": held.needed}
    _tell([held.owner], "unlock_ending", key, held, now, is_open=held.is_open, **data)
    changed(held)


def expired(held: Unlock, cause: str, now: datetime, *, consoles: bool = False) -> None:
    """It came to nothing; `consoles`: with something for the trying."""
    _tell([held.owner], "unlock_expired", f"unlock_expired:{held.public_id}", held, now, why=cause, consoles=consoles)
    changed(held)


def reversed_(assist: Assist, held: Unlock, reason: str, by: User, now: datetime) -> None:
    """Staff took a help out: the helper reads why, the owner that it counts no more."""
    url = paths.of_help(held)
    key = f"assist_reversed:{assist.pk}"
    _tell([assist.helper], "assist_reversed", key, held, now, url=url, reason=reason, person=held.owner.display_name)
    if not held.reached_at:
        _tell([held.owner], "unlock_fewer", f"unlock_fewer:{assist.pk}", held, now, reason=reason)
    changed(held)


def revoked(held: Unlock, by: User, now: datetime) -> None:
    """Staff took it back: its owner reads why."""
    _tell([held.owner], "unlock_revoked", f"unlock_revoked:{held.public_id}", held, now, reason=held.reason)
    catalogue.touch(held.reward)
    changed(held)


def changed(held: Unlock) -> None:
    """Renew the screens that show it."""
    topics.touch(topic_of(held), catalogue.member_topic(held.owner))


def topic_of(held: Unlock) -> str:
    """Return the topic of what everybody with the link sees of it."""
    return f"unlock:{held.code}"


def _tell(
    to: Iterable[User], kind: str, key: str, held: Unlock, now: datetime, *,
    by: User | None = None, url: str = "", grows: bool = False, **data: Any,
) -> None:  # fmt: skip
    said = {"reward": held.reward.names, "brand": held.reward.brand.names, **data}
    url = url or paths.of_unlock(held)
    notifications.send_each(recipients=to, kind=kind, key=key, url=url, actor=by, data=said, now=now, grows=grows)
