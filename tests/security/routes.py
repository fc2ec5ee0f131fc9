"""Every address of the site, read from the URL configuration, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """A named address: `community:post-detail`, its pattern and its view."""

    name: str
    pattern: str
    view: Any

    @property
    def has_id(self) -> bool:
        return "<" in self.pattern


def every(without: tuple[str, ...] = ("admin:",)) -> tuple[Route, ...]:
    """Return all routes but those of the namespaces `without`."""
    return tuple(route for route in _walk(get_resolver(), "", "") if not route.name.startswith(without))


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each, pattern, inner)
        elif isinstance(each, URLPattern):
            yield Route(f"{space}{each.name or pattern}", pattern, each.callback)
