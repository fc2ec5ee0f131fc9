"""How the texts of a proposal changed, and changing them once it is open or has lapsed."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.proposals import TAG, WORDS, One
from community.api.shapes import proposals as shapes
from community.selectors import proposal_versions
from community.services.proposals import reviewing, versions
from community.services.proposals.wording import Words
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend

TEXTS = {name: text for name, text in WORDS.items() if name != "brand"}


class Versions(One):
    """The texts since the first support."""

    @operation(
        "proposal_version_list", TAG, "The frozen versions of its texts, the latest first", gives=shapes.VersionPage
    )
    def get(self, request: Request, public_id: str) -> Response:
        found = proposal_versions.changes(proposal=self.proposal(public_id))
        return self.give_page(shapes.VersionPage, [each.version for each in found])

    @operation(
        "proposal_revise",
        TAG,
        "Change the texts of my open proposal; after the first support a version that stays",
        takes=shapes.RevisionSerializer,
        gives=shapes.FullProposalSerializer,
        example={**TEXTS, "edition": 1, "changes": "The pouch is made of paper.", "is_material": True},
        description="409 when somebody has saved since `edition`: `data` has the texts now.",
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.RevisionSerializer)
        spend(rate_limits.PROPOSE, who=f"edit:{self.member.public_id}", now=self.now)
        more = {name: said.pop(name) for name in ("changes", "is_material", "edition")}
        versions.revise(by=self.member, proposal=proposal, words=Words(**said), now=self.now, **more)
        return self.give_proposal(proposal.pk)


class Revival(MemberEndpoint, One):
    """A second life."""

    @operation(
        "proposal_revive",
        TAG,
        "Hand my lapsed proposal in again, once, with other texts",
        takes=shapes.RevivalSerializer,
        gives=shapes.FullProposalSerializer,
        example={**TEXTS, "terms": "2026-11"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.RevivalSerializer)
        spend(rate_limits.PROPOSE, who=f"edit:{self.member.public_id}", now=self.now)
        terms = said.pop("terms")
        reviewing.revive(by=self.member, proposal=proposal, words=Words(**said), terms=terms, now=self.now)
        return self.give_proposal(proposal.pk)
