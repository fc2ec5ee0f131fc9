"""Why these points: a member's activities, newest first, with what each gave and what did not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Subquery, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from gamify.engine import decision, outcomes, periods, sources
from gamify.engine.decision import Failure
from gamify.engine.economy import Economy, Rule
from gamify.models import Activity, LedgerEntry, Outcome
from gamify.selectors import refusals
from gamify.storage import economies
from lib import numbers

PAGE = 20
_EXPIRED = LedgerEntry.objects.filter(activity=OuterRef("pk"), kind="expire", account__currency="spark")
_LAPSED = Subquery(_EXPIRED.values("activity").annotate(sum=Sum("amount")).values("sum"))
_TELLING = (decision.CAPPED, decision.COOLING, decision.COUNTED_BEFORE, decision.OWN_CONTENT)  # the others are noise


@dataclass(frozen=True)
class Cause:
    """A rule, task or badge, at a version, and the points it gave or, below 0, took back; 0 without points."""

    kind: str
    key: str
    name: str
    version: str
    growth: int
    spark: int


@dataclass(frozen=True)
class Refusal:
    """What did not count this time: why, and when it may again."""

    kind: str
    name: str
    version: str
    sentence: str
    opens_at: datetime | None


class Thing(NamedTuple):
    """What an activity was about."""

    type: str
    id: str


@dataclass(frozen=True)
class Event:
    """One activity and all it meant. `verb` is of what was done, also when `is_mirror` says that this took it back or
    gave it again; `is_undone` that it no longer counts."""

    activity: int
    sequence: int
    at: datetime
    verb: str
    object: Thing
    scope: str
    is_mirror: bool
    is_undone: bool
    reason: str
    causes: tuple[Cause, ...]
    refusals: tuple[Refusal, ...]
    growth: int
    spark: int


@dataclass(frozen=True)
class Page:
    """Some of a member's activities; `next_cursor` is "" on the last page."""

    events: tuple[Event, ...]
    next_cursor: str


def history(*, user: User, currency: str = "", after: str = "", limit: int = PAGE, is_whole: bool = False) -> Page:
    """Return what the member did and what it meant; visits and the like that meant nothing are there too.

    Args:
        currency: only what moved points of it. after: the cursor of the page before; garbage gives the first page.
        is_whole: every reason for what did not count, those too that are noise to the member.

    Queries: 2.
    """
    rows = Outcome.objects.filter(actor=user)
    if currency:
        moved = LedgerEntry.objects.filter(activity=OuterRef("pk"), account__currency=currency)
        rows = rows.filter(Exists(moved))
    if before := numbers.find(after):
        rows = rows.filter(sequence__lt=before)
    related = rows.select_related("activity__undone_by", "activity__undoes__undoes").order_by("-sequence")
    found = list(related.annotate(lapsed=_LAPSED)[: limit + 1])
    economy = economies.current() if found else economies.NONE
    events = tuple(_event(row, economy, is_whole) for row in found[:limit])
    return Page(events, str(events[-1].sequence) if len(found) > limit else "")


def latest(*, user: User, most: int = 5) -> tuple[Event, ...]:
    """Return the latest activities that moved growth. Queries: 2."""
    return history(user=user, currency="growth", limit=most).events


def _event(outcome: Outcome, economy: Economy, is_whole: bool) -> Event:
    row, document = outcome.activity, outcome.document
    causes = (*_causes(document, economy), *_won(row), *_lapsed(outcome))
    return Event(
        activity=row.pk,
        sequence=outcome.sequence,
        at=row.occurred_at,
        verb=_root(row).verb,
        object=Thing(row.object_type, row.object_id),
        scope=f"{row.target_type}:{row.target_id}" if row.target_id else "",
        is_mirror=row.undoes_id is not None,
        is_undone=hasattr(row, "undone_by"),
        reason=str(row.data.get("reason", "")) if row.undoes_id else "",
        causes=causes,
        refusals=tuple(
            _refusal(each, economy)
            for each in outcomes.failures(document)
            if is_whole or row.undoes_id or _is_telling(each, economy)
        ),
        growth=sum(cause.growth for cause in causes),
        spark=sum(cause.spark for cause in causes),
    )


def _is_telling(failure: Failure, economy: Economy) -> bool:
    """What comes only once needs no word when it came before; badges only ever count something new."""
    is_once = failure.reason in (decision.CAPPED, decision.COUNTED_BEFORE) and not failure.opens_at
    found = economy.by_source.get(failure.source)
    is_once |= isinstance(found, Rule) and found.cap_cycle == periods.EVER
    return failure.reason in _TELLING and not is_once and not failure.source.startswith(sources.BADGE)


def _root(row: Activity) -> Activity:
    """Return what an undo or redo is about, as far back as the query looked."""
    cause = row.undoes.undoes if row.undoes and row.undoes.undoes_id else row.undoes
    return cause or row


def _causes(document: outcomes.Document, economy: Economy) -> tuple[Cause, ...]:
    totals: dict[str, dict[str, int]] = {}
    for source, currency, amount in outcomes.given(document):
        moved = totals.setdefault(source, {})
        moved[currency] = moved.get(currency, 0) + amount
    return tuple(_cause(source, moved, economy) for source, moved in totals.items())


def _won(row: Activity) -> tuple[Cause, ...]:
    """Return what was paid from an escrow because of the activity: no rule gave it."""
    if row.verb != "win" or not row.data.get("amount"):
        return ()
    amount = row.data["amount"] if row.data.get("currency") == "spark" else 0
    return (Cause("prize", "", _("Prize"), "", 0, amount),)


def _lapsed(outcome: Outcome) -> tuple[Cause, ...]:
    """Return what lapsed with the activity, or had lapsed of what it took back: no rule said so."""
    amount: int = getattr(outcome, "lapsed", None) or 0
    if not amount:
        return ()
    return (Cause("lapse", "", _("Not used in time") if amount < 0 else _("Had lapsed already"), "", 0, amount),)


def _cause(source: str, moved: Mapping[str, int], economy: Economy) -> Cause:
    kind, key, version = sources.kind_of(source), sources.key_of(source), sources.version_of(source)
    return Cause(kind, key, economy.name_of(source), version, moved.get("growth", 0), moved.get("spark", 0))


def _refusal(failure: Failure, economy: Economy) -> Refusal:
    source, sentence = failure.source, refusals.sentence(failure.reason)
    return Refusal(
        sources.kind_of(source), economy.name_of(source), sources.version_of(source), sentence, failure.opens_at
    )
