"""Counts that drifted are found and put right."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from community.models import Comment, Group, Meetup, Post
from community.services import reactions
from community.services.meetups import attending
from tests.community import cast, meeting

pytestmark = pytest.mark.django_db


def test_drifted_counts_are_named_then_repaired(capsys):
    place = cast.group()
    author, reader = cast.member(place, role="owner"), cast.member(place)
    attending.come(user=reader, meetup=meeting.meetup(place), now=cast.NOON)
    post = cast.post(author, place)
    comment = cast.answer(reader, post)
    for target in (post, comment):
        reactions.toggle(user=reader, target=target, kind="hug", now=cast.NOON)
    call_command("recount")
    Post.objects.update(comment_count=7, reaction_count=9, reactions={"felt": 9})
    Comment.objects.update(reaction_count=4)
    Meetup.objects.update(coming=0)
    Group.objects.update(post_count=3, member_count=12)

    with pytest.raises(CommandError, match="7 counts are wrong"):
        call_command("recount", check=True)
    assert Post.objects.get().comment_count == 7
    call_command("recount")

    post, place, comment = Post.objects.get(), Group.objects.get(), Comment.objects.get()
    assert (post.comment_count, post.reaction_count, post.reactions) == (1, 1, {"hug": 1})
    assert (place.post_count, place.member_count, comment.reaction_count) == (1, 2, 1)
    assert Meetup.objects.get().coming == 1
    call_command("recount", check=True)
    assert "Every count is right." in capsys.readouterr().out
