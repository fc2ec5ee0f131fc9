"""What other apps add to a person's pages: sections of the profile and tabs of the settings."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.http import HttpRequest
from django.utils.functional import Promise

from accounts.models import User


@dataclass(frozen=True)
class Section:
    """A part of the profile page, beside what the person says or, `is_main`, in its place.

    `render` returns its HTML for the viewer, or "" to leave it out.
    """

    key: str
    position: int
    render: Callable[[HttpRequest, User], str]
    is_main: bool = False


@dataclass(frozen=True)
class Tab:
    """A page of the settings: where it is (a URL name) and what it is called."""

    url_name: str
    label: str | Promise
    icon: str
    position: int


Closing = Callable[..., object]
_closings: list[Closing] = []
_reopenings: list[Closing] = []


def at_closing(do: Closing) -> None:
    """Let `do(user, now)` end what an account has open when it is closed."""
    _closings.append(do)


def close(*, user: User, now: datetime) -> None:
    """Let everybody end what the closed account of `user` has open: in the transaction that closes it."""
    for do in _closings:
        do(user=user, now=now)


def at_reopening(do: Closing) -> None:
    """Let `do(user, now)` take up what comes back with an account that is opened again."""
    _reopenings.append(do)


def reopen(*, user: User, now: datetime) -> None:
    """Let everybody take up what comes back with the account of `user`: in the transaction that opens it again."""
    for do in _reopenings:
        do(user=user, now=now)


class Renaming(Protocol):
    """What follows from another name; `handles` are those by which texts may mean the person."""

    def __call__(self, *, user: User, handles: Collection[str]) -> object: ...


_renamings: list[Renaming] = []


def at_renaming(do: Renaming) -> None:
    """Let `do(user=, handles=)` renew what shows the person's name and is kept."""
    _renamings.append(do)


def rename(*, user: User, handles: Collection[str]) -> None:
    """Let everybody renew what shows the person's name: in the transaction that changes it."""
    for do in _renamings:
        do(user=user, handles=handles)


_sections: dict[str, Section] = {}
_tabs: dict[str, Tab] = {}


def add_section(section: Section) -> None:
    """Add a part to every profile; a key can be taken once."""
    if section.key in _sections:
        raise ValueError(f"profile section {section.key} is registered twice")
    _sections[section.key] = section


def add_tab(tab: Tab) -> None:
    """Add a page to the settings; a URL name can be taken once."""
    if tab.url_name in _tabs:
        raise ValueError(f"settings tab {tab.url_name} is registered twice")
    _tabs[tab.url_name] = tab


def sections() -> tuple[Section, ...]:
    """Return the profile's sections in order."""
    return tuple(sorted(_sections.values(), key=lambda section: section.position))


def tabs() -> tuple[Tab, ...]:
    """Return the settings' tabs in order."""
    return tuple(sorted(_tabs.values(), key=lambda tab: tab.position))
