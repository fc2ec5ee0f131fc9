"""Who a proposal is owed to: written, shown, objected to, frozen, paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from community import rate_limits
from community.api.proposals import TAG
from community.api.shapes import credit as shapes
from community.machines import IN_MAKING
from community.models import CreditStatement, Proposal
from community.proposal_policies import ProposalAction, may
from community.selectors import proposal_credit, proposal_queues
from community.services.making import credits, owed, payouts
from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend

NOT_FOUND = "community.credit_not_found"
CHANGED = "409 when somebody has saved since `version`: `data` holds the version it is now."
SHARE = {"handle": "mei", "role": "author", "basis_points": 10_000, "evidence": "Wrote the proposal."}


class _Credited(Endpoint):
    def statement(self, public_id: str) -> proposal_credit.Statement:
        """Return the statement as far as whoever asks may see it. Raises: NotFound."""
        proposal, roles = proposal_queues.get(user=self.viewer, public_id=public_id)
        found = proposal_credit.statement(viewer=self.viewer, proposal=proposal, roles=roles, now=self.now)
        if found is None:
            raise errors.NotFound(code=NOT_FOUND)
        return found

    def give_statement(self, public_id: str, status: int = 200) -> Response:
        return self.give(shapes.CreditSerializer, self.statement(public_id), status)

    def written(self, public_id: str) -> Proposal:
        """Return the proposal for an author of it who may write shares now. Raises: NotFound."""
        proposal, roles = proposal_queues.get(user=self.viewer, public_id=public_id)
        if not may(ProposalAction.CREDIT, roles) or proposal.state not in IN_MAKING:
            raise errors.NotFound(code=NOT_FOUND)
        return proposal

    def act(self, public_id: str, act: Callable[[CreditStatement], Any], status: int = 200) -> Response:
        row = self.statement(public_id).row
        spend(rate_limits.OBJECT, who=self.member.public_id, now=self.now)
        act(row)
        return self.give_statement(public_id, status)


class Credit(_Credited):
    """Who it is owed to."""

    @operation("credit_read", TAG, "The credit statement, once it is shown", gives=shapes.CreditSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_statement(public_id)

    @operation(
        "credit_write",
        TAG,
        "Write all shares as an author; only authors and reviewers see them until they are shown",
        takes=shapes.SharesSerializer,
        gives=shapes.CreditSerializer,
        example={"shares": [SHARE], "version": ""},
        description=CHANGED,
    )
    def put(self, request: Request, public_id: str) -> Response:
        proposal, read = self.written(public_id), self.read(shapes.SharesSerializer)
        said, seen = read["shares"], read["version"] or credits.NOTHING
        handles = [each["handle"].removeprefix("@") for each in said]
        people = proposal_credit.people(handles=handles, owed=owed.contributors(proposal))
        shares = [
            credits.Share(person, **{name: value for name, value in each.items() if name != "handle"})
            for person, each in zip(people, said, strict=True)
        ]
        credits.write(by=self.member, proposal=proposal, shares=shares, seen=seen, now=self.now)
        return self.give_statement(public_id)


class SuggestedShares(MemberEndpoint, _Credited):
    """Shares to begin with."""

    @operation(
        "credit_suggestion_list",
        TAG,
        "Who must have a share of my proposal, with shares to begin with",
        gives=shapes.SuggestedSharePage,
    )
    def get(self, request: Request, public_id: str) -> Response:
        proposal = self.written(public_id)
        roles, points = owed.contributors(proposal), owed.suggest(proposal)
        people = User.objects.in_bulk(roles)
        found = [{"person": people[pk], "role": role, "basis_points": points[pk]} for pk, role in roles.items()]
        return self.give_page(shapes.SuggestedSharePage, sorted(found, key=lambda each: -each["basis_points"]))


class Showing(MemberEndpoint, _Credited):
    """Whether all may see it."""

    @operation(
        "credit_show", TAG, "Show the shares: everybody named can object for a week", gives=shapes.CreditSerializer
    )
    def put(self, request: Request, public_id: str) -> Response:
        return self.act(public_id, lambda row: credits.show(by=self.member, statement=row, now=self.now))

    @operation("credit_take_back", TAG, "Take the shares back to write them anew", gives=shapes.CreditSerializer)
    def delete(self, request: Request, public_id: str) -> Response:
        return self.act(public_id, lambda row: credits.rewrite(by=self.member, statement=row, now=self.now))


class Objections(MemberEndpoint, _Credited):
    """What is said against it."""

    @operation(
        "credit_object",
        TAG,
        "Say what is wrong with the shares; it is frozen only when that has its answer",
        takes=shapes.CreditWordsSerializer,
        gives=shapes.CreditSerializer,
        status=201,
        example={"words": "I drew the second sketch."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        by, now, said = self.member, self.now, self.read(shapes.CreditWordsSerializer)
        return self.act(public_id, lambda row: credits.object_to(by=by, statement=row, now=now, **said), 201)


class OneObjection(MemberEndpoint, _Credited):
    """An objection."""

    @operation(
        "credit_answer",
        TAG,
        "Answer an objection as an author or as who reviews",
        takes=shapes.CreditWordsSerializer,
        gives=shapes.CreditSerializer,
        example={"words": "You are right: 500 more for you."},
    )
    def put(self, request: Request, public_id: str, objection_id: str) -> Response:
        by, now, said = self.member, self.now, self.read(shapes.CreditWordsSerializer)

        def answer(row: CreditStatement) -> None:
            objection = proposal_credit.objection(statement=row, public_id=objection_id)
            credits.answer(by=by, objection=objection, now=now, **said)

        return self.act(public_id, answer)


class Payouts(MemberEndpoint, _Credited):
    """Money that is shared out."""

    @operation(
        "credit_pay",
        TAG,
        "Share a pool out by the frozen statement, to the last unit; once for each Idempotency-Key, for ever",
        takes=shapes.NewPayoutSerializer,
        gives=shapes.CreditSerializer,
        status=201,
        example={"pool_minor": 125000, "currency": "CNY", "reason": "Sales in March"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal = proposal_queues.asked(user=self.member, public_id=public_id)
        statement, said = proposal_credit.get(proposal=proposal), self.read(shapes.NewPayoutSerializer)
        spend(rate_limits.MAKE, who=self.member.public_id, now=self.now)
        payouts.pay(by=self.member, statement=statement, key=self.key, now=self.now, **said)
        return self.give_statement(public_id, 201)
