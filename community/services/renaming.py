"""Whoever is mentioned has another name: the posts that mention them are drawn anew."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from accounts.models import User
from community.models import Post, PostTerm
from community.querysets import PostQuerySet
from community.services import words
from lib import search_terms
from live.services import topics

MOST = 500  # older ones follow within the hour for which a card is kept


def renew(*, user: User, handles: Collection[str]) -> None:
    """Raise the versions of the latest MOST posts that mean `user` by one of `handles`. Inside a transaction.

    Locks: the posts, by id. Queries: 1 for each handle; 2 more when any post does. Emits: their topics.
    """
    del user
    pks = {pk for handle in handles for pk in _mentioning(handle).values_list("pk", flat=True)[:MOST]}
    if not pks:
        return
    rows = Post.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    held = list(rows.values_list("pk", flat=True))
    Post.objects.filter(pk__in=held).update(version=F("version") + 1)
    topics.touch(*(f"post:{pk}" for pk in held))


def _mentioning(handle: str) -> PostQuerySet:
    """Return the posts that link to the profile, the latest first: of those few that have its words as terms."""
    rows = Post.objects.published().filter(html__contains=f'href="{words.profile_path(handle)}" class="mention"')
    for term in search_terms.of_text(handle):
        rows = rows.filter(pk__in=PostTerm.objects.filter(term=term).values("post"))
    return rows.order_by("-pk")
