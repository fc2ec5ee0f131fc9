"""The addresses that searches are shown: what a visitor may read of groups, posts, proposals, sales and challenges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from accounts.models import Brand
from community.models import Group, Post, Proposal
from gamify.models import Challenge
from rewards.models import Battle, Campaign, Reward

NOBODY: Final = AnonymousUser()
ADDRESSES_EACH = 5000  # a file: the format allows ten times as many
HOUR = 3600


@dataclass
class Pages(Sitemap):  # type: ignore[type-arg]
    """What `rows` gives, oldest first: a page that stands in one file stays there. Queries: 2 a file."""

    rows: Callable[[], QuerySet[Any]]
    page: str
    key: str = "public_id"
    limit = ADDRESSES_EACH

    def items(self) -> QuerySet[Any]:
        return self.rows().only(self.key).order_by("pk")

    def location(self, item: Model) -> str:
        return reverse(self.page, args=[getattr(item, self.key)])

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.BASE_URL).netloc


SECTIONS: dict[str, Any] = {
    "groups": Pages(lambda: Group.objects.visible_to(NOBODY), "community:group-detail", "slug"),
    "posts": Pages(lambda: Post.objects.visible_to(NOBODY), "community:post-detail"),
    "proposals": Pages(lambda: Proposal.objects.visible_to(NOBODY), "community:proposal"),
    "challenges": Pages(lambda: Challenge.objects.visible_to(NOBODY), "gamify:challenge"),
    "buys": Pages(lambda: Campaign.objects.visible_to(NOBODY), "rewards:campaign"),
    "battles": Pages(lambda: Battle.objects.visible_to(NOBODY), "rewards:battle"),
    "rewards": Pages(lambda: Reward.objects.visible_to(NOBODY), "rewards:reward"),
    "brands": Pages(Brand.objects.all, "accounts:brand", "slug"),
}


def contents(request: HttpRequest) -> HttpResponse:
    """List the files."""
    return _kept(index(request, SECTIONS, sitemap_url_name="sitemap"))


def addresses(request: HttpRequest, section: str) -> HttpResponse:
    """List the addresses of one kind, `?p=` in files of ADDRESSES_EACH."""
    return _kept(sitemap(request, SECTIONS, section))


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=HOUR)
    return response
