"""Unsent words, and what is talked about."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import drafts as shapes
from community.selectors import drafts as reads, hashtags
from community.services import drafts
from lib import errors
from lib.api.describing import asked, operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend


class Drafts(MemberEndpoint):
    """What I have begun."""

    @operation("draft_list", "Drafts", "My drafts, at most 30, the latest first", gives=shapes.DraftPage)
    def get(self, request: Request) -> Response:
        return self.give_page(shapes.DraftPage, reads.drafts_of(user=self.member))


class OneDraft(MemberEndpoint):
    """A draft by what it is for."""

    @operation("draft_read", "Drafts", "A draft", gives=shapes.PayloadSerializer)
    def get(self, request: Request, intent: str) -> Response:
        drafts.check_intent(intent)
        payload = reads.find(user=self.member, intent=intent)
        if not payload:
            raise errors.NotFound(code="community.draft_not_found")
        return self.give(shapes.PayloadSerializer, payload)

    @operation(
        "draft_save",
        "Drafts",
        "Keep a draft; an empty one deletes it",
        takes=shapes.PayloadSerializer,
        gives=shapes.PayloadSerializer,
        example={"body": "Half a thought", "emotions": ["hope"], "version": ""},
        description="With a `version`: 409 when something was kept since; `data` then holds what is kept, and in "
        "`sent` yours.",
    )
    def put(self, request: Request, intent: str) -> Response:
        spend(rate_limits.DRAFT, who=self.member.public_id, now=self.now)
        said = self.read(shapes.PayloadSerializer)
        try:
            draft = drafts.save(user=self.member, intent=intent, payload=said, now=self.now, seen=said.get("version"))
        except drafts.WrittenElsewhere as stale:
            stale.data["sent"] = said
            raise
        return self.give(shapes.PayloadSerializer, draft.payload if draft else {})

    @operation(
        "draft_discard",
        "Drafts",
        "Throw a draft away",
        status=204,
        asks=[
            asked("version", "The one that you throw away: 409 when something was kept since. Else nothing is checked.")
        ],
    )
    def delete(self, request: Request, intent: str) -> Response:
        drafts.discard(user=self.member, intent=intent, seen=request.query_params.get("version"))
        return Response(status=204)


class Trends(Endpoint):
    """What is talked about."""

    @operation("topic_list", "Feelings", "Hashtags that several people used lately", gives=shapes.TrendPage)
    def get(self, request: Request) -> Response:
        return self.give_page(shapes.TrendPage, hashtags.trending(now=self.now))
