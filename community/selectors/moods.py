"""How places feel: counts of the emotions that authors chose themselves, never of single people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from community.emotions import EMOTIONS
from community.models import Group, PostEmotion
from community.querysets import PUBLISHED

DAYS = 7
SPANS = (7, 30, 90)
LEAST_POSTS = 20
CACHE_SECONDS = 60


@dataclass(frozen=True)
class Band:
    """The mix of feelings of the last `days` in whole percent, largest first, of `posts` posts."""

    shares: tuple[tuple[str, int], ...]
    posts: int
    days: int

    @property
    def words(self) -> str:
        """Say the band in words, for those who do not see it."""
        said = (f"{EMOTIONS[key].label} {share}%" for key, share in self.shares)
        return _("The last %(days)s days: %(shares)s") % {"days": self.days, "shares": _(", ").join(said)}

    @property
    def leading(self) -> tuple[tuple[str, int], ...]:
        return self.shares[:2]


def band_of(*, group: Group, now: datetime) -> Band | None:
    """Return the group's mood band over the shortest of SPANS that holds LEAST_POSTS posts with an emotion, or None:
    fewer would tell of single authors.

    Queries: 1, none within CACHE_SECONDS of the last time.
    """
    kept = cache.get_or_set(f"mood-band:{group.pk}", lambda: (_read_band(group, now),), CACHE_SECONDS)
    return cast(tuple[Band | None], kept)[0]


def counts_this_week(*, now: datetime) -> Mapping[str, int]:
    """Return how many posts of open groups carry each of the twelve emotions since seven days. Queries: 1, cached."""
    return cast(Mapping[str, int], cache.get_or_set("mood-counts", lambda: _read_counts(now), CACHE_SECONDS))


def _read_band(group: Group, now: datetime) -> Band | None:
    counts = {}
    for days in SPANS:
        inside = Q(created_at__gt=now - timedelta(days=days))
        counts[f"all_{days}"] = Count("pk", filter=inside)
        counts[f"posts_{days}"] = Count("pk", filter=inside & Q(position=0))
    chosen = _since(now, SPANS[-1]).filter(group=group, emotion__in=EMOTIONS).values("emotion")
    rows = list(chosen.annotate(**counts).order_by("emotion"))
    return next((band for days in SPANS if (band := _band(rows, days)) is not None), None)


def _band(rows: list[dict[str, Any]], days: int) -> Band | None:
    posts = sum(row[f"posts_{days}"] for row in rows)
    if posts < LEAST_POSTS:
        return None
    chosen = [(row["emotion"], row[f"all_{days}"]) for row in rows if row[f"all_{days}"]]
    total = sum(n for _key, n in chosen)
    chosen.sort(key=lambda pair: -pair[1])
    return Band(tuple((key, max(1, round(100 * n / total))) for key, n in chosen), posts=posts, days=days)


def _read_counts(now: datetime) -> Mapping[str, int]:
    rows = (
        _since(now, DAYS)
        .filter(group__visibility=Group.Visibility.PUBLIC)
        .values_list("emotion")
        .annotate(n=Count("pk"))
    )
    found = dict(rows.order_by("emotion"))
    return {key: found.get(key, 0) for key in EMOTIONS}


def _since(now: datetime, days: int) -> QuerySet[PostEmotion]:
    start = now - timedelta(days=days)
    return PostEmotion.objects.filter(created_at__gt=start, created_at__lte=now, post__state=PUBLISHED)
