"""Proposals: reading, writing a draft, handing it in, supporting, arguing, amending, answers and credit."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Brand
from accounts.selectors import people
from community import limits
from community.api.groups import group_of
from community.api.moderation import Reports
from community.api.shapes import moderation, proposals as shapes
from community.models import Proposal
from community.policies import Action
from community.selectors import (
    amendments,
    arguments,
    proposal_credit,
    proposal_lists,
    proposal_making,
    proposal_page,
    proposal_parts,
    reportable,
)
from community.services.proposals import amending, arguing, drafting, supporting, withdrawing
from community.services.proposals.words import Words
from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend

WORDS = {"title": "Refill pouches for tins", "problem": "The tins are thrown away.", "brand": "aurore"}


class _One(Endpoint):
    def proposal(self, public_id: str) -> Proposal:
        return proposal_parts.get(user=self.viewer, public_id=public_id)

    def give_proposal(self, pk: int, status: int = 200) -> Response:
        standing = proposal_page.standing(pk=pk)
        [card] = proposal_lists.cards(self.viewer, [standing.proposal])
        found = {"proposal": card.proposal, "mine": card.mine, "rungs": standing.rungs}
        return self.give(shapes.FullProposalSerializer, _Found(found), status)


class _Found(dict[str, Any]):
    """A mapping whose items are attributes as well, for a method field."""

    def __getattr__(self, name: str) -> Any:
        return self[name]


class Proposals(_One):
    """All proposals."""

    @operation(
        "proposal_list",
        "Proposals",
        "Proposals at one stage, the newest first",
        gives=shapes.ProposalPage,
        asks=[
            AFTER,
            asked("stage", "`open` (also without it), `waiting`, `making`, `launched` or `closed`."),
            asked("order", "`new` (also without it) or `support`."),
        ],
    )
    def get(self, request: Request) -> Response:
        said = request.query_params
        order = "support" if said.get("order") == "support" else "new"
        page = proposal_lists.page(viewer=self.viewer, stage=said.get("stage", "open"), order=order, after=self.after)
        return self.give_page(shapes.ProposalPage, page.cards, page.next_cursor)

    @operation(
        "proposal_create",
        "Proposals",
        "Begin a draft, which nobody else sees",
        takes=shapes.NewProposalSerializer,
        gives=shapes.FullProposalSerializer,
        status=201,
        example={"group": "tea-table", **WORDS},
    )
    def post(self, request: Request) -> Response:
        said = self.read(shapes.NewProposalSerializer)
        group = group_of(self, said.pop("group"), Action.READ)
        spend(limits.PROPOSE, who=self.member.public_id, now=self.now)
        brand, words = _brand(said), Words(**said)
        made = drafting.draft(author=self.member, group=group, words=words, brand=brand, now=self.now)
        return self.give_proposal(made.pk, 201)


class OneProposal(_One):
    """A proposal."""

    @operation("proposal_read", "Proposals", "A proposal with its texts", gives=shapes.FullProposalSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_proposal(self.proposal(public_id).pk)

    @operation(
        "proposal_save",
        "Proposals",
        "Save my draft; 409 when it was saved since `edition`",
        takes=shapes.SavedProposalSerializer,
        gives=shapes.FullProposalSerializer,
        example={**WORDS, "edition": 1},
    )
    def put(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.SavedProposalSerializer)
        edition, brand = said.pop("edition"), _brand(said)
        drafting.save(
            by=self.member, proposal=proposal, words=Words(**said), brand=brand, edition=edition, now=self.now
        )
        return self.give_proposal(proposal.pk)


class Submission(MemberEndpoint, _One):
    """Handing in."""

    @operation(
        "proposal_submit",
        "Proposals",
        "Hand my draft in for review, accepting the terms on rights",
        takes=shapes.RightsSerializer,
        gives=shapes.FullProposalSerializer,
        example={"terms": "2026-11"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.RightsSerializer)
        drafting.submit(by=self.member, proposal=proposal, now=self.now, **said)
        return self.give_proposal(proposal.pk)


class Withdrawal(MemberEndpoint, _One):
    """Taking it back."""

    @operation(
        "proposal_withdraw", "Proposals", "Withdraw my proposal; supports go back", gives=shapes.FullProposalSerializer
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        withdrawing.withdraw(by=self.member, proposal=proposal, now=self.now)
        return self.give_proposal(proposal.pk)


class Support(MemberEndpoint, _One):
    """My support."""

    @operation("proposal_support", "Proposals", "Support it, once", gives=shapes.FullProposalSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        spend(limits.SUPPORT, who=self.member.public_id, now=self.now)
        supporting.support(user=self.member, proposal=proposal, now=self.now)
        return self.give_proposal(proposal.pk)

    @operation("proposal_unsupport", "Proposals", "Take my support back", gives=shapes.FullProposalSerializer)
    def delete(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        spend(limits.SUPPORT, who=self.member.public_id, now=self.now)
        supporting.withdraw(user=self.member, proposal=proposal, now=self.now)
        return self.give_proposal(proposal.pk)


class Arguments(_One):
    """What speaks for and against it."""

    @operation(
        "argument_list",
        "Proposals",
        "Arguments on one side, the best first",
        gives=shapes.ArgumentPage,
        asks=[AFTER, asked("side", "`for` (also without it) or `against`.")],
    )
    def get(self, request: Request, public_id: str) -> Response:
        side = "against" if request.query_params.get("side") == "against" else "for"
        page = arguments.page(viewer=self.viewer, proposal=self.proposal(public_id), side=side, after=self.after)
        return self.give_page(shapes.ArgumentPage, page.lines, page.next_cursor)

    @operation(
        "argument_create",
        "Proposals",
        "Say something for or against it; once for each Idempotency-Key",
        takes=shapes.NewArgumentSerializer,
        gives=shapes.ArgumentSerializer,
        status=201,
        example={"side": "for", "body": "I throw three tins away a month."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.NewArgumentSerializer)
        spend(limits.ARGUE, who=self.member.public_id, now=self.now)
        made = arguing.argue(author=self.member, proposal=proposal, key=self.key, now=self.now, **said)
        return self.give(shapes.ArgumentSerializer, {"argument": made, "mine": ""}, 201)


class ArgumentStance(MemberEndpoint):
    """What I think of an argument."""

    @operation(
        "argument_stance",
        "Proposals",
        "Agree, disagree, or be unsure",
        takes=shapes.StanceSerializer,
        gives=shapes.StanceSerializer,
        example={"kind": "agree"},
    )
    def put(self, request: Request, public_id: str) -> Response:
        argument = reportable.argument(user=self.viewer, public_id=public_id)
        said = self.read(shapes.StanceSerializer)
        spend(limits.ARGUE, who=self.member.public_id, now=self.now)
        arguing.think(user=self.member, argument=argument, kind=said["kind"], now=self.now)
        return self.give(shapes.StanceSerializer, said)


class Amendments(_One):
    """Changes that others propose."""

    @operation("amendment_list", "Proposals", "Changes proposed to it", gives=shapes.AmendmentPage)
    def get(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        return self.give_page(shapes.AmendmentPage, amendments.listing(viewer=self.viewer, proposal=proposal))

    @operation(
        "amendment_create",
        "Proposals",
        "Propose a change to the texts",
        takes=shapes.NewAmendmentSerializer,
        gives=shapes.AmendmentSerializer,
        status=201,
        example={"texts": {"change": "Less waste."}, "reason": "It is plainer.", "terms": "2026-11"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.NewAmendmentSerializer)
        spend(limits.AMEND, who=self.member.public_id, now=self.now)
        made = amending.propose(author=self.member, proposal=proposal, now=self.now, **said)
        return self.give(shapes.AmendmentSerializer, {"amendment": made}, 201)


class Answers(_One):
    """What the brand said."""

    @operation("brand_answer_list", "Proposals", "The brand's public answers", gives=shapes.BrandAnswerPage)
    def get(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        return self.give_page(shapes.BrandAnswerPage, proposal_making.making(proposal=proposal).answers)


class Credit(_One):
    """Who it is owed to."""

    @operation("credit_read", "Proposals", "The credit statement, once it is shown", gives=shapes.CreditSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        parts = proposal_parts.parts_of(user=self.viewer, proposal=proposal)
        found = proposal_credit.statement(viewer=self.viewer, proposal=proposal, parts=parts, now=self.now)
        if found is None:
            raise errors.NotFound(code="community.credit_not_found")
        return self.give(shapes.CreditSerializer, found)


class ProposalReports(Reports):
    """Reporting a proposal."""

    @operation(
        "proposal_report",
        "Moderation",
        "Report a proposal to the moderators of its group",
        takes=moderation.ReportDraftSerializer,
        gives=moderation.ReportSerializer,
        status=201,
        also=[200],
        example={"note": "It sells something."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        return self.report(proposal_parts.get(user=self.viewer, public_id=public_id))


def _brand(said: dict[str, Any]) -> Brand | None:
    slug = said.pop("brand")
    return people.get_brand(slug=slug) if slug else None
