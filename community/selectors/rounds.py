"""Votes as pages show them: the list, the page of one, one's own ballot, and why something won."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import BrandStaff, User
from community import charts, paths, voting
from community.models import Allowance, Candidate, Group, Proposal, RoundResult, Vote, VoteRound
from community.selectors.proposal_roles import Viewer
from community.services.rounds import counting, locking, rules
from lib import errors, paging
from lib.money import Money
from live.selectors import topics

State = VoteRound.State
PAGE = 20
STAGES: dict[str, tuple[str, ...]] = {
    "open": (State.OPEN, State.CLOSED),
    "over": (State.COUNTED, State.VOID),
    "drafts": (State.DRAFT,),
}


@dataclass(frozen=True)
class Page:
    """A page of votes; `mine` are the ids of those in which one has voted."""

    votes: tuple[VoteRound, ...]
    mine: frozenset[int]
    next_cursor: str


@dataclass(frozen=True)
class Entry:
    """What one can vote for, `mine` votes of one's own; `title` is "" when one may not see it any more."""

    candidate: Candidate
    title: str
    language: str
    url: str
    cost: Money | None
    mine: int = 0


@dataclass(frozen=True)
class Ballot:
    """What somebody may still do: their allowance, None for who may not vote, and their votes; `struck` is why some
    were found not to be valid."""

    allowance: Allowance | None
    entries: tuple[Entry, ...]
    struck: str = ""

    @property
    def left(self) -> int:
        return self.allowance.budget - self.allowance.spent if self.allowance else 0


@dataclass(frozen=True)
class Standing:
    """Where a vote stands, the same for everybody: how many voted, of how many; whether it was frozen and kept."""

    vote: VoteRound
    method: voting.Method
    turnout: int
    budget: Money | None
    result: RoundResult | None

    @property
    def percent(self) -> int:
        return 100 * self.turnout // max(self.vote.voters, 1)

    @property
    def completion(self) -> voting.registry.Text:
        return voting.COMPLETIONS.get(self.vote.completion, "")


@dataclass(frozen=True)
class Line:
    """A bar, what it stands for, and the money beside it."""

    bar: charts.Bar
    entry: Entry
    reason: voting.registry.Text
    left: Money | None
    paid: Money | None
    together: Money | None


@dataclass(frozen=True)
class Outcome:
    """Why something won."""

    lines: tuple[Line, ...]
    chart: charts.Chart
    spent: Money | None
    left: Money | None
    each: Money | None
    voters: int


def page(*, viewer: Viewer, stage: str = "open", after: str = "") -> Page:
    """Return a page of the votes that `viewer` may see, the newest in front. Queries: 1, members 2."""
    rows = VoteRound.objects.visible_to(viewer).filter(state__in=STAGES.get(stage, STAGES["open"]))
    parts = [paging.whole(part) for part in paging.decode(after)]
    if len(parts) == 1 and parts[0] is not None:
        rows = rows.filter(pk__lt=parts[0])
    found = list(rows.select_related("group", "brand").order_by("-pk")[: PAGE + 1])
    cursor = paging.encode([found[PAGE - 1].pk]) if len(found) > PAGE else ""
    mine: frozenset[int] = frozenset()
    if isinstance(viewer, User):
        voted = Allowance.objects.filter(round__in=[each.pk for each in found], user=viewer, spent__gt=0)
        mine = frozenset(voted.values_list("round_id", flat=True))
    return Page(tuple(found[:PAGE]), mine, cursor)


def get(*, viewer: Viewer, public_id: str) -> VoteRound:
    """Return a vote that `viewer` may see, with the `live_version` of its topic. Queries: 1. Raises: NotFound."""
    rows = VoteRound.objects.visible_to(viewer).annotate(live_version=topics.version_beside("round"))
    found = rows.select_related("group", "brand", "created_by").filter(public_id=public_id).first()
    if found is None:
        raise errors.NotFound(code="community.round_not_found")
    return found


def places(*, user: Viewer) -> tuple[tuple[str, str], ...]:
    """Return where `user` may begin a vote: a name and the query of the form. Queries: at most 2."""
    if not isinstance(user, User):
        return ()
    brands = BrandStaff.objects.filter(user=user).select_related("brand").order_by("brand__slug")
    if found := tuple((each.brand.name, f"brand={each.brand.slug}") for each in brands):
        return found
    groups = Group.objects.moderated_by(user).order_by("slug")[:50]
    everybody = ((str(_("Everybody")), ""),) if user.is_staff else ()
    return (*everybody, *((each.name, f"group={each.slug}") for each in groups))


def may_run(*, user: Viewer, vote: VoteRound) -> bool:
    """Say whether `user` may open it or call it off. Queries: at most 2."""
    try:
        if not isinstance(user, User):
            return False
        locking.check_may_run(user, vote.group, vote.brand)
    except errors.NotAllowed:
        return False
    return True


def standing(*, vote: VoteRound) -> Standing:
    """Return where a vote stands. Queries: 2."""
    turnout = Allowance.objects.filter(round=vote, spent__gt=0).count()
    result = RoundResult.objects.filter(round=vote).order_by("-seq").first()
    return Standing(vote, voting.get(vote.method), turnout, _money(vote, vote.budget_minor), result)


def entries(*, viewer: Viewer, vote: VoteRound, mine: Mapping[int, int] | None = None) -> tuple[Entry, ...]:
    """Return what can be voted for, in the order of the draft. Queries: 2."""
    rows = list(Candidate.objects.filter(round=vote).select_related("proposal", "round").order_by("position"))
    seen = Proposal.objects.published().visible_to(viewer).filter(pk__in=[row.proposal_id for row in rows])
    visible = set(seen.values_list("pk", flat=True))
    return tuple(_entry(vote, row, row.proposal_id in visible, (mine or {}).get(row.pk, 0)) for row in rows)


def ballot(*, viewer: Viewer, vote: VoteRound) -> Ballot:
    """Return the viewer's own ballot. Queries: 2 for visitors, 4 for members."""
    if not isinstance(viewer, User):
        return Ballot(None, entries(viewer=viewer, vote=vote))
    allowance = Allowance.objects.filter(round=vote, user=viewer).first()
    rows = list(Vote.objects.filter(round=vote, user=viewer))
    counts = (Vote.State.LIVE, Vote.State.COUNTED)
    mine = {row.candidate_id: row.weight for row in rows if row.state in counts}
    struck = next((row.reason for row in rows if row.state == Vote.State.INVALID), "")
    return Ballot(allowance, entries(viewer=viewer, vote=vote, mine=mine), struck)


def outcome(*, standing: Standing, shown: Iterable[Entry]) -> Outcome | None:
    """Return why something won, of the entries `shown` on a ballot; None before the count. Queries: 2."""
    if standing.result is None:
        return None
    vote = standing.vote
    terms = rules.terms_of(vote)
    costs = {each.key: each.cost for each in counting.projects_of(vote)}
    chart = charts.draw(
        standing.result.document,
        ballots=counting.ballots_of(vote),
        costs=costs,
        terms=terms,
        shares=vote.method == "equal_shares",
    )
    known = {each.candidate.proposal.public_id: each for each in shown}
    lines = tuple(_line(vote, bar, known[bar.project]) for bar in chart.bars)
    spent, left = (_money(vote, chart.spent), _money(vote, chart.left)) if terms.budget else (None, None)
    return Outcome(lines, chart, spent, left, _money(vote, chart.each), standing.result.document["voters"])


def record(*, vote: VoteRound, standing: Standing) -> dict[str, Any]:
    """Return everything anybody needs to count it again: rules at once, ballots and result when it is decided.

    Queries: 2.
    """
    said: dict[str, Any] = {"round": vote.public_id, "state": vote.state, "rules": vote.rules}
    said |= {"rules_hash": vote.rules_hash, "inputs": None, "inputs_hash": "", "result": None}
    if standing.result is not None:
        said |= {"inputs": counting.inputs_of(vote), "inputs_hash": standing.result.inputs_hash}
        said |= {"result": standing.result.document}
    return said


def is_over(vote: VoteRound, now: datetime) -> bool:
    """Say whether nobody can vote any more."""
    return vote.state != State.OPEN or vote.closes_at is None or vote.closes_at <= now


def _entry(vote: VoteRound, row: Candidate, is_visible: bool, mine: int) -> Entry:
    proposal = row.proposal
    cost = _money(vote, row.cost_minor) if vote.budget_minor is not None else None
    if not is_visible:
        return Entry(row, "", "", "", cost, mine)
    return Entry(row, proposal.title, proposal.language, paths.of_proposal(proposal), cost, mine)


def _line(vote: VoteRound, bar: charts.Bar, entry: Entry) -> Line:
    money = [_money(vote, each) for each in (bar.left, bar.paid, bar.together)]
    return Line(bar, entry, voting.REASONS[bar.why], *money)


def _money(vote: VoteRound, minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, vote.currency)
