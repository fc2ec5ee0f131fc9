"""Where posts and comments are read."""

from __future__ import annotations

from django.urls import reverse

from community.models import Argument, Comment, Post, Proposal, VoteRound
from community.targets import Target


def of_post(post: Post) -> str:
    """Return the post's page."""
    return reverse("community:post-detail", args=[post.public_id])


def of_comment(comment: Comment) -> str:
    """Return the page of the comment's post, opened as far as the comment and scrolled to it."""
    return f"{of_post(comment.post)}?to={comment.public_id}#c-{comment.public_id}"


def of_proposal(proposal: Proposal) -> str:
    """Return the proposal's page."""
    return f"/proposals/{proposal.public_id}/"


def of_round(vote: VoteRound) -> str:
    """Return the page of a vote."""
    return f"/votes/{vote.public_id}/"


def of(thing: Target) -> str:
    """Return the page of anything that can be reported."""
    if isinstance(thing, Comment):
        return of_comment(thing)
    if isinstance(thing, Argument):
        return f"{of_proposal(thing.proposal)}#a-{thing.public_id}"
    return of_post(thing) if isinstance(thing, Post) else of_proposal(thing)
