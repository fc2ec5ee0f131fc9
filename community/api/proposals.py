"""Proposals: reading, looking for close ones, writing a draft, handing it in, supporting, taking back."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Brand
from accounts.selectors import people
from community import rate_limits
from community.api.groups import group_of
from community.api.shapes import proposals as shapes
from community.models import Proposal
from community.policies import Action
from community.selectors import proposal_lists, proposal_page, proposal_queues, proposal_roles
from community.selectors.proposal_lists import Card
from community.services.proposals import drafting, supporting, withdrawing
from community.services.proposals.wording import Words
from lib import clean
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend

TAG = "Proposals"
WORDS = {"title": "Refill pouches for tins", "problem": "The tins are thrown away.", "brand": "aurore"}


class One(Endpoint):
    """What every endpoint of one proposal shares."""

    def proposal(self, public_id: str) -> Proposal:
        """Return the proposal if whoever asks may see it. Raises: NotFound."""
        return proposal_roles.get(user=self.viewer, public_id=public_id)

    def give_proposal(self, pk: int, status: int = 200) -> Response:
        """Answer with the proposal as it is now. Queries: 3, members 4."""
        standing = proposal_page.standing(pk=pk)
        [card] = proposal_lists.cards(self.viewer, [standing.proposal])
        found = shapes.Full(card.proposal, card.mine, standing.rungs)
        return self.give(shapes.FullProposalSerializer, found, status)


class Proposals(One):
    """All proposals."""

    @operation(
        "proposal_list",
        TAG,
        "Proposals at one stage, the newest first",
        gives=shapes.ProposalPage,
        asks=[
            AFTER,
            asked("stage", "`open` (also without it), `waiting`, `making`, `launched` or `closed`."),
            asked("order", "`new` (also without it) or `support`."),
            asked("group", "The slug of a group: only its own."),
        ],
    )
    def get(self, request: Request) -> Response:
        said = request.query_params
        page = proposal_lists.page(
            viewer=self.viewer,
            stage=said.get("stage", "open"),
            order="support" if said.get("order") == "support" else "new",
            group=group_of(self, said["group"], Action.READ) if said.get("group") else None,
            after=self.after,
        )
        return self.give_page(shapes.ProposalPage, page.cards, page.next_cursor)

    @operation(
        "proposal_create",
        TAG,
        "Begin a draft, which nobody else sees",
        takes=shapes.NewProposalSerializer,
        gives=shapes.FullProposalSerializer,
        status=201,
        example={"group": "tea-table", **WORDS},
    )
    def post(self, request: Request) -> Response:
        said = self.read(shapes.NewProposalSerializer)
        group = group_of(self, said.pop("group"), Action.READ)
        spend(rate_limits.PROPOSE, who=self.member.public_id, now=self.now)
        brand, words = brand_of(said), Words(**said)
        made = drafting.draft(author=self.member, group=group, words=words, brand=brand, now=self.now)
        return self.give_proposal(made.pk, 201)


class Mine(MemberEndpoint):
    """What is my own."""

    @operation(
        "proposal_mine",
        TAG,
        "What I write, am asked to be named for, would change, and support; sixty of each at most",
        gives=shapes.OwnSerializer,
    )
    def get(self, request: Request) -> Response:
        own = proposal_lists.own(user=self.member)
        found = {name: [Card(each) for each in getattr(own, name)] for name in ("written", "invited")}
        lines = [{"amendment": each} for each in own.amendments]
        return self.give(shapes.OwnSerializer, found | {"amendments": lines, "supported": own.supported})


class Near(MemberEndpoint):
    """What is there already."""

    @operation(
        "proposal_near_list",
        TAG,
        "Proposals close to a title that is being typed, the closest first",
        gives=shapes.NearPage,
        asks=[asked("title", "What is typed."), asked("besides", "The id of the proposal that is written.")],
    )
    def get(self, request: Request) -> Response:
        text = clean.sought(request.query_params.get("title", ""), most=200)
        besides = request.query_params.get("besides", "")
        own = Proposal.objects.visible_to(self.member).filter(public_id=besides).first() if besides else None
        return self.give_page(shapes.NearPage, drafting.near(user=self.member, text=text, besides=own))


class OneProposal(One):
    """A proposal."""

    @operation("proposal_read", TAG, "A proposal with its texts", gives=shapes.FullProposalSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_proposal(proposal_queues.see(user=self.viewer, public_id=public_id).pk)

    @operation(
        "proposal_save",
        TAG,
        "Save my draft; 409 when it was saved since `edition`",
        takes=shapes.SavedProposalSerializer,
        gives=shapes.FullProposalSerializer,
        example={**WORDS, "edition": 1},
    )
    def put(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.SavedProposalSerializer)
        edition, brand = said.pop("edition"), brand_of(said)
        drafting.save(
            by=self.member, proposal=proposal, words=Words(**said), brand=brand, edition=edition, now=self.now
        )
        return self.give_proposal(proposal.pk)


class Submission(MemberEndpoint, One):
    """Handing in."""

    @operation(
        "proposal_submit",
        TAG,
        "Hand my draft in for review, accepting the terms on rights",
        takes=shapes.RightsSerializer,
        gives=shapes.FullProposalSerializer,
        example={"terms": "2026-11"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.RightsSerializer)
        spend(rate_limits.PROPOSE, who=self.member.public_id, now=self.now)
        drafting.submit(by=self.member, proposal=proposal, now=self.now, **said)
        return self.give_proposal(proposal.pk)


class Withdrawal(MemberEndpoint, One):
    """Taking it back."""

    @operation(
        "proposal_withdraw",
        TAG,
        "Withdraw a proposal, as all its authors or as who reviews it (with a reason); supports go back",
        takes=shapes.MaybeReasonSerializer,
        gives=shapes.FullProposalSerializer,
        example={"reason": "We found what we wanted elsewhere."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.MaybeReasonSerializer)
        spend(rate_limits.PROPOSE, who=self.member.public_id, now=self.now)
        withdrawing.withdraw(by=self.member, proposal=proposal, now=self.now, **said)
        return self.give_proposal(proposal.pk)


class Support(MemberEndpoint, One):
    """My support."""

    @operation("proposal_support", TAG, "Support it, once", gives=shapes.FullProposalSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        spend(rate_limits.SUPPORT, who=self.member.public_id, now=self.now)
        supporting.support(user=self.member, proposal=proposal, now=self.now)
        return self.give_proposal(proposal.pk)

    @operation("proposal_unsupport", TAG, "Take my support back", gives=shapes.FullProposalSerializer)
    def delete(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        spend(rate_limits.SUPPORT, who=self.member.public_id, now=self.now)
        supporting.withdraw(user=self.member, proposal=proposal, now=self.now)
        return self.give_proposal(proposal.pk)


def brand_of(said: dict[str, Any]) -> Brand | None:
    """Take the brand's slug out of `said` and return the brand, None for "". Raises: NotFound."""
    slug = said.pop("brand")
    return people.get_brand(slug=slug) if slug else None
