"""Which doings in the community stand on which rung. What may be read no more counts, and is not quoted."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts import road
from accounts.models import User
from accounts.road import PART, TRUST, VALUE, Step, Trace
from community import paths
from community.models import (
    Allowance,
    Argument,
    Attendance,
    Authorship,
    Comment,
    CreditShare,
    Group,
    Meetup,
    Membership,
    Post,
    Proposal,
    Reaction,
    Report,
    Support,
    Tester,
    VoteRound,
)
from community.models.support import LIVE
from community.querysets import LEADERS, PUBLISHED
from community.road.naming import of_case, of_group, of_meetup, of_post, of_proposal, of_round, post_name


def _posts(user: User, rows: QuerySet[Post]) -> Trace | None:
    return road.trace(rows, "created_at", tell=of_post, among=Post.objects.visible_to(user))


def _written(user: User) -> QuerySet[Post]:
    return Post.objects.filter(author=user, state=PUBLISHED)


def _on_posts(user: User, rows: QuerySet[Comment]) -> Trace | None:
    """Of comments that stand under posts: theirs, or those of others."""
    return road.trace(
        rows.filter(state=PUBLISHED).select_related("post"),
        "created_at",
        tell=lambda row: (post_name(row.post), paths.of_comment(row)),
        among=Post.objects.visible_to(user),
        to="post",
    )


def _said(user: User) -> Trace | None:
    return _on_posts(user, Comment.objects.filter(author=user))


def _explained(user: User) -> Trace | None:
    questions = Comment.objects.filter(author=user, post__type=Post.Type.QUESTION)
    return _on_posts(user, questions.exclude(post__author=user))


def _was_answered(user: User) -> Trace | None:
    answers = Comment.objects.filter(post__author=user, post__type=Post.Type.QUESTION)
    return _on_posts(user, answers.exclude(author=user))


def _was_heard(user: User) -> Trace | None:
    answers = Comment.objects.filter(post__author=user).exclude(post__type=Post.Type.QUESTION)
    return _on_posts(user, answers.exclude(author=user))


def _reacted(user: User) -> Trace | None:
    return road.trace(Reaction.objects.filter(user=user, is_on=True), "created_at")


def _was_thanked(user: User) -> Trace | None:
    thanks = Reaction.objects.filter(post__author=user, kind=Reaction.Kind.THANKS, is_on=True).exclude(user=user)
    return road.trace(
        thanks.select_related("post"),
        "created_at",
        tell=lambda row: of_post(row.post),
        among=Post.objects.visible_to(user),
        to="post",
    )


def _helped(user: User) -> Trace | None:
    thanks = Reaction.objects.filter(comment__author=user, kind=Reaction.Kind.THANKS, is_on=True).exclude(user=user)
    return road.trace(
        thanks.select_related("comment__post"),
        "created_at",
        tell=lambda row: (post_name(row.comment.post), paths.of_comment(row.comment)),
        among=Post.objects.visible_to(user),
        to="comment__post",
    )


def _places(user: User, rows: QuerySet[Membership]) -> Trace | None:
    return road.trace(
        rows.filter(user=user, state=Membership.State.ACTIVE).select_related("group"),
        "joined_at",
        tell=lambda row: of_group(row.group),
        among=Group.objects.visible_to(user),
        to="group",
    )


def _met(user: User) -> Trace | None:
    return road.trace(
        Attendance.objects.filter(user=user).exclude(presence="").select_related("meetup"),
        "meetup__begins_at",
        tell=lambda row: of_meetup(row.meetup),
        among=Meetup.objects.visible_to(user),
        to="meetup",
    )


def _of_proposals(
    user: User, rows: QuerySet[Support] | QuerySet[Argument] | QuerySet[Authorship], at: str
) -> Trace | None:
    return road.trace(
        rows.select_related("proposal"),
        at,
        tell=lambda row: of_proposal(row.proposal),
        among=Proposal.objects.visible_to(user),
        to="proposal",
    )


def _supported(user: User) -> Trace | None:
    return _of_proposals(user, Support.objects.filter(user=user, state__in=LIVE), "since")


def _argued(user: User) -> Trace | None:
    return _of_proposals(user, Argument.objects.filter(author=user, removed_at=None), "created_at")


def _authored(user: User) -> Trace | None:
    return _of_proposals(user, _own(user).filter(proposal__opened_at__isnull=False), "proposal__opened_at")


def _moved(user: User) -> Trace | None:
    return _of_proposals(user, _own(user).filter(proposal__reached_at__isnull=False), "proposal__reached_at")


def _own(user: User) -> QuerySet[Authorship]:
    return Authorship.objects.filter(user=user, state=Authorship.State.ACCEPTED)


def _voted(user: User) -> Trace | None:
    return road.trace(
        Allowance.objects.filter(user=user, spent__gt=0).select_related("round"),
        "round__opens_at",
        tell=lambda row: of_round(row.round),
        among=VoteRound.objects.visible_to(user),
        to="round",
    )


def _tested(user: User) -> Trace | None:
    return road.trace(
        Tester.objects.filter(user=user, answered_at__isnull=False).select_related("round__proposal"),
        "answered_at",
        tell=lambda row: of_proposal(row.round.proposal),
        among=Proposal.objects.visible_to(user),
        to="round__proposal",
    )


def _credited(user: User) -> Trace | None:
    mine = CreditShare.objects.filter(user=user, statement__state="frozen")
    return road.trace(
        mine.select_related("statement__proposal"),
        "statement__frozen_at",
        tell=lambda row: of_proposal(row.statement.proposal),
        among=Proposal.objects.visible_to(user),
        to="statement__proposal",
    )


def _reported(user: User) -> Trace | None:
    decided = Report.objects.filter(reporter=user, case__decided_at__isnull=False)
    return road.trace(decided, "case__decided_at", tell=of_case)


for step in (
    Step("joined", PART, 1, _("Groups you joined"), lambda user: _places(user, Membership.objects.all())),
    Step("posts", PART, 2, _("Posts you wrote"), lambda user: _posts(user, _written(user))),
    Step("comments", PART, 2, _("Comments you wrote"), _said),
    Step("reactions", PART, 2, _("Reactions you gave"), _reacted),
    Step("supports", PART, 3, _("Proposals you stand behind"), _supported),
    Step("arguments", PART, 3, _("Arguments you gave"), _argued),
    Step("proposals", PART, 3, _("Proposals you wrote or wrote with others"), _authored),
    Step("votes", PART, 3, _("Votes you took part in"), _voted),
    Step(
        "looks-after",
        PART,
        3,
        _("Groups you look after"),
        lambda user: _places(user, Membership.objects.filter(role__in=LEADERS)),
    ),
    Step("reports", TRUST, 1, _("Your reports that were answered"), _reported),
    Step(
        "reviews",
        TRUST,
        2,
        _("Reviews you wrote"),
        lambda user: _posts(user, _written(user).filter(type=Post.Type.REVIEW)),
    ),
    Step("explained", TRUST, 2, _("Answers you gave to questions"), _explained),
    Step("helped", TRUST, 2, _("Thanks for what you answered"), _helped),
    Step("tested", TRUST, 2, _("Prototypes you tested"), _tested),
    Step("met", TRUST, 3, _("Meetups where you met in person or online"), _met),
    Step("answered", VALUE, 1, _("Answers to your questions"), _was_answered),
    Step(
        "felt",
        VALUE,
        2,
        _("Posts in which you said how you feel"),
        lambda user: _posts(user, _written(user).filter(emotions__position=0)),
    ),
    Step("heard", VALUE, 3, _("Comments on what you wrote"), _was_heard),
    Step("thanked", VALUE, 3, _("Thanks for what you wrote"), _was_thanked),
    Step("moved", VALUE, 3, pgettext_lazy("road", "Proposals of yours that found enough support"), _moved),
    Step("credited", VALUE, 3, _("Shares of what was made with you"), _credited),
):
    road.add(step)
