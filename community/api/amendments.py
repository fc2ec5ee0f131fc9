"""Changes that others propose: written, answered, taken back, made a proposal of their own."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.proposals import TAG, One
from community.api.shapes import amendments as shapes, proposals as full
from community.models import Amendment
from community.proposal_policies import ProposalAction
from community.selectors import amendments as reads, proposal_roles
from community.services.proposals import amending
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend


class Amendments(One):
    """Changes that others propose."""

    @operation("amendment_list", TAG, "Changes proposed to it", gives=shapes.AmendmentPage)
    def get(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        return self.give_page(shapes.AmendmentPage, reads.listing(viewer=self.viewer, proposal=proposal))

    @operation(
        "amendment_create",
        TAG,
        "Propose a change to the texts",
        takes=shapes.NewAmendmentSerializer,
        gives=shapes.AmendmentSerializer,
        status=201,
        example={"texts": {"change": "Less waste."}, "reason": "It is plainer.", "terms": "2026-11"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.NewAmendmentSerializer)
        spend(rate_limits.AMEND, who=self.member.public_id, now=self.now)
        made = amending.propose(author=self.member, proposal=proposal, now=self.now, **said)
        return self.give(shapes.AmendmentSerializer, {"amendment": made}, 201)


class _OneAmendment(MemberEndpoint, One):
    def amendment(self, public_id: str, amendment_id: str) -> Amendment:
        return reads.get(proposal=self.proposal(public_id), public_id=amendment_id)


class AmendmentAnswer(_OneAmendment):
    """What the authors say."""

    @operation(
        "amendment_answer",
        TAG,
        "Take a change in (a new version, and credit), or say why not; 409 when its place has changed since",
        takes=shapes.AmendmentReplySerializer,
        gives=shapes.AmendmentSerializer,
        example={"accept": True, "answer": "Gladly.", "is_material": False},
    )
    def post(self, request: Request, public_id: str, amendment_id: str) -> Response:
        row = self.amendment(public_id, amendment_id)
        proposal_roles.require(user=self.member, proposal=row.proposal, action=ProposalAction.WRITE)
        said = self.read(shapes.AmendmentReplySerializer)
        is_material = said.pop("is_material")
        if said.pop("accept"):
            row = amending.accept(by=self.member, amendment=row, is_material=is_material, now=self.now, **said)
        else:
            row = amending.reject(by=self.member, amendment=row, now=self.now, **said)
        return self.give(shapes.AmendmentSerializer, {"amendment": row})


class AmendmentWithdrawal(_OneAmendment):
    """Taking it back."""

    @operation("amendment_withdraw", TAG, "Take my change back before it is answered", gives=shapes.AmendmentSerializer)
    def post(self, request: Request, public_id: str, amendment_id: str) -> Response:
        row = self.amendment(public_id, amendment_id)
        row = amending.withdraw(by=self.member, amendment=row, now=self.now)
        return self.give(shapes.AmendmentSerializer, {"amendment": row})


class AmendmentPromotion(_OneAmendment):
    """A proposal of its own."""

    @operation(
        "amendment_promote",
        TAG,
        "Make a draft of my own of a change that was not taken in",
        gives=full.FullProposalSerializer,
        status=201,
    )
    def post(self, request: Request, public_id: str, amendment_id: str) -> Response:
        row = self.amendment(public_id, amendment_id)
        spend(rate_limits.PROPOSE, who=self.member.public_id, now=self.now)
        made = amending.promote(by=self.member, amendment=row, now=self.now)
        return self.give_proposal(made.pk, 201)
