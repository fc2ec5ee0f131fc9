"""Tests of prototypes: opened, drawn by a lottery that anybody can repeat, answered, closed."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from community import rate_limits
from community.api.proposals import TAG
from community.api.shapes import proposal_tests as shapes
from community.models import TestRound
from community.proposal_policies import ProposalRole
from community.selectors import proposal_making, proposal_queues, proposal_roles
from community.services.making import testing
from lib.api.describing import AFTER, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend

State = TestRound.State


class Tests(Endpoint):
    """All tests of a proposal."""

    @operation("test_list", TAG, "The tests of its prototypes, the latest first", gives=shapes.PrototypeTestPage)
    def get(self, request: Request, public_id: str) -> Response:
        proposal = proposal_queues.see(user=self.viewer, public_id=public_id)
        return self.give_page(shapes.PrototypeTestPage, proposal_making.tests(proposal=proposal))

    @operation(
        "test_open",
        TAG,
        "Open a test of a prototype; the seed of its draw is kept, its hash public",
        takes=shapes.NewTestSerializer,
        gives=shapes.PrototypeTestSerializer,
        status=201,
        example={
            "prototype": "k3j9x0q2m4ab",
            "places": 5,
            "questions": [{"text": "Does it pour?", "kind": "scale"}, {"text": "What is missing?", "kind": "text"}],
            "draws_at": "2027-03-01T12:00:00Z",
            "closes_at": "2027-03-15T12:00:00Z",
        },
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal = proposal_queues.asked(user=self.member, public_id=public_id)
        said = self.read(shapes.NewTestSerializer)
        shown = proposal_making.prototype(proposal=proposal, public_id=said.pop("prototype"))
        asked = [testing.Question(**each) for each in said.pop("questions")]
        spend(rate_limits.MAKE, who=self.member.public_id, now=self.now)
        made = testing.open_(by=self.member, prototype=shown, questions=asked, now=self.now, **said)
        return self.give(shapes.PrototypeTestSerializer, made, 201)


class _One(Endpoint):
    def test(self, public_id: str, test_id: str) -> TestRound:
        """Return the test if whoever asks may see it. Raises: NotFound."""
        proposal = proposal_queues.see(user=self.viewer, public_id=public_id)
        return proposal_making.test(proposal=proposal, public_id=test_id)

    def spend(self) -> None:
        spend(rate_limits.TEST, who=self.member.public_id, now=self.now)

    def give_test(self, test: TestRound) -> Response:
        """Answer with the test as this reader sees it. Queries: 2, members at most 11."""
        user, is_open = self.viewer, test.state == State.OPEN and test.draws_at > self.now
        roles = proposal_roles.roles_of(user=user, proposal=test.proposal)
        sees = test.state == State.CLOSED or bool(roles & {ProposalRole.BRAND, ProposalRole.AUTHOR})
        found = shapes.FullTest(
            test=test,
            wishes=test.testers.count(),
            mine=proposal_making.mine(user=user, test=test),
            may_wish=is_open and isinstance(user, User) and testing.may_test(user=user, proposal=test.proposal),
            results=proposal_making.results(test=test) if sees else (),
        )
        return self.give(shapes.FullTestSerializer, found)


class OneTest(_One):
    """A test."""

    @operation("test_read", TAG, "A test, my place in it, and what came of it", gives=shapes.FullTestSerializer)
    def get(self, request: Request, public_id: str, test_id: str) -> Response:
        return self.give_test(self.test(public_id, test_id))


class Draw(_One):
    """Who asked, and in which order chance put them."""

    @operation(
        "test_draw_list",
        TAG,
        "Everybody who asked to test, in the order of the draw",
        gives=shapes.TesterPage,
        asks=[AFTER],
    )
    def get(self, request: Request, public_id: str, test_id: str) -> Response:
        found = proposal_making.asked(test=self.test(public_id, test_id), after=self.after)
        return self.give_page(shapes.TesterPage, found.people, found.next_cursor)


class TestPlace(MemberEndpoint, _One):
    """My place in the draw."""

    @operation(
        "test_wish", TAG, "Ask to take part in the draw, as who had a part in it", gives=shapes.FullTestSerializer
    )
    def put(self, request: Request, public_id: str, test_id: str) -> Response:
        test = self.test(public_id, test_id)
        self.spend()
        testing.wish(user=self.member, test=test, now=self.now)
        return self.give_test(test)

    @operation("test_unwish", TAG, "Do not take part in the draw", gives=shapes.FullTestSerializer)
    def delete(self, request: Request, public_id: str, test_id: str) -> Response:
        test = self.test(public_id, test_id)
        self.spend()
        testing.take_back(user=self.member, test=test, now=self.now)
        return self.give_test(test)


class TestAnswers(MemberEndpoint, _One):
    """What I found."""

    @operation(
        "test_answer",
        TAG,
        "Answer all questions as a tester, instead of what I answered before",
        takes=shapes.TestAnswersSerializer,
        gives=shapes.FullTestSerializer,
        example={"answers": {"q1": "4", "q2": "A lid."}},
    )
    def put(self, request: Request, public_id: str, test_id: str) -> Response:
        test, said = self.test(public_id, test_id), self.read(shapes.TestAnswersSerializer)
        self.spend()
        testing.answer(user=self.member, test=test, now=self.now, **said)
        return self.give_test(test)


class TestClosing(MemberEndpoint, _One):
    """The end."""

    @operation(
        "test_close",
        TAG,
        "Close my brand's test, or call off one that is not drawn yet",
        gives=shapes.PrototypeTestSerializer,
    )
    def post(self, request: Request, public_id: str, test_id: str) -> Response:
        test = self.test(public_id, test_id)
        self.spend()
        closed = testing.close(by=self.member, test=test, now=self.now)
        return self.give(shapes.PrototypeTestSerializer, closed)
