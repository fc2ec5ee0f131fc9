"""The pictures of a draft."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib import errors
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from lib.api.parsing import UploadBody
from rewards.api.console import TAG, give_campaign, own_campaign
from rewards.api.shapes import console as shapes
from rewards.models import Campaign
from rewards.policies import Action
from rewards.services.buying import showing


class Pictures(MemberEndpoint):
    """Uploading."""

    parser_classes = [UploadBody]

    @operation(
        "own_picture_upload",
        TAG,
        "Show one more picture; it is decoded and written anew",
        takes=shapes.NewPictureSerializer,
        gives=shapes.OwnCampaignSerializer,
        status=201,
        upload=True,
    )
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        campaign = own_campaign(self, slug, public_id, Action.WRITE)
        showing.add(by=self.member, campaign=campaign, file=self.read(shapes.NewPictureSerializer)["file"])
        return give_campaign(self, own_campaign(self, slug, public_id), 201)


class OnePicture(MemberEndpoint):
    """A picture."""

    @operation(
        "own_picture_update",
        TAG,
        "Say what a picture shows; perhaps put it first",
        takes=shapes.PictureEditSerializer,
        gives=shapes.OwnCampaignSerializer,
        example={"alts": {"en": "A tin on a table."}, "is_first": True},
    )
    def put(self, request: Request, slug: str, public_id: str, pk: int) -> Response:
        campaign = self._campaign(slug, public_id, pk)
        said = self.read(shapes.PictureEditSerializer)
        first = pk if said["is_first"] else 0
        showing.arrange(by=self.member, campaign=campaign, first=first, alts={pk: said["alts"]})
        return give_campaign(self, own_campaign(self, slug, public_id))

    @operation("own_picture_delete", TAG, "Take a picture out", status=204)
    def delete(self, request: Request, slug: str, public_id: str, pk: int) -> Response:
        showing.arrange(by=self.member, campaign=self._campaign(slug, public_id, pk), alts={}, gone=[pk])
        return Response(status=204)

    def _campaign(self, slug: str, public_id: str, pk: int) -> Campaign:
        campaign = own_campaign(self, slug, public_id, Action.WRITE)
        if not campaign.pictures.filter(pk=pk).exists():
            raise errors.NotFound(code="rewards.picture_not_found")
        return campaign
