"""Answering without words."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import posts as shapes
from community.models import Comment, Post
from community.selectors import comments, posts
from community.services import reactions
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend

EXAMPLE = {"kind": "hug"}


class _Reaction(MemberEndpoint):
    def choose(self, target: Post | Comment, kind: str) -> Response:
        spend(rate_limits.REACT, who=self.member.public_id, now=self.now)
        result = reactions.choose(user=self.member, target=target, kind=kind, now=self.now)
        return self.give(shapes.ReactionResultSerializer, result)

    def wanted(self) -> str:
        return str(self.read(shapes.ReactionSerializer)["kind"])


class ToPost(_Reaction):
    """My reaction to a post."""

    @operation(
        "post_react",
        "Reactions",
        "Make my reaction to a post this one; again changes nothing",
        takes=shapes.ReactionSerializer,
        gives=shapes.ReactionResultSerializer,
        example=EXAMPLE,
    )
    def put(self, request: Request, public_id: str) -> Response:
        return self.choose(posts.get(public_id=public_id, user=self.viewer), self.wanted())

    @operation("post_unreact", "Reactions", "Take my reaction to a post back", gives=shapes.ReactionResultSerializer)
    def delete(self, request: Request, public_id: str) -> Response:
        return self.choose(posts.get(public_id=public_id, user=self.viewer), reactions.OFF)


class ToComment(_Reaction):
    """My reaction to a comment."""

    @operation(
        "comment_react",
        "Reactions",
        "Make my reaction to a comment this one; again changes nothing",
        takes=shapes.ReactionSerializer,
        gives=shapes.ReactionResultSerializer,
        example=EXAMPLE,
    )
    def put(self, request: Request, public_id: str) -> Response:
        return self.choose(comments.get(public_id=public_id, user=self.viewer), self.wanted())

    @operation(
        "comment_unreact", "Reactions", "Take my reaction to a comment back", gives=shapes.ReactionResultSerializer
    )
    def delete(self, request: Request, public_id: str) -> Response:
        return self.choose(comments.get(public_id=public_id, user=self.viewer), reactions.OFF)
