"""Battles for tests, made through the services: `battle(sides=("birds", "steepers"))`; and deeds of their players."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from accounts.models import User
from gamify.models import Activity
from gamify.services import record
from lib import clock
from rewards.models import Battle, BattleTeam
from rewards.services.battles import collecting, drafting, entering, running
from rewards.services.battles.terms import Side, Terms
from tests.rewards import factories

_numbers = count(1)
SOURCES = {"stories": 3, "tasks": 2, "welcomes": 2}


def terms(**changes: Any) -> Terms:
    """Return terms that can be announced; `sides` are names or `Side`s."""
    now = clock.now()
    sides = [
        side if isinstance(side, Side) else Side({"en": side}) for side in changes.pop("sides", ("birds", "steepers"))
    ]
    values: dict[str, Any] = {
        "names": {"en": "Spring pick", "zh-hans": "春茶之约"},
        "prizes": {"en": "Your names on the label."},
        "thanks": {"en": "A story card."},
        "letters": {"en": "Thank you, all of you."},
        "sides": sides,
        "sources": SOURCES,
        "starts_at": now + timedelta(hours=1),
        "ends_at": now + timedelta(days=2),
    }
    return Terms(**{**values, **changes})


def announced(of: Any = None, **changes: Any) -> Battle:
    """Return a battle that one can choose a team of."""
    of = of or factories.brand()
    made = drafting.draft(by=of.owner, brand=of, terms=terms(**changes), now=clock.now())
    drafting.submit(by=of.owner, battle=made, now=clock.now())
    return drafting.announce(by=factories.staff(), battle=made, now=clock.now())


def battle(hand: Any, *rosters: list[User], **changes: Any) -> Battle:
    """Return a running battle whose teams have these players; moves the clock `hand` to its beginning."""
    made = announced(**changes)
    for team, players in zip(made.teams.all(), rosters, strict=True):
        for player in players:
            entering.join(actor=player, team=team, now=clock.now())
    begin(made, hand)
    return Battle.objects.get(pk=made.pk)


def begin(made: Battle, hand: Any) -> None:
    hand.set(made.starts_at)
    running.start_due(now=clock.now())


def end(made: Battle, hand: Any) -> None:
    hand.set(made.ends_at)
    running.lock_due(now=clock.now())


def felt(author: User, *, by: User) -> Activity:
    """`author` wrote something that somebody felt."""
    number = next(_numbers)
    return record.activity(
        actor=author,
        verb="receive",
        object=record.Ref("post", str(number)),
        key=f"receive:{number}",
        data={"from": by.public_id, "emotions": ["calm"]},
        now=clock.now(),
    )


def undo(activity: Activity, **changes: Any) -> Activity:
    undone = record.undo(key=activity.key, reason="removed", by=None, now=clock.now(), **changes)
    assert undone
    return undone


def redo(activity: Activity) -> Activity:
    again = record.redo(key=activity.key, reason="restored", by=None, now=clock.now())
    assert again
    return again


def collected(made: Battle) -> dict[str, int]:
    """Look what is new; return the score of each team by its English name."""
    collecting.collect(made.pk, now=clock.now())
    return scores(made)


def scores(made: Battle) -> dict[str, int]:
    return {team.names["en"]: team.score for team in BattleTeam.objects.filter(battle=made)}
