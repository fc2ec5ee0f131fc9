"""Teams: reading one, joining it, naming it, moving to another."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib import errors
from lib.api.describing import asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend
from rewards import rate_limits
from rewards.api.orders import give_new, give_order
from rewards.api.shapes import orders as order_shapes, teams as shapes
from rewards.models import BuyTeam, Merger
from rewards.selectors import mine, team_page, teams as reads
from rewards.services.buying import mergers, seats, teams
from rewards.services.coupons import quoting

INVITE = asked("invite", "What lets one see a team that is not listed.")


def team_of(endpoint: Endpoint, public_id: str, invite: str = "") -> BuyTeam:
    """Return the team if whoever asks may see it. Raises: NotFound."""
    shown = invite or endpoint.request.query_params.get("invite", "")
    return reads.find(viewer=endpoint.viewer, public_id=public_id, invite=shown)


class OneTeam(Endpoint):
    """A team."""

    @operation(
        "team_read", "Buying", "A team: who is in, and what each pays", gives=shapes.TeamSerializer, asks=[INVITE]
    )
    def get(self, request: Request, public_id: str) -> Response:
        return self.give(shapes.TeamSerializer, team_page.room(team=team_of(self, public_id)))


class Name(MemberEndpoint):
    """What a team is called."""

    @operation(
        "team_rename",
        "Buying",
        "Name the team I lead, while it forms",
        takes=shapes.TeamNameSerializer,
        gives=shapes.TeamSerializer,
        example={"name": "Tuesday jars"},
    )
    def put(self, request: Request, public_id: str) -> Response:
        team = team_of(self, public_id)
        teams.rename(actor=self.member, team=team, name=self.read(shapes.TeamNameSerializer)["name"])
        return self.give(shapes.TeamSerializer, team_page.room(team=team_of(self, public_id)))


class Places(MemberEndpoint):
    """Joining."""

    @operation(
        "team_join",
        "Buying",
        "Take a place in a team; the answer is my order, which waits ten minutes to be paid",
        takes=shapes.NewPlaceSerializer,
        gives=order_shapes.OrderSerializer,
        status=201,
        also=[200],
        example={"plan_b": "move", "note": "Size 41"},
        description="201 for a new order; 200 with the first one when the same Idempotency-Key made it before. Send "
        "the member to `payment.checkout_url`. 409 `rewards.team_full` and `rewards.team_closed` name in `data.teams` "
        "others with room.",
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.JOIN, who=self.member.public_id, now=self.now)
        said = self.read(shapes.NewPlaceSerializer)
        team = team_of(self, public_id, said["invite"])
        with quoting.counted(user=self.member, now=self.now, is_on=bool(said["coupons"])):
            seat = seats.join(actor=self.member, team=team, key=self.key, now=self.now, **said)
        return give_new(self, seat)


class Mergers(MemberEndpoint):
    """A captain's proposals."""

    @operation(
        "merger_list", "Buying", "Proposals to move that I, in the team, have not answered", gives=shapes.MergerPage
    )
    def get(self, request: Request, public_id: str) -> Response:
        asks = mine.mine(viewer=self.member, team=team_of(self, public_id)).asks
        return self.give_page(shapes.MergerPage, asks)

    @operation(
        "merger_propose",
        "Buying",
        "Ask the members of the team I lead to move to another; again asks once",
        takes=shapes.ProposalSerializer,
        gives=shapes.ProposedSerializer,
        status=201,
        also=[200],
        example={"into": "5kq2m8xw3rdt"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        team = team_of(self, public_id)
        into = reads.find(viewer=self.viewer, public_id=self.read(shapes.ProposalSerializer)["into"])
        merger = mergers.propose(actor=self.member, team=team, into=into, now=self.now)
        return self.give(shapes.ProposedSerializer, merger, 201 if merger.asked_at == self.now else 200)


class Answer(MemberEndpoint):
    """What I say to a proposal."""

    @operation(
        "merger_answer",
        "Buying",
        "Move along, or stay; the first answer counts",
        takes=shapes.MoveReplySerializer,
        gives=order_shapes.OrderSerializer,
        example={"accept": True},
    )
    def put(self, request: Request, public_id: str, pk: int) -> Response:
        team = team_of(self, public_id)
        merger = Merger.objects.filter(pk=pk, team=team).first()
        order = mine.mine(viewer=self.member, team=team).order
        if merger is None or order is None:
            raise errors.NotFound(code="rewards.merger_not_found")
        yes = self.read(shapes.MoveReplySerializer)["accept"]
        return give_order(
            self, mergers.answer(actor=self.member, merger=merger, seat=order.seat, yes=yes, now=self.now)
        )
