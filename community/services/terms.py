"""Writing down by which terms posts and comments are found."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from community.models import Comment, CommentTerm, Post, PostTerm
from lib import search_terms, sql

_TERM = (("term", "text"),)


def of_post(post: Post, *, alts: Iterable[str]) -> None:
    """Write the terms of a post that has none: of its title, its body, its pictures' descriptions. Queries: 1."""
    titled = frozenset(search_terms.of_text(post.title))
    rows = [(post.pk, term, term in titled) for term in search_terms.of_text("\n".join((post.title, post.body, *alts)))]
    sql.insert(PostTerm._meta.db_table, (("post_id", "bigint"), *_TERM, ("in_title", "boolean")), rows)


def of_comment(comment: Comment) -> None:
    """Write the terms of a comment that has none. Queries: 1."""
    rows = [(comment.pk, term) for term in search_terms.of_text(comment.body)]
    sql.insert(CommentTerm._meta.db_table, (("comment_id", "bigint"), *_TERM), rows)


@transaction.atomic
def rewrite(thing: Post | Comment) -> None:
    """Write the terms of a post or comment anew. Queries: 2, 3 for a post, and a savepoint."""
    thing.terms.all().delete()
    if isinstance(thing, Post):
        of_post(thing, alts=thing.images.values_list("alt", flat=True))
    else:
        of_comment(thing)
