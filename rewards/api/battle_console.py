"""Battles as their brand writes them and as staff review them."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.policies import require_staff
from lib import errors
from lib.api.describing import AFTER, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from rewards.api.shapes import battles as shapes
from rewards.api.shapes.console import EndSerializer, ReviewSerializer
from rewards.api.shapes.drafts import CHANGED
from rewards.models import Battle, Campaign, Objection
from rewards.policies import Action
from rewards.selectors import battle_console as reads, battles, roles
from rewards.services.battles import counting, drafting
from rewards.services.battles.terms import Side, Terms, lacks

TAG = "Brands"
REVIEW = "Review"
EXAMPLE = {
    "names": {"en": "Rain week", "zh-hans": "雨天这一周"},
    "prizes": {"en": "Your names on the label."},
    "thanks": {"en": "A letter from the picker."},
    "sides": [{"names": {"en": "Early Birds"}}, {"names": {"en": "Slow Steepers"}}],
    "sources": {"stories": 3, "welcomes": 2},
    "starts_at": "2027-03-01T12:00:00Z",
    "ends_at": "2027-03-05T12:00:00Z",
}


def own_battle(endpoint: Endpoint, slug: str, public_id: str, action: Action = Action.SEE) -> Battle:
    """Return the battle if whoever asks may take `action` in it. Raises: NotFound, NotAllowed."""
    return roles.access_battle(user=endpoint.viewer, slug=slug, public_id=public_id, action=action)[0]


def give_battle(endpoint: Endpoint, battle: Battle, status: int = 200) -> Response:
    """Answer with the battle as its brand sees it. Queries: 3."""
    fresh = reads.fresh(battle)
    is_draft = fresh.state == Battle.State.DRAFT
    shown = shapes.Written(
        battle=fresh,
        card=battles.card(fresh),
        lacks=lacks(fresh, len(fresh.teams.all()), endpoint.now) if is_draft else {},
        objections=reads.objections(battle=fresh),
    )
    return endpoint.give(shapes.OwnBattleSerializer, shown, status)


class OwnBattles(MemberEndpoint):
    """All of a brand's."""

    @operation("own_battle_list", TAG, "The battles of a brand I work for", gives=shapes.BattleCardPage, asks=[AFTER])
    def get(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.member, slug=slug)
        found = reads.listing(brand=brand, after=self.after)
        return self.give_page(shapes.BattleCardPage, found.cards, found.next_cursor)

    @operation(
        "own_battle_draft",
        TAG,
        "Begin a battle, as unfinished as I like",
        takes=shapes.BattleTermsSerializer,
        gives=shapes.OwnBattleSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        brand, _role = roles.access_brand(user=self.member, slug=slug, action=Action.WRITE)
        terms = _terms(self.read(shapes.BattleTermsSerializer), slug)
        made = drafting.draft(by=self.member, brand=brand, terms=terms, now=self.now)
        return give_battle(self, made, 201)


class OwnBattle(MemberEndpoint):
    """A battle."""

    @operation("own_battle_read", TAG, "A battle of a brand I work for", gives=shapes.OwnBattleSerializer)
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        return give_battle(self, own_battle(self, slug, public_id))

    @operation(
        "own_battle_update",
        TAG,
        "Change a draft; what is left out gets its default",
        takes=shapes.BattleEditSerializer,
        gives=shapes.OwnBattleSerializer,
        example={**EXAMPLE, "version": "9f2c61d0aa37be04"},
        description=CHANGED,
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        battle = own_battle(self, slug, public_id, Action.WRITE)
        said = self.read(shapes.BattleEditSerializer)
        seen = said.pop("version")
        return give_battle(self, drafting.edit(by=self.member, battle=battle, terms=_terms(said, slug), seen=seen))


class BattleSubmission(MemberEndpoint):
    """Handing in."""

    @operation("own_battle_submit", TAG, "Hand a draft of a battle in for review", gives=shapes.OwnBattleSerializer)
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        battle = own_battle(self, slug, public_id, Action.WRITE)
        return give_battle(self, drafting.submit(by=self.member, battle=battle, now=self.now))


class BattleCancellation(MemberEndpoint):
    """The end before the end."""

    @operation(
        "own_battle_call_off",
        TAG,
        "Call a battle off: an owner of the brand until it begins, staff at any time",
        takes=EndSerializer,
        gives=shapes.OwnBattleSerializer,
        example={"reason": "The harvest failed."},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        battle = own_battle(self, slug, public_id, Action.CANCEL)
        reason = self.read(EndSerializer)["reason"]
        return give_battle(self, counting.call_off(by=self.member, battle=battle, reason=reason, now=self.now))


class WaitingBattles(MemberEndpoint):
    """What waits."""

    @operation(
        "review_battle_list",
        REVIEW,
        "Battles in review, and counts with open objections, longest waiting first, 100 at most",
        gives=shapes.BattleCardPage,
    )
    def get(self, request: Request) -> Response:
        require_staff(self.member)
        waiting = reads.waiting(viewer=self.member)
        return self.give_page(shapes.BattleCardPage, [battles.card(battle) for battle in waiting])


class WaitingBattle(MemberEndpoint):
    """A battle in review."""

    @operation(
        "review_battle_decide",
        REVIEW,
        "Approve, which freezes the rules and announces it, or send back with a reason",
        takes=ReviewSerializer,
        gives=shapes.OwnBattleSerializer,
        example={"approve": False, "reason": "Say what everybody gets."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        battle, said = _to_review(self, public_id), self.read(ReviewSerializer)
        if said["approve"]:
            drafting.announce(by=self.member, battle=battle, now=self.now)
        else:
            drafting.send_back(by=self.member, battle=battle, reason=said["reason"], now=self.now)
        return give_battle(self, battle)


class Answer(MemberEndpoint):
    """What staff say to an objection."""

    @operation(
        "review_objection_answer",
        REVIEW,
        "Answer an objection; the count is made again",
        takes=shapes.WordsSerializer,
        gives=shapes.ObjectionSerializer,
        example={"words": "It was removed on Tuesday, and came back after the end."},
    )
    def put(self, request: Request, public_id: str, pk: int) -> Response:
        battle = _to_review(self, public_id)
        row = Objection.objects.filter(battle=battle, pk=pk).select_related("battle").first()
        if row is None:
            raise errors.NotFound(code="rewards.objection_not_found")
        words = self.read(shapes.WordsSerializer)["words"]
        return self.give(
            shapes.ObjectionSerializer, counting.answer(by=self.member, objection=row, words=words, now=self.now)
        )


def _to_review(endpoint: Endpoint, public_id: str) -> Battle:
    require_staff(endpoint.member)
    battle = (
        Battle.objects.exclude(state=Battle.State.DRAFT).select_related("brand").filter(public_id=public_id).first()
    )
    if battle is None:
        raise errors.NotFound(code="rewards.battle_not_found")
    roles.require(user=endpoint.member, brand=battle.brand, action=Action.REVIEW)
    return battle


def _terms(said: dict[str, Any], slug: str) -> Terms:
    named = said.pop("campaign", None)
    campaign = Campaign.objects.filter(brand__slug=slug, public_id=named).first() if named else None
    if named and campaign is None:
        raise errors.NotFound(code="rewards.campaign_not_found")
    sides = tuple(Side(**side) for side in said.pop("sides", ()))
    return Terms(**said, sides=sides, campaign=campaign)
