"""Unlocks for the staff of the site, and their figures for the brand."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.policies import require_staff
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.reward_console import own_reward
from rewards.api.shapes import unlocks as shapes
from rewards.api.shapes.console import EndSerializer
from rewards.models import Unlock
from rewards.policies import Action
from rewards.selectors import roles, unlocks as reads
from rewards.services.assists import reversing

TAG = "Review"


class ReviewUnlocks(MemberEndpoint):
    """All of them."""

    @operation(
        "review_unlock_list",
        TAG,
        "Unlocks of brands I do not work for, newest first",
        gives=shapes.StaffUnlockPage,
        asks=[AFTER, asked("stage", "`open` if left out.", enum=list(reads.STAGES))],
    )
    def get(self, request: Request) -> Response:
        require_staff(self.member)
        stage = request.query_params.get("stage") or "open"
        found = reads.for_staff(viewer=self.member, stage=stage, after=self.after)
        return self.give_page(shapes.StaffUnlockPage, found.rows, found.next_cursor)


class ReviewUnlock(MemberEndpoint):
    """One of them."""

    @operation("review_unlock_read", TAG, "An unlock with who helped", gives=shapes.FullStaffUnlockSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give(shapes.FullStaffUnlockSerializer, _get(self, public_id))


class Revocation(MemberEndpoint):
    """Taking one back."""

    @operation(
        "review_unlock_revoke",
        TAG,
        "Take an unlock back as a whole, with a reason; again changes nothing",
        takes=EndSerializer,
        gives=shapes.FullStaffUnlockSerializer,
        example={"reason": "The help was bought."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        unlock = _get(self, public_id)
        reason = self.read(EndSerializer)["reason"]
        reversing.revoke(by=self.member, unlock=unlock, reason=reason, now=self.now)
        return self.give(shapes.FullStaffUnlockSerializer, _get(self, public_id))


class AssistReversal(MemberEndpoint):
    """Taking a help out."""

    @operation(
        "review_assist_reverse",
        TAG,
        "Take one help out, with a reason; again changes nothing",
        takes=EndSerializer,
        gives=shapes.FullStaffUnlockSerializer,
        example={"reason": "A second account."},
    )
    def post(self, request: Request, public_id: str, pk: int) -> Response:
        assist = reads.assist_of(_get(self, public_id), pk)
        reason = self.read(EndSerializer)["reason"]
        reversing.reverse(by=self.member, assist=assist, reason=reason, now=self.now)
        return self.give(shapes.FullStaffUnlockSerializer, _get(self, public_id))


class OwnFigures(MemberEndpoint):
    """How it goes."""

    @operation(
        "own_reward_help",
        "Brands",
        "How the help for a reward goes, in plain counts",
        gives=shapes.HelpFiguresSerializer,
    )
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        return self.give(shapes.HelpFiguresSerializer, reads.figures(reward=own_reward(self, slug, public_id)))


def _get(endpoint: MemberEndpoint, public_id: str) -> Unlock:
    """Raises: NotFound, NotAllowed: not staff, or of this brand."""
    require_staff(endpoint.member)
    unlock = reads.get(public_id=public_id)
    roles.require(user=endpoint.member, brand=unlock.reward.brand, action=Action.REVIEW)
    return unlock
