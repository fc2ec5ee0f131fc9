"""The terms of a battle as its brand wants them: what of them can be kept, and what they lack to be announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from lib import clean, errors, ranges, wordings
from lib.wordings import Texts, Wrong
from rewards import scoring
from rewards.models import Battle, Campaign

NAME_LENGTH, STORY_LENGTH, PRIZE_LENGTH, LETTER_LENGTH = 80, 2000, 500, 2000
FEWEST_TEAMS, MOST_TEAMS = 2, 8
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=31)
RANGES = {"daily_cap": (1, 500), "best_of": (0, 50), "most_players": (1, 500)}
MOST_POINTS = 50


@dataclass(frozen=True)
class Side:
    """A team that the brand names; with a `scope` such as `group:7` only the members of that place play for it."""

    names: Texts
    scope: str = ""


@dataclass(frozen=True)
class Terms:
    """A battle as somebody wants it; texts per language, `sources` the points of one unit by source.

    With a `campaign` its buying teams may enter besides the `sides`, until there are MOST_TEAMS.
    """

    names: Texts
    stories: Texts = field(default_factory=dict)
    prizes: Texts = field(default_factory=dict)
    thanks: Texts = field(default_factory=dict)
    letters: Texts = field(default_factory=dict)
    sides: Sequence[Side] = ()
    sources: Mapping[str, int] = field(default_factory=dict)
    campaign: Campaign | None = None
    daily_cap: int = 12
    best_of: int = 5
    most_players: int = 12
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def keepable(terms: Terms) -> tuple[dict[str, object], list[Side]]:
    """Return the columns of the battle and its clean sides, however unfinished they are.

    Raises: Invalid, naming every field that cannot be kept, as `rewards.services.terms.keepable` does.
    """
    wrong: Wrong = {}
    values: dict[str, object] = {
        "names": wordings.keep(terms.names, "name", NAME_LENGTH, wrong),
        "stories": wordings.keep(terms.stories, "story", STORY_LENGTH, wrong, clean.block),
        "prizes": wordings.keep(terms.prizes, "prize", PRIZE_LENGTH, wrong, clean.block),
        "thanks": wordings.keep(terms.thanks, "thank", PRIZE_LENGTH, wrong, clean.block),
        "letters": wordings.keep(terms.letters, "letter", LETTER_LENGTH, wrong, clean.block),
        "sources": {key: points for key, points in terms.sources.items() if points},
        "campaign": terms.campaign,
        **{name: getattr(terms, name) for name in ("daily_cap", "best_of", "most_players", "starts_at", "ends_at")},
    }
    sides = [Side(wordings.keep(side.names, "sides", NAME_LENGTH, wrong), side.scope) for side in terms.sides]
    _check_ranges(terms, wrong)
    _check_moments(terms, wrong)
    if len(sides) > MOST_TEAMS:
        wrong["sides"] = _("At most %(most)s teams, please.") % {"most": MOST_TEAMS}
    if wrong:
        raise errors.Invalid(fields=wrong)
    return values, [side for side in sides if side.names]


def lacks(battle: Battle, sides: int, now: datetime) -> Wrong:
    """Return what keeps a battle from being announced: a sentence for each field that is missing or does not fit."""
    wrong: Wrong = {}
    if not battle.names:
        wrong["name"] = _("Give it a name, in one language at least.")
    if not battle.prizes:
        wrong["prize"] = _("Say what the winners get.")
    if not battle.thanks:
        wrong["thank"] = _("Say what everybody gets who plays to the end: nobody should go home with nothing.")
    if not battle.sources:
        wrong["sources"] = _("Choose at least one thing that brings points.")
    elif battle.campaign_id is None and any(scoring.get(key).needs_campaign for key in battle.sources):
        wrong["sources"] = _("Seats can only count when the battle is about a campaign.")
    if battle.campaign_id is None and sides < FEWEST_TEAMS:
        wrong["sides"] = _("A battle needs two teams at least.")
    _check_window(battle, now, wrong)
    return wrong


def _check_ranges(terms: Terms, wrong: Wrong) -> None:
    ranges.check(terms, RANGES, wrong)
    known = {source.key for source in scoring.every()}
    if not set(terms.sources) <= known:
        wrong["sources"] = _("Please choose one of the list.")
    elif any(not 0 <= points <= MOST_POINTS for points in terms.sources.values()):
        wrong["sources"] = ranges.between(0, MOST_POINTS)


def _check_moments(terms: Terms, wrong: Wrong) -> None:
    ranges.check_years(terms, ("starts_at", "ends_at"), wrong)
    if terms.starts_at and terms.ends_at and terms.ends_at <= terms.starts_at:
        wrong["ends_at"] = _("It must end after it begins.")


def _check_window(battle: Battle, now: datetime, wrong: Wrong) -> None:
    if battle.starts_at is None:
        wrong["starts_at"] = _("When does it begin?")
    elif battle.starts_at <= now:
        wrong["starts_at"] = _("It must begin in the future, so that people can choose their team.")
    if battle.ends_at is None:
        wrong["ends_at"] = _("When does it end?")
    elif battle.starts_at and not SHORTEST <= battle.ends_at - battle.starts_at <= LONGEST:
        wrong["ends_at"] = _("A battle lasts between an hour and 31 days.")
