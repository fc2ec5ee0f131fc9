"""Who may hear what."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from live import registry
from live.people import Person

logger = logging.getLogger(__name__)


def may_listen(user: Any, topic: str) -> bool:
    """Say whether the user may hear the topic; an unknown topic and a check that fails are refused alike."""
    found = registry.find(topic)
    if found is None:
        return False
    try:
        return found.may_listen(user)
    except Exception:
        logger.exception("Who may listen to %r could not be decided", topic)
        return False


def allowed(user: Any, topics: Iterable[str]) -> list[str]:
    """Return those of the topics that the user may hear."""
    return [topic for topic in topics if may_listen(user, topic)]


def lost(listening: Iterable[tuple[Person, str]]) -> set[tuple[Person, str]]:
    """Return the pairs of person and topic that are no longer right."""
    return {(person, topic) for person, topic in listening if not may_listen(person.user, topic)}
