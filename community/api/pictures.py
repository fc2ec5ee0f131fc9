"""Pictures, uploaded before the post that shows them."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import posts as shapes
from community.selectors import images as reads
from community.services import images
from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.api.parsing import UploadBody
from lib.limits import spend


class Images(MemberEndpoint):
    """Uploading."""

    parser_classes = [UploadBody]

    @operation(
        "image_upload",
        "Posts",
        "Upload a picture for a post still to be written; it waits two days",
        takes=shapes.UploadSerializer,
        gives=shapes.ImageSerializer,
        status=201,
        upload=True,
    )
    def post(self, request: Request) -> Response:
        sent = self.read(shapes.UploadSerializer)
        spend(rate_limits.UPLOAD, who=self.member.public_id, now=self.now)
        image = images.upload(owner=self.member, file=sent["file"], alt=sent["alt"], now=self.now)
        return self.give(shapes.ImageSerializer, image, 201)


class OneImage(Endpoint):
    """A picture."""

    @operation("image_read", "Posts", "A picture's size and addresses", gives=shapes.ImageSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.give(shapes.ImageSerializer, reads.get(public_id=public_id, user=self.viewer))

    @operation("image_discard", "Posts", "Take a picture back before it is posted", status=204)
    def delete(self, request: Request, public_id: str) -> Response:
        images.discard(owner=self.member, image=reads.get(public_id=public_id, user=self.viewer))
        return Response(status=204)
