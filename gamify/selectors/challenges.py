"""One challenge as members and visitors see it: its budget, its tasks and teams, its winners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from gamify import prizes
from gamify.engine import contest
from gamify.models import (
    Challenge,
    ChallengeTask,
    ChallengeTeam,
    Entrant,
    EntrantProgress,
    Escrow,
    Prize,
    PrizeLine,
    Submission,
)
from gamify.querysets import Viewer
from gamify.services.challenges import entering, folding
from lib import errors

State = Challenge.State
PAGE = 24


@dataclass(frozen=True)
class Burn:
    """Where the budget is: `paid` to winners, `returned` to the purse, the rest is held. Of what is held, `promised` is
    what those who have finished so far would get; it can still change until the freeze.
    """

    amount: int
    paid: int
    returned: int
    promised: int

    @property
    def held(self) -> int:
        return self.amount - self.paid - self.returned

    @property
    def free(self) -> int:
        """What is held and not promised to anybody yet."""
        return self.held - self.promised


@dataclass(frozen=True)
class TaskRow:
    """A task and how far one is: alone, or one's team with `own` of it one's own. `submission` is one's latest."""

    task: ChallengeTask
    units: int
    own: int
    is_done: bool
    submission: Submission | None


@dataclass(frozen=True)
class Winner:
    """Who won a line, why a jury chose them, and their story, if they told one."""

    line: PrizeLine
    words: str
    place: int
    entrant: Entrant
    reason: str
    story: str


def access(*, user: Viewer, public_id: str) -> Challenge:
    """Return a challenge that `user` may see, with its brand.

    Queries: 1, and those of `visible_to`. Raises: NotFound.
    """
    rows = Challenge.objects.visible_to(user).select_related("brand")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise errors.NotFound(code="gamify.challenge_not_found")
    return found


def disclosure(challenge: Challenge) -> str:
    """Return the label that stands beside a brand's challenge everywhere: who pays for it."""
    if challenge.brand is None:
        return ""
    return _("Paid for by %(brand)s") % {"brand": challenge.brand.name}


def house_of(challenge: Challenge, names: Mapping[str, str]) -> str:
    """Return the name of who runs it: the brand, or the place where one may know it."""
    return challenge.brand.name if challenge.brand else names.get(challenge.scope, "")


def burn(*, challenge: Challenge) -> Burn:
    """Return where the budget of a challenge is, nothing before it is announced. Queries: 2, 1 once it is frozen."""
    escrow = Escrow.objects.filter(pk=challenge.pk).first()
    if escrow is None:
        return Burn(0, 0, 0, 0)
    promised = 0
    if challenge.frozen_at:
        promised = escrow.held if challenge.state == State.CLOSING else 0
    elif challenge.state != State.CANCELLED:
        promised = min(escrow.held, _promised(challenge))
    return Burn(escrow.amount, escrow.paid, escrow.returned, promised)


def mine(*, user: Viewer, challenge: Challenge) -> Entrant | None:
    """Return one's own part in it, unless one has left. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return None
    return Entrant.objects.filter(challenge=challenge, user=user, left_at=None).select_related("team").first()


def task_rows(*, challenge: Challenge, entrant: Entrant | None) -> tuple[TaskRow, ...]:
    """Return the tasks and how far one is; in a team how far the team is. Queries: 1, 3 for an entrant, 6 in a team."""
    tasks = list(challenge.tasks.all())
    if entrant is None:
        return tuple(TaskRow(task, 0, 0, False, None) for task in tasks)
    own = dict(EntrantProgress.objects.filter(entrant=entrant).values_list("task_id", "units"))
    shared: Mapping[int, contest.Tally] = {}
    if entrant.team_id:
        shared = folding.team_totals(challenge, [entrant.team_id])[entrant.team_id].tallies
    handed_in = {row.task_id: row for row in entrant.submissions.order_by("attempt")}
    found = []
    for task in tasks:
        units = shared[task.pk].units if entrant.team_id else own.get(task.pk, 0)
        found.append(TaskRow(task, units, own.get(task.pk, 0), units >= task.goal, handed_in.get(task.pk)))
    return tuple(found)


def roster(*, team: ChallengeTeam) -> tuple[Entrant, ...]:
    """Return who is in a team, with what each brought, whoever brought most in front. Queries: 1."""
    return tuple(team.roster.filter(left_at=None).select_related("user").order_by("-score", "reached_at", "pk"))


def teams(*, challenge: Challenge, limit: int = PAGE) -> tuple[ChallengeTeam, ...]:
    """Return the teams, those with room in front, with their captains. Queries: 1."""
    rows = challenge.teams.select_related("captain").order_by("members", "pk")
    return tuple(sorted(rows[:limit], key=lambda team: team.is_full))


def winners(*, challenge: Challenge, user: Viewer) -> tuple[Winner, ...]:
    """Return who won what, line by line, once it is frozen. Queries: 1, and 1 for each badge."""
    rows = Prize.objects.filter(challenge=challenge).exclude(state=Prize.State.VOID)
    related = rows.select_related("line", "entrant__user", "entrant__team")
    found = list(related.order_by("line__position", "place", "pk"))
    words = {line.pk: prizes.get(line.kind).words(line.spec) for line in {prize.line for prize in found}}
    return tuple(
        Winner(
            line=prize.line,
            words=words[prize.line_id],
            place=prize.place,
            entrant=prize.entrant,
            reason=prize.words,
            story="" if prize.entrant.story_hidden else prize.entrant.story,
        )
        for prize in found
        if is_shown(prize.entrant.user, user)
    )


def is_shown(person: User, viewer: Viewer) -> bool:
    """Say whether a person's place is shown: who hides from boards to themselves only, who closed their account to
    nobody.
    """
    return person.is_active and (not (person.boards_hidden or person.game_hidden) or person.pk == viewer.pk)


def _promised(challenge: Challenge) -> int:
    """Return the most that would be paid if it ended now: by score as many as have one, else as many as finished."""
    counts = _counts(challenge)
    people = max(challenge.team_size, 1)
    total = 0
    for line in challenge.lines.all():
        reached = counts["scored"] if line.rule == PrizeLine.Rule.SCORE else counts["finished"]
        total += prizes.get(line.kind).cost(line.spec) * min(line.places, reached) * people
    return total


def _counts(challenge: Challenge) -> dict[str, int]:
    rows: QuerySet[ChallengeTeam] | QuerySet[Entrant] = (
        challenge.teams.all() if challenge.has_teams else challenge.entrants.filter(left_at=None)
    )
    return rows.aggregate(
        scored=Count("pk", filter=Q(score__gt=0)), finished=Count("pk", filter=Q(finished_at__isnull=False))
    )


def gate(*, user: Viewer, challenge: Challenge, now: datetime) -> str:
    """Return in a sentence why `user` cannot enter now, "" when they can. Queries: 1, and 1 a kind of place."""
    if not user.is_authenticated:
        return _("Sign in to take part.")
    try:
        entering.check(challenge, user, now)
    except errors.HearthError as error:
        return str(error)
    return ""
