"""What the people of a brand, and the staff of the site, are told of a campaign. Inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from accounts.selectors import brands
from inbox.services import notifications
from rewards.models import Campaign


def submitted(campaign: Campaign, *, by: User, now: datetime) -> None:
    """A campaign waits for review: staff who do not work for the brand hear of it."""
    url = reverse("rewards:review-campaign", args=[campaign.public_id])
    _tell(brands.other_staff(campaign.brand_id), "campaign_submitted", campaign, by, url, now)


def approved(campaign: Campaign, *, by: User, now: datetime) -> None:
    """A campaign was published."""
    _tell(brands.people_of(campaign.brand_id), "campaign_approved", campaign, by, _console(campaign), now)


def sent_back(campaign: Campaign, *, by: User, now: datetime) -> None:
    """A campaign came back from review; its reason says what to mend."""
    url = reverse("rewards:console-edit", args=[campaign.brand.slug, campaign.public_id])
    _tell(brands.people_of(campaign.brand_id), "campaign_sent_back", campaign, by, url, now)


def cancelled(campaign: Campaign, *, by: User, now: datetime) -> None:
    """A public campaign was ended before its time. Its buyers hear of their own orders, team by team."""
    _tell(brands.people_of(campaign.brand_id), "campaign_cancelled", campaign, by, _console(campaign), now)


def _console(campaign: Campaign) -> str:
    return reverse("rewards:console-campaign", args=[campaign.brand.slug, campaign.public_id])


def _tell(to: Iterable[User], kind: str, campaign: Campaign, by: User, url: str, now: datetime) -> None:
    """Write one line each; nobody is told of what they did themselves."""
    notifications.send_each(
        recipients=[person for person in to if person.pk != by.pk],
        kind=kind,
        key=f"{kind}:{campaign.public_id}:{campaign.seq}",
        url=url,
        actor=by,
        data={"campaign": campaign.names, "brand": campaign.brand.names, "reason": campaign.reason},
        now=now,
    )
