"""Comments by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.selectors import hiding
from community import paths
from community.models import Comment, Post
from community.selectors import mentions, streams
from community.services import text
from lib import paging, search_terms

if TYPE_CHECKING:
    from community.querysets import Viewer

SIZE = 20


@dataclass(frozen=True)
class Hit:
    """A comment that was found; `about` is what its post is called, `url` opens the conversation there."""

    comment: Comment
    excerpt: str
    about: str
    url: str


@dataclass(frozen=True)
class Page:
    """Some hits, the newest first, and the cursor of the next page."""

    hits: tuple[Hit, ...]
    next_cursor: str = ""


def page(*, viewer: Viewer, query: str, after: str = "") -> Page:
    """Return the comments with all words of the query under posts that the viewer may read; garbage in `after` gives
    the first page. Queries: 1 and those of `mentions`, none for a query of signs alone.
    """
    terms = search_terms.of_query(query)
    if not terms:
        return Page(())
    found = list(streams.older(_having_all(terms, viewer), after).order_by("-created_at", "-pk")[: SIZE + 1])
    shown = found[:SIZE]
    last = paging.encode([paging.from_moment(shown[-1].created_at), shown[-1].pk]) if len(found) > SIZE else ""
    abouts = mentions.named(comment.post.html for comment in shown)
    return Page(tuple(map(_hit, mentions.fill(shown), abouts)), last)


def _having_all(terms: Sequence[str], viewer: Viewer) -> QuerySet[Comment]:
    rows = Comment.objects.filter(state=Post.State.PUBLISHED, post__in=Post.objects.visible_to(viewer))
    for term in terms:
        rows = rows.filter(terms__term=term)
    hidden = hiding.of(viewer)
    rows = rows if hidden is None else rows.exclude(author__in=hidden)
    return rows.select_related("author", "parent", "post__group")


def _hit(comment: Comment, post_html: str) -> Hit:
    about = text.called(comment.post.title, post_html)
    return Hit(comment, text.excerpt(comment.html), about, paths.of_comment(comment))
