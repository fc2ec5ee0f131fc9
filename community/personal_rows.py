"""What the community keeps of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import personal, registry
from accounts.models import User
from accounts.personal import Obstacle, Table
from community.models import Draft, FeelingAnswer, Membership
from community.services import erasing, images, renaming
from community.services.meetups import attending, forgetting as meetups
from community.services.proposals import forgetting

WRITTEN = ("public_id", "body", "state", "created_at", "edited_at")

personal.take_along(
    Table("community.Post", "author", ("group__slug", "type", "title", "language", "reaction_count", *WRITTEN)),
    Table("community.PostEmotion", "post__author", ("post__public_id", "emotion")),
    Table("community.FeelingAnswer", "post__author", ("post__public_id", "emotion", "answer", "model_id", "at")),
    Table("community.PostImage", "owner", ("public_id", "post__public_id", "alt", "created_at", "file"), "file"),
    Table("community.PostRevision", "editor", ("post__public_id", "number", "title", "body", "replaced_at")),
    Table("community.Comment", "author", ("post__public_id", *WRITTEN)),
    Table("community.Draft", "user", ("intent", "payload", "updated_at")),
    Table("community.Reaction", "user", ("post__public_id", "comment__public_id", "kind", "is_on", "created_at")),
    Table(
        "community.Membership",
        "user",
        ("group__slug", "state", "role", "answer", "joined_at", "muted_until", "banned_until"),
    ),
    Table(
        "community.Meetup",
        "author",
        ("public_id", "group__slug", "title", "body", "venue", "link", "begins_at", "ends_at", "created_at"),
    ),
    Table("community.Attendance", "user", ("meetup__public_id", "state", "asked_at", "presence")),
    Table(
        "community.Proposal",
        "author",
        ("public_id", "title", "problem", "audience", "sketch", "change", "language", "state", "created_at"),
    ),
    Table("community.ProposalPicture", "proposal__author", ("proposal__public_id", "public_id", "alt", "file"), "file"),
    Table("community.Authorship", "user", ("proposal__public_id", "state", "invited_at", "answered_at")),
    Table("community.Amendment", "author", ("public_id", "proposal__public_id", "texts", "reason", "state")),
    Table("community.Argument", "author", ("public_id", "proposal__public_id", "side", "body", "created_at")),
    Table("community.Stance", "user", ("argument__public_id", "kind", "at")),
    Table("community.Support", "user", ("proposal__public_id", "state", "since", "changed_at")),
    Table("community.Vote", "user", ("round__public_id", "candidate_id", "weight", "cost", "at")),
    Table("community.Allowance", "user", ("round__public_id", "budget", "spent")),
    Table("community.Tester", "user", ("round__public_id", "is_drawn", "answers", "wished_at", "answered_at")),
    Table("community.CreditShare", "user", ("role", "basis_points", "evidence", "link")),
    Table("community.CreditObjection", "user", ("public_id", "words", "made_at", "answer", "answered_at")),
    Table("community.PayoutLine", "user", ("payout__public_id", "payout__currency", "basis_points", "amount_minor")),
    Table("community.Report", "reporter", ("note", "created_at")),
    Table("community.Case", "author", ("state", "snapshot", "reason", "opened_at", "decided_at")),
    Table("community.AppealMessage", "author", ("body", "at")),
    Table("community.ModlogEntry", "subject", ("group__slug", "action", "reason", "until", "at")),
    Table("community.VoteRound", "created_by", ("public_id", "names", "abouts", "state", "created_at")),
)
personal.leave_out("the record of a proposal or a vote", "community.Step", "community.ProposalVersion")
personal.leave_out("who caused a notice that is being told", "community.Telling")
personal.leave_out("what somebody did for the staff", "community.SiteRaid")
personal.leave_out(
    "what somebody did for a brand",
    "community.BrandAnswer",
    "community.MakingUpdate",
    "community.TestRound",
    "community.Payout",
)


@personal.before_closing
def groups_without_an_owner(user: User) -> Iterator[Obstacle]:
    """Name the groups that nobody else owns though others are in them."""
    for place in Membership.objects.filter(user=user, state="active", role="owner").select_related("group"):
        others = Membership.objects.filter(group=place.group_id, state="active", user__is_active=True)
        others = others.exclude(user=user)
        if others.exists() and not others.filter(role="owner").exists():
            text = _("%(name)s would have no owner: hand it over first.") % {"name": place.group.name}
            yield Obstacle(text, reverse("community:group-members", args=[place.group.slug]))


@personal.at_erasing
def erase(*, user: User, with_words: bool, now: datetime) -> None:
    """Delete drafts, answers to suggestions and unsent pictures, leave every group; with their words go posts, comments
    and their history, what they said about proposals, and ideas of theirs that were never open."""
    Draft.objects.filter(user=user).delete()
    FeelingAnswer.objects.filter(post__author=user).delete()
    images.erase(owner=user, is_all=with_words)
    forgetting.ideas(user=user, with_words=with_words, now=now)
    erasing.places_of(user=user, now=now)
    if with_words:
        erasing.words(user=user, now=now)
        meetups.words(user=user, now=now)
        forgetting.arguments(user=user, now=now)


registry.at_closing(attending.give_back)
registry.at_renaming(renaming.renew)
