"""Who is named as an author, and the pictures of a sketch."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import people
from community import rate_limits
from community.api.proposals import TAG, One
from community.api.shapes import proposals as shapes
from community.proposal_policies import ProposalAction
from community.selectors import proposal_page, proposal_roles
from community.services.proposals import authors, picturing
from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from lib.api.parsing import UploadBody
from lib.limits import spend


class Authors(One):
    """Who is named."""

    @operation("author_list", TAG, "Who is named, or asked to be, the first author first", gives=shapes.AuthorshipPage)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_page(shapes.AuthorshipPage, proposal_page.people(proposal=self.proposal(public_id)))

    @operation(
        "author_invite",
        TAG,
        "Ask somebody to be named with me; they are only after saying yes",
        takes=shapes.CoAuthorSerializer,
        gives=shapes.AuthorshipSerializer,
        status=201,
        example={"handle": "mei"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        proposal_roles.require(user=self.member, proposal=proposal, action=ProposalAction.WRITE)
        said = self.read(shapes.CoAuthorSerializer)
        spend(rate_limits.INVITE, who=self.member.public_id, now=self.now)
        person = people.get_person(handle=said["handle"])
        made = authors.invite(by=self.member, proposal=proposal, user=person, now=self.now)
        return self.give(shapes.AuthorshipSerializer, made, 201)


class MyAuthorship(MemberEndpoint, One):
    """Whether I am named."""

    @operation(
        "author_accept",
        TAG,
        "Say yes to being named, accepting the terms on rights; also yes to newer terms",
        takes=shapes.RightsSerializer,
        gives=shapes.AuthorshipSerializer,
        example={"terms": "2026-11"},
    )
    def put(self, request: Request, public_id: str) -> Response:
        proposal, said = self.proposal(public_id), self.read(shapes.RightsSerializer)
        spend(rate_limits.PROPOSE, who=self.member.public_id, now=self.now)
        made = authors.accept(by=self.member, proposal=proposal, now=self.now, **said)
        return self.give(shapes.AuthorshipSerializer, made)

    @operation("author_decline", TAG, "Say no to being named, or leave before it is handed in", status=204)
    def delete(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        spend(rate_limits.PROPOSE, who=self.member.public_id, now=self.now)
        authors.decline(by=self.member, proposal=proposal, now=self.now)
        return Response(status=204)


class OneAuthor(One):
    """Somebody who is asked."""

    @operation("author_take_back", TAG, "Ask somebody no longer who has not answered whether to be named", status=204)
    def delete(self, request: Request, public_id: str, handle: str) -> Response:
        proposal = self.proposal(public_id)
        proposal_roles.require(user=self.member, proposal=proposal, action=ProposalAction.WRITE)
        spend(rate_limits.INVITE, who=self.member.public_id, now=self.now)
        person = proposal_page.author(proposal=proposal, handle=handle)
        authors.take_back(by=self.member, proposal=proposal, user=person)
        return Response(status=204)


class ProposalPictures(One):
    """The pictures of a sketch."""

    parser_classes = [UploadBody]

    @operation("proposal_picture_list", TAG, "The pictures of a sketch, in order", gives=shapes.SketchPicturePage)
    def get(self, request: Request, public_id: str) -> Response:
        found = proposal_page.pictures(proposal=self.proposal(public_id))
        return self.give_page(shapes.SketchPicturePage, found)

    @operation(
        "proposal_picture_add",
        TAG,
        "Add a picture to my draft; four at most",
        takes=shapes.NewSketchPictureSerializer,
        gives=shapes.SketchPictureSerializer,
        status=201,
        upload=True,
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal = self.proposal(public_id)
        proposal_roles.require(user=self.member, proposal=proposal, action=ProposalAction.WRITE)
        said = self.read(shapes.NewSketchPictureSerializer)
        spend(rate_limits.UPLOAD, who=self.member.public_id, now=self.now)
        made = picturing.add(by=self.member, proposal=proposal, file=said["picture"], alt=said["alt"], now=self.now)
        return self.give(shapes.SketchPictureSerializer, made, 201)


class OneProposalPicture(MemberEndpoint, One):
    """A picture of a sketch."""

    @operation("proposal_picture_remove", TAG, "Take a picture away from my draft", status=204)
    def delete(self, request: Request, public_id: str, picture_id: str) -> Response:
        proposal = self.proposal(public_id)
        row = next((each for each in proposal_page.pictures(proposal=proposal) if each.public_id == picture_id), None)
        if row is None:
            raise errors.NotFound(code="community.image_not_found")
        row.proposal = proposal
        picturing.remove(by=self.member, picture=row)
        return Response(status=204)
