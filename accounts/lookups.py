"""People and brands are found by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from accounts.selectors import people
from lib import lookup
from lib.lookup import Found


def _people(viewer: Any, query: str, most: int) -> Sequence[Found]:
    return [
        Found(each.display_name, reverse("accounts:profile", args=[each.handle]), f"@{each.handle}", each)
        for each in people.named(query=query, most=most)
    ]


def _brands(viewer: Any, query: str, most: int) -> Sequence[Found]:
    found = Brand.objects.filter(lookup.named(query, "names") | Q(slug__icontains=query))
    rows = found.order_by(lookup.nearness(query, *lookup.per_language("names")), "slug")[:most]
    return [Found(each.name, reverse("accounts:brand", args=[each.slug]), each.tagline) for each in rows]


lookup.add(lookup.Section("people", _("People"), "user-round", _people, order=20))
lookup.add(lookup.Section("brands", _("Brands"), "store", _brands, order=60))
