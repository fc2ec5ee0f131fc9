"""Somewhere that news of a brand goes to: the demo's own receiver."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from accounts.models import BrandStaff
from connect.services.webhooks import endpoints
from demo import receiver

OWNER = "camille"
KINDS = ("team.succeeded", "team.failed", "order.captured", "redemption.requested", "submission.received")


def add(*, now: datetime) -> None:
    """Let a brand hear of its group buys and rewards, where messages may go to this machine."""
    if not settings.HEARTH_WEBHOOKS_HERE:
        return
    owner = BrandStaff.objects.select_related("brand", "user").get(user__username=OWNER)
    url = receiver.url_of(owner.brand.slug)
    made = endpoints.add(by=owner.user, brand=owner.brand, url=url, kinds=KINDS, now=now)
    endpoints.test(by=owner.user, endpoint=made, now=now)
