"""What people talk about, as a start for a proposal."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community.api.proposals import TAG
from community.api.shapes import rounds as shapes
from community.selectors import incubator
from lib.api.describing import operation
from lib.api.endpoint import Endpoint


class Incubator(Endpoint):
    """What people talk about."""

    @operation("incubator_read", TAG, "Rising topics and unmet needs, in counts", gives=shapes.PromptsSerializer)
    def get(self, request: Request) -> Response:
        return self.give(shapes.PromptsSerializer, incubator.prompts(now=self.now))
