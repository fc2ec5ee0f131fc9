"""Team buys are found by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lib import lookup
from lib.lookup import Found
from rewards.models import Campaign


def _campaigns(viewer: Any, query: str, most: int) -> Sequence[Found]:
    wanted = Campaign.objects.published().filter(lookup.named(query, "names", "taglines"))
    found = wanted.select_related("brand").order_by(lookup.nearness(query, *lookup.per_language("names")), "-pk")[:most]
    return [Found(each.name, reverse("rewards:campaign", args=[each.public_id]), each.brand.name) for each in found]


lookup.add(lookup.Section("buys", _("Team buys"), "shopping-basket", _campaigns, order=50))
