"""Challenges as their brand writes and runs them, and as staff review them."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Brand
from accounts.policies import require_staff
from gamify.api.shapes import challenge_console as shapes
from gamify.api.shapes.challenges import ChallengeCardPage
from gamify.models import Challenge, Submission
from gamify.policies import Action
from gamify.selectors import challenge_console as reads, challenge_list, challenges, roles
from gamify.services.challenges import drafting, reviewing, terms
from gamify.services.challenges.terms import Line, Task, Terms
from lib import errors
from lib.api.describing import AFTER, operation
from lib.api.endpoint import Endpoint, MemberEndpoint

TAG = "Brands"
REVIEW = "Review"
EXAMPLE = {
    "names": {"en": "The seventh cup", "zh-hans": "第七泡"},
    "stories": {"en": "Pour any tea seven times, and tell us what the last cup was like."},
    "tasks": [{"names": {"en": "Tell us of the last cup"}, "kind": "proof", "asks": ["text"], "points": 10}],
    "lines": [{"rule": "finish", "places": 12, "kind": "points", "spec": {"amount": 25}}],
    "ends_at": "2027-03-05T12:00:00Z",
}


def brand_of(endpoint: Endpoint, slug: str, action: Action = Action.SEE) -> Brand:
    """Return the brand if whoever asks may take `action` in its challenges. Raises: NotFound, NotAllowed."""
    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise errors.NotFound(code="gamify.challenge_not_found")
    roles.require_house(user=endpoint.viewer, brand=brand, scope="", action=action)
    return brand


def own_challenge(endpoint: Endpoint, slug: str, public_id: str, action: Action = Action.SEE) -> Challenge:
    """Return the brand's challenge if whoever asks may take `action` in it. Raises: NotFound, NotAllowed."""
    found, _role = roles.access(user=endpoint.viewer, public_id=public_id, action=action)
    if found.brand is None or found.brand.slug != slug:
        raise errors.NotFound(code="gamify.challenge_not_found")
    return found


def give_challenge(endpoint: Endpoint, challenge: Challenge, status: int = 200) -> Response:
    """Answer with the challenge as its brand sees it."""
    fresh = Challenge.objects.select_related("brand").get(pk=challenge.pk)
    is_draft = fresh.state == Challenge.State.DRAFT
    shown = shapes.Written(
        challenge=fresh,
        burn=challenges.burn(challenge=fresh),
        needed=terms.budget(list(fresh.lines.all()), fresh.team_size),
        version=drafting.version_of(fresh),
        lacks=terms.lacks(fresh, endpoint.now) if is_draft else {},
    )
    return endpoint.give(shapes.OwnChallengeSerializer, shown, status)


class OwnChallenges(MemberEndpoint):
    """All of a brand's."""

    @operation("own_challenge_list", TAG, "The challenges of a brand I work for", gives=ChallengeCardPage, asks=[AFTER])
    def get(self, request: Request, slug: str) -> Response:
        rows = Challenge.objects.filter(brand=brand_of(self, slug))
        found = challenge_list.of_house(viewer=self.member, rows=rows, after=self.after)
        return self.give_page(ChallengeCardPage, found.cards, found.next_cursor)

    @operation(
        "own_challenge_draft",
        TAG,
        "Begin a challenge, as unfinished as I like",
        takes=shapes.ChallengeTermsSerializer,
        gives=shapes.OwnChallengeSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        brand = brand_of(self, slug, Action.WRITE)
        wanted = _terms(self.read(shapes.ChallengeTermsSerializer))
        return give_challenge(self, drafting.draft(by=self.member, brand=brand, terms=wanted, now=self.now), 201)


class OwnChallenge(MemberEndpoint):
    """A challenge."""

    @operation("own_challenge_read", TAG, "A challenge of a brand I work for", gives=shapes.OwnChallengeSerializer)
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        return give_challenge(self, own_challenge(self, slug, public_id))

    @operation(
        "own_challenge_update",
        TAG,
        "Change a draft; what is left out gets its default",
        takes=shapes.ChallengeEditSerializer,
        gives=shapes.OwnChallengeSerializer,
        example={**EXAMPLE, "version": "9f2c61d0aa37be04"},
        description="409 when somebody has saved since `version`: `data` holds the version it is now.",
    )
    def put(self, request: Request, slug: str, public_id: str) -> Response:
        challenge = own_challenge(self, slug, public_id, Action.WRITE)
        said = self.read(shapes.ChallengeEditSerializer)
        seen = said.pop("version")
        return give_challenge(self, drafting.edit(by=self.member, challenge=challenge, terms=_terms(said), seen=seen))


class ChallengeSubmission(MemberEndpoint):
    """Handing in for review."""

    @operation(
        "own_challenge_submit",
        TAG,
        "Hand a draft of a challenge in for review, and ask the groups it shall take place in",
        gives=shapes.OwnChallengeSerializer,
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        challenge = own_challenge(self, slug, public_id, Action.WRITE)
        return give_challenge(self, drafting.submit(by=self.member, challenge=challenge, now=self.now))


class ChallengeCancellation(MemberEndpoint):
    """The end before the end."""

    @operation(
        "own_challenge_call_off",
        TAG,
        "Call a challenge off: an owner until it begins, staff at any time; what is not paid goes back",
        takes=shapes.CancelChallengeSerializer,
        gives=shapes.OwnChallengeSerializer,
        example={"reason": "The kiln broke."},
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        challenge = own_challenge(self, slug, public_id, Action.CANCEL)
        reason = self.read(shapes.CancelChallengeSerializer)["reason"]
        return give_challenge(self, drafting.call_off(by=self.member, challenge=challenge, reason=reason, now=self.now))


class HandedIn(MemberEndpoint):
    """What members handed in."""

    @operation(
        "own_challenge_proof_list",
        TAG,
        "What waits for an answer, the earliest due first, 50 at most",
        gives=shapes.HandedInPage,
    )
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        challenge = own_challenge(self, slug, public_id, Action.JUDGE)
        return self.give_page(shapes.HandedInPage, reads.submissions(challenge=challenge))


class OneHandedIn(MemberEndpoint):
    """One of them."""

    @operation(
        "own_challenge_proof_answer",
        TAG,
        "Accept what somebody handed in, or refuse it with a reason; never one's own",
        takes=shapes.AnswerProofSerializer,
        gives=shapes.HandedInSerializer,
        example={"accept": False, "reason": "Would you turn the jar round?"},
    )
    def put(self, request: Request, slug: str, public_id: str, proof_id: str) -> Response:
        challenge = own_challenge(self, slug, public_id, Action.JUDGE)
        rows = Submission.objects.filter(entrant__challenge=challenge, public_id=proof_id)
        row = rows.select_related("entrant__challenge__brand", "entrant__user", "task").first()
        if row is None:
            raise errors.NotFound(code="gamify.submission_not_found")
        said = self.read(shapes.AnswerProofSerializer)
        if said["accept"]:
            reviewing.accept(by=self.member, submission=row, now=self.now)
        else:
            reviewing.refuse(by=self.member, submission=row, reason=said["reason"], now=self.now)
        row.refresh_from_db()
        return self.give(shapes.HandedInSerializer, row)


class WaitingChallenges(MemberEndpoint):
    """What waits for staff."""

    @operation(
        "review_challenge_list", REVIEW, "Challenges in review, the longest waiting first", gives=ChallengeCardPage
    )
    def get(self, request: Request) -> Response:
        require_staff(self.member)
        rows = Challenge.objects.filter(pk__in=[each.pk for each in reads.to_review(user=self.member)])
        return self.give_page(ChallengeCardPage, challenge_list.of_house(viewer=self.member, rows=rows).cards)


class WaitingChallenge(MemberEndpoint):
    """A challenge in review."""

    @operation(
        "review_challenge_decide",
        REVIEW,
        "Approve, which freezes the rules and sets the budget aside, or send back with a reason",
        takes=shapes.DecideChallengeSerializer,
        gives=shapes.OwnChallengeSerializer,
        example={"approve": False, "reason": "Say what the jury looks for."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        challenge, _role = roles.access(user=self.member, public_id=public_id, action=Action.REVIEW)
        said = self.read(shapes.DecideChallengeSerializer)
        if said["approve"]:
            drafting.approve(by=self.member, challenge=challenge, now=self.now)
        else:
            drafting.send_back(by=self.member, challenge=challenge, reason=said["reason"], now=self.now)
        return give_challenge(self, challenge)


def _terms(said: dict[str, Any]) -> Terms:
    tasks = [Task(**task) for task in said.pop("tasks", ())]
    lines = [Line(**line) for line in said.pop("lines", ())]
    return Terms(**said, tasks=tasks, lines=lines)
