"""What is one's own on the page of a challenge: one's tasks, team and place, or the ways in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gamify.models import Challenge, ChallengeTask, ChallengeTeam, Entrant, Submission
from gamify.policies import Action, may
from gamify.querysets import Viewer
from gamify.registry import Thing, things
from gamify.selectors import challenge_board, challenges, roles
from gamify.selectors.challenge_board import Row, Won
from gamify.selectors.challenges import TaskRow
from gamify.services.challenges import leaving
from lib import errors, paging

State = Challenge.State
TEAMS = 24


@dataclass(frozen=True)
class Step:
    """A task as one person sees it; `is_open` when they can hand something in for it now."""

    row: TaskRow
    is_open: bool

    @property
    def task(self) -> ChallengeTask:
        return self.row.task

    @property
    def is_proof(self) -> bool:
        return self.task.kind == ChallengeTask.Kind.PROOF

    @property
    def percent(self) -> int:
        return min(100, 100 * self.row.units // self.task.goal)


@dataclass(frozen=True)
class Mate:
    """Somebody of a team; `share` is what they brought in percent of what the first of it did."""

    entrant: Entrant
    share: int
    is_me: bool


@dataclass(frozen=True)
class Mine:
    """One's part. `gate` says why one cannot enter, "" when one can; `places` are where the challenge takes place.

    `has_done` says whether one has done anything in it: until then one may go to another team, or as if one never came.
    """

    entrant: Entrant | None
    steps: tuple[Step, ...]
    mates: tuple[Mate, ...]
    around: tuple[Row, ...]
    prizes: tuple[Won, ...]
    gate: str
    is_open: bool
    teams: tuple[ChallengeTeam, ...]
    places: tuple[Thing, ...]
    is_house: bool
    has_done: bool

    @property
    def may_leave(self) -> bool:
        held = self.entrant.challenge if self.entrant else None
        return held is not None and held.state in (State.RUNNING, State.CLOSING) and not held.frozen_at

    @property
    def may_move(self) -> bool:
        """Whether one may still go over to another team."""
        return self.team is not None and not self.has_done

    @property
    def is_far_back(self) -> bool:
        """Whether the board, which shows the first ones, leaves one out."""
        return any(row.is_mine and row.place > challenge_board.TOP for row in self.around)

    @property
    def team(self) -> ChallengeTeam | None:
        return self.entrant.team if self.entrant else None


@dataclass(frozen=True)
class Teams:
    """A page of teams."""

    teams: tuple[ChallengeTeam, ...]
    next_cursor: str


def mine(*, viewer: Viewer, challenge: Challenge, now: datetime) -> Mine:
    """Return the part of `viewer` in a challenge that they may see. Queries: at most 18, however many take part."""
    entrant = challenges.mine(user=viewer, challenge=challenge)
    if entrant:
        entrant.challenge = challenge
    role = roles.role_in(user=viewer, challenge=challenge)
    gate = (
        ""
        if entrant or challenge.state != State.RUNNING
        else challenges.gate(user=viewer, challenge=challenge, now=now)
    )
    is_open = entrant is None and challenge.state == State.RUNNING and not gate
    return Mine(
        entrant=entrant,
        steps=steps(challenge=challenge, entrant=entrant, now=now),
        mates=mates(team=entrant.team, viewer=viewer) if entrant and entrant.team else (),
        around=challenge_board.around(challenge=challenge, entrant=entrant) if entrant else (),
        prizes=challenge_board.prizes_of(viewer=viewer, challenge=challenge) if challenge.frozen_at else (),
        gate=gate,
        is_open=is_open,
        teams=challenges.teams(challenge=challenge, limit=TEAMS) if is_open and challenge.has_teams else (),
        places=places(viewer=viewer, challenge=challenge),
        is_house=role.works_here,
        has_done=entrant is not None and leaving.has_done(entrant),
    )


def steps(*, challenge: Challenge, entrant: Entrant | None, now: datetime) -> tuple[Step, ...]:
    """Return the tasks as an entrant, or nobody in particular, sees them. Queries: as `challenges.task_rows`."""
    rows = challenges.task_rows(challenge=challenge, entrant=entrant)
    return tuple(Step(row, entrant is not None and _is_open(row, challenge, now)) for row in rows)


def step(*, viewer: Viewer, challenge: Challenge, position: int, now: datetime) -> tuple[Entrant, Step]:
    """Return one's own part and a task that asks for a proof. Queries: at most 7. Raises: NotFound."""
    entrant = challenges.mine(user=viewer, challenge=challenge)
    if entrant:
        for found in steps(challenge=challenge, entrant=entrant, now=now):
            if found.is_proof and found.task.position == position:
                return entrant, found
    raise errors.NotFound(code="gamify.challenge_not_found")


def handed_in(*, entrant: Entrant, position: int | None = None) -> tuple[Submission, ...]:
    """Return what somebody handed in, the latest in front. Queries: 1."""
    rows = entrant.submissions.select_related("task", "entrant__challenge")
    if position is not None:
        rows = rows.filter(task__position=position)
    return tuple(rows.order_by("-pk"))


def submission(*, viewer: Viewer, public_id: str) -> Submission:
    """Return what somebody handed in, for themselves, their team, and who runs or reviews the challenge. Queries: at
    most 4. Raises: NotFound.
    """
    rows = Submission.objects.select_related("task", "entrant__challenge__brand", "entrant__user")
    found = rows.filter(public_id=public_id).first()
    if found is None or not _may_read(viewer, found):
        raise errors.NotFound(code="gamify.submission_not_found")
    return found


def mates(*, team: ChallengeTeam, viewer: Viewer) -> tuple[Mate, ...]:
    """Return who is in a team with what each brought: in a team everybody's part is visible. Queries: 1."""
    people = [each for each in challenges.roster(team=team) if each.user.is_active]
    best = max((each.score for each in people), default=0) or 1
    return tuple(Mate(each, round(100 * each.score / best), each.user_id == viewer.pk) for each in people)


def team(*, challenge: Challenge, public_id: str) -> ChallengeTeam:
    """Return a team of a challenge. Queries: 1. Raises: NotFound."""
    found = challenge.teams.select_related("captain").filter(public_id=public_id).first()
    if found is None:
        raise errors.NotFound(code="gamify.challenge_team_not_found")
    found.challenge = challenge
    return found


def team_page(*, challenge: Challenge, after: str = "") -> Teams:
    """Return a page of the teams, the oldest in front. Queries: 1."""
    rows = challenge.teams.select_related("captain").order_by("pk")
    match paging.decode(after):
        case [pk] if paging.whole(pk) is not None:
            rows = rows.filter(pk__gt=pk)
    found = list(rows[: TEAMS + 1])
    return Teams(tuple(found[:TEAMS]), paging.encode([found[TEAMS - 1].pk]) if len(found) > TEAMS else "")


def places(*, viewer: Viewer, challenge: Challenge) -> tuple[Thing, ...]:
    """Return the places of a challenge that `viewer` may know of, with their pages. Queries: 1 a kind of place."""
    refs = [(kind, pk) for kind, _, pk in (place.partition(":") for place in challenge.places)]
    return tuple(things.find(viewer, refs).values())


def _is_open(row: TaskRow, challenge: Challenge, now: datetime) -> bool:
    if row.task.kind != ChallengeTask.Kind.PROOF or challenge.frozen_at:
        return False
    if row.submission is None:
        return challenge.state == State.RUNNING and challenge.ends_at is not None and challenge.ends_at > now
    last = row.submission
    is_tried_again = last.state == Submission.State.REFUSED and last.retry_until is not None and last.retry_until > now
    return is_tried_again and challenge.state in (State.RUNNING, State.CLOSING)


def _may_read(viewer: Viewer, found: Submission) -> bool:
    if found.entrant.user_id == viewer.pk:
        return True
    if may(Action.SEE, roles.role_in(user=viewer, challenge=found.entrant.challenge)):
        return True
    team_id = found.entrant.team_id
    return team_id is not None and Entrant.objects.filter(team=team_id, user=viewer.pk, left_at=None).exists()
