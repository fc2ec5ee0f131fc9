"""The scores of a battle as its events say: for players and teams while it runs, and as a whole at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Sum

from rewards.models import Battle, BattlePlayer, BattleTeam, ScoreEvent
from rewards.scoring.tally import Event, Tally, tally
from rewards.services.battles.rules import fold_rules

_COLUMNS = ("cause_id", "source", "user__public_id", "units", "day", "happened_at")


def refold(battle: Battle, users: Collection[int]) -> None:
    """Set the points of `users` and the scores of their teams anew. Inside a transaction that holds the battle.

    Queries: 4, and 2 for each team that they play for.
    """
    roster = list(BattlePlayer.objects.filter(battle=battle, user__in=users).select_related("user"))
    names = [player.user.public_id for player in roster]
    points = tally(fold_rules(battle), {"": names}, events_of(battle, users)).players
    for player in roster:
        player.points = points[player.user.public_id]
    BattlePlayer.objects.bulk_update(roster, ["points"])
    for team in BattleTeam.objects.filter(pk__in={player.team_id for player in roster}).order_by("pk"):
        best = BattlePlayer.objects.filter(team=team).order_by("-points")
        counted = best[: battle.best_of] if battle.best_of else best
        score = counted.aggregate(sum=Sum("points"))["sum"] or 0
        BattleTeam.objects.filter(pk=team.pk).exclude(score=score).update(score=score)


def whole(battle: Battle) -> Tally:
    """Return the count of everything. Queries: 2."""
    return tally(fold_rules(battle), rosters(battle), events_of(battle))


def rosters(battle: Battle) -> dict[str, list[str]]:
    """Return the players of each team, all by public ids. Queries: 1."""
    found: dict[str, list[str]] = {team.public_id: [] for team in battle.teams.all()}
    rows = BattlePlayer.objects.filter(battle=battle).order_by("user__public_id")
    for team, player in rows.values_list("team__public_id", "user__public_id"):
        found[team].append(player)
    return found


def events_of(battle: Battle, users: Collection[int] | None = None) -> Iterable[Event]:
    """Return the events of a battle, or of some of its players, in the order of their ids. Queries: 1."""
    rows = ScoreEvent.objects.filter(battle=battle).order_by("pk")
    if users is not None:
        rows = rows.filter(user__in=users)
    return [Event(*row) for row in rows.values_list(*_COLUMNS)]
