"""What a brand does with redemptions of its rewards: answering and sending."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.reward_console import TAG, own_reward
from rewards.api.shapes import rewards as shapes, sold_orders
from rewards.policies import Action, may
from rewards.selectors import reward_console as reads, roles
from rewards.services.catalogue import answering


class Asked(MemberEndpoint):
    """Who redeemed it."""

    @operation(
        "own_redemption_list",
        TAG,
        "The redemptions of a reward, oldest first",
        gives=shapes.AskedPage,
        asks=[AFTER, asked("stage", "`answer` if left out.", enum=list(reads.STAGES))],
    )
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        reward, role = roles.access_reward(user=self.viewer, slug=slug, public_id=public_id)
        stage = request.query_params.get("stage") or "answer"
        found = reads.page(reward=reward, stage=stage, may_ship=may(Action.SHIP, role), after=self.after)
        return self.give_page(shapes.AskedPage, found.rows, found.next_cursor)


class RedemptionAnswer(MemberEndpoint):
    """An answer."""

    @operation(
        "own_redemption_answer",
        TAG,
        "Grant, refuse, mark as used, or take back",
        takes=shapes.AnswerSerializer,
        gives=shapes.AskedSerializer,
        example={"answer": "reject", "reason": "Ewan is ill this month."},
    )
    def post(self, request: Request, slug: str, public_id: str, redemption_id: str) -> Response:
        reward = own_reward(self, slug, public_id)
        row = reads.get(reward=reward, public_id=redemption_id)
        said = self.read(shapes.AnswerSerializer)
        step = getattr(answering, said["answer"])
        more = {"reason": said["reason"]} if said["answer"] in ("reject", "reverse") else {}
        done = step(by=self.member, redemption=row, now=self.now, **more)
        return self.give(shapes.AskedSerializer, reads.Line(done, None))


class RedemptionShipment(MemberEndpoint):
    """Sending."""

    @operation(
        "own_redemption_ship",
        TAG,
        "Note that its parcel is on its way; again changes nothing. 409 while its address is missing",
        takes=sold_orders.ShipmentSerializer,
        gives=shapes.AskedSerializer,
        example={"note": "SF 1402 7719 306"},
    )
    def post(self, request: Request, slug: str, public_id: str, redemption_id: str) -> Response:
        reward = own_reward(self, slug, public_id, Action.SHIP)
        row = reads.get(reward=reward, public_id=redemption_id)
        note = self.read(sold_orders.ShipmentSerializer)["note"]
        done = answering.send(by=self.member, redemption=row, note=note, now=self.now)
        return self.give(shapes.AskedSerializer, reads.Line(done, None))
