"""What the game tells other programs: challenges, badges, quests, levels and points that lapse."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from gamify.engine import outcomes
from gamify.engine.decision import COMPLETED
from gamify.engine.happening import BACKFILL, LAPSE, MIRRORS
from gamify.engine.sources import key_of, kind_of
from gamify.models import Activity, Challenge, Move, Submission, Waiting
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
    if row.verb == LAPSE:
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
add(Log("game", (AWARD, QUEST, LEVEL, LAPSED), _read, _settled))
