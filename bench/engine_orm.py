"""The way most code does it: one activity a transaction, one ORM call a row. The decisions are Hearth's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bench.common import START


def process_one(pk: int) -> None:
    """Give activity `pk` every effect by get_or_create, save and create."""
    from django.db import transaction

    from gamify.engine import deciding, matching
    from gamify.engine.facts import Counter, Facts
    from gamify.models import Account, Activity, LedgerEntry, Outcome, Player, Progress, Waiting
    from gamify.storage import claims, economies

    with transaction.atomic():
        row = Activity.objects.select_for_update().select_related("actor").get(pk=pk)
        player, _ = Player.objects.select_for_update().get_or_create(user=row.actor)
        happening = claims.happening(row, claims.members([row.actor_id])[row.actor_id])
        economy = economies.current()
        found = matching.match(happening, economy)
        facts = Facts(sequence=player.sequence)
        rows = {}
        for subject, period in dict.fromkeys(matching.counters(found, happening)):
            rows[subject, period], _ = Progress.objects.get_or_create(user=row.actor, subject=subject, period=period)
            counter = rows[subject, period]
            state = (counter.value, counter.last_at, counter.completed_at, counter.settled_by_id, counter.version)
            facts.counters[subject, period] = Counter(*state)
        for account in Account.objects.filter(user=row.actor):
            facts.balances[account.currency_id] = account.available
        outcome = deciding.decide(happening, economy, facts, found)
        facts.apply(outcome, happening)
        _count(rows, facts)
        for entry in outcome.entries:
            account, _ = Account.objects.get_or_create(user=row.actor, currency_id=entry.currency)
            account.available += entry.amount
            account.save()
            LedgerEntry.objects.create(
                account=account,
                kind=entry.kind,
                amount=entry.amount,
                activity=row,
                source=entry.source,
                scope=entry.scope,
                earned_at=entry.earned_at,
                at=entry.at,
            )
            if entry.currency == "growth":
                _stand(row.actor_id, entry.scope, entry.amount, entry.earned_at)
        for step in outcome.steps:
            if step.change and step.subject.startswith("badge/"):
                _award(row, step)
        kept = {"sequence": outcome.sequence, "document": {}, "processed_at": START}
        Outcome.objects.create(activity=row, actor=row.actor, **kept)
        Waiting.objects.filter(pk=pk).delete()
        player.sequence, player.level = outcome.sequence, outcome.level_after
        player.save()


def _count(rows: Any, facts: Any) -> None:
    for key in facts.touched:
        counter = rows[key]
        fresh = facts.counters[key]
        counter.value, counter.last_at, counter.completed_at = fresh.value, fresh.last_at, fresh.completed_at
        counter.settled_by_id, counter.version = fresh.settled_by, fresh.version
        counter.save()


def _award(row: Any, step: Any) -> None:
    from gamify.models import Award, Badge

    badge = Badge.objects.get(key=step.subject[6:], version=step.version)
    values = {"badge": badge, "activity": row, "awarded_at": START}
    Award.objects.update_or_create(user=row.actor, badge_key=badge.key, defaults=values)


def _stand(user_id: int, scope: str, amount: int, at: datetime) -> None:
    from django.db.models import F

    from gamify.models import Leaderboard, Period, RankBucket, Standing
    from gamify.storage import boards, trie

    for place, cycle, key in boards.board_keys(scope, at):
        board, _ = Leaderboard.objects.get_or_create(scope=place, cycle=cycle, currency_id="growth")
        period, _ = Period.objects.get_or_create(leaderboard=board, key=key)
        standing, is_new = Standing.objects.get_or_create(
            period=period, user_id=user_id, defaults={"score": 0, "reached_at": at}
        )
        before: Sequence[int] = () if is_new else (standing.score,)
        standing.score, standing.reached_at = standing.score + amount, at
        standing.save()
        for depth in range(trie.DEPTHS):
            for score, change in ((standing.score, 1), *((old, -1) for old in before)):
                bucket, _ = RankBucket.objects.get_or_create(period=period, depth=depth, bucket=score >> (6 * depth))
                RankBucket.objects.filter(pk=bucket.pk).update(standings=F("standings") + change)
