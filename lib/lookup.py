"""What is found by its name, beside posts: each app says in its `lookups.py` how its own things are looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise


@dataclass(frozen=True)
class Found:
    """One thing: its name, its page, a few words about it. `person` is drawn as an avatar, else the section's icon."""

    title: str
    url: str
    about: str = ""
    person: Any = None


@dataclass(frozen=True)
class Section:
    """Things of one kind. `find(viewer, query, most)` returns those that the viewer may know, the best first."""

    key: str
    label: str | Promise
    icon: str
    find: Callable[[Any, str, int], Sequence[Found]]
    order: int = 50


_sections: dict[str, Section] = {}


def add(section: Section) -> None:
    """Look here, too; the same key again replaces the earlier section."""
    _sections[section.key] = section


def sections() -> tuple[Section, ...]:
    """Return all sections in the order in which a page shows them."""
    return tuple(sorted(_sections.values(), key=lambda section: section.order))


def named(query: str, *fields: str) -> Q:
    """Return the condition that a text per language, in one of `fields`, holds the query, taken literally."""
    wanted = Q(pk__in=())
    for field in fields:
        for code, _language in settings.LANGUAGES:
            wanted |= Q(**{f"{field}__{code}__icontains": query})
    return wanted
