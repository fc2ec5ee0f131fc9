"""What the game tells other programs: challenges, badges, quests, levels, tiers and points that lapse."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from gamify.engine import lots, outcomes
from gamify.engine.decision import COMPLETED
from gamify.engine.happening import BACKFILL, LAPSE, MIRRORS
from gamify.engine.sources import key_of, kind_of
from gamify.engine.tiers import Change
from gamify.models import Activity, Challenge, Move, Submission, TierStep, Waiting
from lib.machines.news import Moved, News, log_of
from lib.webhook_events import PAGE, Entry, Kind, Log, Page, add, address, moment

API = "https://hearth.example/api/v1"


def _challenge(it: Moved) -> dict[str, Any]:
    row = it.row
    own = address("api-own-challenge", row.brand.slug, row.public_id) if row.brand else ""
    url = own or address("api-challenge", row.public_id)
    return {"challenge": row.public_id, "state": it.step.after, "url": url}


def _submission(it: Moved) -> dict[str, Any]:
    row, challenge = it.row, it.row.entrant.challenge
    brand = challenge.brand
    own = address("api-own-challenge-proofs", brand.slug, challenge.public_id) if brand else ""
    return {
        "submission": row.public_id,
        "challenge": challenge.public_id,
        "task": row.task.position,
        "due_at": moment(row.due_at),
        "url": own or address("api-challenge", challenge.public_id),
    }


_CHALLENGE = {"challenge": "6n4sd8y1pkvc", "state": "announced", "url": f"{API}/brands/luma/challenges/6n4sd8y1pkvc"}
_SETTLED = {**_CHALLENGE, "state": "settled"}
_SUBMISSION = {
    "submission": "3e7ga2l9tzwx",
    "challenge": "6n4sd8y1pkvc",
    "task": 2,
    "due_at": "2026-11-25T09:00:00Z",
    "url": f"{API}/brands/luma/challenges/6n4sd8y1pkvc/proofs",
}


def _brand(it: Moved) -> int | None:
    brand: int | None = it.row.brand_id
    return brand


def _brand_of_entrant(it: Moved) -> int | None:
    brand: int | None = it.row.entrant.challenge.brand_id
    return brand


LAUNCHED = Kind("challenge.launched", _("A challenge was announced"), _challenge, _CHALLENGE, _brand)
SETTLED = Kind("challenge.settled", _("A challenge is over and its prizes are given"), _challenge, _SETTLED, _brand)
RECEIVED = Kind("submission.received", _("Somebody handed in a proof"), _submission, _SUBMISSION, _brand_of_entrant)
AWARD = Kind(
    "award.granted",
    _("A member earned a badge"),
    dict,
    {"member": "1b5rx8c3ndhq", "badge": "first-light", "is_late": False},
    is_of_site=True,
)
QUEST = Kind(
    "quest.finished",
    _("A member finished a quest"),
    dict,
    {"member": "1b5rx8c3ndhq", "quest": "a-seat-by-the-fire"},
    is_of_site=True,
)
LEVEL = Kind(
    "level.reached", _("A member reached a level"), dict, {"member": "1b5rx8c3ndhq", "level": 4}, is_of_site=True
)

LAPSED = Kind(
    "points.lapsed",
    _("Points of a member lapsed"),
    dict,
    {"member": "1b5rx8c3ndhq", "currency": "spark", "amount": 40},
    is_of_site=True,
)


TIER = Kind(
    "tier.changed",
    _("A member rose to a tier, or one step down"),
    dict,
    {"member": "1b5rx8c3ndhq", "before": "good-neighbour", "after": "close-friend", "is_up": True},
    is_of_site=True,
)


def _read(names: Collection[str], after: int, since: datetime) -> Page:
    """Return a page of what activities brought; that of hidden members is told to nobody.

    Queries: 1.
    """
    rows = Activity.objects.filter(pk__gt=after, recorded_at__gte=since, outcome__isnull=False).order_by("pk")
    page = list(rows.exclude(verb__in=MIRRORS).select_related("outcome", "actor")[:PAGE])
    shown = (row for row in page if not (row.actor.boards_hidden or row.actor.game_hidden))
    entries = [entry for row in shown for entry in _gains(row) if entry.kind.name in names]
    return Page(entries, page[-1].pk if len(page) == PAGE else None)


def _gains(row: Activity) -> Iterator[Entry]:
    document, member = row.outcome.document, row.actor.public_id
    if (row.source, row.verb) == (lots.SOURCE, LAPSE):
        yield Entry(LAPSED, f"lapse:{row.pk}", row.recorded_at, {"member": member, **row.data})
    for step in outcomes.steps(document):
        kind, key = kind_of(step.subject), key_of(step.subject)
        if kind == "quest" and step.change == COMPLETED:
            yield Entry(QUEST, f"quest:{row.pk}:{key}", row.recorded_at, {"member": member, "quest": key})
        if kind == "badge" and step.change == COMPLETED:
            data = {"member": member, "badge": key, "is_late": row.verb == BACKFILL}
            yield Entry(AWARD, f"award:{row.pk}:{key}", row.recorded_at, data)
    before, level = outcomes.levels(document)
    if level > before and row.verb != BACKFILL:
        yield Entry(LEVEL, f"level:{row.pk}", row.recorded_at, {"member": member, "level": level})


def _settled(after: int, before: datetime) -> int:
    """Return up to where everything is recorded and processed. Queries: 2."""
    rows = Activity.objects.filter(pk__gt=after, recorded_at__lt=before).order_by("-pk")
    waits = Waiting.objects.aggregate(first=Min("pk"))["first"]
    if waits is not None:
        rows = rows.filter(pk__lt=waits)
    return rows.values_list("pk", flat=True).first() or after


add(
    log_of(
        "challenges",
        Move,
        (
            News(LAUNCHED, Challenge, ["announced"], ["review"], loads=["brand"]),
            News(SETTLED, Challenge, ["settled"], ["closing"], loads=["brand"]),
            News(RECEIVED, Submission, ["waiting"], [""], loads=["entrant__challenge__brand", "task"]),
        ),
    )
)


def _read_tiers(names: Collection[str], after: int, since: datetime) -> Page:
    """Return a page of tiers that came or went; those of hidden members are told to nobody. Queries: 1."""
    rows = TierStep.objects.filter(pk__gt=after, at__gte=since).select_related("user").order_by("pk")
    page = list(rows.exclude(change__in=(Change.WARNED, Change.KEPT))[:PAGE])
    shown = (row for row in page if row.user.is_active and not (row.user.boards_hidden or row.user.game_hidden))
    entries = [Entry(TIER, f"tier:{row.pk}", row.at, _tier(row)) for row in shown]
    return Page(entries, page[-1].pk if len(page) == PAGE else None)


def _tier(row: TierStep) -> dict[str, Any]:
    is_up = row.change == Change.ROSE
    return {"member": row.user.public_id, "before": row.before, "after": row.after, "is_up": is_up}


def _settled_tiers(after: int, before: datetime) -> int:
    """Return up to where every step is committed. Queries: 1."""
    done = TierStep.objects.filter(pk__gt=after, at__lt=before).order_by("-pk")
    return done.values_list("pk", flat=True).first() or after


add(Log("game", (AWARD, QUEST, LEVEL, LAPSED), _read, _settled))
add(Log("tiers", (TIER,), _read_tiers, _settled_tiers))
