"""Posts: writing, reading, changing, deleting and bringing back."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.groups import group_of
from community.api.shapes import posts as shapes
from community.models import Post
from community.policies import Action
from community.selectors import posts as reads
from community.services import posts, removals
from community.services.composition import Composition, Picture
from gamify.api.answering import answer_for
from lib.api.describing import operation
from lib.api.endpoint import Endpoint, MemberEndpoint
from lib.limits import spend

EXAMPLE = {"body": "First **white tea** of the year. #tea", "emotions": ["calm", "joy"], "type": "note"}


class Posts(MemberEndpoint):
    """Writing."""

    @operation(
        "post_create",
        "Posts",
        "Write a post, and learn what it earned and why",
        takes=shapes.NewPostSerializer,
        gives=shapes.PublishedSerializer,
        status=201,
        also=[200],
        example={"group": "tea-table", **EXAMPLE},
        description="201 for a new post; 200 with the first one when the same Idempotency-Key made it before. "
        "One whose `state` is `held` waits for a moderator: nobody else can read it, and it has earned nothing yet.",
    )
    def post(self, request: Request) -> Response:
        said = self.read(shapes.NewPostSerializer)
        group = group_of(self, said.pop("group"), Action.READ)
        spend(rate_limits.POST, who=self.member.public_id, now=self.now)
        made = posts.publish(
            author=self.member, group=group, composition=_composition(said), key=self.key, now=self.now
        )
        post = shapes.full(made.post, self.viewer, posts.edition_of(made.post))
        found = shapes.Published(post, answer_for(self.member, made.activity))
        return self.give(shapes.PublishedSerializer, found, 201 if made.is_new else 200)


class OnePost(Endpoint):
    """A post."""

    @operation("post_read", "Posts", "A post with its source", gives=shapes.FullPostSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self._give(reads.get_there(public_id=public_id, user=self.viewer))

    @operation(
        "post_update",
        "Posts",
        "Change my post",
        takes=shapes.EditSerializer,
        gives=shapes.FullPostSerializer,
        example={**EXAMPLE, "edition": 1},
        description="409 when somebody changed it since `edition`: `data` then holds the post as it is now, "
        "and in `sent` yours.",
    )
    def put(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.EDIT, who=self.member.public_id, now=self.now)
        post = reads.get(public_id=public_id, user=self.viewer)
        said = self.read(shapes.EditSerializer)
        edition = said.pop("edition")
        try:
            changed = posts.edit(
                post=post, editor=self.member, composition=_composition(said), edition=edition, now=self.now
            )
        except posts.Stale as stale:
            stale.data["sent"] = {name: said[name] for name in ("title", "body", "emotions")} | {"edition": edition}
            raise
        return self._give(reads.get_there(public_id=changed.public_id, user=self.viewer))

    @operation("post_delete", "Posts", "Delete my post; what it earned goes back", status=204)
    def delete(self, request: Request, public_id: str) -> Response:
        removals.delete(target=reads.get_there(public_id=public_id, user=self.viewer), author=self.member, now=self.now)
        return Response(status=204)

    def _give(self, post: Post) -> Response:
        return self.give(shapes.FullPostSerializer, shapes.full(post, self.viewer, posts.edition_of(post)))


class Restoration(MemberEndpoint):
    """Bringing a post back."""

    @operation(
        "post_restore", "Posts", "Bring my deleted post back, with what it earned", gives=shapes.FullPostSerializer
    )
    def post(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.EDIT, who=self.member.public_id, now=self.now)
        post = reads.get_own(public_id=public_id, user=self.member)
        removals.restore(target=post, by=self.member, now=self.now)
        post = reads.get_there(public_id=public_id, user=self.viewer)
        return self.give(shapes.FullPostSerializer, shapes.full(post, self.viewer, posts.edition_of(post)))


class Editions(Endpoint):
    """How a post was changed."""

    @operation(
        "post_edition_list",
        "Posts",
        "A post's texts, the one shown now first; 20 before it at most",
        gives=shapes.EditionPage,
    )
    def get(self, request: Request, public_id: str) -> Response:
        post = reads.get(public_id=public_id, user=self.viewer)
        return self.give_page(shapes.EditionPage, reads.editions(post=post, emotions=posts.emotions_of(post)))


def _composition(said: dict[str, Any]) -> Composition:
    pictures = tuple(Picture(**each) for each in said["pictures"])
    return Composition(
        body=said["body"],
        emotions=tuple(said["emotions"]),
        type=said["type"],
        title=said["title"],
        pictures=pictures,
        brand=said["brand"],
        suggested=tuple(said["suggested"]),
        dismissed=tuple(said["dismissed"]),
    )
