"""What things of the community are called on a member's road, and where they are."""

from __future__ import annotations

from django.urls import reverse

from community import paths
from community.models import Group, Meetup, Post, Proposal, Report, VoteRound
from community.selectors import mentions
from community.services import text

Named = tuple[str, str]


def post_name(post: Post) -> str:
    """Return what a post is called. Queries: none, but for one without a title that mentions somebody."""
    return post.title or text.called("", mentions.fill([post])[0].html)


def of_post(post: Post) -> Named:
    return post_name(post), paths.of_post(post)


def of_group(group: Group) -> Named:
    return group.name, reverse("community:group-detail", args=[group.slug])


def of_meetup(meetup: Meetup) -> Named:
    return meetup.title, paths.of_meetup(meetup)


def of_proposal(proposal: Proposal) -> Named:
    return proposal.title, paths.of_proposal(proposal)


def of_round(vote: VoteRound) -> Named:
    return vote.name, paths.of_round(vote)


def of_case(report: Report) -> Named:
    return "", reverse("community:report-detail", args=[report.pk])
