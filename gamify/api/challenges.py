"""Challenges: what there is, how it stands, and taking part."""

from __future__ import annotations

from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response

from gamify import rate_limits
from gamify.api.guards import check_open
from gamify.api.shapes import challenge_results, challenges as shapes
from gamify.models import Challenge
from gamify.registry import scopes
from gamify.selectors import challenge_board, challenge_list, challenge_mine, challenge_result, challenges as reads
from gamify.services.challenges import entering, leaving, stories, submitting
from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.api.parsing import JSONBody, UploadBody
from lib.limits import spend

TAG = "Challenges"
REFUSALS = (
    "409 `gamify.challenge_moment`, `gamify.challenge_team_full`, `gamify.challenge_left`, "
    "`gamify.challenge_other_team` for who has done something with another one (`data.team` says which); "
    "403 `gamify.challenge_for_others` for who is in none of its groups, `gamify.challenge_own` for its house, "
    "`gamify.challenge_same_person` for a second account of one mailbox."
)


class _Open(Endpoint):
    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        check_open(self)


class _Own(MemberEndpoint):
    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        check_open(self)


def challenge_of(endpoint: Endpoint, public_id: str) -> Challenge:
    """Return the announced challenge. Raises: NotFound."""
    found = reads.access(user=endpoint.viewer, public_id=public_id)
    if not found.is_announced:
        raise errors.NotFound(code="gamify.challenge_not_found")
    return found


def give_challenge(endpoint: Endpoint, challenge: Challenge, status: int = 200) -> Response:
    """Answer with the challenge as whoever asks sees it."""
    board = challenge_board.board(pk=challenge.pk)
    mine = challenge_mine.mine(viewer=endpoint.viewer, challenge=board.challenge, now=endpoint.now)
    names = scopes.visible(endpoint.viewer, [challenge.scope]) if challenge.scope else {}
    shown = shapes.Shown(
        board=board,
        mine=mine,
        house=reads.house_of(board.challenge, names),
        disclosure=reads.disclosure(board.challenge),
        places=tuple(place.words for place in mine.places),
    )
    return endpoint.give(shapes.ChallengeSerializer, shown, status)


class Challenges(_Open):
    """All of them."""

    @operation(
        "challenge_list",
        TAG,
        "Announced challenges, newest first",
        gives=shapes.ChallengeCardPage,
        asks=[AFTER, asked("stage", "Only those that are so far, or mine.", enum=[*challenge_list.STAGES, "mine"])],
    )
    def get(self, request: Request) -> Response:
        stage = request.query_params.get("stage", "")
        found = challenge_list.page(viewer=self.viewer, stage=stage, after=self.after)
        return self.give_page(shapes.ChallengeCardPage, found.cards, found.next_cursor)


class OneChallenge(_Open):
    """A challenge."""

    @operation("challenge_read", TAG, "A challenge: tasks, prizes, budget, my part", gives=shapes.ChallengeSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return give_challenge(self, challenge_of(self, public_id))


class Standings(_Open):
    """Who is in front."""

    @operation("challenge_place_list", TAG, "The standings, best first", gives=shapes.ChallengePlacePage, asks=[AFTER])
    def get(self, request: Request, public_id: str) -> Response:
        found = challenge_board.page(challenge=challenge_of(self, public_id), after=self.after)
        return self.give_page(shapes.ChallengePlacePage, found.rows, found.next_cursor)


class Entry(_Own):
    """My part."""

    @operation(
        "challenge_enter",
        TAG,
        "Take part, alone or with a team, or go over to another one; again changes nothing",
        takes=shapes.EnterSerializer,
        gives=shapes.ChallengeSerializer,
        example={"team": "5kq2m8xw3rdt"},
        description=REFUSALS,
    )
    def put(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.ENTER, who=self.member.public_id, now=self.now)
        challenge = challenge_of(self, public_id)
        named = self.read(shapes.EnterSerializer)["team"]
        if named:
            team = challenge_mine.team(challenge=challenge, public_id=named)
            entering.join(actor=self.member, team=team, now=self.now)
        else:
            entering.enter(actor=self.member, challenge=challenge, now=self.now)
        return give_challenge(self, challenge)

    @operation(
        "challenge_leave",
        TAG,
        "Take part no longer, as long as it is not decided; again changes nothing",
        status=204,
        description="Who has done nothing yet may come back. Who has done something cannot: of a team what they did "
        "stays, and their place in it. 409 `gamify.challenge_moment` once it is decided.",
    )
    def delete(self, request: Request, public_id: str) -> Response:
        leaving.leave(actor=self.member, challenge=challenge_of(self, public_id), now=self.now)
        return Response(status=204)


class Teams(_Open):
    """The teams of a challenge."""

    @operation("challenge_team_list", TAG, "The teams, oldest first", gives=shapes.ChallengeTeamPage, asks=[AFTER])
    def get(self, request: Request, public_id: str) -> Response:
        found = challenge_mine.team_page(challenge=challenge_of(self, public_id), after=self.after)
        return self.give_page(shapes.ChallengeTeamPage, found.teams, found.next_cursor)

    @operation(
        "challenge_team_create",
        TAG,
        "Begin a team and take part with it",
        takes=shapes.ChallengeTeamNameSerializer,
        gives=shapes.ChallengeSerializer,
        status=201,
        example={"name": "Before the bakery opens"},
        description=REFUSALS,
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.ENTER, who=self.member.public_id, now=self.now)
        challenge = challenge_of(self, public_id)
        name = self.read(shapes.ChallengeTeamNameSerializer)["name"]
        entering.found(actor=self.member, challenge=challenge, name=name, now=self.now)
        return give_challenge(self, challenge, 201)


class MyProofs(_Own):
    """What I handed in."""

    @operation("challenge_submission_list", TAG, "What I handed in, newest first", gives=shapes.ProofPage)
    def get(self, request: Request, public_id: str) -> Response:
        entrant = reads.mine(user=self.member, challenge=challenge_of(self, public_id))
        return self.give_page(shapes.ProofPage, challenge_mine.handed_in(entrant=entrant) if entrant else ())


class Proofs(_Own):
    """Handing in."""

    parser_classes = [JSONBody, UploadBody, FormParser]

    @operation(
        "challenge_submit",
        TAG,
        "Hand in the proof of a task; once more after a refusal. Send a form for a picture, which is written anew",
        takes=shapes.NewProofSerializer,
        gives=shapes.ProofSerializer,
        status=201,
        upload=True,
        description="409 `gamify.challenge_handed_in` while one waits or when both tries are used.",
    )
    def post(self, request: Request, public_id: str, position: int) -> Response:
        spend(rate_limits.HAND_IN, who=self.member.public_id, now=self.now)
        challenge = challenge_of(self, public_id)
        _entrant, step = challenge_mine.step(viewer=self.member, challenge=challenge, position=position, now=self.now)
        said = self.read(shapes.NewProofSerializer)
        made = submitting.hand_in(
            actor=self.member, task=step.task, picture=said.pop("file", None), now=self.now, **said
        )
        return self.give(shapes.ProofSerializer, made, 201)


class Result(_Open):
    """How it ended."""

    @operation(
        "challenge_result_read",
        TAG,
        "The winners, and everything that the result is made of, once it is frozen",
        gives=challenge_results.ChallengeResultSerializer,
    )
    def get(self, request: Request, public_id: str) -> Response:
        challenge = challenge_of(self, public_id)
        record = challenge_result.record(challenge=challenge)
        winners = reads.winners(challenge=challenge, user=self.viewer)
        return self.give(challenge_results.ChallengeResultSerializer, {**record, "winners": winners})


class Story(_Own):
    """What a winner says."""

    parser_classes = [JSONBody, UploadBody]

    @operation(
        "challenge_story_tell",
        TAG,
        "Tell how it was for me as a winner, with a picture if I like; no words take it back",
        takes=challenge_results.StorySerializer,
        status=204,
        upload=True,
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.STORY, who=self.member.public_id, now=self.now)
        challenge, said = challenge_of(self, public_id), self.read(challenge_results.StorySerializer)
        stories.tell(actor=self.member, challenge=challenge, picture=said.pop("file", None), **said)
        return Response(status=204)
