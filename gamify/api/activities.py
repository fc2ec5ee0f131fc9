"""Recording what happened, and reading what it meant."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.selectors import people
from gamify.api.guards import check_open
from gamify.api.shapes import game as shapes
from gamify.api.shapes.answers import AnswerSerializer
from gamify.selectors import history
from gamify.services import answers, intake
from gamify.services.record import Ref
from gamify.services.reported import Report
from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint

CURRENCIES = ("growth", "spark")
CURRENCY = asked("currency", "Only what moved points of it.", enum=CURRENCIES)
EXAMPLE = {
    "verb": "create",
    "actor": "mei",
    "object": {"type": "recipe", "id": "sour-plum"},
    "key": "recipe-sour-plum",
    "data": {"words": 120},
}


class Activities(MemberEndpoint):
    """The activity log."""

    @operation(
        "activity_list",
        "Game",
        "What I did, what each thing gave and what did not count, newest first",
        gives=shapes.EventPage,
        asks=[AFTER, CURRENCY],
    )
    def get(self, request: Request) -> Response:
        check_open(self)
        page = history.history(user=self.member, currency=currency_of(self), after=self.after)
        return self.give_page(shapes.EventPage, page.events, page.next_cursor)

    @operation(
        "activity_create",
        "Game",
        "Record an activity, and learn what it earned and why",
        takes=shapes.ActivitySerializer,
        gives=AnswerSerializer,
        status=201,
        also=[200],
        example=EXAMPLE,
        description="Members record of themselves only what cannot be farmed; staff record anything of anybody. "
        "201 for a new activity; 200 with the first one's answer when the key made it before.",
    )
    def post(self, request: Request) -> Response:
        if not self.member.is_staff:  # a shop goes on when its keeper hides their own game
            check_open(self)
        said = self.read(shapes.ActivitySerializer)
        report = Report(
            verb=said["verb"],
            object=Ref(**said.get("object", {"type": "", "id": ""})),
            target=said["target"],
            key=said["key"] or f"{self.member.public_id}:{self.key}",  # a header is its sender's own
            data=said["data"],
        )
        activity, is_new = intake.take(by=self.member, actor=self._actor(said), report=report, now=self.now)
        return self.give(AnswerSerializer, answers.answer(activity), 201 if is_new else 200)

    def _actor(self, said: Mapping[str, str]) -> User:
        handle, public_id = said["actor"], said["actor_id"]
        if handle in ("", self.member.handle) and public_id in ("", self.member.public_id):
            return self.member
        if not self.member.is_staff:
            raise errors.NotAllowed(_("You may only record what you did yourself."), code="gamify.not_yourself")
        if handle and public_id:
            raise errors.Invalid(fields={"actor_id": _("Say who it was once: by handle or by id.")})
        return people.get_person(handle=handle) if handle else people.get_by_id(public_id=public_id)


class Undo(MemberEndpoint):
    """Taking back what was recorded by mistake, and letting it count again."""

    @operation(
        "activity_undo",
        "Game",
        "Take back an activity that was recorded here; what it earned goes back exactly",
        takes=shapes.UndoSerializer,
        gives=AnswerSerializer,
        example={"reason": "The review was written by somebody else."},
        description="For staff, and for what came by `POST activities`: `id` is the number in its answer. The member "
        "reads the reason. Twice is once. What was done on the pages is taken back there.",
    )
    def put(self, request: Request, pk: int) -> Response:
        said = self.read(shapes.UndoSerializer)
        undo = intake.take_back(by=self.member, activity_id=pk, reason=said["reason"], now=self.now)
        return self.give(AnswerSerializer, answers.answer(undo))

    @operation(
        "activity_redo",
        "Game",
        "Let an activity that was taken back count again",
        gives=AnswerSerializer,
        description="For staff: the twin of taking it back, and exact, too. Twice is once.",
    )
    def delete(self, request: Request, pk: int) -> Response:
        reason = _("It counts after all.")
        redo = intake.give_again(by=self.member, activity_id=pk, reason=reason, now=self.now)
        return self.give(AnswerSerializer, answers.answer(redo))


def currency_of(endpoint: Endpoint) -> str:
    """Return the currency asked for, "" for all."""
    return endpoint.request.query_params.get("currency", "")
