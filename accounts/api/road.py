"""The road of the member who asks, for nobody else to see."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import shapes
from accounts.selectors import road
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint


class Road(MemberEndpoint):
    """My road."""

    @operation(
        "road_read",
        "Me",
        "My three ladders: what I did here, on the rungs where it stands; nobody else learns of it",
        gives=shapes.RoadSerializer,
        description="Counts and first times, no score and nobody beside me. `invitation` is one way on, or null.",
    )
    def get(self, request: Request) -> Response:
        return self.give(shapes.RoadSerializer, road.of(user=self.member, now=self.now))
