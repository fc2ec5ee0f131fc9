"""Votes: reading, a whole ballot, the record; and what people talk about."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from community import limits
from community.api.shapes import rounds as shapes
from community.models import VoteRound
from community.selectors import incubator, rounds as reads
from community.services.rounds import ballots
from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint
from lib.limits import spend


class Votes(Endpoint):
    """All votes."""

    @operation(
        "vote_list",
        "Votes",
        "Votes, the newest first",
        gives=shapes.VotePage,
        asks=[AFTER, asked("stage", "`open` (also without it) or `over`.")],
    )
    def get(self, request: Request) -> Response:
        stage = request.query_params.get("stage", "open")
        page = reads.page(viewer=self.viewer, stage="over" if stage == "over" else "open", after=self.after)
        return self.give_page(shapes.VotePage, page.votes, page.next_cursor)


class OneVote(Endpoint):
    """A vote."""

    @operation("vote_read", "Votes", "A vote, and my ballot", gives=shapes.FullVoteSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return _give(self, reads.get(viewer=self.viewer, public_id=public_id))


class Ballot(Endpoint):
    """My ballot."""

    @operation(
        "vote_ballot",
        "Votes",
        "Vote: a whole ballot, instead of the one before; the same again changes nothing",
        takes=shapes.BallotSerializer,
        gives=shapes.FullVoteSerializer,
        example={"votes": {"k3j9x0q2m4ab": 1}},
    )
    def put(self, request: Request, public_id: str) -> Response:
        vote = reads.get(viewer=self.viewer, public_id=public_id)
        said = self.read(shapes.BallotSerializer)["votes"]
        known = dict(vote.candidates.values_list("proposal__public_id", "pk"))
        if not said.keys() <= known.keys():
            raise errors.Invalid(fields={"votes": _("Please choose one of the list.")})
        spend(limits.VOTE, who=self.member.public_id, now=self.now)
        weights = {known[key]: weight for key, weight in said.items()}
        ballots.fill(user=self.member, vote=vote, weights=weights, now=self.now)
        return _give(self, vote)


class Record(Endpoint):
    """What anybody counts again."""

    @operation("vote_record", "Votes", "Rules, ballots and result of a vote", gives=shapes.RecordSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        vote = reads.get(viewer=self.viewer, public_id=public_id)
        if not vote.rules_hash:
            raise errors.NotFound(code="community.round_not_open")
        return self.give(shapes.RecordSerializer, reads.record(vote=vote, standing=reads.standing(vote=vote)))


class Incubator(Endpoint):
    """What people talk about."""

    @operation(
        "incubator_read", "Proposals", "Rising topics and unmet needs, in counts", gives=shapes.PromptsSerializer
    )
    def get(self, request: Request) -> Response:
        return self.give(shapes.PromptsSerializer, incubator.prompts(now=self.now))


def _give(endpoint: Endpoint, vote: VoteRound) -> Response:
    ballot = reads.ballot(viewer=endpoint.viewer, vote=vote)
    return endpoint.give(shapes.FullVoteSerializer, shapes.full(reads.standing(vote=vote), ballot))
