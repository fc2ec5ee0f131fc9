"""The count of a battle: made from the record, open to objections for a day, then final; or called off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.services import record
from lib import clean, documents, errors, jobs
from lib.machines import steps
from live.services import topics
from rewards.models import Battle, BattlePlayer, BattleResult, BattleTeam, Objection
from rewards.policies import Action
from rewards.scoring.tally import Tally
from rewards.services import listings
from rewards.services.battles import collecting, folding, notifying

State = Battle.State
EARLY = (State.DRAFT, State.REVIEW, State.ANNOUNCED)
OPEN_FOR = timedelta(hours=24)
WORDS_LENGTH = 500
FORMAT = 1


class AlreadySaid(errors.Conflict):
    """A player objects once."""

    code = "rewards.battle_objected"
    message = _("You have objected already. Staff read what you said then.")


def count_due(*, now: datetime) -> int:
    """Count the battles that are over, once the engine has processed all that belongs to them; return how many."""
    return jobs.sweep(Battle.objects.filter(state=State.LOCKED).order_by("pk"), _count, now)


def finish_due(*, now: datetime) -> int:
    """Make counts final that were open for a day and have no unanswered objection; return how many."""
    counted = Battle.objects.filter(state=State.TALLIED, tallied_at__lte=now - OPEN_FOR)
    quiet = counted.exclude(objections__answered_at=None, objections__isnull=False).order_by("pk")
    return jobs.sweep(quiet, _finish, now)


@transaction.atomic
def object_to(*, actor: User, battle: Battle, words: str, now: datetime) -> Objection:
    """Say what is wrong with a count, once for each player. Locks: the battle.

    Raises: NotAllowed: not a player. WrongMoment: no count is open. AlreadySaid: with other words. Invalid.
    """
    said = clean.block(words, field="words", most=WORDS_LENGTH, least=3)
    held = Battle.objects.select_for_update(of=("self",), no_key=True).select_related("brand").get(pk=battle.pk)
    if not BattlePlayer.objects.filter(battle=held, user=actor).exists():
        raise errors.NotAllowed(code="rewards.battle_not_playing")
    known = Objection.objects.filter(battle=held, user=actor).first()
    if known and known.words == said:
        return known
    if known:
        raise AlreadySaid
    listings.check_state(held, State.TALLIED)
    made = Objection.objects.create(battle=held, user=actor, words=said, made_at=now)
    notifying.objected(held, made, now)
    topics.touch(f"battle:{held.pk}")
    return made


@transaction.atomic
def answer(*, by: User, objection: Objection, words: str, now: datetime) -> Objection:
    """Answer an objection, after counting again what has changed since; twice changes nothing. Staff only.

    Locks: the battle. Raises: NotAllowed; Invalid.
    """
    said = clean.block(words, field="words", most=WORDS_LENGTH, least=3)
    held = listings.lock(objection.battle, by=by, action=Action.REVIEW)
    row = Objection.objects.select_for_update(of=("self",)).select_related("user").get(pk=objection.pk)
    if row.answered_at is None:
        listings.check_state(held, State.TALLIED)
        row.answer, row.answered_by, row.answered_at = said, by, now
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        _count_again(held, now)
        notifying.answered(held, row, now)
        topics.touch(f"battle:{held.pk}")
    return row


@transaction.atomic
def call_off(*, by: User, battle: Battle, reason: str, now: datetime) -> Battle:
    """End a battle without a result, whatever its state; what it gave goes back. A draft is thrown away by it.

    Its brand may until it begins, after that only staff. Locks: the battle.
    Raises: NotAllowed, WrongMoment; Invalid without a reason.
    """
    said = listings.check_reason(reason)
    held = listings.lock(battle, by=by, action=Action.CANCEL if battle.state in EARLY else Action.REVIEW)
    listings.check_can_become(held, State.VOID)
    if (battle.state in EARLY) != (held.state in EARLY):
        raise listings.WrongMoment(held)
    was_final, was_public = held.state == State.FINAL, bool(held.rules_hash)
    listings.move(held, State.VOID, by=by, cause="called_off", reason=said, now=now)
    if was_final:
        for player in _finishers(held):
            record.undo(
                source=notifying.SOURCE, key=notifying.key_of(held, player), reason="battle_void", by=by, now=now
            )
    if was_public:
        notifying.called_off(held, by=by, now=now)
        topics.touch(f"battle:{held.pk}")
    return held


def _count(pk: int, now: datetime) -> int:
    with transaction.atomic():
        battle = Battle.objects.select_for_update(no_key=True).get(pk=pk)
        if battle.state != State.LOCKED or not collecting.is_everything_processed(battle):
            return 0
        _from_the_beginning(battle, now)
        found = _write_result(battle, now)
        steps.take(battle, State.TALLIED, cause="counted", now=now, data=found, tallied_at=now)
        notifying.counted(battle, now)
        topics.touch(f"battle:{battle.pk}")
    return 1


def _finish(pk: int, now: datetime) -> int:
    with record.batched(), transaction.atomic():
        battle = Battle.objects.select_for_update(of=("self",), no_key=True).select_related("brand").get(pk=pk)
        if battle.state != State.TALLIED or battle.objections.filter(answered_at=None).exists():
            return 0
        _count_again(battle, now)
        steps.take(battle, State.FINAL, cause="unopposed", now=now)
        notifying.finished(battle, _finishers(battle), now)
        topics.touch(f"battle:{battle.pk}")
    return 1


def _count_again(battle: Battle, now: datetime) -> None:
    """Count anew when something was taken back since: a result is never changed, a later one takes its place."""
    _from_the_beginning(battle, now)
    latest = battle.results.order_by("-seq").first()
    if latest is None or latest.inputs_hash != inputs_hash(battle):
        steps.take(battle, State.TALLIED, cause="counted_again", now=now, data=_write_result(battle, now))


def _from_the_beginning(battle: Battle, now: datetime) -> None:
    """Look through the whole window once more: what was committed late is found now."""
    Battle.objects.filter(pk=battle.pk).update(seen_id=0)
    collecting.collect(battle.pk, now=now)


def _write_result(battle: Battle, now: datetime) -> dict[str, Any]:
    """Keep the count, and show it on teams and players; return what the log says of it."""
    found = folding.whole(battle)
    seq = battle.results.aggregate(count=Count("pk"))["count"] + 1
    digest = inputs_hash(battle)
    BattleResult.objects.create(battle=battle, seq=seq, document=document_of(found), inputs_hash=digest, counted_at=now)
    standings = {standing.team: standing for standing in found.standings}
    for team in BattleTeam.objects.filter(battle=battle).order_by("pk"):
        mine = standings[team.public_id]
        team.score, team.reached_at, team.place = mine.score, mine.reached_at, mine.place
        team.save(update_fields=["score", "reached_at", "place"])
    return {"result": seq, "inputs": digest}


def document_of(found: Tally) -> dict[str, Any]:
    """Return a count as it is kept, in plain JSON."""
    return {
        "format": FORMAT,
        "standings": [
            [each.team, each.score, each.reached_at.isoformat() if each.reached_at else None, each.place]
            for each in found.standings
        ],
        "players": dict(sorted(found.players.items())),
    }


def inputs_of(battle: Battle) -> dict[str, Any]:
    """Return everything that a count is made of, in plain JSON: anybody can count it again. Queries: 2."""
    return {
        "format": FORMAT,
        "rules": battle.rules,
        "teams": folding.rosters(battle),
        "events": sorted(
            [
                event.cause_id,
                event.source,
                event.player,
                event.units,
                event.day.isoformat(),
                event.happened_at.isoformat(),
            ]
            for event in folding.events_of(battle)
        ),
    }


def inputs_hash(battle: Battle) -> str:
    """Return the SHA-256 of the canonical JSON of `inputs_of`. Queries: 2."""
    return documents.digest(inputs_of(battle))


def _finishers(battle: Battle) -> list[BattlePlayer]:
    """Return those who brought something, in the order in which they are told."""
    rows = BattlePlayer.objects.filter(battle=battle, points__gt=0).select_related("user", "team")
    return list(rows.order_by("user__public_id"))
