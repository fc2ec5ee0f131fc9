"""Every address of the site, read from the URL configuration, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")


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


def in_each_way(names: Iterable[str], space: str = "") -> list[tuple[str, str]]:
    """Return each address of `space` with each method to ask it by."""
    return [(name, method) for name in names for method in _ways(space + name)]


def asked(
    clients: dict[str, Any], ways: Iterable[tuple[str, str]], send: Callable[[Any, str, str], Any]
) -> Iterator[tuple[str, str, str, Any]]:
    """Let each of the clients ask in each way; return who asked for what, how, and the answer.

    A way that is none (405) is none for everybody: the others do not ask for it.
    """
    shut: set[tuple[str, str]] = set()
    for who, client in clients.items():
        for name, method in (way for way in ways if way not in shut):
            answer = send(client, name, method)
            if answer.status_code == 405:
                shut.add((name, method))
            yield who, name, method, answer


@cache
def _ways(name: str) -> tuple[str, ...]:
    """Return what an address of the API offers, and one method that it does not; a page is asked by all.

    Which of the others is asked makes no difference: the view has nothing that could answer.
    """
    view = getattr(next(route.view for route in every() if route.name == name), "cls", None)
    if view is None:
        return METHODS
    offered = [method for method in METHODS if hasattr(view, method)]
    return (*offered, *[method for method in METHODS if method not in offered][:1])


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each, pattern, inner)
        elif isinstance(each, URLPattern):
            yield Route(f"{space}{each.name or pattern}", pattern, each.callback)
