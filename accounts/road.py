"""The road of a member: what of their own doings stands on which rung, what touched them, and what may come next.

Each app adds in its `road.py` the steps, touches and invitations it knows of; the page, `me/road` and the member's data
show them to that member alone. Nothing here is a score, and nothing compares people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value, Window
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models import User
from lib import signatures

Text = str | Promise
VALUE, TRUST, PART = "value", "trust", "participation"
GOOD, HARD, PLAIN = "good", "hard", "plain"  # how something touched: only where the thing itself says so


@dataclass(frozen=True)
class Rung:
    """One rung of a ladder: its name, and what it means in a sentence."""

    name: Text
    about: Text


@dataclass(frozen=True)
class Ladder:
    """Three rungs, the first one lowest."""

    key: str
    name: Text
    rungs: tuple[Rung, Rung, Rung]


LADDERS = (
    Ladder(
        PART,
        _("Taking part"),
        (
            Rung(pgettext_lazy("rung", "Being there"), _("You look in and find your places.")),
            Rung(pgettext_lazy("rung", "Talking along"), _("You say something, answer, join in.")),
            Rung(pgettext_lazy("rung", "Making along"), _("You have a say in what is made, and care for the place.")),
        ),
    ),
    Ladder(
        TRUST,
        _("Trust"),
        (
            Rung(pgettext_lazy("rung", "What was promised comes"), _("Parcels arrive, reports are answered.")),
            Rung(pgettext_lazy("rung", "People know what they do"), _("You share what you know, and it helps.")),
            Rung(pgettext_lazy("rung", "People mean it"), _("You stand up for one another, and meet.")),
        ),
    ),
    Ladder(
        VALUE,
        _("What you get out of it"),
        (
            Rung(pgettext_lazy("rung", "It is useful"), _("Answers, and things you have a use for.")),
            Rung(pgettext_lazy("rung", "It feels good"), _("You say how you are, and belong.")),
            Rung(pgettext_lazy("rung", "You are heard"), _("What you say moves something.")),
        ),
    ),
)


@dataclass(frozen=True)
class Trace:
    """How often, the first time, and what that was: "" where it may not be read any more."""

    count: int
    first_at: datetime
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class Step:
    """A kind of doing that stands on a rung (1 to 3) of a ladder. `find(user)` costs one query."""

    key: str
    ladder: str
    rung: int
    label: Text
    find: Callable[[User], Trace | None]


@dataclass(frozen=True)
class Touch:
    """Something between the member and Hearth, in words; `moods` are feelings that the member chose themselves."""

    at: datetime
    words: str
    url: str = ""
    tone: str = PLAIN
    moods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Touches:
    """A kind of touch, listed under `chapter`. `find(user, since, until, most)` returns the latest `most` of the span,
    newest first, with few queries for any number."""

    key: str
    chapter: str
    icon: str
    find: Callable[[User, datetime, datetime, int], Iterable[Touch]]


CHAPTERS: dict[str, Text] = {
    "words": _("What I said"),
    "echo": _("What came back"),
    "moments": _("Moments"),
    "things": _("Bought and received"),
}


@dataclass(frozen=True)
class Invitation:
    """Where one might go next: a sentence, what the button says, and an address that exists for this member."""

    words: str
    action: str
    url: str


@dataclass(frozen=True)
class Inviting:
    """Who knows a way to a rung: `find(user, now)` returns it or None. Never one to buy something."""

    key: str
    ladder: str
    rung: int
    find: Callable[[User, datetime], Invitation | None]


Feelings = Callable[[User, datetime, datetime], Iterable[tuple[datetime, str]]]
_entries: dict[str, Step | Touches | Inviting] = {}
_feelings: list[Feelings] = []


def add(entry: Step | Touches | Inviting) -> None:
    """Add something to every road; a key can be taken once."""
    if entry.key in _entries:
        raise ValueError(f"{entry.key} stands on the road twice")
    asked = {Step: ["user"], Touches: ["user", "since", "until", "most"], Inviting: ["user", "now"]}[type(entry)]
    signatures.check(f"road {entry.key}", entry.find, asked)
    if isinstance(entry, Touches) and entry.chapter not in CHAPTERS:
        raise ValueError(f"{entry.chapter} is no chapter")
    if not isinstance(entry, Touches) and (entry.rung not in (1, 2, 3) or entry.ladder not in (VALUE, TRUST, PART)):
        raise ValueError(f"{entry.key} stands on no rung")
    _entries[entry.key] = entry


def add_feelings(find: Feelings) -> None:
    """Let `find(user, since, until)` say when the member chose which feeling: one query."""
    _feelings.append(find)


def steps() -> tuple[Step, ...]:
    return tuple(each for each in _entries.values() if isinstance(each, Step))


def touches() -> tuple[Touches, ...]:
    return tuple(each for each in _entries.values() if isinstance(each, Touches))


def invitings() -> tuple[Inviting, ...]:
    return tuple(each for each in _entries.values() if isinstance(each, Inviting))


def feelings(*, user: User, since: datetime, until: datetime) -> list[tuple[datetime, str]]:
    """Return when the member chose which feeling. Queries: 1 for each who knows."""
    return [pair for find in _feelings for pair in find(user, since, until)]


Tell = Callable[[Any], tuple[str, str]]


def trace(
    rows: QuerySet[Any], at: str, *, tell: Tell | None = None, among: QuerySet[Any] | None = None, to: str = "pk"
) -> Trace | None:
    """Return how many rows there are, and the first of them by the lookup `at`: what a Step finds. Queries: 1.

    Args: tell: its words and its address, asked if `readable` says so of it.
    """
    rows = readable(rows, among, to).annotate(walked=Window(Count("pk")), walked_at=F(at))
    first = rows.order_by("walked_at", "pk").first()
    if first is None:
        return None
    words, url = tell(first) if tell and first.is_readable else ("", "")
    return Trace(first.walked, first.walked_at, words, url)


def readable(rows: QuerySet[Any], among: QuerySet[Any] | None, to: str = "pk") -> QuerySet[Any]:
    """Say of each row as `is_readable` whether what its lookup `to` names is `among` those; None: all are."""
    found = Value(True) if among is None else Exists(among.filter(pk=OuterRef(to)))
    return rows.annotate(is_readable=found)
