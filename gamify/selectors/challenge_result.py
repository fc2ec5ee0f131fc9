"""The result of a challenge: winners line by line with their stories, everybody who finished, where the budget went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gamify.models import Challenge, ChallengeResult, ChallengeTeam, Entrant, Prize, PrizeLine
from gamify.policies import Action, may
from gamify.querysets import Viewer
from gamify.selectors import challenge_board, challenges, roles
from gamify.selectors.challenges import Burn, Winner
from gamify.services.challenges import freezing
from lib import documents, errors


@dataclass(frozen=True)
class Party:
    """Who won together: somebody alone, or those of a team; `reason` is why a jury chose them."""

    place: int
    team: ChallengeTeam | None
    winners: tuple[Winner, ...]

    @property
    def reason(self) -> str:
        return self.winners[0].reason


@dataclass(frozen=True)
class Won:
    """Everybody who won a line."""

    line: PrizeLine
    words: str
    parties: tuple[Party, ...]

    @property
    def is_for_all(self) -> bool:
        """Whether it went to everybody who finished: they are named in short."""
        return self.line.rule == PrizeLine.Rule.FINISH


@dataclass(frozen=True)
class Result:
    """The whole of it. `own` is one's own part as a winner, who may tell a story."""

    won: tuple[Won, ...]
    stories: tuple[Entrant, ...]
    finishers: tuple[Entrant, ...]
    burn: Burn
    document: dict[str, Any]
    inputs_hash: str
    own: Entrant | None
    may_hide: bool

    @property
    def firsts(self) -> tuple[Won, ...]:
        """What only some could win."""
        return tuple(won for won in self.won if not won.is_for_all)

    @property
    def for_all(self) -> tuple[Won, ...]:
        return tuple(won for won in self.won if won.is_for_all)


def result(*, viewer: Viewer, challenge: Challenge) -> Result:
    """Return the result of a settled challenge. Queries: at most 10, and 1 for each badge, however many won."""
    winners = challenges.winners(challenge=challenge, user=viewer)
    frozen = ChallengeResult.objects.get(pk=challenge.pk)
    reviews = may(Action.REVIEW, roles.role_in(user=viewer, challenge=challenge))
    return Result(
        won=tuple(_lines(winners)),
        stories=_stories(winners, is_all=reviews),
        finishers=challenge_board.finishers(challenge=challenge, viewer=viewer),
        burn=challenges.burn(challenge=challenge),
        document=frozen.document,
        inputs_hash=frozen.inputs_hash,
        own=_own(viewer, challenge),
        may_hide=reviews and not challenge.entrants.filter(user=viewer.pk).exists(),
    )


def entrant(*, challenge: Challenge, public_id: str) -> Entrant:
    """Return somebody who takes part. Queries: 1. Raises: NotFound."""
    found = challenge.entrants.select_related("user").filter(public_id=public_id).first()
    if found is None:
        raise errors.NotFound(code="gamify.challenge_not_found")
    found.challenge = challenge
    return found


def record(*, challenge: Challenge) -> dict[str, Any]:
    """Return what the result is made of, once it is frozen, so that anybody can count again. Queries: 4.

    Raises: NotFound before that: nobody learns the seed of a draw, or others' marks, while it runs.
    """
    frozen = ChallengeResult.objects.filter(pk=challenge.pk).first()
    if frozen is None:
        raise errors.NotFound(code="gamify.challenge_not_settled")
    inputs = freezing.inputs_of(challenge)
    return {
        "inputs": inputs,
        "inputs_hash": documents.digest(inputs),
        "rules_hash": challenge.rules_hash,
        "result": frozen.document,
        "result_inputs_hash": frozen.inputs_hash,
    }


def _lines(winners: Sequence[Winner]) -> list[Won]:
    found = []
    for _pk, of_line in groupby(winners, key=lambda winner: winner.line.pk):
        row = list(of_line)
        by_place = groupby(row, key=lambda winner: winner.place)
        parties = tuple(
            Party(place, people[0].entrant.team, tuple(people)) for place, people in ((p, list(w)) for p, w in by_place)
        )
        found.append(Won(row[0].line, row[0].words, parties))
    return found


def _stories(winners: Sequence[Winner], *, is_all: bool) -> tuple[Entrant, ...]:
    """Return the winners who told something, each once; hidden ones only to those who may show them again."""
    people = {winner.entrant.pk: winner.entrant for winner in winners}.values()
    return tuple(each for each in people if each.story and (is_all or not each.story_hidden))


def _own(viewer: Viewer, challenge: Challenge) -> Entrant | None:
    if not viewer.is_authenticated:
        return None
    won = Prize.objects.filter(challenge=challenge, entrant__user=viewer, state=Prize.State.GIVEN)
    return Entrant.objects.filter(pk__in=won.values("entrant")).select_related("user").first()
