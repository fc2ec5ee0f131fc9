"""What the engine keeps of a person. The ledger and the log stay, of somebody without a name: sums need them."""

from __future__ import annotations

from datetime import datetime

from accounts import personal
from accounts.models import User
from accounts.personal import Table
from gamify.models import Entrant, Submission
from gamify.services import visibility
from gamify.services.leagues import seating
from lib import pictures

personal.take_along(
    Table("gamify.Player", "user", ("level", "sequence")),
    Table("gamify.Account", "user", ("currency_id", "available", "held")),
    Table(
        "gamify.LedgerEntry",
        "account__user",
        ("account__currency_id", "kind", "amount", "source", "scope", "activity_id", "earned_at", "at"),
    ),
    Table("gamify.Lapse", "account__user", ("account__currency_id", "cutoff__at", "earned", "used", "entry_id")),
    Table(
        "gamify.Activity",
        "actor",
        ("id", "verb", "object_type", "object_id", "target_type", "target_id", "data", "occurred_at", "local_date"),
    ),
    Table("gamify.Outcome", "actor", ("activity_id", "sequence", "document", "processed_at")),
    Table("gamify.Award", "user", ("badge_key", "awarded_at", "revoked_at")),
    Table("gamify.Progress", "user", ("subject", "period", "value", "last_at", "completed_at")),
    Table("gamify.Standing", "user", ("period__leaderboard__scope", "period__key", "score", "reached_at")),
    Table("gamify.LeagueSeat", "user", ("period__key", "cohort__division", "rank", "score", "next_division")),
    Table("gamify.HeldTier", "user", ("tier", "since", "falls_at")),
    Table("gamify.TierStep", "user", ("change", "before", "after", "gained", "falls_at", "at")),
    Table("gamify.SeasonStanding", "user", ("season__key", "points", "weeks", "rank", "reached_at")),
    Table(
        "gamify.Entrant",
        "user",
        ("challenge__public_id", "team__name", "score", "place", "story", "entered_at", "left_at", "story_image"),
        "story_image",
    ),
    Table(
        "gamify.Submission",
        "entrant__user",
        ("public_id", "attempt", "state", "text", "link", "alt", "reason", "submitted_at", "image"),
        "image",
    ),
    Table("gamify.Prize", "entrant__user", ("challenge__public_id", "amount", "state", "words", "given_at")),
    Table("gamify.ChallengeTeam", "captain", ("public_id", "challenge__public_id", "name", "created_at")),
    Table("gamify.Challenge", "created_by", ("public_id", "names", "taglines", "stories", "state", "created_at")),
    Table("gamify.Consent", "answered_by", ("challenge__public_id", "scope", "state", "words", "answered_at")),
)
personal.leave_out("who was drawn not to see a challenge is told by its report, for all", "gamify.Audience")
personal.leave_out("the record of a challenge or a purse", "gamify.Move", "gamify.PurseEntry", "gamify.PurseRequest")
personal.leave_out("who published which rules, which everybody lives by", "gamify.Edition")
personal.leave_out("the words of a jury, which stand with the result", "gamify.Pick")


@personal.at_erasing
def erase(*, user: User, with_words: bool, now: datetime) -> None:
    """Take them off the boards and out of the leagues; with their words go the stories and what they handed in."""
    visibility.choose(user=user, game_hidden=True, boards_hidden=True)
    seating.leave(user=user)
    if with_words:
        _erase_words(user)


def _erase_words(user: User) -> None:
    for entrant in Entrant.objects.filter(user=user).exclude(story="", story_image=""):
        pictures.forget(entrant.story_image.name)
    for handed_in in Submission.objects.filter(entrant__user=user).exclude(image=""):
        pictures.forget(handed_in.image.name)
    Entrant.objects.filter(user=user).update(story="", story_image="", story_alt="")
    Submission.objects.filter(entrant__user=user).update(text="", link="", image="", alt="")
