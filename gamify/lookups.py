"""Challenges are found by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gamify.models import Challenge
from lib import lookup
from lib.lookup import Found


def _challenges(viewer: Any, query: str, most: int) -> Sequence[Found]:
    found = Challenge.objects.visible_to(viewer).announced().filter(lookup.named(query, "names", "taglines"))
    rows = found.order_by(lookup.nearness(query, *lookup.per_language("names")), "-pk")[:most]
    return [Found(each.name, reverse("gamify:challenge", args=[each.public_id]), each.tagline) for each in rows]


lookup.add(lookup.Section("challenges", _("Challenges"), "flag", _challenges, order=45))
