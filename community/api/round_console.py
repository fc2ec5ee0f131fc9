"""Whoever runs a vote: drafting, opening, calling off, and seeing to it that it is honest."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Brand
from community import rate_limits
from community.api import rounds
from community.api.credit import CHANGED
from community.api.groups import group_of
from community.api.proposals import brand_of
from community.api.rounds import TAG, OneRound
from community.api.shapes import moderation as cases, reviews as watch, rounds as shapes
from community.models import Group, VoteRound
from community.policies import Action
from community.selectors import integrity, queues, round_console
from community.services import reports
from community.services.rounds import ballots, counting, drafting, locking
from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend

PLAN = {
    "names": {"en": "What first?", "zh-hans": "先做哪个？"},
    "method": "equal_shares",
    "entries": [
        {"proposal": "k3j9x0q2m4ab", "cost_minor": 300000},
        {"proposal": "5kq2m8xw3rdt", "cost_minor": 200000},
    ],
    "per_voter": 3,
    "budget_minor": 400000,
    "currency": "CNY",
    "completion": "by_votes",
    "closes_at": "2027-03-01T12:00:00Z",
}


class _Desk(OneRound):
    def run(self, public_id: str) -> VoteRound:
        """Return a vote that whoever asks may run. Raises: NotFound, NotAllowed."""
        vote = self.vote(public_id)
        locking.check_may_run(self.member, vote.group, vote.brand)
        return vote

    def spend(self) -> None:
        spend(rate_limits.MAKE, who=self.member.public_id, now=self.now)

    def plan(self, said: dict[str, Any], group: Group | None, brand: Brand | None) -> drafting.Plan:
        """Return what was sent as a plan. Raises: Invalid: a proposal that cannot be voted for there."""
        ids = [each["proposal"] for each in said["entries"]]
        rows = round_console.offered(viewer=self.member, group=group, brand=brand).filter(public_id__in=ids)
        known = {each.public_id: each for each in rows}
        if not known.keys() >= set(ids):
            raise errors.Invalid(fields={"entries": _("Not everybody who may vote can see all of these.")})
        entries = [drafting.Entry(known[each["proposal"]], each["cost_minor"]) for each in said["entries"]]
        return drafting.Plan(**{**said, "entries": entries})


class Votes(rounds.Votes, _Desk):
    """All votes."""

    @operation(
        "vote_draft",
        TAG,
        "Draft a vote: of a group I moderate, of my brand about what it is asked, as staff of everybody",
        takes=shapes.NewVoteSerializer,
        gives=shapes.FullVoteSerializer,
        status=201,
        example={**PLAN, "group": "tea-table"},
    )
    def post(self, request: Request) -> Response:
        said = self.read(shapes.NewVoteSerializer)
        slug, brand = said.pop("group"), brand_of(said)
        group = group_of(self, slug, Action.READ) if slug else None
        locking.check_may_run(self.member, group, brand)
        plan = self.plan(said, group, brand)
        self.spend()
        made = drafting.draft(by=self.member, plan=plan, group=group, brand=brand, now=self.now)
        return self.give_vote(made, 201)


class OneVote(rounds.OneVote, _Desk):
    """A vote."""

    @operation(
        "vote_update",
        TAG,
        "Change a draft",
        takes=shapes.VoteEditSerializer,
        gives=shapes.FullVoteSerializer,
        example={**PLAN, "version": "9f2c61d0aa37be04"},
        description=CHANGED,
    )
    def put(self, request: Request, public_id: str) -> Response:
        vote = self.run(public_id)
        if vote.state != VoteRound.State.DRAFT:
            raise locking.WrongMoment(state=vote.state)
        said = self.read(shapes.VoteEditSerializer)
        seen = said.pop("version")
        plan = self.plan(said, vote.group, vote.brand)
        self.spend()
        return self.give_vote(drafting.edit(by=self.member, vote=vote, plan=plan, seen=seen))


class Opening(MemberEndpoint, _Desk):
    """The beginning."""

    @operation(
        "vote_open",
        TAG,
        "Open a vote: rules, seed and who may vote are frozen, with a public hash",
        gives=shapes.FullVoteSerializer,
    )
    def post(self, request: Request, public_id: str) -> Response:
        vote = self.run(public_id)
        self.spend()
        return self.give_vote(drafting.open_(by=self.member, vote=vote, now=self.now))


class Cancellation(MemberEndpoint, _Desk):
    """The end without a result."""

    @operation(
        "vote_call_off",
        TAG,
        "End a vote without a result, and say why",
        takes=watch.WhySerializer,
        gives=shapes.FullVoteSerializer,
        example={"reason": "Two of the proposals turned out to be the same."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        vote, said = self.run(public_id), self.read(watch.WhySerializer)
        self.spend()
        return self.give_vote(counting.call_off(by=self.member, vote=vote, now=self.now, **said))


class _Watched(MemberEndpoint, _Desk):
    def watched(self, public_id: str) -> VoteRound:
        """Return a vote whose voters whoever asks may look at. Raises: NotFound, NotAllowed."""
        vote = self.vote(public_id)
        ballots.check_may_watch(self.member, vote)
        return vote


class Voters(_Watched):
    """Who voted."""

    @operation(
        "voter_list",
        TAG,
        "Who voted and what stands out, those with signs first, never for what; two hundred at most",
        gives=watch.VoterPage,
    )
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_page(watch.VoterPage, integrity.voters(vote=self.watched(public_id)))


class Look(_Watched):
    """Looking into somebody's votes."""

    @operation(
        "voter_look",
        TAG,
        "Open a case about somebody's votes, to be decided on its own; what they voted for is shown to nobody",
        takes=watch.NoteSerializer,
        gives=watch.OpenedCaseSerializer,
        status=201,
        also=[200],
        example={"note": "Eight accounts were made from one desk in an hour."},
    )
    def post(self, request: Request, public_id: str, handle: str) -> Response:
        vote = self.watched(public_id)
        ballot, said = round_console.ballot(vote=vote, handle=handle), self.read(watch.NoteSerializer)
        self.spend()
        made = reports.look_into(by=self.member, target=ballot, now=self.now, **said)
        return self.give(watch.OpenedCaseSerializer, {"case": made.report.case_id}, 201 if made.is_new else 200)


class VoteCases(MemberEndpoint):
    """The queue of votes."""

    @operation(
        "vote_case_list",
        "Moderation",
        "The cases about votes, and what only its author could judge in its group, the newest first: for staff",
        gives=cases.CaseRowPage,
        asks=[AFTER, asked("decided", "The decided ones instead of the open ones.", bool)],
    )
    def get(self, request: Request) -> Response:
        is_open = request.query_params.get("decided", "").lower() not in ("1", "true")
        found = queues.staff_queue(user=self.member, is_open=is_open, now=self.now, after=self.after)
        return self.give_page(cases.CaseRowPage, found.rows, found.next_cursor)
