"""Asking friends for a reward, and helping."""

from __future__ import annotations

from dataclasses import dataclass

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import AFTER, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend
from rewards import help_gates, rate_limits
from rewards.api.shapes import unlocks as shapes
from rewards.gates import Gate
from rewards.models import Unlock
from rewards.selectors import catalogue, helpers, unlocks as reads
from rewards.services.assists import claiming, helping, opening

TAG = "Rewards"


@dataclass(frozen=True)
class Door:
    """An unlock as a friend finds it."""

    unlock: Unlock
    gate: Gate | None


class Asking(MemberEndpoint):
    """Asking friends."""

    @operation(
        "reward_ask",
        TAG,
        "Ask friends to unlock it: a link for them, and a time that starts now",
        gives=shapes.FullUnlockSerializer,
        status=201,
        also=[200],
        description="201 for a new unlock; 200 with the first one when the same Idempotency-Key made it before. "
        "409 says which gate is shut.",
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.UNLOCK, who=self.member.public_id, now=self.now)
        reward = catalogue.find(viewer=self.viewer, public_id=public_id)
        made = opening.begin(actor=self.member, reward=reward, key=self.key, now=self.now)
        return _give_mine(self, made.public_id, 201 if made.opened_at == self.now else 200)


class Unlocks(MemberEndpoint):
    """What I asked friends for."""

    @operation("unlock_list", TAG, "My unlocks, newest first", gives=shapes.UnlockPage, asks=[AFTER])
    def get(self, request: Request) -> Response:
        found = reads.listing(user=self.member, after=self.after)
        return self.give_page(shapes.UnlockPage, found.rows, found.next_cursor)


class OneUnlock(MemberEndpoint):
    """An unlock of mine."""

    @operation(
        "unlock_read", TAG, "An unlock of mine with who helped and every step", gives=shapes.FullUnlockSerializer
    )
    def get(self, request: Request, public_id: str) -> Response:
        return _give_mine(self, public_id)

    @operation("unlock_leave", TAG, "Give it up, even one that is kept", gives=shapes.FullUnlockSerializer)
    def delete(self, request: Request, public_id: str) -> Response:
        row = reads.find(user=self.member, public_id=public_id).unlock
        opening.leave(actor=self.member, unlock=row, now=self.now)
        return _give_mine(self, public_id)


class Claim(MemberEndpoint):
    """Claiming."""

    @operation(
        "unlock_claim", TAG, "Claim what friends unlocked; again changes nothing", gives=shapes.FullUnlockSerializer
    )
    def post(self, request: Request, public_id: str) -> Response:
        row = reads.find(user=self.member, public_id=public_id).unlock
        claiming.claim(actor=self.member, unlock=row, now=self.now)
        return _give_mine(self, public_id)


class Help(Endpoint):
    """A friend's link."""

    @operation(
        "help_read", TAG, "What a friend's link asks for, and what keeps me from helping", gives=shapes.HelpSerializer
    )
    def get(self, request: Request, code: str) -> Response:
        return _give_door(self, reads.by_code(code=code))


class Helping(MemberEndpoint):
    """Helping."""

    @operation(
        "help_give",
        TAG,
        "Help a friend, once",
        gives=shapes.HelpSerializer,
        status=201,
        also=[200],
        description="201 for a help that counts; 200 for who had helped before. 409 says why one cannot.",
    )
    def post(self, request: Request, code: str) -> Response:
        spend(rate_limits.HELP, who=self.member.public_id, now=self.now)
        done = helping.give(actor=self.member, unlock=reads.by_code(code=code), now=self.now)
        return _give_door(self, reads.by_code(code=code), 201 if done.is_new else 200)


def _give_mine(endpoint: MemberEndpoint, public_id: str, status: int = 200) -> Response:
    """Answer with an unlock of the caller's as it is by now."""
    return endpoint.give(shapes.FullUnlockSerializer, reads.find(user=endpoint.member, public_id=public_id), status)


def _give_door(endpoint: Endpoint, unlock: Unlock, status: int = 200) -> Response:
    user = endpoint.viewer
    helper = helpers.standing(user=user, unlock=unlock) if user.is_authenticated else None
    door = Door(unlock, help_gates.first(unlock, helper, endpoint.now))
    return endpoint.give(shapes.HelpSerializer, door, status)
