"""What the entrants of a challenge did, taken from the record as marks: each once, whoever looks how often."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, QuerySet

from gamify import metrics
from gamify.engine import conditions, matching
from gamify.engine.economy import Goal
from gamify.engine.happening import MIRRORS
from gamify.models import Activity, Challenge, ChallengeTask, Consent, Entrant, Mark
from gamify.services.challenges import folding, locking, notifying, rules
from gamify.storage import claims
from lib import bulk, jobs

State = Challenge.State
PAGE = 2000
LATE = timedelta(seconds=60)  # how long an activity may take from its writing to its commit


def collect_due(*, now: datetime) -> int:
    """Look what is new in every running challenge; return how many found something. A job, safe to run twice."""
    rows = Challenge.objects.filter(state__in=(State.RUNNING, State.CLOSING), frozen_at=None).order_by("pk")
    return jobs.each(list(rows.values_list("pk", flat=True)), lambda pk: int(bool(collect(pk, now=now))))


@transaction.atomic
def collect(pk: int, *, now: datetime) -> int:
    """Write the marks of what is new in the record, and the scores; return how many marks there were.

    Undone and redone things are mirrored until the freeze. Locks: the challenge. Queries: 5 when nothing is new, else
    at most 20 for each 2,000 activities. Emits: the challenge, and each entrant whose marks moved.
    """
    held = locking.challenge(pk)
    if held.state not in (State.RUNNING, State.CLOSING) or held.frozen_at:
        return 0
    return collect_held(held, now=now)


def collect_held(held: Challenge, *, now: datetime) -> int:
    """Do as `collect` for a challenge that is locked. Inside a transaction."""
    goals = {task.pk: goal_of(task) for task in held.tasks.all() if task.kind == ChallengeTask.Kind.METRIC}
    if not goals:
        return 0
    count, after, horizon = 0, held.seen_id, _horizon(held, now)
    while rows := list(_new(held, goals.values(), after)[:PAGE]):
        count += _take(held, goals, rows, now)
        after = rows[-1].pk
    _remember(held, horizon)
    return count


def is_everything_processed(held: Challenge) -> bool:
    """Say whether no activity of an entrant from before the end still waits for the engine. Queries: 1."""
    entrants = Entrant.objects.filter(challenge=held).values("user")
    return not Activity.objects.filter(actor__in=entrants, waiting__isnull=False, recorded_at__lt=held.ends_at).exists()


def goal_of(task: ChallengeTask) -> Goal:
    """Return a task as the engine matches it. Raises ValueError for what cannot be compiled."""
    return Goal(
        pk=task.pk,
        kind="task",
        key=str(task.pk),
        version=1,
        verb=task.verb,
        names=task.names,
        effects=(),
        comparisons=conditions.compile_when(task.when),
        program=conditions.compile_condition(task.condition) if task.condition else None,
        metric=metrics.get(task.metric),
        goal=task.goal,
    )


def _new(held: Challenge, goals: Collection[Goal], after: int) -> QuerySet[Activity]:
    verbs = {goal.verb for goal in goals} | set(MIRRORS)
    entrants = Entrant.objects.filter(challenge=held).values("user")
    rows = Activity.objects.filter(pk__gt=after, actor__in=entrants, verb__in=verbs, outcome__isnull=False)
    return rows.filter(recorded_at__gte=held.starts_at).order_by("pk")


@dataclass(frozen=True)
class _Page:
    """What must be known to make marks of some rows of the record; `until` when places took back their yes."""

    held: Challenge
    goals: dict[int, Goal]
    entrants: dict[int, Entrant]
    known: dict[int, list[Mark]]
    until: dict[str, datetime | None]
    now: datetime


def _take(held: Challenge, goals: dict[int, Goal], rows: Sequence[Activity], now: datetime) -> int:
    known = _known(held, rows)
    rows = [row for row in rows if row.pk not in known]
    if not rows:
        return 0
    people = {row.actor_id for row in rows}
    taking_part = Entrant.objects.filter(challenge=held, user__in=people).select_related("user")
    page = _Page(held, goals, {each.user_id: each for each in taking_part}, known, _until(held), now)
    fresh = list(_marks(page, rows))
    if fresh:
        bulk.insert(fresh)
        moved = {mark.entrant_id for mark in fresh}
        folding.refold(held, moved)
        notifying.touch(held, *(each.user for each in page.entrants.values() if each.pk in moved))
    return len(fresh)


def _marks(page: _Page, rows: Sequence[Activity]) -> Iterator[Mark]:
    """Yield the marks of the rows, in their order; none has any yet."""
    ends_at = page.held.ends_at
    for row in rows:
        entrant = page.entrants[row.actor_id]
        made: list[Mark] = []
        if row.verb in MIRRORS:
            made = [_mirror(row, cause, page.now) for cause in page.known.get(row.undoes_id or 0, ())]
        elif ends_at and entrant.entered_at <= row.recorded_at < min(ends_at, entrant.left_at or ends_at):
            made = list(_given(page, entrant, row))
        if made:
            page.known[row.pk] = made
        yield from made


def _known(held: Challenge, rows: Sequence[Activity]) -> dict[int, list[Mark]]:
    """Return the marks that there are already, of these activities and of what they undo."""
    ids = {row.pk for row in rows} | {row.undoes_id for row in rows if row.undoes_id}
    known: dict[int, list[Mark]] = {}
    for mark in Mark.objects.filter(challenge=held, activity_id__in=ids):
        known.setdefault(mark.activity_id or 0, []).append(mark)
    return known


def _given(page: _Page, entrant: Entrant, row: Activity) -> Iterator[Mark]:
    happening = claims.happening(row, claims.Member.of(entrant.user))
    if page.held.places and happening.scope not in page.held.places:
        until = page.until.get(happening.scope)
        if until is None or until <= row.recorded_at:
            return
    for task, goal in page.goals.items():
        counted = matching.contribution(goal, happening, []) if goal.verb == happening.verb else None
        if counted:
            yield Mark(
                challenge=page.held,
                task_id=task,
                entrant=entrant,
                units=1,
                item=counted.item,
                activity_id=row.pk,
                cause_id=row.pk,
                day=row.local_date,
                happened_at=row.occurred_at,
                received_at=page.now,
            )


def _until(held: Challenge) -> dict[str, datetime | None]:
    """Return until when what was done in the places that took back their yes counts."""
    if not rules.is_narrowed(held):
        return {}
    gone = Consent.objects.filter(challenge=held, state=Consent.State.WITHDRAWN)
    return dict(gone.values_list("scope", "answered_at"))


def _mirror(row: Activity, cause: Mark, now: datetime) -> Mark:
    """An undo takes back, and a redo gives again, just what the activity before it in the chain had given."""
    return Mark(
        challenge_id=cause.challenge_id,
        task_id=cause.task_id,
        entrant_id=cause.entrant_id,
        units=-cause.units,
        item=cause.item,
        activity_id=row.pk,
        cause_id=cause.cause_id,
        day=cause.day,
        happened_at=cause.happened_at,
        received_at=now,
    )


def _horizon(held: Challenge, now: datetime) -> int:
    """Return the latest activity of which nothing before can be new any more: not what waits or commits only now."""
    entrants = Entrant.objects.filter(challenge=held).values("user")
    waiting = Activity.objects.filter(actor__in=entrants, waiting__isnull=False, pk__gt=held.seen_id)
    first = waiting.aggregate(first=Min("pk"))["first"]
    settled = Activity.objects.filter(pk__gt=held.seen_id, recorded_at__lt=now - LATE)
    if first is not None:
        settled = settled.filter(pk__lt=first)
    latest = settled.order_by("-pk").values_list("pk", flat=True).first()
    return latest or held.seen_id


def _remember(held: Challenge, horizon: int) -> None:
    if horizon > held.seen_id:
        held.seen_id = horizon
        held.save(update_fields=["seen_id"])
