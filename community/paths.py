"""Where posts and comments are read."""

from __future__ import annotations

from django.urls import reverse

from community.models import (
    Allowance,
    Argument,
    Comment,
    Group,
    MakingUpdate,
    Meetup,
    Post,
    Proposal,
    Support,
    TestRound,
    VoteRound,
)
from community.targets import Target


def of_post(post: Post) -> str:
    """Return the post's page."""
    return reverse("community:post-detail", args=[post.public_id])


def of_comment(comment: Comment) -> str:
    """Return the page of the comment's post, opened as far as the comment and scrolled to it."""
    return f"{of_post(comment.post)}?to={comment.public_id}#c-{comment.public_id}"


def of_proposal(proposal: Proposal) -> str:
    """Return the proposal's page."""
    return reverse("community:proposal", args=[proposal.public_id])


def of_review(proposal: Proposal) -> str:
    """Return the page on which the proposal is reviewed."""
    return reverse("community:proposal-review", args=[proposal.public_id])


def of_answer(proposal: Proposal) -> str:
    """Return the page on which the brand answers; it opens for its people in whatever group they were asked."""
    return reverse("community:proposal-answer", args=[proposal.public_id])


def of_desk(proposal: Proposal) -> str:
    """Return the page on which the brand makes it."""
    return reverse("community:proposal-desk", args=[proposal.public_id])


def of_making(proposal: Proposal) -> str:
    """Return the page of the answer and the making."""
    return reverse("community:proposal-making", args=[proposal.public_id])


def of_credit(proposal: Proposal) -> str:
    """Return the page of the credit statement."""
    return reverse("community:proposal-credit", args=[proposal.public_id])


def of_test(test: TestRound) -> str:
    """Return the page of a test."""
    return reverse("community:proposal-test", args=[test.proposal.public_id, test.public_id])


def of_meetup(meetup: Meetup) -> str:
    """Return the meetup's page."""
    return reverse("community:meetup", args=[meetup.public_id])


def of_meetups(group: Group) -> str:
    """Return the list of the group's meetups."""
    return reverse("community:group-meetups", args=[group.slug])


def of_round(vote: VoteRound) -> str:
    """Return the page of a vote."""
    return f"/votes/{vote.public_id}/"


def of(thing: Target) -> str:
    """Return the page of anything that can be reported."""
    if isinstance(thing, Comment):
        return of_comment(thing)
    if isinstance(thing, Argument):
        return f"{of_proposal(thing.proposal)}#a-{thing.public_id}"
    if isinstance(thing, MakingUpdate):
        return f"{of_making(thing.proposal)}#n-{thing.public_id}"
    if isinstance(thing, Meetup):
        return of_meetup(thing)
    if isinstance(thing, Support):
        return of_proposal(thing.proposal)
    if isinstance(thing, Allowance):
        return of_round(thing.round)
    return of_post(thing) if isinstance(thing, Post) else of_proposal(thing)
