"""Comments: a post's conversation, answering, changing, deleting."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import comments as shapes
from community.selectors import comment_search, comments as reads, mentions, posts, streams
from community.services import comments, removals
from gamify.api.answering import answer_for
from lib.api.describing import AFTER, asked, operation
from lib.api.endpoint import Endpoint
from lib.limits import spend


class Comments(Endpoint):
    """A conversation."""

    @operation(
        "comment_list", "Comments", "A post's conversation in reading order", gives=shapes.CommentPage, asks=[AFTER]
    )
    def get(self, request: Request, public_id: str) -> Response:
        post = posts.get(public_id=public_id, user=self.viewer)
        thread = reads.thread(post=post, user=self.viewer, after=self.after)
        has_more = thread.next_pages is not None
        return self.give_page(shapes.CommentPage, shapes.in_order(thread.roots), thread.last if has_more else "")

    @operation(
        "comment_create",
        "Comments",
        "Comment on a post or answer a comment, and learn what it earned and why",
        takes=shapes.NewCommentSerializer,
        gives=shapes.WrittenSerializer,
        status=201,
        also=[200],
        example={"body": "I know that well."},
        description="201 for a new comment; 200 with the first one when the same Idempotency-Key made it before. "
        "One whose `state` is `held` waits for a moderator: nobody else can read it, and it has earned nothing yet.",
    )
    def post(self, request: Request, public_id: str) -> Response:
        post = posts.get(public_id=public_id, user=self.viewer)
        said = self.read(shapes.NewCommentSerializer)
        parent = reads.get(public_id=said["parent"], user=self.viewer) if said["parent"] else None
        spend(rate_limits.COMMENT, who=self.member.public_id, now=self.now)
        made = comments.write(
            author=self.member, post=post, parent=parent, body=said["body"], key=self.key, now=self.now
        )
        found = {"comment": mentions.fill([made.comment])[0], "answer": answer_for(self.member, made.activity)}
        return self.give(shapes.WrittenSerializer, found, 201 if made.is_new else 200)


class Found(Endpoint):
    """Comments by their words."""

    @operation(
        "comment_search",
        "Comments",
        "Comments with all of these words that I may read, newest first",
        gives=shapes.FoundCommentPage,
        asks=[AFTER, asked("q", "Words in whatever form (English) and order; without any there is nothing to find.")],
    )
    def get(self, request: Request) -> Response:
        query = streams.tidy(request.query_params.get("q", ""))
        page = comment_search.page(viewer=self.viewer, query=query, after=self.after)
        return self.give_page(shapes.FoundCommentPage, [hit.comment for hit in page.hits], page.next_cursor)


class OneComment(Endpoint):
    """A comment."""

    @operation("comment_read", "Comments", "A comment with its source", gives=shapes.FullCommentSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self._give(public_id)

    @operation(
        "comment_update",
        "Comments",
        "Change my comment",
        takes=shapes.CommentEditSerializer,
        gives=shapes.FullCommentSerializer,
        example={"body": "I know that *very* well.", "version": 1},
        description="409 when it changed since `version`: `data` then holds it as it is now, and in `sent` yours.",
    )
    def put(self, request: Request, public_id: str) -> Response:
        spend(rate_limits.EDIT, who=self.member.public_id, now=self.now)
        comment = reads.get(public_id=public_id, user=self.viewer)
        said = self.read(shapes.CommentEditSerializer)
        try:
            comments.edit(comment=comment, editor=self.member, now=self.now, **said)
        except comments.StaleComment as stale:
            stale.data["sent"] = said
            raise
        return self._give(public_id)

    @operation("comment_delete", "Comments", "Delete my comment; what it earned goes back", status=204)
    def delete(self, request: Request, public_id: str) -> Response:
        comment = reads.get_there(public_id=public_id, user=self.viewer)
        removals.delete(target=comment, author=self.member, now=self.now)
        return Response(status=204)

    def _give(self, public_id: str) -> Response:
        comment = reads.get_there(public_id=public_id, user=self.viewer)
        return self.give(shapes.FullCommentSerializer, mentions.fill([comment])[0])
