"""The terms of a reward as its brand wants them: what of them can be kept, and what they lack to be offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lib import clean, errors, ranges, wordings
from lib.wordings import Texts, Wrong
from rewards.models import Reward
from rewards.models.by_help import MOST_HELPERS

NAME_LENGTH, TAGLINE_LENGTH, STORY_LENGTH, HOW_LENGTH = 80, 140, 4000, 1000
RANGES = {
    "price": (0, 1_000_000), "stock": (0, 1_000_000), "per_member": (1, 20), "least_level": (1, 100),
    "valid_days": (0, 3650), "helpers": (0, MOST_HELPERS), "help_hours": (1, 720), "help_cap": (1, 20),
    "helper_days": (0, 365), "helper_level": (1, 100),
}  # fmt: skip
ICONS = (
    "gift", "package", "ticket", "key-round", "messages-square", "flask-conical", "sparkles", "cup-soda", "coffee",
    "book-open", "graduation-cap", "camera", "music", "tent-tree", "sprout", "medal", "hand-heart", "palette",
)  # fmt: skip
_AS_THEY_ARE = (
    "kind", "icon", "price", "per_member", "least_level", "least_tier", "only_scope", "needs_approval", "valid_days",
    "expiry", "opens_at", "closes_at", "helpers", "help_hours", "help_cap", "helpers_are", "helper_days",
    "helper_level", "consoles",
)  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """A reward as somebody wants it; texts per language, `price` in spark. The stock of a code is its codes.

    Without a price only friends unlock it; the terms of their help are those of `rewards.models.by_help.ByHelp`.
    """

    names: Texts
    taglines: Texts = field(default_factory=dict)
    stories: Texts = field(default_factory=dict)
    hows: Texts = field(default_factory=dict)
    kind: str = Reward.Kind.BENEFIT
    icon: str = "gift"
    price: int = 0
    stock: int = 0
    per_member: int = 1
    least_level: int = 1
    least_tier: str = ""
    only_scope: str = ""
    needs_approval: bool = False
    valid_days: int = 0
    expiry: str = Reward.Expiry.BACK
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    helpers: int = 0
    help_hours: int = 72
    help_cap: int = 3
    helpers_are: str = Reward.HelpersAre.ANY
    helper_days: int = 0
    helper_level: int = 1
    consoles: bool = True


def keepable(terms: Terms) -> dict[str, object]:
    """Return the columns of the reward, however unfinished; of a code without its stock.

    Raises: Invalid, naming every field that cannot be kept, as `rewards.services.terms.keepable` does.
    """
    wrong: Wrong = {}
    values: dict[str, object] = {
        "names": wordings.keep(terms.names, "name", NAME_LENGTH, wrong),
        "taglines": wordings.keep(terms.taglines, "tagline", TAGLINE_LENGTH, wrong),
        "stories": wordings.keep(terms.stories, "story", STORY_LENGTH, wrong, clean.block),
        "hows": wordings.keep(terms.hows, "how", HOW_LENGTH, wrong, clean.block),
        **{name: getattr(terms, name) for name in _AS_THEY_ARE},
    }
    if terms.kind != Reward.Kind.CODE:
        values["stock"] = terms.stock
    _check_choices(terms, wrong)
    ranges.check(terms, RANGES, wrong)
    ranges.check_years(terms, ("opens_at", "closes_at"), wrong)
    if wrong:
        raise errors.Invalid(fields=wrong)
    return values


def lacks(reward: Reward, now: datetime) -> Wrong:
    """Return what keeps a reward out of the catalogue: a sentence for each field that is missing or does not fit."""
    wrong: Wrong = {}
    if not reward.names:
        wrong["name"] = _("Give it a name, in one language at least.")
    if not reward.stories:
        wrong["story"] = _("Tell what it is, so that people know what they save for.")
    if not reward.hows:
        wrong["how"] = _("Say how it works once somebody has it.")
    if reward.price < 1 and not reward.is_by_help:
        wrong["price"] = _("How much spark is it, or how many friends unlock it?")
    wrong |= _lacks_of_help(reward)
    if reward.stock < 1:
        codes, things = _("Add the codes first: as many as there are, so many can have one."), _("How many are there?")
        wrong["codes" if reward.is_code else "stock"] = codes if reward.is_code else things
    if reward.is_item and reward.valid_days:
        wrong["valid_days"] = _("A parcel does not expire: leave this at 0.")
    if reward.closes_at and reward.closes_at <= max(reward.opens_at or now, now):
        wrong["closes_at"] = _("It must end after it begins, and not in the past.")
    return wrong


def _lacks_of_help(reward: Reward) -> Wrong:
    """Return what does not fit in the terms of help."""
    if not reward.is_by_help:
        return {}
    wrong: Wrong = {}
    if reward.needs_approval:
        wrong["needs_approval"] = _(
            "What friends have unlocked nobody can refuse: switch this off, or do without friends."
        )
    if reward.helpers_are != Reward.HelpersAre.ANY and not reward.helper_days:
        wrong["helper_days"] = _("How many days is that?")
    return wrong


def check_ready(reward: Reward, now: datetime) -> None:
    """Refuse what cannot be offered yet. Raises: Invalid, with what it `lacks`."""
    wrong = lacks(reward, now)
    if wrong:
        raise errors.Invalid(_("A few things are missing before this can be reviewed."), fields=wrong)


def _check_choices(terms: Terms, wrong: Wrong) -> None:
    allowed = {
        "kind": Reward.Kind.values, "icon": ICONS, "expiry": Reward.Expiry.values,
        "helpers_are": Reward.HelpersAre.values,
    }  # fmt: skip
    for name, values in allowed.items():
        if getattr(terms, name) not in values:
            wrong[name] = _("Please choose one of the list.")
