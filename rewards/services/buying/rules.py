"""The rules of a campaign as one document: frozen when it is published, and anybody can compute its hash again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lib import documents, texts
from rewards import prices
from rewards.models import Campaign, FrozenRules

FORMAT = 4
# What later formats say besides; a document is compared in the format it was frozen in.
_SINCE = {"needs_address": 2, "launch": 3, "first_hours": 3, "ship_days": 4}


def document_of(campaign: Campaign, *, form: int = FORMAT) -> dict[str, Any]:
    """Return everything that binds the brand, as plain JSON. Queries: 2, or what is not yet loaded of them."""
    tiers = sorted(campaign.tiers.all(), key=lambda tier: tier.min_people)
    document = {
        "format": form,
        "campaign": campaign.public_id,
        "brand": campaign.brand.slug,
        "names": campaign.names,
        "taglines": campaign.taglines,
        "stories": campaign.stories,
        "policies": campaign.policies,
        "currency": campaign.currency,
        "ladder": [[tier.min_people, tier.price_minor] for tier in tiers],
        "single_minor": campaign.single_minor,
        "sizes": [[size, prices.needed(campaign, size), prices.enough(campaign, size)] for size in campaign.sizes],
        "stock": campaign.stock,
        "per_member": campaign.per_member,
        "payment_mode": campaign.payment_mode,
        "completion": campaign.completion,
        "ratio_percent": campaign.ratio_percent,
        "team_hours": campaign.team_hours,
        "has_waitlist": campaign.has_waitlist,
        "needs_address": campaign.needs_address,
        "ship_days": campaign.ship_days,
        "launch": campaign.launch,
        "first_hours": campaign.first_hours,
        "opens_at": _written(campaign.opens_at),
        "closes_at": _written(campaign.closes_at),
    }
    return {name: value for name, value in document.items() if _SINCE.get(name, 1) <= form}


def freeze(campaign: Campaign, *, now: datetime) -> FrozenRules:
    """Keep the rules for good. Inside a transaction, once: the database refuses a second time and every change."""
    document = document_of(campaign)
    return FrozenRules.objects.create(
        campaign=campaign, document=document, hash=documents.digest(document), frozen_at=now
    )


def are_kept(campaign: Campaign) -> bool:
    """Say whether the campaign still says what was frozen. Queries: at most 3."""
    frozen = campaign.rules
    return (
        frozen.hash
        == documents.digest(frozen.document)
        == documents.digest(document_of(campaign, form=frozen.document["format"]))
    )


def standard_policies(campaign: Campaign) -> dict[str, str]:
    """Return what happens to teams and money under these terms, in plain words of each language."""
    said = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            said[code] = texts.join((_completion(campaign), _payment(campaign)))
    return said


def _completion(campaign: Campaign) -> str:
    some = [
        _("%(some)s of %(size)s") % {"some": prices.enough(campaign, size), "size": size} for size in campaign.sizes
    ]
    return {
        Campaign.Completion.STRICT: _(
            "A team succeeds in the moment its last place is taken. If its time is over before, it does not take place."
        ),
        Campaign.Completion.RATIO: _(
            "A team succeeds when it is full, and also at its deadline if enough places are taken: %(enough)s."
        ),
        Campaign.Completion.HOUSE: _(
            "A team succeeds when it is full. If enough places are taken at its deadline (%(enough)s), the brand "
            "itself buys the rest while stock lasts, and those places are shown as bought by the brand."
        ),
    }[Campaign.Completion(campaign.completion)] % {"enough": _(", ").join(some)}


def _payment(campaign: Campaign) -> str:
    return {
        Campaign.PaymentMode.HOLD: _(
            "Your bank holds the highest price while the team forms; you are charged the price the team has reached, "
            "and only if it succeeds. Otherwise the hold is let go and you pay nothing."
        ),
        Campaign.PaymentMode.SETUP: _(
            "Your card is saved and charged only when the team succeeds, with the price it has reached. "
            "Otherwise you pay nothing."
        ),
        Campaign.PaymentMode.PREPAY: _(
            "You pay the highest price now. When the team succeeds, the difference to the price it has reached comes "
            "back by itself; if it does not, everything comes back by itself."
        ),
    }[Campaign.PaymentMode(campaign.payment_mode)]


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
