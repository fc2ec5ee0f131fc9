"""Reporting, deciding, sanctions and the log."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from community import rate_limits, targets
from community.api.shapes import moderation as shapes
from community.models import Group
from community.policies import Action
from community.selectors import cases as reads, comments, decisions, histories, modlog as log, posts, queues, standings
from community.selectors.narrowing import Narrowing
from community.services import cases, reports, sanctions
from community.targets import Target
from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend

REPORT = {"rule": 1, "note": "It sells something."}


class Reports(MemberEndpoint):
    """Reporting whatever can be judged."""

    def report(self, target: Target) -> Response:
        said = self.read(shapes.ReportDraftSerializer)
        spend(rate_limits.REPORT, who=self.member.public_id, now=self.now)
        made = reports.report(reporter=self.member, target=target, now=self.now, **said)
        told = shapes.Told(made.report, targets.kind_in(made.report.case))
        return self.give(shapes.ReportSerializer, told, 201 if made.is_new else 200)


class PostReports(Reports):
    """Reporting a post."""

    @operation(
        "post_report",
        "Moderation",
        "Report a post to the moderators of its group",
        takes=shapes.ReportDraftSerializer,
        gives=shapes.ReportSerializer,
        status=201,
        also=[200],
        example=REPORT,
    )
    def post(self, request: Request, public_id: str) -> Response:
        return self.report(posts.get(public_id=public_id, user=self.viewer))


class CommentReports(Reports):
    """Reporting a comment."""

    @operation(
        "comment_report",
        "Moderation",
        "Report a comment to the moderators of its group",
        takes=shapes.ReportDraftSerializer,
        gives=shapes.ReportSerializer,
        status=201,
        also=[200],
        example=REPORT,
    )
    def post(self, request: Request, public_id: str) -> Response:
        return self.report(comments.get(public_id=public_id, user=self.viewer))


class OneReport(MemberEndpoint):
    """My report."""

    @operation("report_read", "Moderation", "My report, and what came of it", gives=shapes.ReportSerializer)
    def get(self, request: Request, pk: int) -> Response:
        report = decisions.get_report(pk=pk, user=self.member)
        return self.give(shapes.ReportSerializer, shapes.Told(report, targets.kind_in(report.case)))


class Cases(MemberEndpoint):
    """A group's queue."""

    @operation(
        "case_list",
        "Moderation",
        "The cases of a group I moderate, the newest first",
        gives=shapes.CaseRowPage,
        asks=[
            AFTER,
            asked("decided", "The decided ones instead of the open ones.", bool),
            asked("author", "Only those about what the member with this handle wrote."),
            asked("reporter", "Only those that the member with this handle reported."),
        ],
    )
    def get(self, request: Request, slug: str) -> Response:
        group = _moderated(self, slug)
        given = request.query_params
        is_open = given.get("decided", "").lower() not in ("1", "true")
        author, reporter = (given.get(name, "").replace("\x00", "") for name in ("author", "reporter"))
        part = Narrowing(author=author, reporter=reporter)
        found = queues.queue(
            group=group, user=self.member, is_open=is_open, now=self.now, after=self.after, narrowing=part
        )
        return self.give_page(shapes.CaseRowPage, found.rows, found.next_cursor)


class OneCase(MemberEndpoint):
    """A case."""

    @operation("case_read", "Moderation", "All that is needed to decide a case", gives=shapes.CaseSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return self._give(pk)

    @operation(
        "case_decide",
        "Moderation",
        "Decide a case; 409 when it has changed since `seen`",
        takes=shapes.VerdictSerializer,
        gives=shapes.CaseSerializer,
        example={"action": "keep", "reason": "It breaks no rule.", "seen": "1.published."},
    )
    def post(self, request: Request, pk: int) -> Response:
        case = reads.get(pk=pk, user=self.member, now=self.now).case
        said = self.read(shapes.VerdictSerializer)
        cases.decide(moderator=self.member, case=case, now=self.now, **said)
        return self._give(pk)

    def _give(self, pk: int) -> Response:
        case = reads.get(pk=pk, user=self.member, now=self.now).case
        return self.give(shapes.CaseSerializer, shapes.case_of(reads.page(case=case)))


class Sanctions(MemberEndpoint):
    """Muting and banning."""

    @operation(
        "sanction_impose",
        "Moderation",
        "Mute or ban somebody in a group I moderate",
        takes=shapes.SanctionSerializer,
        gives=shapes.LogLineSerializer,
        status=201,
        example={"action": "mute", "duration": "3d", "rule": 1, "reason": "Please cool down."},
    )
    def post(self, request: Request, slug: str, handle: str) -> Response:
        group, member = _group_and_person(self, slug, handle)
        said = self.read(shapes.SanctionSerializer)
        entry = sanctions.impose(moderator=self.member, group=group, member=member, now=self.now, **said)
        line = log.line_of(entry, is_moderator=True, user=self.member)
        return self.give(shapes.LogLineSerializer, line, 201)


class Lifts(MemberEndpoint):
    """Ending a mute or ban."""

    @operation(
        "sanction_lift",
        "Moderation",
        "End a mute or ban before its time",
        takes=shapes.LiftSerializer,
        gives=shapes.LogLineSerializer,
        status=201,
        example={"action": "unmute", "reason": "All is well again."},
    )
    def post(self, request: Request, slug: str, handle: str) -> Response:
        group, member = _group_and_person(self, slug, handle)
        said = self.read(shapes.LiftSerializer)
        entry = sanctions.lift(moderator=self.member, group=group, member=member, now=self.now, **said)
        line = log.line_of(entry, is_moderator=True, user=self.member)
        return self.give(shapes.LogLineSerializer, line, 201)


class Modlog(MemberEndpoint):
    """What moderators did."""

    @operation(
        "modlog_list",
        "Moderation",
        "What a group's moderators did, newest first; members see no names and no reasons",
        gives=shapes.LogLinePage,
        asks=[AFTER],
    )
    def get(self, request: Request, slug: str) -> Response:
        group, standing = standings.access_group(user=self.member, slug=slug, now=self.now, action=Action.READ)
        if not standing.is_member:
            raise errors.NotAllowed(_("Only members of the group read its log."), code="community.members_only")
        is_moderator = standings.is_judge(user=self.member, standing=standing)
        found = log.page(group=group, user=self.member, is_moderator=is_moderator, after=self.after)
        return self.give_page(shapes.LogLinePage, found.lines, found.next_cursor)


def _moderated(endpoint: MemberEndpoint, slug: str) -> Group:
    group, _standing = standings.access_moderated(user=endpoint.viewer, slug=slug, now=endpoint.now)
    return group


def _group_and_person(endpoint: MemberEndpoint, slug: str, handle: str) -> tuple[Group, User]:
    """Return the group and a person known to it: a moderator learns nothing about others."""
    group = _moderated(endpoint, slug)
    return group, histories.get_person(group=group, handle=handle)
