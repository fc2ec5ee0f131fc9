"""What ends with an account, its place on the boards, and comes back with it; and what whoever comes back is told."""

from __future__ import annotations

from datetime import datetime

from accounts import registry
from accounts.models import User
from gamify.services import lapses, standings


def follow(*, user: User, now: datetime) -> None:
    """Take whoever closed their account off every board, or put whoever came back where they would stand."""
    del now
    standings.sync(user=user)


def welcome(*, user: User, now: datetime) -> None:
    """Tell whoever came back which of their points will lapse."""
    lapses.tell(user=user, now=now)


registry.at_closing(follow)
registry.at_reopening(follow)
registry.at_reopening(welcome)
