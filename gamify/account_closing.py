"""What ends with an account: its place on the boards, which comes back with it."""

from __future__ import annotations

from datetime import datetime

from accounts import registry
from accounts.models import User
from gamify.services import standings


def follow(*, user: User, now: datetime) -> None:
    """Take whoever closed their account off every board, or put whoever came back where they would stand."""
    del now
    standings.sync(user=user)


registry.at_closing(follow)
registry.at_reopening(follow)
