"""Writing down by which terms posts and comments are found."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from community.models import Comment, CommentTerm, Post, PostTerm
from lib import search_terms, sql


def of_post(post: Post, *, alts: Iterable[str]) -> None:
    """Write the terms of a post that has none: of its title, its body, its pictures' descriptions. Queries: 1."""
    _write(PostTerm, "post_id", post.pk, "\n".join((post.title, post.body, *alts)))


def of_comment(comment: Comment) -> None:
    """Write the terms of a comment that has none. Queries: 1."""
    _write(CommentTerm, "comment_id", comment.pk, comment.body)


@transaction.atomic
def rewrite(thing: Post | Comment) -> None:
    """Write the terms of a post or comment anew. Queries: 2, 3 for a post, and a savepoint."""
    thing.terms.all().delete()
    if isinstance(thing, Post):
        of_post(thing, alts=thing.images.values_list("alt", flat=True))
    else:
        of_comment(thing)


def _write(table: type[PostTerm | CommentTerm], column: str, pk: int, text: str) -> None:
    columns = ((column, "bigint"), ("term", "text"))
    sql.insert(table._meta.db_table, columns, [(pk, term) for term in search_terms.of_text(text)])
