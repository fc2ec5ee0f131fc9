"""Writing down by which terms a post is found."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from community.models import Post, PostTerm
from lib import sql, stems

_COLUMNS = (("post_id", "bigint"), ("term", "text"))


def write(post: Post, *, alts: Iterable[str]) -> None:
    """Write the terms of a post that has none: of its title, its body, its pictures' descriptions. Queries: 1."""
    text = "\n".join((post.title, post.body, *alts))
    sql.insert(PostTerm._meta.db_table, _COLUMNS, [(post.pk, term) for term in stems.of_text(text)])


@transaction.atomic
def rewrite(post: Post) -> None:
    """Write the terms of a post anew, as after a change of how texts are taken apart. Queries: 3 and a savepoint."""
    PostTerm.objects.filter(post=post).delete()
    write(post, alts=post.images.values_list("alt", flat=True))
