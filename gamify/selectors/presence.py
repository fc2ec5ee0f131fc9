"""On how many days members were here."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count

from gamify.engine.happening import PASSIVE
from gamify.models import Activity


def days_of(*, users: Collection[int]) -> Mapping[int, int]:
    """Return on how many of their own days each member did something themselves or came by. Queries: 1."""
    rows = Activity.objects.filter(actor__in=users).exclude(verb__in=PASSIVE)
    return dict(rows.values_list("actor").annotate(days=Count("local_date", distinct=True)))
