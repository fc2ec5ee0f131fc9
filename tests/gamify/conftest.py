"""Members and an economy for the engine's tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from gamify.models import Activity
from gamify.services import process, record
from tests import economy as default

DEFAULT = Path("gamify/economy/default.toml")


@pytest.fixture
def economy(db: None, clock: Any) -> None:
    """The default economy, in force since the frozen now."""
    default.publish(now=clock.now)


@pytest.fixture
def member(db: None) -> Callable[..., User]:
    """Return a maker of members: `member("mei", time_zone="Asia/Shanghai")`."""

    def make(name: str, **fields: Any) -> User:
        user = User(username=name, email=f"{name}@example.com", display_name=name.title(), **fields)
        user.set_unusable_password()
        user.save()
        return user

    return make


@pytest.fixture
def did(clock: Any) -> Callable[..., Activity]:
    """Return a function that records one activity and processes it at once: `did(mei, "create", key="post:1")`."""

    def do(
        actor: User, verb: str, *, key: str, group: int | None = 7, at: datetime | None = None, **data: Any
    ) -> Activity:
        kind, _, number = key.partition(":")
        now = at or clock.now
        activity = record.activity(
            actor=actor,
            verb=verb,
            object=record.Ref(kind, number),
            target=record.Ref("group", str(group)) if group else None,
            key=key,
            data=data,
            now=now,
        )
        process.batch(ids=(activity.pk,), now=now)
        activity.refresh_from_db()
        return activity

    return do
