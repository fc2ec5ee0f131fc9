"""What moves on the page of a challenge and is the same for everybody: its budget, its people, who is in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from gamify import paths, prizes
from gamify.models import Challenge, ChallengeTeam, Entrant, Prize, PrizeLine
from gamify.querysets import Viewer
from gamify.selectors import challenges
from gamify.selectors.challenges import Burn
from lib import paging

State = Challenge.State
TOP, PAGE = 10, 50
NEAR = 2
Party = Entrant | ChallengeTeam


@dataclass(frozen=True)
class Row:
    """A place of the standings: somebody alone, or a team. `share` is the score in percent of the first one's.

    `is_mine` is said around oneself only, for the rest is the same for everybody.
    """

    place: int
    party: Party
    share: int
    is_mine: bool = False

    @property
    def team(self) -> ChallengeTeam | None:
        return self.party if isinstance(self.party, ChallengeTeam) else None

    @property
    def entrant(self) -> Entrant | None:
        return self.party if isinstance(self.party, Entrant) else None

    @property
    def score(self) -> int:
        return self.party.score

    @property
    def is_finished(self) -> bool:
        return self.party.finished_at is not None


@dataclass(frozen=True)
class Rows:
    """A page of the standings."""

    rows: tuple[Row, ...]
    next_cursor: str


@dataclass(frozen=True)
class Line:
    """What there is to win: `left` are the places of a line for whoever finishes that nobody has taken yet."""

    line: PrizeLine
    words: str
    left: int | None


@dataclass(frozen=True)
class Won:
    """A prize of one's own, in words: a capped one is less than its line says."""

    prize: Prize
    words: str


@dataclass(frozen=True)
class Board:
    """The shared part of the page. In teams, `finishers_count` of the challenge counts teams."""

    challenge: Challenge
    burn: Burn
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]

    @property
    def url(self) -> str:
        return paths.of_challenge(self.challenge)

    @property
    def is_running(self) -> bool:
        return self.challenge.state == State.RUNNING


def board(*, pk: int) -> Board:
    """Return the board as it is now. Queries: at most 6, and 1 for each badge to win."""
    found = Challenge.objects.select_related("brand").prefetch_related("lines").get(pk=pk)
    return Board(found, challenges.burn(challenge=found), page(challenge=found, limit=TOP).rows, lines(challenge=found))


def lines(*, challenge: Challenge) -> tuple[Line, ...]:
    """Return what there is to win, and how many places are left of what everybody gets who finishes. Queries: as
    `board` says.
    """
    return tuple(
        Line(line, prizes.get(line.kind).words(line.spec), _left(line, challenge)) for line in challenge.lines.all()
    )


def page(*, challenge: Challenge, after: str = "", limit: int = PAGE) -> Rows:
    """Return who is in front, as everybody sees it: who hides from boards keeps the place, but is left out. Queries: 1,
    2 when a cursor is given.
    """
    rows, start = _ranked(challenge), 0
    match paging.decode(after):
        case [score, micros, str(public_id)] if (at := paging.to_moment(micros)) and paging.whole(score) is not None:
            last = Q(score=score, reached_at=at, public_id__lte=public_id)
            before = Q(score__gt=score) | Q(score=score, reached_at__lt=at) | last
            start = rows.filter(before).count()
    found = list(rows[start : start + limit + 1])
    shown = found[:limit]
    best = rows.values_list("score", flat=True).first() if start else next((row.score for row in shown), 0)
    listed = [_row(place, each, best or 1) for place, each in enumerate(shown, start + 1) if _is_shown(each)]
    return Rows(tuple(listed), _cursor(shown[-1]) if len(found) > limit else "")


def around(*, challenge: Challenge, entrant: Entrant) -> tuple[Row, ...]:
    """Return one's own place, or one's team's, between its neighbours; nothing without a score. Queries: 2 or 3."""
    party: Party = entrant.team or entrant
    if not party.score or party.reached_at is None:
        return ()
    rows = _ranked(challenge)
    same = Q(score=party.score)
    ahead = Q(score__gt=party.score) | same & (
        Q(reached_at__lt=party.reached_at) | Q(reached_at=party.reached_at, public_id__lt=party.public_id)
    )
    place = rows.filter(ahead).count()
    best = rows.values_list("score", flat=True).first() or 1
    start = max(0, place - NEAR)
    near = enumerate(rows[start : place + NEAR + 1], start + 1)
    return tuple(
        _row(number, each, best, is_mine=each.pk == party.pk)
        for number, each in near
        if each.pk == party.pk or _is_shown(each)
    )


def finishers(*, challenge: Challenge, viewer: Viewer, limit: int = 200) -> tuple[Entrant, ...]:
    """Return everybody who finished, alone or with their team, in the order in which they did. Queries: 1."""
    done = Q(team=None, finished_at__isnull=False) | Q(team__finished_at__isnull=False, score__gt=0)
    rows = (
        challenge.entrants.filter(done, left_at=None)
        .select_related("user", "team")
        .order_by(F("place").asc(nulls_last=True), "pk")
    )
    return tuple(each for each in rows[:limit] if challenges.is_shown(each.user, viewer))


def _ranked(challenge: Challenge) -> QuerySet[Any]:
    """Return the parties with a score, the first in front: teams, or people."""
    order = ("-score", "reached_at", "public_id")
    if challenge.has_teams:
        return challenge.teams.filter(score__gt=0).order_by(*order)
    return challenge.entrants.filter(score__gt=0, left_at=None).select_related("user").order_by(*order)


def _is_shown(party: Party) -> bool:
    return isinstance(party, ChallengeTeam) or challenges.is_shown(party.user, AnonymousUser())


def _row(place: int, party: Party, best: int, *, is_mine: bool = False) -> Row:
    return Row(place, party, round(100 * party.score / best), is_mine)


def _cursor(last: Party) -> str:
    return paging.encode([last.score, paging.from_moment(last.reached_at), last.public_id]) if last.reached_at else ""


def _left(line: PrizeLine, challenge: Challenge) -> int | None:
    if line.rule not in (PrizeLine.Rule.FINISH, PrizeLine.Rule.FIRST):
        return None
    return max(0, line.places - challenge.finishers_count)


def prizes_of(*, viewer: Viewer, challenge: Challenge) -> tuple[Won, ...]:
    """Return what one has won oneself, in words. Queries: 1, none for visitors, and 1 for each badge."""
    if not viewer.is_authenticated:
        return ()
    rows = Prize.objects.filter(challenge=challenge, entrant__user=viewer).exclude(state=Prize.State.VOID)
    found = rows.select_related("line").order_by("line__position", "pk")
    return tuple(Won(prize, prizes.words_of(prize)) for prize in found)
