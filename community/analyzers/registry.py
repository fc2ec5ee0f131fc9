"""Where the ways to understand a text meet. None of them asks the database, keeps a text or reaches out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from community.analyzers import silence
from community.analyzers.reading import Reading

MOST = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A feeling that a text may carry: how likely, from 0 to 1, and the words of the text that speak for it."""

    tag: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """At most three suggestions, the likeliest first, and which model they come from."""

    model_id: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Analyzer:
    """A way to understand: `read` never raises, whatever the text, and gives the same answer to the same text."""

    key: str
    read: Callable[[Reading], Analysis]


_analyzers: dict[str, Analyzer] = {}


def add(analyzer: Analyzer) -> None:
    """Register `analyzer`; a key can be taken once."""
    if analyzer.key in _analyzers:
        raise ValueError(f"analyzer {analyzer.key} is registered twice")
    _analyzers[analyzer.key] = analyzer


def get(key: str) -> Analyzer:
    """Return the analyzer named `key`; raises ImproperlyConfigured when there is none."""
    if key not in _analyzers:
        raise ImproperlyConfigured(f"HEARTH_EMOTION_BACKEND is {', '.join(sorted(_analyzers))}, not {key!r}.")
    return _analyzers[key]


def every() -> tuple[Analyzer, ...]:
    return tuple(_analyzers.values())


def analyze(text: str, *, by: str = "") -> Analysis:
    """Return what `text` may feel like, by EMOTION_BACKEND unless `by` names another.

    Nothing is said of a text that may speak of ending a life: a guess is no answer to it.
    """
    analyzer = get(by or settings.EMOTION_BACKEND)
    reading = Reading(text)
    found = analyzer.read(reading)
    if silence.is_asked(reading):
        return Analysis(found.model_id, ())
    return Analysis(found.model_id, found.suggestions[:MOST])
