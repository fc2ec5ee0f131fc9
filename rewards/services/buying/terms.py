"""The terms of a campaign as a brand wants them: what of them can be kept, and what they lack to be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from lib import clean, errors, money, ranges, wordings
from lib.wordings import Texts, Wrong
from rewards import charges, prices
from rewards.models import Campaign

NAME_LENGTH, TAGLINE_LENGTH, STORY_LENGTH, POLICY_LENGTH = 80, 140, 4000, 1000
MOST_TIERS, MOST_SIZES = 12, 6
MOST_PEOPLE, MOST_STOCK, MOST_PER_MEMBER, MOST_MINOR = 1000, 10_000_000, 20, 10**12
MOST_HOURS = {Campaign.PaymentMode.HOLD: 120, Campaign.PaymentMode.SETUP: 720, Campaign.PaymentMode.PREPAY: 720}
# Cards take refunds for about 180 days: a team's 30, then this, then the 30 of `promises.GRACE` stay within.
MOST_SHIP_DAYS = 90
LONGEST_WINDOW = timedelta(days=366)


@dataclass(frozen=True)
class Tier:
    """A step of the ladder: what each pays in a team of at least `min_people`; in minor units."""

    min_people: int
    price_minor: int


@dataclass(frozen=True)
class Terms:
    """A campaign as somebody wants it; texts per language (`{"en": …, "zh-hans": …}`), money in minor units.

    Without `opens_at` it opens when it is approved. Without `policies` the site's own words are used.
    """

    names: Texts
    taglines: Texts = field(default_factory=dict)
    stories: Texts = field(default_factory=dict)
    policies: Texts = field(default_factory=dict)
    currency: str = "CNY"
    tiers: Sequence[Tier] = ()
    single_minor: int | None = None
    sizes: Sequence[int] = ()
    stock: int = 0
    per_member: int = 1
    payment_mode: str = Campaign.PaymentMode.HOLD
    completion: str = Campaign.Completion.STRICT
    ratio_percent: int = 100
    team_hours: int = 48
    has_waitlist: bool = True
    needs_address: bool = True
    ship_days: int = 14
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def keepable(terms: Terms) -> dict[str, object]:
    """Return the columns of the campaign, ready to store, however unfinished they are.

    Raises: Invalid, naming every field that cannot be kept: `name`, `tagline`, `story`, `policy` (`name_zh_hans` and so
    on for the other languages), and the fields of Terms.
    """
    wrong: Wrong = {}
    values: dict[str, object] = {
        "names": wordings.keep(terms.names, "name", NAME_LENGTH, wrong),
        "taglines": wordings.keep(terms.taglines, "tagline", TAGLINE_LENGTH, wrong),
        "stories": wordings.keep(terms.stories, "story", STORY_LENGTH, wrong, clean.block),
        "policies": wordings.keep(terms.policies, "policy", POLICY_LENGTH, wrong, clean.block),
        "sizes": sorted(set(terms.sizes)),
        "ratio_percent": 100 if terms.completion == Campaign.Completion.STRICT else terms.ratio_percent,
        **{name: getattr(terms, name) for name in _AS_THEY_ARE},
    }
    _check_choices(terms, wrong)
    ranges.check(terms, _RANGES, wrong)
    _check_rows(terms, wrong)
    ranges.check_years(terms, ("opens_at", "closes_at"), wrong)
    if wrong:
        raise errors.Invalid(fields=wrong)
    return values


def lacks(campaign: Campaign, tiers: Sequence[Tier], now: datetime) -> Wrong:
    """Return what keeps a campaign from being published: a sentence for each field that is missing or does not fit."""
    wrong: Wrong = {}
    if not campaign.names:
        wrong["name"] = _("Give it a name, in one language at least.")
    if not campaign.stories:
        wrong["story"] = _("Tell what it is: people buy a thing they can picture.")
    _check_teams(campaign, wrong)
    _check_ladder(campaign, tiers, wrong)
    _check_window(campaign, now, wrong)
    return wrong


def check_ready(campaign: Campaign, tiers: Sequence[Tier], now: datetime) -> None:
    """Refuse what cannot be published yet. Raises: Invalid, with what it `lacks`."""
    wrong = lacks(campaign, tiers, now)
    if wrong:
        raise errors.Invalid(_("A few things are missing before this can be reviewed."), fields=wrong)


_AS_THEY_ARE = (
    "currency", "single_minor", "stock", "per_member", "payment_mode", "completion", "team_hours", "has_waitlist",
    "needs_address", "ship_days", "opens_at", "closes_at",
)  # fmt: skip
_CHOICES = {
    "currency": tuple(money.EXPONENTS),
    "payment_mode": tuple(Campaign.PaymentMode.values),
    "completion": tuple(Campaign.Completion.values),
}
_RANGES = {
    "stock": (0, MOST_STOCK),
    "per_member": (1, MOST_PER_MEMBER),
    "ratio_percent": (1, 100),
    "team_hours": (1, max(MOST_HOURS.values())),
    "ship_days": (1, MOST_SHIP_DAYS),
    "single_minor": (1, MOST_MINOR),
}


def _check_choices(terms: Terms, wrong: Wrong) -> None:
    for name, allowed in _CHOICES.items():
        if getattr(terms, name) not in allowed:
            wrong[name] = _("Please choose one of the list.")


def _check_rows(terms: Terms, wrong: Wrong) -> None:
    if len(terms.tiers) > MOST_TIERS:
        wrong["tiers"] = _("At most %(most)s steps, please.") % {"most": MOST_TIERS}
    elif len({tier.min_people for tier in terms.tiers}) < len(terms.tiers):
        wrong["tiers"] = _("Two steps begin at the same number of people.")
    elif any(not 1 <= tier.min_people <= MOST_PEOPLE for tier in terms.tiers):
        wrong["tiers"] = ranges.between(1, MOST_PEOPLE)
    elif any(not 1 <= tier.price_minor <= MOST_MINOR for tier in terms.tiers):
        wrong["tiers"] = _("Each step needs a price above zero.")
    if len(set(terms.sizes)) > MOST_SIZES:
        wrong["sizes"] = _("At most %(most)s team sizes, please.") % {"most": MOST_SIZES}
    elif any(not 2 <= size <= MOST_PEOPLE for size in terms.sizes):
        wrong["sizes"] = ranges.between(2, MOST_PEOPLE)


def _check_teams(campaign: Campaign, wrong: Wrong) -> None:
    if not campaign.sizes:
        wrong["sizes"] = _("Which team sizes may a captain choose?")
    elif campaign.stock < min(campaign.sizes):
        wrong["stock"] = _("The stock must be enough for one team.")
    most = MOST_HOURS[Campaign.PaymentMode(campaign.payment_mode)]
    if campaign.team_hours > most:
        held = _("A held card is let go by its bank: a team has %(most)s hours at most, or choose to save the card.")
        longer = _("A team has %(most)s hours at most.")
        is_held = campaign.payment_mode == Campaign.PaymentMode.HOLD
        wrong["team_hours"] = (held if is_held else longer) % {"most": most}


def _check_ladder(campaign: Campaign, tiers: Sequence[Tier], wrong: Wrong) -> None:
    if not tiers:
        wrong["tiers"] = _("Say what one pays, and from how many people on it falls.")
        return
    refused = [said for tier in tiers if (said := charges.wrong_price(tier.price_minor, campaign.currency))]
    if refused:
        wrong["tiers"] = refused[0]
    elif any(later.price_minor >= earlier.price_minor for earlier, later in pairwise(tiers)):
        wrong["tiers"] = _("Each step must cost less than the one before: more people, lower price.")
    elif campaign.sizes:
        fewest = min(prices.needed(campaign, size) for size in campaign.sizes)
        if tiers[0].min_people > fewest:
            said = _("A team can succeed with %(fewest)s people: the first step must begin there or below.")
            wrong["tiers"] = said % {"fewest": fewest}
        elif tiers[-1].min_people > max(campaign.sizes):
            said = _("No team reaches %(people)s people: offer a team of that size, or take the step out.")
            wrong["tiers"] = said % {"people": tiers[-1].min_people}
    if campaign.single_minor is not None:
        if campaign.single_minor < tiers[0].price_minor:
            wrong["single_minor"] = _("Buying alone cannot cost less than buying together.")
        elif refusal := charges.wrong_price(campaign.single_minor, campaign.currency):
            wrong["single_minor"] = refusal


def _check_window(campaign: Campaign, now: datetime, wrong: Wrong) -> None:
    begins = max(campaign.opens_at or now, now)
    if campaign.closes_at is None:
        wrong["closes_at"] = _("When does it end?")
    elif campaign.closes_at <= begins:
        wrong["closes_at"] = _("It must end after it begins, and not in the past.")
    elif campaign.closes_at > begins + LONGEST_WINDOW:
        wrong["closes_at"] = _("A campaign may last a year at most.")
