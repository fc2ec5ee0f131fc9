"""Appeals: a member's own, and those that one may decide."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import appeals as shapes, moderation as cases
from community.models import Appeal
from community.policies import Action
from community.selectors import appeals as reads, decisions, queues, standings
from community.services.appeals import deciding, filing, talking
from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend


class OneDecision(MemberEndpoint):
    """A decision about me that can be appealed."""

    @operation("decision_read", "Moderation", "What moderators decided about me", gives=shapes.DecisionSerializer)
    def get(self, request: Request, pk: int) -> Response:
        decision = decisions.get_decision(pk=pk, user=self.member)
        return self.give(shapes.DecisionSerializer, reads.own(decision=decision, now=self.now))


class Own(MemberEndpoint):
    """What is mine of an appeal."""

    def give_own(self, pk: int, status: int = 200) -> Response:
        decision = decisions.get_decision(pk=pk, user=self.member)
        own = reads.own(decision=decision, now=self.now)
        if own.appeal is None:
            raise errors.NotFound(code="community.appeal_not_found")
        return self.give(shapes.OwnAppealSerializer, own, status)


class OwnAppeal(Own):
    """My appeal against a decision."""

    @operation("appeal_read", "Moderation", "My appeal, and what came of it", gives=shapes.OwnAppealSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return self.give_own(pk)

    @operation(
        "appeal_write",
        "Moderation",
        "Ask that somebody else look at a decision about me; once for each",
        takes=shapes.AppealWordsSerializer,
        gives=shapes.OwnAppealSerializer,
        status=201,
        also=[200],
        example={"text": "It was a gift, not an advert."},
    )
    def post(self, request: Request, pk: int) -> Response:
        decision = decisions.get_decision(pk=pk, user=self.member)
        said = self.read(shapes.AppealWordsSerializer)
        spend(rate_limits.APPEAL, who=self.member.public_id, now=self.now)
        made = filing.file(member=self.member, decision=decision, now=self.now, **said)
        return self.give_own(pk, 201 if made.is_new else 200)


class OwnAnswers(Own):
    """My answers in an appeal."""

    @operation(
        "appeal_answer",
        "Moderation",
        "Answer what is asked about my appeal; 409 when nothing is",
        takes=shapes.AppealWordsSerializer,
        gives=shapes.OwnAppealSerializer,
        status=201,
        example={"text": "No, there was no price."},
    )
    def post(self, request: Request, pk: int) -> Response:
        appeal = reads.find(decision=decisions.get_decision(pk=pk, user=self.member))
        if appeal is None:
            raise errors.NotFound(code="community.appeal_not_found")
        said = self.read(shapes.AppealWordsSerializer)
        spend(rate_limits.APPEAL, who=self.member.public_id, now=self.now)
        talking.answer(member=self.member, appeal=appeal, now=self.now, **said)
        return self.give_own(pk, 201)


class StaffAppeals(MemberEndpoint):
    """The staff's queue."""

    @operation(
        "appeal_list",
        "Moderation",
        "The appeals that no group can decide, the newest first: for staff",
        gives=cases.CaseRowPage,
        asks=[AFTER, asked("decided", "The decided ones instead of the open ones.", bool)],
    )
    def get(self, request: Request) -> Response:
        is_open = request.query_params.get("decided", "").lower() not in ("1", "true")
        found = queues.appeals_queue(user=self.member, is_open=is_open, now=self.now, after=self.after)
        return self.give_page(cases.CaseRowPage, found.rows, found.next_cursor)


class Judged(MemberEndpoint):
    """What those who decide see."""

    def found(self, pk: int) -> Appeal:
        return reads.get(pk=pk, user=self.member, now=self.now)

    def give_page_of(self, pk: int, status: int = 200) -> Response:
        return self.give(shapes.AppealSerializer, reads.page(appeal=self.found(pk), now=self.now), status)


class OneAppeal(Judged):
    """An appeal that I may decide, or that was decided in a group I moderate."""

    @operation(
        "appeal_case_read", "Moderation", "All that is needed to decide an appeal", gives=shapes.AppealSerializer
    )
    def get(self, request: Request, pk: int) -> Response:
        return self.give_page_of(pk)

    @operation(
        "appeal_decide",
        "Moderation",
        "Uphold or overturn what somebody else decided; 409 when it has changed since `seen`",
        takes=shapes.AppealAnswerSerializer,
        gives=shapes.AppealSerializer,
        example={"action": "overturn", "reason": "A gift is no advert.", "seen": "1"},
    )
    def post(self, request: Request, pk: int) -> Response:
        appeal, said = self.found(pk), self.read(shapes.AppealAnswerSerializer)
        deciding.decide(judge=self.member, appeal=appeal, now=self.now, **said)
        return self.give_page_of(pk)


class Questions(Judged):
    """Questions to the member."""

    @operation(
        "appeal_ask",
        "Moderation",
        "Ask the member something before deciding; 409 when it has changed since `seen`",
        takes=shapes.AppealQuestionSerializer,
        gives=shapes.AppealSerializer,
        status=201,
        example={"text": "Was there a price?", "seen": "1"},
    )
    def post(self, request: Request, pk: int) -> Response:
        appeal, said = self.found(pk), self.read(shapes.AppealQuestionSerializer)
        spend(rate_limits.APPEAL, who=self.member.public_id, now=self.now)
        talking.ask(judge=self.member, appeal=appeal, now=self.now, **said)
        return self.give_page_of(pk, 201)


class GroupCounts(MemberEndpoint):
    """How a group's appeals ended."""

    @operation(
        "appeal_counts",
        "Moderation",
        "How many appeals of a group were upheld and overturned, as its log says",
        gives=shapes.AppealCountsSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        group, standing = standings.access_group(user=self.member, slug=slug, now=self.now, action=Action.READ)
        if not standing.is_member:
            raise errors.NotAllowed(_("Only members of the group read its log."), code="community.members_only")
        return self.give(shapes.AppealCountsSerializer, reads.counts(group=group))
