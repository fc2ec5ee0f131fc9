"""What the site tells other programs: the kinds of event there are, and the logs in which they are found.

Nothing is written for this when something happens: each app keeps a log of what happened anyway, written in the
transaction of its cause, and says in its `webhook_events.py` which of its entries are news. Whoever carries news out
reads the logs (docs/adr/webhooks-read-the-logs.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

PAGE = 500  # entries that are read at once
Thing = Any  # what a kind is about, as its app knows it


def _no_brand(thing: Thing) -> int | None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of event, such as `team.succeeded`; `words` say what happened.

    `data(thing)` is what is told: public ids, states, and where to read more; nothing that the people of the brand
    could not read, nothing personal; None for nothing to tell. `brand(thing)` is the primary key of the brand
    concerned, None for none; `is_of_site` keeps the kind for the staff. `example` is such data.
    """

    name: str
    words: str | Promise
    data: Callable[[Thing], dict[str, Any] | None]
    example: Mapping[str, Any]
    brand: Callable[[Thing], int | None] = _no_brand
    is_of_site: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry of a log that is news: `key` names it and no other, wherever it is read."""

    kind: Kind
    key: str
    at: datetime
    thing: Thing


@dataclass(frozen=True)
class Page:
    """Entries in the order of the log; `last` is where to read on after, None at its end."""

    entries: Sequence[Entry]
    last: int | None


Read = Callable[[Collection[str], int, datetime], Page]
Settled = Callable[[int, datetime], int]


@dataclass(frozen=True)
class Log:
    """A log with news. Its entries have growing numbers, but may be committed in another order.

    `read(names, after, since)` is a page of those of some kinds after a number, from `since` on. `settled(after,
    before)` is the number up to which nothing can appear any more, of what happened before a moment; `after` if none.
    """

    name: str
    kinds: Sequence[Kind]
    read: Read
    settled: Settled


_logs: dict[str, Log] = {}
_kinds: dict[str, Kind] = {}


def add(log: Log) -> None:
    """Register `log` with its kinds; each name can be taken once."""
    taken = [kind.name for kind in log.kinds if kind.name in _kinds]
    if log.name in _logs or taken:
        raise ValueError(f"webhook events {taken or log.name} are registered twice")
    _logs[log.name] = log
    _kinds.update({kind.name: kind for kind in log.kinds})


def of_rows(name: str, kind: Kind, rows: QuerySet[Any], at: str) -> Log:
    """Return a log of which each row is news of one kind; `at` is the column with the moment in which it was made."""

    def read(names: Collection[str], after: int, since: datetime) -> Page:
        page = list(rows.filter(pk__gt=after, **{f"{at}__gte": since}).order_by("pk")[:PAGE])
        word = rows.model._meta.model_name
        entries = [Entry(kind, f"{word}:{row.pk}", getattr(row, at), row) for row in page]
        return Page(entries, page[-1].pk if len(page) == PAGE else None)

    def settled(after: int, before: datetime) -> int:
        done = rows.filter(pk__gt=after, **{f"{at}__lt": before}).order_by("-pk")
        return done.values_list("pk", flat=True).first() or after

    return Log(name, (kind,), read, settled)


def logs() -> tuple[Log, ...]:
    """Return all logs in the order they were added."""
    return tuple(_logs.values())


def every() -> tuple[Kind, ...]:
    """Return all kinds in the order of their names."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def find(name: str) -> Kind | None:
    """Return the kind called `name`, or None."""
    return _kinds.get(name)


def moment(at: datetime) -> str:
    """Return a moment as the API writes it: in UTC, with a Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def address(name: str, *args: Any) -> str:
    """Return the whole address of the API's endpoint called `name`: where more is to be read."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse(name, args=args)}"
