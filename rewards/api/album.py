"""The album of a battle that is final: pictures of those who brought something."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import AFTER, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.api.parsing import UploadBody
from lib.limits import spend
from rewards import rate_limits
from rewards.api.battles import TAG, battle_of
from rewards.api.shapes import album as shapes
from rewards.models import Battle
from rewards.selectors import battle_album
from rewards.services.battles import album, album_reports


class Album(Endpoint):
    """Everybody's."""

    @operation(
        "battle_album_list",
        TAG,
        "The pictures of a battle that is final, newest first; none before",
        gives=shapes.PhotoPage,
        asks=[AFTER],
    )
    def get(self, request: Request, public_id: str) -> Response:
        battle = battle_of(self, public_id)
        if battle.state != Battle.State.FINAL:
            return self.give_page(shapes.PhotoPage, ())
        found = battle_album.page(battle=battle, after=self.after)
        return self.give_page(shapes.PhotoPage, found.photos, found.next_cursor)


class OwnPhoto(MemberEndpoint):
    """One's own."""

    parser_classes = [UploadBody]

    @operation(
        "battle_album_put",
        TAG,
        "Put my picture in, or change it or its words; it is decoded and written anew, without where and when",
        takes=shapes.NewPhotoSerializer,
        gives=shapes.PhotoSerializer,
        upload=True,
        description="403 `rewards.album_not_there` for who brought nothing; 409 `rewards.battle_moment` before it is "
        "final, `rewards.album_hidden` (`data.reason`).",
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.PICTURE, who=self.member.public_id, now=self.now)
        battle = battle_of(self, public_id)
        said = self.read(shapes.NewPhotoSerializer)
        made = album.put(
            actor=self.member,
            battle=battle,
            file=said.get("file"),
            words=said["words"],
            now=self.now,
        )
        return self.give(shapes.PhotoSerializer, battle_album.photo(made))

    @operation("battle_album_take_out", TAG, "Take my picture out, and delete its file", status=204)
    def delete(self, request: Request, public_id: str) -> Response:
        album.take_out(actor=self.member, battle=battle_of(self, public_id))
        return Response(status=204)


class Hiding(MemberEndpoint):
    """What does not belong there."""

    @operation(
        "battle_album_hide",
        TAG,
        "Hide a picture: people of the brand, and staff; its owner reads why",
        takes=shapes.HidingSerializer,
        status=204,
        example={"reason": "It shows somebody who was not asked."},
    )
    def post(self, request: Request, public_id: str, picture_id: str) -> Response:
        battle = battle_of(self, public_id)
        picture = battle_album.find(viewer=self.viewer, battle=battle, public_id=picture_id)
        album.hide(by=self.member, picture=picture, reason=self.read(shapes.HidingSerializer)["reason"], now=self.now)
        return Response(status=204)


class Reports(MemberEndpoint):
    """What somebody finds wrong."""

    @operation(
        "battle_album_report",
        TAG,
        "Say what is wrong with a picture: those who may hide it are told; once for each file",
        takes=shapes.AlbumReportSerializer,
        status=204,
        example={"note": "It shows my child. I was not asked."},
        description="403 `rewards.album_own` for one's own.",
    )
    def post(self, request: Request, public_id: str, picture_id: str) -> Response:
        picture = battle_album.find(viewer=self.viewer, battle=battle_of(self, public_id), public_id=picture_id)
        note = self.read(shapes.AlbumReportSerializer)["note"]
        album_reports.report(reporter=self.member, picture=picture, note=note, now=self.now)
        return Response(status=204)

    @operation(
        "battle_album_keep",
        TAG,
        "Find nothing wrong with a picture that was reported: people of the brand, and staff",
        status=204,
    )
    def delete(self, request: Request, public_id: str, picture_id: str) -> Response:
        picture = battle_album.find(viewer=self.viewer, battle=battle_of(self, public_id), public_id=picture_id)
        album_reports.keep(by=self.member, picture=picture, now=self.now)
        return Response(status=204)
