"""What speaks for and against a proposal, what one thinks of it, and reporting what should not be there."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.moderation import Reports
from community.api.proposals import TAG, One
from community.api.shapes import arguments as shapes, moderation
from community.selectors import arguments, proposal_queues, proposal_roles, reportable
from community.services.proposals import arguing
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend


class Arguments(One):
    """What speaks for and against it."""

    @operation(
        "argument_list",
        TAG,
        "Arguments on one side, the best first",
        gives=shapes.ArgumentPage,
        asks=[AFTER, asked("side", "`for` (also without it) or `against`.")],
    )
    def get(self, request: Request, public_id: str) -> Response:
        side = "against" if request.query_params.get("side") == "against" else "for"
        proposal = proposal_queues.see(user=self.viewer, public_id=public_id)
        page = arguments.page(viewer=self.viewer, proposal=proposal, side=side, after=self.after)
        return self.give_page(shapes.ArgumentPage, page.lines, page.next_cursor)

    @operation(
        "argument_create",
        TAG,
        "Say something for or against it; once for each Idempotency-Key",
        takes=shapes.NewArgumentSerializer,
        gives=shapes.ArgumentSerializer,
        status=201,
        example={"side": "for", "body": "I throw three tins away a month."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.NewArgumentSerializer)
        spend(rate_limits.ARGUE, who=self.member.public_id, now=self.now)
        made = arguing.argue(author=self.member, proposal=proposal, key=self.key, now=self.now, **said)
        return self.give(shapes.ArgumentSerializer, arguments.Line(made, mine=""), 201)


class Agreements(One):
    """What both camps agree on."""

    @operation(
        "agreement_list",
        TAG,
        "Arguments that more than half of each camp surely agree on; empty while it is too early to say",
        gives=shapes.AgreementPage,
    )
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_page(shapes.AgreementPage, arguments.bridges(proposal=self.proposal(public_id)))


class ArgumentStance(MemberEndpoint):
    """What I think of an argument."""

    @operation(
        "argument_stance",
        TAG,
        "Agree, disagree, or be unsure",
        takes=shapes.StanceSerializer,
        gives=shapes.StanceSerializer,
        example={"kind": "agree"},
    )
    def put(self, request: Request, public_id: str) -> Response:
        argument = reportable.argument(user=self.viewer, public_id=public_id)
        said = self.read(shapes.StanceSerializer)
        spend(rate_limits.REACT, who=self.member.public_id, now=self.now)
        arguing.think(user=self.member, argument=argument, kind=said["kind"], now=self.now)
        return self.give(shapes.StanceSerializer, said)


class ProposalReports(Reports):
    """Reporting a proposal."""

    @operation(
        "proposal_report",
        "Moderation",
        "Report a proposal to the moderators of its group",
        takes=moderation.ReportDraftSerializer,
        gives=moderation.ReportSerializer,
        status=201,
        also=[200],
        example={"note": "It sells something."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        return self.report(proposal_roles.get(user=self.viewer, public_id=public_id))


class ArgumentReports(Reports):
    """Reporting an argument."""

    @operation(
        "argument_report",
        "Moderation",
        "Report an argument to the moderators of its group",
        takes=moderation.ReportDraftSerializer,
        gives=moderation.ReportSerializer,
        status=201,
        also=[200],
        example={"note": "It names somebody's street."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        return self.report(reportable.argument(user=self.viewer, public_id=public_id))


class NewsReports(Reports):
    """Reporting news of the making."""

    @operation(
        "news_report",
        "Moderation",
        "Report news of the making, or a prototype, to the moderators of its group",
        takes=moderation.ReportDraftSerializer,
        gives=moderation.ReportSerializer,
        status=201,
        also=[200],
        example={"note": "It sells something else."},
    )
    def post(self, request: Request, public_id: str) -> Response:
        return self.report(reportable.news(user=self.viewer, public_id=public_id))
