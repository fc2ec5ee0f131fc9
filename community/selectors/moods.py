"""How places feel: counts of the emotions that authors chose themselves, never of single people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from community.emotions import EMOTIONS
from community.models import Group, PostEmotion
from community.querysets import PUBLISHED

DAYS = 7
LEAST_POSTS = 20
CACHE_SECONDS = 60


@dataclass(frozen=True)
class Band:
    """The mix of feelings of a week in whole percent, largest first, of `posts` posts."""

    shares: tuple[tuple[str, int], ...]
    posts: int

    @property
    def words(self) -> str:
        """Say the band in words, for those who do not see it."""
        said = (f"{EMOTIONS[key].label} {share} %" for key, share in self.shares)
        return _("The last seven days: %(shares)s") % {"shares": ", ".join(said)}

    @property
    def leading(self) -> tuple[tuple[str, int], ...]:
        return self.shares[:2]


def band_of(*, group: Group, now: datetime) -> Band | None:
    """Return the group's mood band, or None below LEAST_POSTS posts with an emotion, to protect single authors.

    Queries: 1, none within CACHE_SECONDS of the last time.
    """
    return cache.get_or_set(f"mood-band:{group.pk}", lambda: (_read_band(group, now),), CACHE_SECONDS)[0]


def counts_this_week(*, now: datetime) -> Mapping[str, int]:
    """Return how many posts of open groups carry each emotion since seven days, all twelve. Queries: 1, cached likewise."""
    return cache.get_or_set("mood-counts", lambda: _read_counts(now), CACHE_SECONDS)


def _read_band(group: Group, now: datetime) -> Band | None:
    chosen = _since(now).filter(group=group).values("emotion")
    rows = list(chosen.annotate(n=Count("pk"), posts=Count("pk", filter=Q(position=0))).order_by("-n", "emotion"))
    posts = sum(row["posts"] for row in rows)
    known = [(row["emotion"], row["n"]) for row in rows if row["emotion"] in EMOTIONS]
    total = sum(n for _key, n in known)
    if posts < LEAST_POSTS:
        return None
    return Band(shares=tuple((key, max(1, round(100 * n / total))) for key, n in known), posts=posts)


def _read_counts(now: datetime) -> Mapping[str, int]:
    rows = _since(now).filter(group__visibility=Group.Visibility.PUBLIC).values_list("emotion").annotate(n=Count("pk"))
    found = dict(rows.order_by("emotion"))
    return {key: found.get(key, 0) for key in EMOTIONS}


def _since(now: datetime):  # type: ignore[no-untyped-def]
    return PostEmotion.objects.filter(created_at__gt=now - timedelta(days=DAYS), created_at__lte=now, post__state=PUBLISHED)
