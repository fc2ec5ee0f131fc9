"""Review: what was handed in is opened, sent back or not taken up; brands are named; what is the same is merged."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import people
from community import rate_limits
from community.api.proposals import One
from community.api.shapes import proposals as full, reviews as shapes
from community.models import Proposal
from community.proposal_policies import ProposalAction, may
from community.selectors import integrity, proposal_queues, proposal_roles
from community.selectors.proposal_lists import Card
from community.services import reports
from community.services.proposals import merging, reviewing
from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend

TAG = "Moderation"


class ProposalReviews(MemberEndpoint):
    """The queue."""

    @operation("proposal_review_queue", TAG, "Proposals that wait for me to review", gives=shapes.ReviewQueueSerializer)
    def get(self, request: Request) -> Response:
        found = proposal_queues.queue(user=self.member, now=self.now)
        waiting = [shapes.Waiting(row.proposal, row.is_late) for row in found.waiting]
        queue = {"waiting": waiting, "homeless": map(Card, found.homeless), "late": map(Card, found.late)}
        return self.give(shapes.ReviewQueueSerializer, queue)


class _Reviewed(MemberEndpoint, One):
    def reviewed(self, public_id: str) -> Proposal:
        """Return the proposal for whoever reviews it. Raises: NotFound."""
        proposal = self.proposal(public_id)
        if not may(ProposalAction.REVIEW, proposal_roles.roles_of(user=self.member, proposal=proposal)):
            raise errors.NotFound(code="community.proposal_not_found")
        return proposal


class Verdict(_Reviewed):
    """Deciding about one."""

    @operation(
        "proposal_review",
        TAG,
        "Open a proposal to everybody, send it back with what to change, or do not take it up",
        takes=shapes.ProposalVerdictSerializer,
        gives=full.FullProposalSerializer,
        example={"decision": "open", "target": 100},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.reviewed(public_id), self.read(shapes.ProposalVerdictSerializer)
        decision, target = said.pop("decision"), said.pop("target")
        if decision == "open":
            reviewing.open_(by=self.member, proposal=proposal, target=target, now=self.now, **said)
        elif decision == "changes":
            reviewing.ask_changes(by=self.member, proposal=proposal, now=self.now, **said)
        elif decision == "reject":
            reviewing.reject(by=self.member, proposal=proposal, now=self.now, **said)
        else:
            raise errors.Invalid(fields={"decision": _("Please choose one of the list.")})
        return self.give_proposal(proposal.pk)


class AskedBrand(_Reviewed):
    """Which brand is asked."""

    @operation(
        "proposal_assign",
        TAG,
        "Name the brand that is asked; where there is enough support it has thirty days from now",
        takes=shapes.AskedBrandSerializer,
        gives=full.FullProposalSerializer,
        example={"brand": "aurore"},
    )
    def put(self, request: Request, public_id: str) -> Response:
        proposal, said = self.reviewed(public_id), self.read(shapes.AskedBrandSerializer)
        brand = people.get_brand(slug=said["brand"])
        reviewing.assign(by=self.member, proposal=proposal, brand=brand, now=self.now)
        return self.give_proposal(proposal.pk)


class ProposalMerger(_Reviewed):
    """Two that are the same."""

    @operation(
        "proposal_merge",
        TAG,
        "Merge a proposal into another: each of its supporters counts there, once",
        takes=shapes.MergeSerializer,
        gives=full.FullProposalSerializer,
        example={"into": "k3j9x0q2m4ab", "reason": "Both ask for a refill."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.reviewed(public_id), self.read(shapes.MergeSerializer)
        into = self.proposal(said.pop("into"))
        merging.merge(by=self.member, proposal=proposal, into=into, now=self.now, **said)
        return self.give_proposal(proposal.pk)


class ProposalParting(_Reviewed):
    """Undoing a merger."""

    @operation(
        "proposal_unmerge",
        TAG,
        "Undo a merger within seven days: who came with it goes back",
        takes=shapes.WhySerializer,
        gives=full.FullProposalSerializer,
        example={"reason": "One is for tins, the other for jars."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.reviewed(public_id), self.read(shapes.WhySerializer)
        merging.unmerge(by=self.member, proposal=proposal, now=self.now, **said)
        return self.give_proposal(proposal.pk)


class Signs(MemberEndpoint, One):
    """What stands out."""

    @operation(
        "proposal_signs_read", TAG, "What stands out in a proposal's support, in counts", gives=shapes.SignsSerializer
    )
    def get(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        proposal_roles.require(user=self.member, proposal=proposal, action=ProposalAction.REVIEW)
        return self.give(shapes.SignsSerializer, integrity.signs(proposal=proposal))


class Supporters(_Reviewed):
    """Those by whom a sign stands."""

    @operation(
        "supporter_list",
        TAG,
        "By whose support a sign stands, the latest first; nobody else is named, two hundred at most",
        gives=shapes.VoterPage,
    )
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_page(shapes.VoterPage, integrity.supporters(proposal=self.reviewed(public_id)))


class LookAtSupport(_Reviewed):
    """Looking into somebody's support."""

    @operation(
        "supporter_look",
        TAG,
        "Open a case about somebody's support, to be decided on its own",
        takes=shapes.NoteSerializer,
        gives=shapes.OpenedCaseSerializer,
        status=201,
        also=[200],
        example={"note": "Made in the same hour as nine others."},
    )
    def post(self, request: Request, public_id: str, handle: str) -> Response:
        row = integrity.support_of(proposal=self.reviewed(public_id), handle=handle)
        said = self.read(shapes.NoteSerializer)
        spend(rate_limits.REPORT, who=self.member.public_id, now=self.now)
        made = reports.look_into(by=self.member, target=row, now=self.now, **said)
        return self.give(shapes.OpenedCaseSerializer, {"case": made.report.case_id}, 201 if made.is_new else 200)
