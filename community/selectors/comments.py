"""A post's conversation as a tree, in pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from accounts.selectors import hiding
from community.models import Comment, Post, Reaction
from community.selectors import mentions
from community.selectors.posts import Person
from lib import errors

if TYPE_CHECKING:
    from community.querysets import Viewer

PAGE = 50
MAX_PAGES = 10


@dataclass(frozen=True)
class Node:
    """A comment, the public id of the one it answers, and its replies.

    One that is gone keeps its place for the replies under it: `is_gone`, no words. One that is hidden is folded. One
    that waits for a moderator is there for its author, gone for everybody else.
    """

    pk: int
    public_id: str
    author: Person | None
    html: str
    state: str
    version: int
    reaction_count: int
    reaction: str
    is_mine: bool
    created_at: datetime
    edited_at: datetime | None
    depth: int
    parent: str | None = None
    is_hidden: bool = False
    answers: list[Node] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        return self.state == Post.State.HELD

    @property
    def is_gone(self) -> bool:
        return self.author is None


@dataclass(frozen=True)
class Thread:
    """Some pages of a conversation: the trees in reading order, and where the rest begins; `last` is the last comment
    read, shown or not."""

    roots: tuple[Node, ...]
    pages: int
    after: str
    next_pages: int | None
    next_cursor: str
    last: str = ""


def thread(*, post: Post, user: Viewer, pages: int = 1, after: str = "", to: str = "") -> Thread:
    """Return up to `pages` pages of 50 comments that follow the comment `after`, or as many as reach the comment `to`;
    where that would be too many, the one page that holds it.

    Queries: 2 (comments, own reactions), 1 for visitors; 1 more with `after` or hidden people, 2 with `to`, 3 far down;
    and those of `mentions`.
    """
    start = _path(post, after) if after else ""
    if to:
        pages, start, after = _window(post, start, after, to)
    rows = Comment.objects.filter(post=post, path__gt=start).annotate(above=F("parent__public_id"))
    pages = max(1, min(pages, MAX_PAGES))
    found = list(rows.select_related("author").order_by("path", "id")[: pages * PAGE + 1])
    shown, has_more = found[: pages * PAGE], len(found) > pages * PAGE
    mine = _reactions(user, [row.pk for row in shown])
    at_end = pages >= MAX_PAGES
    return Thread(
        roots=_tree(shown, user, mine, hiding.pks_of(user)),
        pages=pages,
        after=after if start else "",
        next_pages=pages + 1 if has_more and not at_end else None,
        next_cursor=shown[-1].public_id if has_more and at_end else "",
        last=shown[-1].public_id if shown else "",
    )


def names_in(thread: Thread) -> frozenset[str] | None:
    """Return the public ids of the comments that are shown; None when that is the whole conversation."""
    if not (thread.after or thread.next_pages or thread.next_cursor):
        return None
    left, found = list(thread.roots), set()
    while left:
        node = left.pop()
        found.add(node.public_id)
        left += node.answers
    return frozenset(found)


def get(*, public_id: str, user: Viewer) -> Comment:
    """Return a published comment under a post that `user` may read. Queries: 1. Raises: NotFound."""
    rows = Comment.objects.select_related("author", "parent", "post__group", "post__author")
    visible = rows.filter(public_id=public_id, state=Post.State.PUBLISHED, post__in=Post.objects.visible_to(user))
    comment = visible.first() if public_id.isalnum() else None
    if comment is None:
        raise errors.NotFound(code="community.comment_not_found")
    return comment


def get_there(*, public_id: str, user: Viewer) -> Comment:
    """Return as `get`, or one of their own that waits for a moderator. Queries: 1, 2 for that. Raises: NotFound."""
    try:
        return get(public_id=public_id, user=user)
    except errors.NotFound:
        rows = Comment.objects.select_related("author", "parent", "post__group", "post__author")
        mine = rows.filter(state=Post.State.HELD, post__in=Post.objects.visible_to(user))
        own = mine.filter(public_id=public_id, author=user).first() if user.is_authenticated else None
        if own is None or not public_id.isalnum():
            raise
        return own


def _path(post: Post, public_id: str) -> str:
    paths = Comment.objects.filter(post=post, public_id=public_id).values_list("path", flat=True)
    return (paths.first() or "") if public_id.isalnum() else ""


def _window(post: Post, start: str, after: str, to: str) -> tuple[int, str, str]:
    """Return how many pages reach the comment `to`, and behind which comment (path, public id) they start.

    One page from `start` when there is no such comment.
    """
    path = _path(post, to)
    above = Comment.objects.filter(post=post, path__gt=start, path__lt=path).order_by("path", "id")
    full_pages = above.count() // PAGE if path else 0
    if full_pages < MAX_PAGES:
        return full_pages + 1, start, after
    latest = above.values_list("path", "public_id")[full_pages * PAGE - 1]
    return 1, *latest


def _reactions(user: Viewer, comments: list[int]) -> dict[int, str]:
    if not user.is_authenticated:
        return {}
    given = Reaction.objects.filter(user=user, comment__in=comments, is_on=True)
    return {comment: kind for comment, kind in given.values_list("comment_id", "kind") if comment is not None}


def _tree(rows: list[Any], user: Viewer, mine: dict[int, str], hidden: frozenset[int]) -> tuple[Node, ...]:
    nodes: dict[int, Node] = {}
    roots: list[Node] = []
    for row in mentions.fill(rows):
        node = nodes[row.pk] = _node(row, user, mine.get(row.pk, ""), hidden)
        above = nodes.get(row.parent_id or 0)
        (above.answers if above else roots).append(node)
    return tuple(node for node in roots if _is_worth(node))


def _is_worth(node: Node) -> bool:
    """Drop branches in which nothing is left to read."""
    node.answers[:] = [answer for answer in node.answers if _is_worth(answer)]
    return not node.is_gone or bool(node.answers)


def _node(row: Any, user: Viewer, reaction: str, hidden: frozenset[int]) -> Node:
    is_shown, by = row.is_published or (row.is_held and row.author_id == user.pk), row.author
    person = Person(by.public_id, by.handle, by.display_name, by.is_staff) if is_shown else None
    return Node(
        pk=row.pk,
        public_id=row.public_id,
        author=person,
        html=row.html if is_shown else "",
        state=row.state,
        version=row.version,
        reaction_count=row.reaction_count if is_shown else 0,
        reaction=reaction if is_shown else "",
        is_mine=is_shown and row.author_id == user.pk,
        created_at=row.created_at,
        edited_at=row.edited_at,
        depth=row.depth,
        parent=row.above,
        is_hidden=is_shown and row.author_id in hidden,
    )
