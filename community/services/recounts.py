"""The counts that services keep, counted again from the rows they stand for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, Model, QuerySet

from community.models import Attendance, Comment, Group, Meetup, Membership, Post, Proposal, Reaction
from community.services.proposals import counters
from live.services import topics

BATCH = 500


@dataclass(frozen=True)
class Drift:
    """A count that was wrong: of what, which, and both numbers."""

    what: str
    pk: int
    field: str
    stored: object
    counted: object


def recount(*, is_repairing: bool) -> Iterator[Drift]:
    """Yield every wrong count of groups, posts, comments, proposals and meetups, after repairing it if asked to.

    Locks: a batch of rows at a time, in the order of their keys.
    """
    yield from _groups(is_repairing)
    for ids in _batches(Post.objects.all()):
        yield from _posts(ids, is_repairing)
    for ids in _batches(Comment.objects.all()):
        yield from _comments(ids, is_repairing)
    for ids in _batches(Proposal.objects.all()):
        yield from _proposals(ids, is_repairing)
    for ids in _batches(Meetup.objects.all()):
        yield from _meetups(ids, is_repairing)


def _batches(rows: QuerySet[Any]) -> Iterator[tuple[int, ...]]:
    keys = iter(rows.order_by("pk").values_list("pk", flat=True))
    while ids := tuple(islice(keys, BATCH)):
        yield ids


@transaction.atomic
def _groups(is_repairing: bool) -> list[Drift]:
    members = _counts(Membership.objects.filter(state=Membership.State.ACTIVE), "group")
    posts = _counts(Post.objects.filter(state=Post.State.PUBLISHED), "group")
    rows = Group.objects.select_for_update(no_key=True).order_by("pk")
    found = []
    for group in rows:
        found += _compare(group, {"member_count": members[group.pk], "post_count": posts[group.pk]}, is_repairing)
    return found


@transaction.atomic
def _posts(ids: tuple[int, ...], is_repairing: bool) -> list[Drift]:
    rows = list(Post.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    comments = _counts(Comment.objects.filter(post__in=ids, state=Post.State.PUBLISHED), "post")
    kinds: defaultdict[int, dict[str, int]] = defaultdict(dict)
    given = Reaction.objects.filter(post__in=ids, is_on=True).values_list("post", "kind").annotate(n=Count("pk"))
    for post, kind, number in given.order_by("post", "kind"):
        kinds[post][kind] = number
    found, changed = [], []
    for row in rows:
        mine = kinds[row.pk]
        counted = {"comment_count": comments[row.pk], "reaction_count": sum(mine.values()), "reactions": mine}
        drifts = _compare(row, counted, is_repairing, also={"version": row.version + 1})
        found += drifts
        changed += [f"post:{row.pk}"] if drifts and is_repairing else []
    topics.touch(*changed)
    return found


@transaction.atomic
def _comments(ids: tuple[int, ...], is_repairing: bool) -> list[Drift]:
    rows = list(Comment.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    reactions = _counts(Reaction.objects.filter(comment__in=ids, is_on=True), "comment")
    return [drift for row in rows for drift in _compare(row, {"reaction_count": reactions[row.pk]}, is_repairing)]


@transaction.atomic
def _proposals(ids: tuple[int, ...], is_repairing: bool) -> list[Drift]:
    rows = Proposal.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    counts = counters.count_many(ids)
    return [drift for row in rows for drift in _compare(row, dict(counts[row.pk]), is_repairing)]


@transaction.atomic
def _meetups(ids: tuple[int, ...], is_repairing: bool) -> list[Drift]:
    rows = Meetup.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    coming = _counts(Attendance.objects.filter(meetup__in=ids, state=Attendance.State.COMING), "meetup")
    return [drift for row in rows for drift in _compare(row, {"coming": coming[row.pk]}, is_repairing)]


def _counts(rows: QuerySet[Any], field: str) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(field).annotate(n=Count("pk"))))


def _compare(
    row: Model, counted: dict[str, object], is_repairing: bool, also: dict[str, object] | None = None
) -> list[Drift]:
    wrong = {field: value for field, value in counted.items() if getattr(row, field) != value}
    found = [
        Drift(row._meta.model_name or "", row.pk, field, getattr(row, field), value) for field, value in wrong.items()
    ]
    if wrong and is_repairing:
        type(row)._default_manager.filter(pk=row.pk).update(**wrong, **(also or {}))
    return found
