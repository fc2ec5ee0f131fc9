"""Waiting for seats as a party, and the offer that comes of it."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend
from rewards import rate_limits
from rewards.api.campaigns import campaign_of
from rewards.api.orders import give_new
from rewards.api.shapes import orders as order_shapes, teams as team_shapes, waiting as shapes
from rewards.selectors import teams, waiting as reads
from rewards.services.buying import refusals, seats, waiting
from rewards.services.coupons import quoting


class Wait(MemberEndpoint):
    """My party on a campaign's list."""

    @operation("wait_read", "Buying", "My party on the waiting list", gives=shapes.WaitingSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self._give(public_id)

    @operation(
        "wait_enter",
        "Buying",
        "Wait for seats for all of us; again with fewer people keeps the place in line",
        takes=shapes.PartySerializer,
        gives=shapes.WaitingSerializer,
        example={"party_size": 2},
    )
    def put(self, request: Request, public_id: str) -> Response:
        campaign = campaign_of(self, public_id)
        size = self.read(shapes.PartySerializer)["party_size"]
        waiting.enter(actor=self.member, campaign=campaign, party_size=size, now=self.now)
        return self._give(public_id)

    @operation("wait_leave", "Buying", "Wait no more", status=204)
    def delete(self, request: Request, public_id: str) -> Response:
        waiting.leave(actor=self.member, entry=self._find(public_id).entry, now=self.now)
        return Response(status=204)

    def _give(self, public_id: str) -> Response:
        return self.give(shapes.WaitingSerializer, self._find(public_id))

    def _find(self, public_id: str) -> reads.Waiting:
        found = reads.of(viewer=self.member, campaign=campaign_of(self, public_id))
        if found is None:
            raise errors.NotFound(code="rewards.wait_not_found")
        return found


class OneOffer(Endpoint):
    """Seats that are kept."""

    @operation("offer_read", "Buying", "Seats that are kept for whoever has the token", gives=shapes.OfferSerializer)
    def get(self, request: Request, token: str) -> Response:
        return self.give(shapes.OfferSerializer, reads.kept(viewer=self.viewer, token=token, now=self.now))

    @operation("offer_decline", "Buying", "Let the next party have the seats; its leader may", status=204)
    def delete(self, request: Request, token: str) -> Response:
        kept = reads.kept(viewer=self.viewer, token=token, now=self.now)
        if not kept.is_leader:
            raise errors.NotAllowed(code="rewards.leader_only")
        waiting.decline(actor=self.member, offer=kept.offer, now=self.now)
        return Response(status=204)


class OfferedPlaces(MemberEndpoint):
    """Taking one of the seats."""

    @operation(
        "offer_accept",
        "Buying",
        "Take one of the kept seats; an offer without a team is taken by opening one with it",
        takes=team_shapes.NewPlaceSerializer,
        gives=order_shapes.OrderSerializer,
        status=201,
        also=[200],
        example={"plan_b": "stop"},
    )
    def post(self, request: Request, token: str) -> Response:
        spend(rate_limits.JOIN, who=self.member.public_id, now=self.now)
        said = self.read(team_shapes.NewPlaceSerializer)
        offered = reads.kept(viewer=self.viewer, token=token, now=self.now).offer.team
        if offered is None:
            raise refusals.OfferNeedsTeam
        team = teams.find(viewer=self.viewer, public_id=offered.public_id, invite=offered.invite)
        said["invite"] = offered.invite
        with quoting.counted(user=self.member, now=self.now, is_on=bool(said["coupons"])):
            seat = seats.join(actor=self.member, team=team, key=self.key, offer_token=token, now=self.now, **said)
        return give_new(self, seat)
