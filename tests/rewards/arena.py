"""Battles for tests, made through the services: `arena = running(clock)`, then `arena.bring(ana, 3)`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from accounts.models import User
from gamify.services import process, record
from gamify.services.record import Ref
from lib import clock as clocks
from rewards.models import Battle, BattleTeam
from rewards.services.battles import collecting, counting, drafting, entering, running as stages
from rewards.services.battles.terms import Side, Terms
from tests.factories import member
from tests.rewards import factories as f

_numbers = count(1)
TWO = ("Early Birds", "Slow Steepers")
HOUR = timedelta(hours=1)


def terms(teams: Sequence[str] = TWO, **changes: Any) -> Terms:
    """Return terms that can be announced."""
    now = clocks.now()
    values: dict[str, Any] = {
        "names": {"en": "Spring pick", "zh-hans": "春茶对决"},
        "stories": {"en": "Two kettles."},
        "prizes": {"en": "Your names on the label."},
        "thanks": {"en": "A letter from the picker."},
        "letters": {"en": "Dear all,\n\nit rained."},
        "sides": tuple(Side({"en": name}) for name in teams),
        "sources": {"stories": 3, "welcomes": 2},
        "starts_at": now + HOUR,
        "ends_at": now + 49 * HOUR,
    }
    return Terms(**{**values, **changes})


def draft(of: Any = None, **changes: Any) -> Battle:
    """Return a battle that is still being written."""
    of = of or f.brand()
    return drafting.draft(by=of.owner, brand=of, terms=terms(**changes), now=clocks.now())


def in_review(of: Any = None, **changes: Any) -> Battle:
    """Return a battle that waits for review."""
    of = of or f.brand()
    return drafting.submit(by=of.owner, battle=draft(of, **changes), now=clocks.now())


def announced(of: Any = None, *, by: User | None = None, **changes: Any) -> Battle:
    """Return a battle whose teams can be chosen."""
    return drafting.announce(by=by or f.staff(), battle=in_review(of, **changes), now=clocks.now())


def team(battle: Battle, number: int = 0) -> BattleTeam:
    return list(battle.teams.order_by("position"))[number]


def play(battle: Battle, number: int = 0, who: User | None = None) -> User:
    """Let somebody play for a team; return them."""
    user = who or member(f"Player {next(_numbers)}")
    entering.join(actor=user, team=team(battle, number), now=clocks.now())
    return user


def running(clock: Any, *, players: Sequence[int] = (1, 1), of: Any = None, **changes: Any) -> Battle:
    """Return a battle that has begun, with so many players in each team."""
    battle = announced(of, teams=changes.pop("teams", TWO[: len(players)]), **changes)
    for number, many in enumerate(players):
        for _each in range(many):
            play(battle, number)
    clock.tick(hours=2)
    stages.start_due(now=clocks.now())
    return fresh(battle)


def bring(user: User, times: int = 1, *, source: str = "stories") -> None:
    """Let somebody bring something: words that an outsider felt."""
    for _each in range(times):
        number = next(_numbers)
        record.activity(
            actor=user,
            verb="receive",
            object=Ref("post", str(number)),
            key=f"arena:{number}",
            data={"from": f"outsider{number:04d}"},
            now=clocks.now(),
        )
    process.sweep(now=clocks.now())
    for pk in Battle.objects.filter(state=Battle.State.RUNNING).values_list("pk", flat=True):
        collecting.collect(pk, now=clocks.now())


def end(clock: Any, battle: Battle) -> Battle:
    """Return the battle once it is counted."""
    clock.set(battle.ends_at + timedelta(minutes=1))
    stages.lock_due(now=clocks.now())
    process.sweep(now=clocks.now())
    counting.count_due(now=clocks.now())
    return fresh(battle)


def finish(clock: Any, battle: Battle) -> Battle:
    """Return the battle once it is final."""
    end(clock, battle)
    clock.tick(hours=25)
    counting.finish_due(now=clocks.now())
    return fresh(battle)


def players_of(battle: Battle) -> list[User]:
    return [each.user for each in battle.players.select_related("user").order_by("pk")]


def fresh(battle: Battle) -> Battle:
    return Battle.objects.get(pk=battle.pk)


def write(user: User, emotion: str) -> None:
    """Let somebody write a post that says what it felt."""
    number = next(_numbers)
    record.activity(
        actor=user,
        verb="create",
        object=Ref("post", str(number)),
        key=f"arena:{number}",
        data={"emotions": [emotion]},
        now=clocks.now(),
    )
