"""What is found by its name, beside posts: each app says in its `lookups.py` how its own things are looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Q, Value, When
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
    return _any(per_language(*fields), "icontains", query)


def per_language(*fields: str) -> tuple[str, ...]:
    """Return the columns of texts per language, as `nearness` takes them."""
    return tuple(f"{field}__{code}" for field in fields for code, _language in settings.LANGUAGES)


def nearness(query: str, *columns: str) -> Case:
    """Return what the best comes first by: 0 where a column is the query, 1 where one begins with it, 2 where one holds
    it, 3 for what was found in another way.
    """
    steps = ("iexact", "istartswith", "icontains")
    found = [When(_any(columns, step, query), then=Value(place)) for place, step in enumerate(steps)]
    return Case(*found, default=Value(len(steps)), output_field=IntegerField())


def _any(columns: Sequence[str], step: str, query: str) -> Q:
    return Q(*((f"{column}__{step}", query) for column in columns), _connector=Q.OR) if columns else Q(pk__in=())
