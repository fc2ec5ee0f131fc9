"""The steps of machines that are news for other programs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from lib.machines.rows import Machine, Step
from lib.webhook_events import PAGE, Entry, Kind, Log, Page


@dataclass(frozen=True)
class Moved:
    """A row as it is now, and the step that is told of."""

    row: Any
    step: Step


@dataclass(frozen=True)
class News:
    """Which steps of a machine are a `kind`: to one of `after`, from one of `before` ("" at birth; empty: any other).

    With a `cause` only for this; `loads` are the relations of the row that the kind's words need.
    """

    kind: Kind
    machine: type[Machine]
    after: Sequence[str]
    before: Sequence[str] = ()
    cause: str = ""
    loads: Sequence[str] = ()

    def where(self) -> Q:
        """Return the condition on steps."""
        found = Q(kind=self.machine.KIND, after__in=self.after)
        if self.before:
            found &= Q(before__in=self.before)
        if self.cause:
            found &= Q(cause=self.cause)
        return found

    def is_told_by(self, step: Step) -> bool:
        """Say the same of one step."""
        is_here = step.kind == self.machine.KIND and step.after in self.after
        return is_here and (not self.before or step.before in self.before) and self.cause in ("", step.cause)


def log_of(name: str, steps: type[Step], news: Sequence[News]) -> Log:
    """Return the log of an app's machines with what of it is news."""

    def read(names: Collection[str], after: int, since: datetime) -> Page:
        return _read(steps, [each for each in news if each.kind.name in names], after, since)

    def settled(after: int, before: datetime) -> int:
        rows = steps._default_manager.filter(pk__gt=after, at__lt=before).order_by("-pk")
        return rows.values_list("pk", flat=True).first() or after

    return Log(name, tuple({each.kind.name: each.kind for each in news}.values()), read, settled)


def _read(steps: type[Step], news: Sequence[News], after: int, since: datetime) -> Page:
    """Return a page of news. Queries: 1, and 1 for each kind among them."""
    wanted = Q(pk__in=())
    for each in news:
        wanted |= each.where()
    rows = list(steps._default_manager.filter(wanted, pk__gt=after, at__gte=since).order_by("pk")[:PAGE])
    things = {each.kind.name: _things(each, rows) for each in news}
    entries = [
        Entry(
            each.kind,
            f"{step.kind}:{step.row_id}:{step.seq}",
            step.at,
            Moved(things[each.kind.name][step.row_id], step),
        )
        for step in rows
        for each in news
        if each.is_told_by(step)
    ]
    return Page(entries, rows[-1].pk if len(rows) == PAGE else None)


def _things(news: News, steps: Sequence[Step]) -> Mapping[int, Machine]:
    pks = {step.row_id for step in steps if news.is_told_by(step)}
    rows = news.machine._default_manager.select_related(*news.loads)
    return rows.in_bulk(pks) if pks else {}
