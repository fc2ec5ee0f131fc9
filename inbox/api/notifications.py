"""What a member is told, and what they want to be told."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from inbox import registry
from inbox.api import shapes
from inbox.selectors import notifications as reads, preferences as chosen
from inbox.services import notifications, preferences
from lib import errors
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import MemberEndpoint


class Notifications(MemberEndpoint):
    """The inbox."""

    @operation(
        "notification_list",
        "Notifications",
        "My notifications, newest first",
        gives=shapes.NotificationPage,
        asks=[AFTER, asked("unread", "Only those not read yet.", bool)],
    )
    def get(self, request: Request) -> Response:
        only = request.query_params.get("unread", "").lower() in ("1", "true")
        page = reads.page(user=self.member, after=self.after, unread_only=only)
        unread = reads.unread_count(user=self.member)
        return self.give_page(shapes.NotificationPage, page.lines, page.next_cursor, unread=unread)


class ReadAll(MemberEndpoint):
    """Everything read."""

    @operation("notification_read_all", "Notifications", "Mark all as read", gives=shapes.ReadSerializer)
    def post(self, request: Request) -> Response:
        changed = notifications.mark_all_read(user=self.member, now=self.now)
        return self.give(shapes.ReadSerializer, {"changed": changed})


class ReadOne(MemberEndpoint):
    """One line read."""

    @operation("notification_read", "Notifications", "Mark one as read", status=204)
    def post(self, request: Request, pk: int) -> Response:
        if notifications.mark_read(user=self.member, pk=pk, now=self.now) is None:
            raise errors.NotFound(code="inbox.notification_not_found")
        return Response(status=204)


class Preferences(MemberEndpoint):
    """Which kinds."""

    @operation("notification_preferences_read", "Notifications", "Which kinds I am told of", gives=shapes.ChoicePage)
    def get(self, request: Request) -> Response:
        return self.give_page(shapes.ChoicePage, chosen.choices(user=self.member))

    @operation(
        "notification_preferences_update",
        "Notifications",
        "Choose which kinds I am told of",
        takes=shapes.WantedSerializer,
        gives=shapes.ChoicePage,
        example={"wanted": ["comment", "mention"]},
    )
    def put(self, request: Request) -> Response:
        wanted = set(self.read(shapes.WantedSerializer)["wanted"])
        if unknown := wanted - {kind.key for kind in registry.every()}:
            raise errors.Invalid(fields={"wanted": ", ".join(sorted(unknown))}, code="inbox.unknown_kind")
        preferences.choose(user=self.member, wanted=wanted)
        return self.give_page(shapes.ChoicePage, chosen.choices(user=self.member))
