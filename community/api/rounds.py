"""Votes: reading, a whole ballot, the record, counting it again."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import rounds as shapes
from community.models import VoteRound
from community.selectors import recounts, rounds as reads
from community.services.rounds import ballots
from lib import errors, web
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint
from lib.limits import spend

TAG = "Votes"


class OneRound(Endpoint):
    """What every endpoint of one vote shares."""

    def vote(self, public_id: str) -> VoteRound:
        """Return the vote if whoever asks may see it. Raises: NotFound."""
        return reads.get(viewer=self.viewer, public_id=public_id)

    def give_vote(self, vote: VoteRound, status: int = 200) -> Response:
        """Answer with the vote and the reader's ballot. Queries: 4, members 6."""
        ballot = reads.ballot(viewer=self.viewer, vote=vote)
        return self.give(shapes.FullVoteSerializer, shapes.full(reads.standing(vote=vote), ballot), status)


class OneVote(OneRound):
    """Reading one; `round_console` writes it."""

    @operation("vote_read", TAG, "A vote, and my ballot", gives=shapes.FullVoteSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_vote(self.vote(public_id))


class Votes(OneRound):
    """Reading all; `round_console` begins one."""

    @operation(
        "vote_list",
        TAG,
        "Votes, the newest first",
        gives=shapes.VotePage,
        asks=[AFTER, asked("stage", "`open` (also without it), `over`, or, for whoever runs votes, `drafts`.")],
    )
    def get(self, request: Request) -> Response:
        stage = request.query_params.get("stage", "open")
        page = reads.page(viewer=self.viewer, stage=stage, after=self.after)
        return self.give_page(shapes.VotePage, page.votes, page.next_cursor)


class Ballot(OneRound):
    """My ballot."""

    @operation(
        "vote_ballot",
        TAG,
        "Vote: a whole ballot, instead of the one before; the same again changes nothing",
        takes=shapes.BallotSerializer,
        gives=shapes.FullVoteSerializer,
        example={"votes": {"k3j9x0q2m4ab": 1}},
    )
    def put(self, request: Request, public_id: str) -> Response:
        vote = self.vote(public_id)
        said = self.read(shapes.BallotSerializer)["votes"]
        known = dict(vote.candidates.values_list("proposal__public_id", "pk"))
        if not said.keys() <= known.keys():
            raise errors.Invalid(fields={"votes": _("Please choose one of the list.")})
        spend(rate_limits.VOTE, who=self.member.public_id, now=self.now)
        weights = {known[key]: weight for key, weight in said.items()}
        ballots.fill(user=self.member, vote=vote, weights=weights, now=self.now)
        return self.give_vote(vote)


class Record(OneRound):
    """What anybody counts again."""

    @operation("vote_record", TAG, "Rules, ballots and result of a vote", gives=shapes.RecordSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        vote = self.vote(public_id)
        if not vote.rules_hash:
            raise errors.NotFound(code="community.round_not_open")
        return self.give(shapes.RecordSerializer, reads.record(vote=vote, standing=reads.standing(vote=vote)))


class Recount(OneRound):
    """Counting it again here."""

    @operation(
        "vote_recount",
        TAG,
        "Count a decided vote again, now, from its ballots, and say whether the same comes out",
        gives=shapes.RecountSerializer,
    )
    def get(self, request: Request, public_id: str) -> Response:
        vote = self.vote(public_id)
        result = reads.standing(vote=vote).result
        if result is None:
            raise errors.NotFound(code="community.round_not_counted")
        spend(rate_limits.RECOUNT, who=web.asker(request._request), now=self.now)
        return self.give(shapes.RecountSerializer, recounts.count(vote=vote, published=result))
