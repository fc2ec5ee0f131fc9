"""What Hearth keeps of a person: which rows they may take along, and how an account ends.

Every app names each of its models that points to a person, in its `personal_rows.py`: as a `Table` that goes along, or
with the reason why it does not (`manage.py check` knows them all). It adds what must be done before an account may be
closed, and what is erased once it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from lib.errors import Text


@dataclass(frozen=True)
class Table:
    """Rows of `model` (`community.Post`) that belong to whom the lookup `of` finds, told by the lookups `fields`.

    `file` is the one of the fields whose file goes along; `name` is that of its JSON file where a model is told twice.
    """

    model: str
    of: str
    fields: tuple[str, ...]
    file: str = ""
    name: str = ""


@dataclass(frozen=True)
class Obstacle:
    """What a person must settle before they go, and the page where they can."""

    text: Text
    url: str


@dataclass(frozen=True)
class Telling:
    """What is told beside the tables: a JSON file `name` with what `find(user)` yields."""

    name: str
    find: Callable[[User], Iterable[Mapping[str, object]]]


Before = Callable[[User], Iterable[Obstacle]]
Erase = Callable[..., object]
_tables: list[Table] = []
_tellings: list[Telling] = []
_left_out: dict[str, str] = {}
_before: list[Before] = []
_erasers: list[Erase] = []


def take_along(*tables: Table) -> None:
    """Let rows go along; a model may be named more than once, for the different people that a row names."""
    _tables.extend(tables)


def tell_along(telling: Telling) -> None:
    """Let something go along that stands in no table, but comes from several."""
    _tellings.append(telling)


def leave_out(why: str, *models: str) -> None:
    """Say why rows that name a person do not go along."""
    _left_out.update(dict.fromkeys(models, why))


def before_closing(find: Before) -> Before:
    """Let `find(user)` name what stands in the way of closing an account; a decorator."""
    _before.append(find)
    return find


def at_erasing(do: Erase) -> Erase:
    """Let `do(user=, with_words=, now=)` erase what an app keeps; `with_words`: also what they wrote. A decorator."""
    _erasers.append(do)
    return do


def tables() -> tuple[Table, ...]:
    """Return what goes along."""
    return tuple(_tables)


def tellings() -> tuple[Telling, ...]:
    """Return what goes along beside the tables."""
    return tuple(_tellings)


def left_out() -> dict[str, str]:
    """Return, by model, why its rows do not go along."""
    return dict(_left_out)


def obstacles(user: User) -> Sequence[Obstacle]:
    """Return what stands in the way of closing the account. Queries: a fixed number."""
    return [obstacle for find in _before for obstacle in find(user)]


def erase(*, user: User, with_words: bool, now: datetime) -> None:
    """Let every app erase its part, in the caller's transaction."""
    for do in _erasers:
        do(user=user, with_words=with_words, now=now)
