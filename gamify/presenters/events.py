"""What a member did, in plain words, with what it gave and what did not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from gamify.registry import Thing, things
from gamify.selectors import history, words
from lib import texts


@dataclass(frozen=True)
class Event:
    """An activity in plain words, with what it gave and what did not count."""

    title: str
    thing: Thing | None
    time: str
    at: datetime
    note: str
    is_undone: bool
    causes: tuple[dict[str, object], ...]
    refusals: tuple[str, ...]
    points: str
    growth: str
    is_minus: bool

    @property
    def more(self) -> int:
        """How many causes there are beside the first."""
        return max(0, len(self.causes) - 1)


def rows(found: Iterable[history.Event], *, viewer: User, now: datetime) -> list[Event]:
    """Return activities in plain words. Queries: 1 for each kind of place and of thing."""
    found = tuple(found)
    places = things.find(viewer, {_ref(event.scope) for event in found if event.scope})
    known = things.find(viewer, {event.object for event in found})
    return [_event(event, places, known, now) for event in found]


def _ref(scope: str) -> tuple[str, str]:
    kind, _colon, pk = scope.partition(":")
    return kind, pk


def _event(
    event: history.Event,
    places: dict[tuple[str, str], Thing],
    known: dict[tuple[str, str], Thing],
    now: datetime,
) -> Event:
    place = places.get(_ref(event.scope)) if event.scope else None
    title = words.doing(event.verb, place.words if place else "", thing=event.object[0], called=_rule(event))
    if event.is_mirror:
        title = (_("Taken back: %(what)s") if event.growth + event.spark <= 0 else _("Counts again: %(what)s")) % {
            "what": title
        }
    return Event(
        title=title,
        thing=known.get(event.object),
        time=words.when(event.at, now=now),
        at=event.at,
        note=words.reason(event.reason),
        is_undone=event.is_undone,
        causes=tuple(_cause(cause) for cause in event.causes),
        refusals=_refusals(event.refusals, now),
        points=words.points(growth=event.growth, spark=event.spark),
        growth=words.signed(event.growth) if event.growth else "",
        is_minus=event.growth + event.spark < 0,
    )


def _rule(event: history.Event) -> str:
    """Return the name of the first rule that the activity met, "" when it met none."""
    gave = [each.name for each in event.causes if each.kind == "rule"]
    return next(iter(gave + [each.name for each in event.refusals if each.kind == "rule"]), "")


def _cause(cause: history.Cause) -> dict[str, object]:
    kinds = {
        "rule": _("rule “%(name)s”"),
        "task": _("task “%(name)s”"),
        "badge": _("badge “%(name)s”"),
        "quest": _("quest “%(name)s”"),
        "step": _("step “%(name)s” of a quest"),
    }
    name = kinds.get(cause.kind, "%(name)s") % {"name": cause.name}
    return {"name": name, "version": cause.version, "points": words.points(growth=cause.growth, spark=cause.spark)}


def _refusals(found: Iterable[history.Refusal], now: datetime) -> tuple[str, ...]:
    """Return a sentence for each reason, with everything that did not count for it."""
    names: dict[str, list[str]] = {}
    for refusal in found:
        is_ahead = refusal.opens_at is not None and refusal.opens_at > now
        opens = words.opens(refusal.opens_at, now=now) if refusal.opens_at and is_ahead else ""
        names.setdefault(texts.join((refusal.sentence, opens)), []).append(refusal.name)
    return tuple(
        _("Did not count: %(names)s. %(why)s") % {"names": _(", ").join(each), "why": why}
        for why, each in names.items()
    )
