"""What the players of a battle did, taken from the record as score events: each once, whoever looks how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, QuerySet

from accounts.models import User
from gamify.engine import outcomes
from gamify.engine.decision import COMPLETED
from gamify.engine.happening import MIRRORS
from gamify.engine.sources import TASK
from gamify.models import Activity
from lib import jobs
from live.services import topics
from rewards import scoring
from rewards.models import Battle, BattlePlayer, BuyTeam, ScoreEvent
from rewards.scoring.record import Field, Record
from rewards.services.battles import folding

State = Battle.State
COLLECTING = (State.RUNNING, State.LOCKED, State.TALLIED)
PAGE = 2000
LATE = timedelta(seconds=60)  # how long an activity may take from its writing to its commit
NEW_HERE = timedelta(days=14)


def collect_due(*, now: datetime) -> int:
    """Look what is new in every running battle; return how many found something. A sweeper, safe to run twice."""
    running = list(Battle.objects.filter(state=State.RUNNING).order_by("pk").values_list("pk", flat=True))
    return jobs.each(running, lambda pk: int(bool(collect(pk, now=now))))


@transaction.atomic
def collect(pk: int, *, now: datetime) -> int:
    """Write the score events of what is new in the record, and the scores; return how many events there were.

    Undone and redone things are mirrored until the battle is final. Locks: the battle. Queries: 5 when nothing is new,
    else at most 14, for each 2,000 activities. Emits: the battle, and each player whose points moved.
    """
    battle = Battle.objects.select_for_update(no_key=True).get(pk=pk)
    if battle.state not in COLLECTING:
        return 0
    players = {player.user_id: player for player in _players(battle)}
    moved: set[str] = set()
    count, after = 0, battle.seen_id
    while rows := list(_new(battle, players, after)[:PAGE]):
        fresh = list(_events(battle, players, rows, now))
        count += _write(battle, fresh)
        moved |= {f"member:{players[event.user_id].user.public_id}:battles" for event in fresh}
        _remember(battle, players, rows, now)
        after = rows[-1].pk
    if count:
        topics.touch(f"battle:{battle.pk}", *moved)
    return count


def is_everything_processed(battle: Battle) -> bool:
    """Say whether no activity of a player from before the end still waits for the engine. Queries: 1."""
    players = BattlePlayer.objects.filter(battle=battle).values("user")
    waiting = Activity.objects.filter(actor__in=players, waiting__isnull=False, recorded_at__lt=battle.ends_at)
    return not waiting.exists()


def _players(battle: Battle) -> QuerySet[BattlePlayer]:
    return BattlePlayer.objects.filter(battle=battle).select_related("user").order_by("pk")


def _new(battle: Battle, players: Mapping[int, BattlePlayer], after: int) -> QuerySet[Activity]:
    rows = Activity.objects.filter(pk__gt=after, actor__in=players, outcome__isnull=False)
    return rows.filter(recorded_at__gte=battle.starts_at).select_related("outcome").order_by("pk")


def _events(
    battle: Battle, players: Mapping[int, BattlePlayer], rows: Sequence[Activity], now: datetime
) -> Iterator[ScoreEvent]:
    """Yield the events of the rows that have none yet, in their order."""
    known = _known(battle, rows)
    field = _field(battle, players.values(), rows)
    for row in rows:
        if row.pk in known:
            continue
        player = players[row.actor_id]
        if row.verb in MIRRORS:
            made = [_mirror(row, cause, now) for cause in known.get(row.undoes_id or 0, ())]
        elif battle.ends_at and player.joined_at <= row.recorded_at < battle.ends_at:
            made = [
                _event(battle, player, row, source, units, now) for source, units in _units(battle, row, player, field)
            ]
        else:
            made = []
        if made:
            known[row.pk] = made
        yield from made


def _known(battle: Battle, rows: Sequence[Activity]) -> dict[int, list[ScoreEvent]]:
    """Return the events that there are already, of these activities and of what they undo."""
    ids = {row.pk for row in rows} | {row.undoes_id for row in rows if row.undoes_id}
    known: dict[int, list[ScoreEvent]] = {}
    for event in ScoreEvent.objects.filter(battle=battle, activity_id__in=ids):
        known.setdefault(event.activity_id, []).append(event)
    return known


def _units(battle: Battle, row: Activity, player: BattlePlayer, field: Field) -> Iterator[tuple[str, int]]:
    record = _record(row)
    for key in battle.sources:
        source = scoring.get(key)
        if source.verbs and record.verb not in source.verbs:
            continue
        units = source.count(record, player.team_id, field)
        if units:
            yield key, units


def _record(row: Activity) -> Record:
    steps = outcomes.steps(row.outcome.document)
    tasks = tuple(step.subject for step in steps if step.subject.startswith(TASK) and step.change == COMPLETED)
    return Record(row.pk, row.actor_id, row.verb, row.object_type, row.object_id, row.data, row.occurred_at, tasks)


def _event(battle: Battle, player: BattlePlayer, row: Activity, source: str, units: int, now: datetime) -> ScoreEvent:
    return ScoreEvent(
        battle=battle,
        team_id=player.team_id,
        user_id=row.actor_id,
        source=source,
        units=units,
        activity_id=row.pk,
        cause_id=row.pk,
        day=row.local_date,
        happened_at=row.occurred_at,
        received_at=now,
    )


def _mirror(row: Activity, cause: ScoreEvent, now: datetime) -> ScoreEvent:
    """An undo takes back, and a redo gives again, just what the activity before it in the chain had moved."""
    return ScoreEvent(
        battle_id=cause.battle_id,
        team_id=cause.team_id,
        user_id=cause.user_id,
        source=cause.source,
        units=-cause.units,
        activity_id=row.pk,
        cause_id=cause.cause_id,
        day=cause.day,
        happened_at=cause.happened_at,
        received_at=now,
    )


def _field(battle: Battle, players: Iterable[BattlePlayer], rows: Sequence[Activity]) -> Field:
    authors = {str(row.data["post_author"]) for row in rows if row.data.get("post_author")}
    teams = {row.object_id for row in rows if row.object_type == "buyteam"}
    since = (battle.starts_at or battle.created_at) - NEW_HERE
    new = User.objects.filter(public_id__in=authors, date_joined__gte=since).values_list("public_id", flat=True)
    theirs = BuyTeam.objects.filter(pk__in=teams, campaign=battle.campaign_id).values_list("pk", flat=True)
    return Field(
        teams={player.user.public_id: player.team_id for player in players},
        newcomers=frozenset(new) if authors else frozenset(),
        buyteams=frozenset(map(str, theirs)) if teams else frozenset(),
    )


def _write(battle: Battle, fresh: Sequence[ScoreEvent]) -> int:
    if fresh:
        ScoreEvent.objects.bulk_create(fresh)
        folding.refold(battle, {event.user_id for event in fresh})
    return len(fresh)


def _remember(battle: Battle, players: Mapping[int, BattlePlayer], rows: Sequence[Activity], now: datetime) -> None:
    """Note up to where nothing can be new any more: not past what waits, nor what may be committed only now."""
    waiting = Activity.objects.filter(actor__in=players, waiting__isnull=False, pk__gt=battle.seen_id)
    first = waiting.aggregate(first=Min("pk"))["first"]
    old = [row.pk for row in rows if row.recorded_at < now - LATE and (first is None or row.pk < first)]
    if old:
        battle.seen_id = old[-1]
        battle.save(update_fields=["seen_id"])
