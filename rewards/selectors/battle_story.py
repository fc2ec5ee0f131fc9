"""What is left of a battle that is final: the places, what made them, the turns, and everybody who was there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from gamify.models import Activity
from rewards import scoring
from rewards.models import Battle, BattlePlayer, BattleResult
from rewards.scoring.moments import LEAD, Moment, moments
from rewards.scoring.tally import Event, Rules, replay
from rewards.selectors import battle_feed
from rewards.selectors.battle_sides import Side, sides
from rewards.services.battles import folding
from rewards.services.battles.rules import fold_rules

LEAST_POSTS = 5
LEAST_AUTHORS = 3
MOST_TURNS = 8
SHOWN_FEELINGS = 3


@dataclass(frozen=True)
class Turn:
    """A moment with its people and teams, and how it stood then, in the order of the sides."""

    kind: str
    moment: Moment
    side: Side
    who: User | None
    words: str | Promise
    scores: tuple[tuple[Side, int], ...]

    @property
    def is_lead(self) -> bool:
        return self.kind == LEAD


@dataclass(frozen=True)
class Share:
    """What a source brought to a team: points after the cap, and the width of its bar."""

    source: scoring.Source
    points: int
    part: int


@dataclass(frozen=True)
class Wall:
    """A team with the names of all who brought something, most points first."""

    side: Side
    shares: tuple[Share, ...]
    people: tuple[BattlePlayer, ...]


@dataclass(frozen=True)
class Story:
    """The page of a battle that is over."""

    battle: Battle
    walls: tuple[Wall, ...]
    turns: tuple[Turn, ...]
    turns_left_out: int
    feelings: tuple[tuple[str, int], ...]
    posts: int
    result: BattleResult | None

    @property
    def winners(self) -> tuple[Side, ...]:
        return tuple(wall.side for wall in self.walls if wall.side.place == 1 and wall.side.team.score)

    @property
    def winner_names(self) -> str:
        return _(", ").join(side.team.name for side in self.winners)

    @property
    def finishers(self) -> int:
        return sum(len(wall.people) for wall in self.walls)


def story(*, battle: Battle) -> Story:
    """Return the story of a battle that is final. Queries: 5."""
    drawn = sides(battle, tuple(battle.teams.all()))
    roster = list(BattlePlayer.objects.filter(battle=battle).select_related("user").order_by("-points", "joined_at"))
    rules, events = fold_rules(battle), tuple(folding.events_of(battle))
    by_team = {side.team.public_id: side for side in drawn}
    teams = {
        key: [each.user.public_id for each in roster if each.team_id == side.team.pk] for key, side in by_team.items()
    }
    told = _turns(rules, teams, events, by_team, {each.user.public_id: each.user for each in roster})
    feelings, posts = _feelings(battle, [each.user_id for each in roster])
    points = _points_by_source(rules, teams, events)
    walls = [_wall(side, points[key], roster) for key, side in by_team.items()]
    return Story(
        battle=battle,
        walls=tuple(sorted(walls, key=lambda wall: (wall.side.place, wall.side.team.position))),
        turns=told[:1] + told[1:][-(MOST_TURNS - 1) :],
        turns_left_out=max(0, len(told) - MOST_TURNS),
        feelings=feelings,
        posts=posts,
        result=battle.results.order_by("-seq").first(),
    )


def _wall(side: Side, points: Mapping[str, int], roster: Sequence[BattlePlayer]) -> Wall:
    whole = max(sum(points.values()), 1)
    shares = tuple(
        Share(source, points[source.key], round(100 * points[source.key] / whole))
        for source in scoring.every()
        if points.get(source.key)
    )
    people = tuple(each for each in roster if each.team_id == side.team.pk and each.points)
    return Wall(side, shares, people)


def _points_by_source(
    rules: Rules, teams: Mapping[str, Sequence[str]], events: Sequence[Event]
) -> dict[str, Counter[str]]:
    """Return what each source brought to each team, cut at the cap; of all its players, not only its best."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for step in replay(rules, teams, events):
        found[step.team][step.event.source] += step.gained
    return found


def _turns(
    rules: Rules,
    teams: Mapping[str, Sequence[str]],
    events: Sequence[Event],
    by_team: Mapping[str, Side],
    people: Mapping[str, User],
) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            kind=each.kind,
            moment=each,
            side=by_team[each.team],
            who=people.get(each.player),
            words=battle_feed.sentence_of(each.source),
            scores=tuple((by_team[key], score) for key, score in each.scores.items()),
        )
        for each in moments(rules, teams, events)
    )


def _feelings(battle: Battle, users: Sequence[int]) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return what the posts of the players said they felt while it ran, most often first, and of how many posts.

    Nothing below LEAST_POSTS posts of LEAST_AUTHORS people: fewer would tell of single ones.
    """
    rows = Activity.objects.filter(
        actor__in=users,
        verb="create",
        object_type="post",
        occurred_at__gte=battle.starts_at,
        occurred_at__lt=battle.ends_at,
        undone_by=None,
    )
    found: list[tuple[int, dict[str, Any]]] = list(rows.order_by("pk").values_list("actor_id", "data"))
    felt = [(who, data["emotions"]) for who, data in found if data.get("emotions")]
    if len(felt) < LEAST_POSTS or len({who for who, __ in felt}) < LEAST_AUTHORS:
        return (), len(felt)
    counted = Counter(emotion for __, emotions in felt for emotion in emotions)
    return tuple(counted.most_common(SHOWN_FEELINGS)), len(felt)
