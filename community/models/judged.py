"""What moderation asks of whatever it judges (`community/targets.py`), for what a member gave without words."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User


class Wordless:
    """A row of a `user` that has no text: nothing to read, nothing to edit."""

    user: User
    user_id: int
    body = html = ""
    edited_at: datetime | None = None

    @property
    def author(self) -> User:
        return self.user

    @property
    def author_id(self) -> int:
        return self.user_id
