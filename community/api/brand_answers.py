"""What a brand is asked, its answers, and how it answers."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import brands, people
from community import rate_limits
from community.api.credit import CHANGED
from community.api.proposals import TAG
from community.api.shapes import making as shapes
from community.selectors import brand_answers, proposal_lists, proposal_making, proposal_queues
from community.selectors.proposal_queues import Row
from community.services.proposals import answering
from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend


class Answers(Endpoint):
    """What the brand said."""

    @operation("brand_answer_list", TAG, "The brand's public answers", gives=shapes.BrandAnswerPage)
    def get(self, request: Request, public_id: str) -> Response:
        proposal = proposal_queues.see(user=self.viewer, public_id=public_id)
        return self.give_page(shapes.BrandAnswerPage, proposal_making.answers(proposal=proposal))


class OwnAnswer(MemberEndpoint):
    """The answer that my brand prepares."""

    @operation("own_answer_read", TAG, "What my brand has prepared", gives=shapes.OwnAnswerSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        found = proposal_making.find_prepared(proposal=proposal_queues.asked(user=self.member, public_id=public_id))
        if found is None:
            raise errors.NotFound(code="community.answer_not_found")
        return self.give(shapes.OwnAnswerSerializer, found)

    @operation(
        "own_answer_prepare",
        TAG,
        "Prepare my brand's answer, or write it anew until it is public; without `reveals_at` it is at once",
        takes=shapes.ReplySerializer,
        gives=shapes.OwnAnswerSerializer,
        example={
            "outcome": "accepted",
            "reasons": "We have looked at the seams, and can make them.",
            "feasibility": "effort",
            "cost_minor": 1250,
            "currency": "CNY",
            "reveals_at": "2027-03-01T12:00:00Z",
            "version": "",
        },
        description=CHANGED,
    )
    def put(self, request: Request, public_id: str) -> Response:
        proposal = proposal_queues.asked(user=self.member, public_id=public_id)
        said = self.read(shapes.ReplySerializer)
        at, seen = said.pop("reveals_at"), said.pop("version") or answering.NOTHING
        spend(rate_limits.MAKE, who=self.member.public_id, now=self.now)
        reply = answering.Reply(**said)
        made = answering.prepare(by=self.member, proposal=proposal, reply=reply, reveals_at=at, seen=seen, now=self.now)
        return self.give(shapes.OwnAnswerSerializer, made)


class Inbox(MemberEndpoint):
    """What a brand is asked."""

    @operation(
        "brand_inbox_read",
        "Brands",
        "What my brand is asked, makes, and may be asked soon",
        gives=shapes.InboxSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        brand, role = brands.access(user=self.member, slug=slug)
        inbox = proposal_queues.inbox(brand=brand, now=self.now)
        lists = {name: getattr(inbox, name) for name in ("due", "making", "coming", "over")}
        cards = proposal_lists.cards(self.member, [row.proposal for rows in lists.values() for row in rows])
        mine = {card.proposal.pk: card.mine for card in cards}
        found = {name: [_asked(row, mine, role.works_here) for row in rows] for name, rows in lists.items()}
        return self.give(shapes.InboxSerializer, found)


class AnswerRecord(Endpoint):
    """How a brand answers."""

    @operation(
        "brand_record_read",
        "Brands",
        "How a brand answers what members propose, the thirty latest, and what is late",
        gives=shapes.AnswerRecordSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        brand = people.get_brand(slug=slug)
        found = {
            "facts": brand_answers.facts(brand=brand, now=self.now),
            "latest": brand_answers.latest(brand=brand),
            "overdue": brand_answers.overdue(brand=brand, now=self.now),
        }
        return self.give(shapes.AnswerRecordSerializer, found)


def _asked(row: Row, mine: dict[int, str], works_here: bool) -> shapes.Asked:
    """Return the row for somebody; what is prepared is shown to nobody but the brand's own people."""
    answer = row.answer if works_here else None
    return shapes.Asked(row.proposal, row.is_late, row.is_stale, answer, mine[row.proposal.pk])
