"""The brand's desk for one proposal: news, prototypes, the way to the launch, giving it up."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.proposals import TAG
from community.api.shapes import making as shapes, proposals as sketches, reviews
from community.models import MakingPicture, Proposal
from community.selectors import proposal_making, proposal_queues
from community.services.making import giving_up, launching, showing, updates
from gamify import launches
from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.api.parsing import UploadBody
from lib.limits import spend


class News(Endpoint):
    """News of the making."""

    @operation("news_list", TAG, "News and prototypes, the latest first; sixty at most", gives=shapes.NewsPage)
    def get(self, request: Request, public_id: str) -> Response:
        proposal = proposal_queues.see(user=self.viewer, public_id=public_id)
        return self.give_page(shapes.NewsPage, proposal_making.news(proposal=proposal))

    @operation(
        "news_tell",
        TAG,
        "Tell news of what my brand makes, or show a prototype",
        takes=shapes.NewNewsSerializer,
        gives=shapes.NewsSerializer,
        status=201,
        example={"title": "The first one", "body": "It pours.", "is_prototype": True},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal = proposal_queues.asked(user=self.member, public_id=public_id)
        said = self.read(shapes.NewNewsSerializer)
        spend(rate_limits.MAKE, who=self.member.public_id, now=self.now)
        made = updates.tell(by=self.member, proposal=proposal, now=self.now, **said)
        return self.give(shapes.NewsSerializer, made, 201)


class NewsPictures(Endpoint):
    """The pictures of news."""

    parser_classes = [UploadBody]

    @operation(
        "news_picture_add",
        TAG,
        "Add a picture to news of what my brand makes; four at most",
        takes=sketches.NewSketchPictureSerializer,
        gives=shapes.NewsPictureSerializer,
        status=201,
        upload=True,
    )
    def post(self, request: Request, public_id: str, news_id: str) -> Response:
        proposal = proposal_queues.asked(user=self.member, public_id=public_id)
        update = proposal_making.told(proposal=proposal, public_id=news_id)
        said = self.read(sketches.NewSketchPictureSerializer)
        spend(rate_limits.UPLOAD, who=self.member.public_id, now=self.now)
        made = showing.add(by=self.member, update=update, file=said["picture"], alt=said["alt"], now=self.now)
        return self.give(shapes.NewsPictureSerializer, made, 201)


class _NewsPicture(MemberEndpoint):
    def picture(self, public_id: str, news_id: str, picture_id: str) -> MakingPicture:
        proposal, _parts = proposal_queues.get(user=self.member, public_id=public_id)
        update = proposal_making.told(proposal=proposal, public_id=news_id)
        row = next((each for each in update.pictures.all() if each.public_id == picture_id), None)
        if row is None:
            raise errors.NotFound(code="community.image_not_found")
        return row


class OneNewsPicture(_NewsPicture):
    """A picture of news."""

    @operation("news_picture_remove", TAG, "Take a picture of my brand's news away", status=204)
    def delete(self, request: Request, public_id: str, news_id: str, picture_id: str) -> Response:
        showing.remove(by=self.member, picture=self.picture(public_id, news_id, picture_id))
        return Response(status=204)


class NewsPictureRemoval(_NewsPicture):
    """Taking a brand's picture away."""

    @operation(
        "news_picture_take_away",
        "Moderation",
        "Take a picture of news away as who reviews, and say why: who showed it reads it",
        takes=reviews.WhySerializer,
        status=204,
        example={"reason": "It shows somebody who was not asked."},
    )
    def post(self, request: Request, public_id: str, news_id: str, picture_id: str) -> Response:
        row, said = self.picture(public_id, news_id, picture_id), self.read(reviews.WhySerializer)
        showing.take_away(by=self.member, picture=row, now=self.now, **said)
        return Response(status=204)


class _Launching(MemberEndpoint):
    def asked(self, public_id: str) -> Proposal:
        proposal = proposal_queues.asked(user=self.member, public_id=public_id)
        if self.request.method != "GET":
            spend(rate_limits.MAKE, who=self.member.public_id, now=self.now)
        return proposal

    def give_launch(self, proposal: Proposal) -> Response:
        is_near = proposal.state == Proposal.State.PRELAUNCH
        draft = launches.find(launching.key_of(proposal)) if is_near else None
        found = shapes.Launch(proposal.state, proposal.launched_url, draft, giving_up.sale_of(proposal))
        return self.give(shapes.LaunchSerializer, found)


class Announcement(_Launching):
    """That it is about to be launched."""

    @operation(
        "launch_announce",
        TAG,
        "Say that it is about to be launched; a draft of what will be sold waits for my brand",
        gives=shapes.LaunchSerializer,
    )
    def put(self, request: Request, public_id: str) -> Response:
        return self.give_launch(launching.announce(by=self.member, proposal=self.asked(public_id), now=self.now))

    @operation("launch_go_back", TAG, "Go back to the making", gives=shapes.LaunchSerializer)
    def delete(self, request: Request, public_id: str) -> Response:
        return self.give_launch(launching.back(by=self.member, proposal=self.asked(public_id), now=self.now))


class Launch(_Launching):
    """The launch."""

    @operation("launch_read", TAG, "How the way to the sale stands", gives=shapes.LaunchSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give_launch(self.asked(public_id))

    @operation(
        "launch_begin",
        TAG,
        "Launch it, once: whoever had a part in it buys first",
        gives=shapes.LaunchSerializer,
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal = self.asked(public_id)
        names, stories = launching.words_of(proposal)
        launched = launching.launch(by=self.member, proposal=proposal, names=names, stories=stories, now=self.now)
        return self.give_launch(launched)


class GivingUp(_Launching):
    """Declining after all."""

    @operation(
        "making_give_up",
        TAG,
        "Decline after all, and say why and, while it is sold, what becomes of the sale; not while a test runs",
        takes=shapes.GivingUpSerializer,
        gives=shapes.LaunchSerializer,
        example={"reason": "Only 12 of the 40 that the kiln needs were bought.", "sale": "end"},
    )
    def post(self, request: Request, public_id: str) -> Response:
        proposal, said = self.asked(public_id), self.read(shapes.GivingUpSerializer)
        return self.give_launch(giving_up.give_up(by=self.member, proposal=proposal, now=self.now, **said))
