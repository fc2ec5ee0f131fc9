"""What the game may know of the community: groups, which have boards, and what points were earned with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from community import paths
from community.models import Comment, Group, Meetup, Membership, Post, Proposal, VoteRound
from community.querysets import MembershipQuerySet
from community.selectors import mentions
from community.services import text
from gamify.registry import Thing, scopes, things
from lib import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from community.querysets import Viewer

MOST_CHARACTERS = 60  # of a post or comment, to name it


def _may_see(viewer: Viewer, pk: str) -> bool:
    group_id = numbers.find(pk)
    return group_id is not None and Group.objects.readable_by(viewer).filter(pk=group_id).exists()


def _names(ids: Sequence[str]) -> dict[str, str]:
    return {str(group.pk): group.name for group in Group.objects.filter(pk__in=ids)}


def _mine(user: User) -> tuple[str, ...]:
    own = Membership.objects.filter(user=user, state=Membership.State.ACTIVE).order_by("pk")
    return tuple(str(pk) for pk in own.values_list("group_id", flat=True))


def _visible(viewer: Viewer, ids: Sequence[str]) -> dict[str, str]:
    found = Group.objects.readable_by(viewer).filter(pk__in=[pk for pk in ids if numbers.find(pk)])
    return {str(group.pk): group.name for group in found}


def _run_by(user: User) -> tuple[str, ...]:
    """Groups that somebody speaks for; who works for a brand speaks for no group."""
    leading = Membership.objects.leading().filter(user=user, user__brand_roles=None).order_by("pk")
    return tuple(str(pk) for pk in leading.values_list("group_id", flat=True))


def _organisers(pk: str) -> tuple[int, ...]:
    leaders = _members_of(pk).leading().filter(user__brand_roles=None)
    return tuple(leaders.values_list("user_id", flat=True))


def _members(pk: str) -> tuple[int, ...]:
    return tuple(_members_of(pk).values_list("user_id", flat=True))


def _members_of(pk: str) -> MembershipQuerySet:
    return Membership.objects.filter(group=numbers.find(pk), state=Membership.State.ACTIVE).order_by("user_id")


def _groups(viewer: Viewer, ids: Collection[str]) -> dict[str, Thing]:
    found = Group.objects.visible_to(viewer).filter(pk__in=ids)
    return {str(group.pk): Thing(group.name, reverse("community:group-detail", args=[group.slug])) for group in found}


def _posts(viewer: Viewer, ids: Collection[str]) -> dict[str, Thing]:
    found = Post.objects.visible_to(viewer).filter(pk__in=ids)
    return {
        str(post.pk): Thing(_words(text.called(post.title, post.html)), paths.of_post(post))
        for post in mentions.fill(found)
    }


def _comments(viewer: Viewer, ids: Collection[str]) -> dict[str, Thing]:
    posts = Post.objects.visible_to(viewer)
    found = Comment.objects.filter(pk__in=ids, state=Post.State.PUBLISHED, post__in=posts).select_related("post")
    rows = mentions.fill(found)
    return {str(row.pk): Thing(_words(text.excerpt(row.html)), paths.of_comment(row)) for row in rows}


def _meetups(viewer: Viewer, ids: Collection[str]) -> dict[str, Thing]:
    found = Meetup.objects.visible_to(viewer).filter(pk__in=ids)
    return {str(each.pk): Thing(_words(each.title), paths.of_meetup(each)) for each in found}


def _proposals(viewer: Viewer, ids: Collection[str]) -> dict[str, Thing]:
    found = Proposal.objects.visible_to(viewer).filter(pk__in=ids)
    return {str(each.pk): Thing(_words(each.title), paths.of_proposal(each)) for each in found}


def _rounds(viewer: Viewer, ids: Collection[str]) -> dict[str, Thing]:
    found = VoteRound.objects.visible_to(viewer).filter(pk__in=ids)
    return {str(each.pk): Thing(_words(each.name), paths.of_round(each)) for each in found}


def _words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_CHARACTERS else f"{line[: MOST_CHARACTERS - 1].rstrip()}…"


scopes.add(
    "group",
    may_see=_may_see,
    names=_names,
    mine=_mine,
    visible=_visible,
    run_by=_run_by,
    organisers=_organisers,
    members=_members,
)
things.add("group", _groups)
things.add("post", _posts)
things.add("comment", _comments)
things.add("meetup", _meetups)
things.add("proposal", _proposals)
things.add("round", _rounds)
