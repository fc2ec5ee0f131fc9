"""What a launch opens: the app that sells registers here how, and the app whose idea is launched asks it to.

Neither knows the other. There is one opener, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from lib import errors


@dataclass(frozen=True)
class Launch:
    """A product about to be sold.

    Args:
        key: names the launch for ever: asked again with it, the same opened thing comes back.
        by: works for `brand`; texts are per language.
        first: who may buy before everybody else, until `first_until`; ids of members.
    """

    key: str
    brand: Brand
    by: User
    names: Mapping[str, str]
    stories: Mapping[str, str]
    first: Collection[int]
    first_until: datetime
    now: datetime


@dataclass(frozen=True)
class Opened:
    """What was opened: a reference such as `campaign:12`, and its page."""

    ref: str
    url: str


class NothingToOpen(errors.Conflict):
    """No app here can sell what is launched."""

    code = "gamify.nothing_to_open"
    message = _("Nothing can be sold on this site yet.")


Open = Callable[[Launch], Opened]
_openers: dict[str, Open] = {}


def register(kind: str, opener: Open) -> None:
    """Say how launches are opened; called inside the launching transaction. Raises ValueError for a second one."""
    if _openers:
        raise ValueError(f"launches are opened as {next(iter(_openers))} already")
    _openers[kind] = opener


def open_(launch: Launch) -> Opened:
    """Open what `launch` sells. Raises: NothingToOpen; what the opener raises."""
    for opener in _openers.values():
        return opener(launch)
    raise NothingToOpen
