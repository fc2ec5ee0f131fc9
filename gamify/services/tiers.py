"""What tier a member holds: looked at when they look, and each day; one step at a time, every one written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from gamify.engine import tiers
from gamify.engine.tiers import Change
from gamify.models import Edition, HeldTier, Tier, TierStep
from gamify.selectors import tiers as reads
from gamify.selectors.tiers import Mine
from gamify.storage import tiers as storage
from inbox.services import notifications
from lib import jobs
from live.services import topics

KIND = "tier"
PAGE = 200
MOST = 10_000  # in one go, so that other jobs have their turn
AGAIN = timedelta(days=1)
_CHANGED = ("tier", "enter", "since", "falls_at", "told_at")


def review_due(*, now: datetime) -> int:
    """Look at everybody whose day has come, and at who may hold a tier for the first time; return how many changed.

    A job, safe to run twice and to be killed: each page is one transaction.
    """
    ladder = storage.in_force()
    fresh = storage.newcomers(ladder[0].enter, MOST) if ladder else []
    due = HeldTier.objects.filter(_is_due(now)).order_by("review_at", "pk")
    users = sorted({*fresh, *due.values_list("pk", flat=True)[:MOST]})
    pages = [users[start : start + PAGE] for start in range(0, len(users), PAGE)]
    return jobs.each(pages, lambda page: review(users=page, now=now))


def _is_due(now: datetime) -> Q:
    """Say whose day has come, or who was last looked at before the edition that is in force. Queries: 1."""
    is_due = Q(review_at__lte=now)
    published_at = Edition.objects.order_by("-number").values_list("published_at", flat=True).first()
    return is_due | Q(review_at__lt=published_at + AGAIN) if published_at else is_due


def look(*, user: User, now: datetime) -> Mine:
    """Return the tier of a member who looks, reviewed first if a step is due. Queries: 3, 1 without tiers.

    Locks, emits: as `review`.
    """
    found = reads.mine(user=user, now=now)
    if not reads.due(found, user=user, now=now):
        return found
    review(users=(user.pk,), now=now)
    return reads.mine(user=user, now=now)


@transaction.atomic
def review(*, users: Sequence[int], now: datetime) -> int:
    """Take the next step of each of these members, if there is one, and return how many there were.

    Twice changes nothing more. Who hides the game or has closed their account may rise, but neither falls nor is told.
    Locks: what they hold, by user id. Queries: at most 11 for any number. Emits: lines in inboxes, the members' topics.
    """
    HeldTier.objects.bulk_create([HeldTier(pk=pk, review_at=now) for pk in sorted(users)], ignore_conflicts=True)
    locked = HeldTier.objects.select_for_update(of=("self",)).select_related("user")
    rows = list(locked.filter(pk__in=users).order_by("pk"))
    ladder = storage.in_force()  # after the lock: an edition may have come while it was waited for
    steps = list(_steps(rows, ladder, now))
    HeldTier.objects.filter(pk__in=users).update(review_at=now + AGAIN)
    if steps:
        HeldTier.objects.bulk_update([row for row, _step in steps], _CHANGED)
        TierStep.objects.bulk_create([step for _row, step in steps])
        _tell(steps, ladder)
    return len(steps)


def _steps(rows: Sequence[HeldTier], ladder: Sequence[Tier], now: datetime) -> Iterator[tuple[HeldTier, TierStep]]:
    """Yield what changes, with the rows as they will be. Queries: 2."""
    bars = storage.bars(ladder)
    gained = storage.gained([row.pk for row in rows], now)
    away = {row.pk for row in rows if row.told_at and not row.falls_at}
    away -= storage.back_again(HeldTier.objects.filter(pk__in=away)) if away else set()
    for row in rows:
        has = gained.get(row.pk, 0)
        may_warn, may_fall = row.pk not in away, not reads.rests(row.user)
        step = tiers.review(row.held, bars, has, now, may_warn=may_warn, may_fall=may_fall)
        if step:
            yield row, _take(row, step, has, now)


def _take(row: HeldTier, step: tiers.Step, gained: int, now: datetime) -> TierStep:
    """Put the member where the step leads, and return what is written down of it."""
    before = row.tier
    if step.change not in (Change.WARNED, Change.KEPT):
        row.since = now if step.held.tier else None
    if step.change in (Change.WARNED, Change.FELL, Change.MOVED):
        row.told_at = now
    row.tier, row.enter, row.falls_at = step.held.tier, step.held.enter, step.held.falls_at
    return TierStep(
        user=row.user,
        change=step.change,
        before=before,
        after=row.tier,
        falls_at=row.falls_at,
        gained=gained,
        at=now,
    )


def _tell(steps: Sequence[tuple[HeldTier, TierStep]], ladder: Sequence[Tier]) -> None:
    known = {tier.key: tier for tier in ladder}
    told = [(row, step) for row, step in steps if step.change != Change.KEPT and not reads.rests(row.user)]
    lines = [_line(row, step, known) for row, step in told]
    members = (f"member:{row.user.public_id}:game" for row, _step in steps)
    topics.touch(*members, *notifications.send_many(lines=lines))


def _line(row: HeldTier, step: TierStep, known: dict[str, Tier]) -> notifications.Line:
    after, before = known.get(step.after), known.get(step.before)
    data = {"change": step.change, "before": before.names if before else {}, "after": after.names if after else {}}
    if step.falls_at and after:
        data |= {"falls_at": step.falls_at.isoformat(), "missing": after.keep - step.gained}
    return notifications.Line(row.pk, row.user.public_id, KIND, f"{KIND}:{step.pk}", "/tasks/#tier", data, step.at)
