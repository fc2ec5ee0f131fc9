"""What a launch opens: the app that sells registers here how, and the app whose idea is launched asks it to.

Neither knows the other. There is one opener, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
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


@dataclass(frozen=True)
class Drafted:
    """What a launch will open, as long as it is prepared: where the brand finishes it, and how it stands."""

    url: str
    words: str | Promise
    is_ready: bool


@dataclass(frozen=True)
class Sale:
    """What a launch sells at the moment: how many people are in, and whether their brand may still call it off.

    It may not once it must keep its word to some of them; then only the staff of the site end it.
    """

    people: int
    may_end: bool


@dataclass(frozen=True)
class Ended:
    """What a launch sold was called off: why, for everybody to read, and when."""

    reason: str
    at: datetime


@dataclass(frozen=True)
class End:
    """The end of what a launch sells, or was to sell, and why; `by` works for its brand."""

    key: str
    by: User
    reason: str
    now: datetime


@dataclass(frozen=True)
class Origin:
    """Where what is sold comes from: the idea, its page, who it is owed to, and the page that says how.

    `given_up` is why its brand has given the idea up since; "" as long as it has not.
    """

    title: str
    url: str
    people: tuple[User, ...]
    credit_url: str
    given_up: str = ""


class NothingToOpen(errors.Conflict):
    """No app here can sell what is launched."""

    code = "gamify.nothing_to_open"
    message = _("Nothing can be sold on this site yet.")


Open = Callable[[Launch], Opened]
Prepare = Callable[[Launch], None]
Find = Callable[[str], Drafted | None]
FindSale = Callable[[str], Sale | None]
FindEnd = Callable[[str], Ended | None]
CallOff = Callable[[End], None]


@dataclass(frozen=True)
class Seller:
    """How something is sold. `prepare` drafts it when a launch is announced, `find` says how the draft stands.

    `find_sale` says what runs once it was opened, `find_end` whether that was called off, `call_off` ends it, or throws
    the draft away.
    """

    open_: Open
    prepare: Prepare | None = None
    find: Find | None = None
    find_sale: FindSale | None = None
    find_end: FindEnd | None = None
    call_off: CallOff | None = None


_openers: dict[str, Seller] = {}


def register(kind: str, seller: Seller) -> None:
    """Say how launches are sold; called inside the launching transaction. Raises ValueError for a second one."""
    if _openers:
        raise ValueError(f"launches are opened as {next(iter(_openers))} already")
    _openers[kind] = seller


def open_(launch: Launch) -> Opened:
    """Open what `launch` sells. Raises: NothingToOpen; what the opener raises."""
    for seller in _openers.values():
        return seller.open_(launch)
    raise NothingToOpen


def prepare(launch: Launch) -> None:
    """Draft what `launch` will sell, once; where nothing is sold nothing happens. Raises: what the seller raises."""
    for seller in _openers.values():
        if seller.prepare:
            seller.prepare(launch)


def find(key: str) -> Drafted | None:
    """Return what was drafted for a launch. Queries: the seller's."""
    return next((seller.find(key) for seller in _openers.values() if seller.find), None)


def find_sale(key: str) -> Sale | None:
    """Return what a launch sells now, None where nothing runs, or not any more. Queries: the seller's."""
    return next((seller.find_sale(key) for seller in _openers.values() if seller.find_sale), None)


def find_end(key: str) -> Ended | None:
    """Return how what a launch sold was called off, whoever did; None while it was not. Queries: the seller's."""
    return next((seller.find_end(key) for seller in _openers.values() if seller.find_end), None)


def call_off(end: End) -> None:
    """End what a launch sells: what is held or paid goes back; a draft is thrown away. Nothing there, nothing done.

    Raises: what the seller raises, above all for those who may not.
    """
    for seller in _openers.values():
        if seller.call_off:
            seller.call_off(end)


FindOrigin = Callable[[str], Origin | None]
_origins: list[FindOrigin] = []


def tell_origins(find_origin: FindOrigin) -> None:
    """Let `find_origin(key)` say where the launches that it knows come from."""
    _origins.append(find_origin)


def origin(key: str) -> Origin | None:
    """Return where a launch comes from, None for one that nobody knows. Queries: 0 without a key, else 2."""
    found = (find_origin(key) for find_origin in _origins if key)
    return next((each for each in found if each), None)


Watch = Callable[[str], None]
_watchers: list[Watch] = []


def watch(watcher: Watch) -> None:
    """Let `watcher(key)` hear, inside the seller's transaction, that what a launch sold was called off."""
    _watchers.append(watcher)


def was_called_off(key: str) -> None:
    """Tell those who watch that what the launch sold was called off. Inside the seller's transaction, late in it."""
    for watcher in _watchers:
        watcher(key)
