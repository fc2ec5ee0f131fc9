"""Who may hear what."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from live import registry
from live.people import VISITOR, Person
from live.registry import Found, Kind

logger = logging.getLogger(__name__)


def may_listen(user: Any, topic: str) -> bool:
    """Say whether the user may hear the topic; an unknown topic and a check that fails are refused alike."""
    return topic in allowed(user, [topic])


def allowed(user: Any, topics: Iterable[str]) -> set[str]:
    """Return those of the topics that the user may hear. Queries: those of one check for each kind."""
    by_kind: dict[Kind, dict[str, Found]] = defaultdict(dict)
    for topic in topics:
        found = registry.find(topic)
        if found is not None:
            by_kind[found.kind][topic] = found
    return {topic for kind, found in by_kind.items() for topic in _allowed(kind, user, found)}


def open_to_all(topics: Iterable[str]) -> set[str]:
    """Return those of the topics that every visitor may hear, and so everybody. Queries: one check for each kind."""
    return allowed(VISITOR.user, topics)


def lost(listening: Iterable[tuple[Person, str]]) -> set[tuple[Person, str]]:
    """Return the pairs of person and topic that are no longer right. Queries: one check for each person and kind."""
    topics_of: dict[Person, set[str]] = defaultdict(set)
    for person, topic in listening:
        topics_of[person].add(topic)
    return {(person, topic) for person, topics in topics_of.items() for topic in topics - allowed(person.user, topics)}


def _allowed(kind: Kind, user: Any, found: dict[str, Found]) -> list[str]:
    try:
        answers = kind.ask(user, [one.parts for one in found.values()])
    except Exception:
        logger.exception("Who may listen to %r could not be decided", kind.pattern)
        return []
    return [topic for topic, is_allowed in zip(found, answers, strict=True) if is_allowed]
