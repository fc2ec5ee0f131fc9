"""What follows when something happens to a battle: lines in inboxes, activities for the game. In its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.selectors import brands
from gamify.services import record
from gamify.services.record import Ref
from inbox.services import notifications
from live.services import topics
from rewards import paths
from rewards.models import AlbumPicture, AlbumReport, Battle, BattlePlayer, BattleTeam, Objection

SOURCE = "rewards"
COMPLETE = "complete"


def submitted(battle: Battle, *, by: User, now: datetime) -> None:
    """It waits for review: staff who do not work for the brand hear of it."""
    _tell(brands.other_staff(battle.brand_id), "battle_submitted", battle, _review(battle), now, by)


def announced(battle: Battle, *, by: User, now: datetime) -> None:
    """It was announced: its brand hears of it."""
    _tell(brands.people_of(battle.brand_id), "battle_announced", battle, paths.of_battle(battle), now, by)


def sent_back(battle: Battle, *, by: User, now: datetime) -> None:
    """It came back from review; its reason says what to mend."""
    url = reverse("rewards:console-battle-edit", args=[battle.brand.slug, battle.public_id])
    _tell(brands.people_of(battle.brand_id), "battle_sent_back", battle, url, now, by)


def entered(battle: Battle, team: BattleTeam, captain: User, now: datetime) -> None:
    """A buying team plays: its members hear of it from their captain."""
    users = User.objects.filter(battles__team=team)
    _tell(users, "battle_entered", battle, paths.of_battle(battle), now, captain)


def begun(battle: Battle, now: datetime) -> None:
    """It has begun."""
    _tell(_players(battle), "battle_begun", battle, paths.of_battle(battle), now)


def moment(battle: Battle, name: str, now: datetime) -> None:
    """Half of it is over, or all but the last hour: how it stands. Who has heard of one is not told of the other."""
    ahead = battle.teams.order_by("-score", "position").first()
    scores = {"ahead": ahead.names, "score": ahead.score} if ahead else {}
    key = f"battle_moment:{battle.public_id}"
    _tell(_players(battle), f"battle_{name}", battle, paths.of_battle(battle), now, key=key, **scores)


def counted(battle: Battle, now: datetime) -> None:
    """It is counted: for a day one may object."""
    _tell(_players(battle), "battle_counted", battle, paths.of_battle(battle), now)


def objected(battle: Battle, objection: Objection, now: datetime) -> None:
    """A player objects: staff hear of it."""
    key = f"battle_objection:{battle.public_id}:{objection.pk}"
    _tell(
        brands.other_staff(battle.brand_id), "battle_objection", battle, _review(battle), now, objection.user, key=key
    )


def answered(battle: Battle, objection: Objection, now: datetime) -> None:
    """An objection has its answer."""
    _tell([objection.user], "battle_answer", battle, paths.of_battle(battle), now)


def finished(battle: Battle, finishers: Sequence[BattlePlayer], now: datetime) -> None:
    """It is final: everybody who brought something has their story, and the game hears of it."""
    teams = battle.teams.count()
    for player in finishers:
        record.activity(
            actor=player.user,
            verb=COMPLETE,
            object=Ref("battle", str(battle.pk)),
            key=key_of(battle, player),
            source=SOURCE,
            data={"place": player.team.place, "teams": teams, "is_winner": player.team.place == 1},
            now=now,
        )
    _tell((player.user for player in finishers), "battle_story", battle, paths.of_story(battle), now)


def picture_hidden(picture: AlbumPicture, now: datetime) -> None:
    """A picture of the album was hidden: its owner hears why."""
    battle = picture.battle
    key = f"battle_picture:{picture.public_id}"
    _tell([picture.user], "battle_picture", battle, paths.of_story(battle), now, key=key, reason=picture.reason)


def picture_reported(made: AlbumReport, now: datetime) -> None:
    """Somebody finds a picture wrong: those who may hide it hear of it."""
    battle = made.picture.battle
    key, kind, url = f"battle_report:{made.pk}", "battle_report", f"{paths.of_story(battle)}#album"
    able = {*brands.people_of(battle.brand_id), *brands.other_staff(battle.brand_id)}
    _tell(able - {made.reporter, made.picture.user}, kind, battle, url, now, key=key)


def called_off(battle: Battle, *, by: User | None = None, now: datetime) -> None:
    """It ends without a result: its players and its brand hear why."""
    _tell(
        {*_players(battle), *brands.people_of(battle.brand_id)}, "battle_void", battle, paths.of_battle(battle), now, by
    )


def key_of(battle: Battle, player: BattlePlayer) -> str:
    """Return the key of the activity of somebody who played to the end."""
    return f"battle:{battle.public_id}:{player.user.public_id}"


def _players(battle: Battle) -> Iterable[User]:
    return User.objects.filter(battles__battle=battle, is_active=True)


def _review(battle: Battle) -> str:
    return reverse("rewards:review-battle", args=[battle.public_id])


def _tell(
    to: Iterable[User],
    kind: str,
    battle: Battle,
    url: str,
    now: datetime,
    actor: User | None = None,
    *,
    key: str = "",
    **data: Any,
) -> None:
    """Write one line each, and renew what is their own on its page; nobody is told of what they did themselves.

    Queries: 3 for any number.
    """
    key = key or f"{kind}:{battle.public_id}:{battle.seq}"
    said = {"battle": battle.names, "reason": battle.reason, **data}
    people = [person for person in to if actor is None or person.pk != actor.pk]
    lines = [notifications.Line(person.pk, person.public_id, kind, key, url, said, now) for person in people]
    topics.touch(*notifications.send_many(lines=lines), *(f"member:{person.public_id}:battles" for person in people))
