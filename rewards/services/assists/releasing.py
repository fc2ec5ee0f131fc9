"""Setting free what was kept for somebody, under the locks of its reward and its unlock."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from rewards.models import Redemption, Unlock
from rewards.services.catalogue import issuing, locking


def free(held: Unlock, *, actor: User | None, cause: str, now: datetime) -> None:
    """Cancel the redemption that is kept; whoever waits next is served by it."""
    kept = locking.redemption_of(held.reward, held.redemption_id or 0)
    issuing.let_go(kept, Redemption.State.CANCELLED, actor=actor, cause=cause, now=now)
