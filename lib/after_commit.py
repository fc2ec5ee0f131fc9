"""What is done once a transaction is committed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction


def after_commit(hook: Callable[[], Any]) -> None:
    """Call `hook` after the caller's commit; one that fails is logged, and neither the caller nor the next one hears.

    Django names a hook that failed by its `__qualname__`. A `partial` or an object has none: naming it would fail in
    turn, and answer 500 for what is committed.
    """
    if not hasattr(hook, "__qualname__"):
        hook.__qualname__ = getattr(hook, "func", type(hook)).__qualname__
    transaction.on_commit(hook, robust=True)
