"""What people talk about more than before, and what they miss: counts of words, never who said what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.core.cache import cache
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode

from community.models import Group, Hashtag, Post, Proposal
from community.querysets import PUBLISHED
from look.emotions import HEAVY

DAYS = 14
LEAST_AUTHORS = 3
MOST = 12
CACHE_SECONDS = 300


@dataclass(frozen=True)
class Subject:
    """A hashtag that at least three people used lately: how many did, how many in the two weeks before, and how many
    asked or were unhappy with it. `proposals` is how many open proposals name it already."""

    slug: str
    text: str
    people: int
    before: int
    posts: int
    asking: int
    unhappy: int
    proposals: int

    @property
    def url(self) -> str:
        return reverse("community:topic", args=[self.slug])

    @property
    def begin_url(self) -> str:
        return f"{reverse('community:proposal-new')}?{urlencode({'title': self.text})}"

    @property
    def grown(self) -> int:
        return self.people - self.before

    @property
    def missed(self) -> int:
        """How many posts ask or are unhappy."""
        return self.asking + self.unhappy


@dataclass(frozen=True)
class Prompts:
    """What rises, and what is missed and nobody has proposed yet."""

    rising: tuple[Subject, ...]
    missed: tuple[Subject, ...]


def prompts(*, now: datetime) -> Prompts:
    """Return what could become a proposal, from posts in open groups. Queries: 2, cached for five minutes."""
    subjects = cast(tuple[Subject, ...], cache.get_or_set("incubator", lambda: _read(now), CACHE_SECONDS))
    rising = sorted((each for each in subjects if each.grown > 0), key=lambda each: (-each.grown, each.slug))
    missed = [each for each in subjects if each.missed >= LEAST_AUTHORS and not each.proposals]
    missed.sort(key=lambda each: (-each.missed, each.slug))
    return Prompts(tuple(rising[:MOST]), tuple(missed[:MOST]))


def _read(now: datetime) -> tuple[Subject, ...]:
    since, before = now - timedelta(days=DAYS), now - timedelta(days=2 * DAYS)
    used = Hashtag.objects.filter(
        posts__post__state=PUBLISHED,
        posts__post__group__visibility=Group.Visibility.PUBLIC,
        posts__post__created_at__gt=before,
        posts__post__created_at__lte=now,
    )
    lately = Q(posts__post__created_at__gt=since)
    heavy = Q(posts__post__emotions__emotion__in=sorted(HEAVY)) & ~Q(posts__post__type=Post.Type.QUESTION)
    counted = used.annotate(
        people=Count("posts__post__author", distinct=True, filter=lately),
        before=Count("posts__post__author", distinct=True, filter=~lately),
        many=Count("posts__post", distinct=True, filter=lately),
        asking=Count("posts__post__author", distinct=True, filter=lately & Q(posts__post__type=Post.Type.QUESTION)),
        unhappy=Count("posts__post__author", distinct=True, filter=lately & heavy),
    ).filter(people__gte=LEAST_AUTHORS)
    titles = [title.casefold() for title in _titles()]
    return tuple(
        Subject(
            tag.slug,
            tag.text,
            tag.people,
            tag.before,
            tag.many,
            tag.asking,
            tag.unhappy,
            sum(tag.text.casefold() in title for title in titles),
        )
        for tag in counted.order_by("-people", "slug")[:100]
    )


def _titles() -> list[str]:
    rows = Proposal.objects.published().filter(group__visibility=Group.Visibility.PUBLIC)
    return list(rows.exclude(state__in=("lapsed", "declined")).order_by("-pk").values_list("title", flat=True)[:1000])
