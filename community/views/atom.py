"""Posts for feed readers (RFC 4287): what a visitor may read, whoever's program asks."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community import paths
from community.emotions import EMOTIONS
from community.models import Post
from community.policies import Action
from community.selectors import mentions, posts, standings
from community.services import text
from lib import clock

NOBODY: Final = AnonymousUser()
SECONDS = 300


class _Feed(Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        """Addresses inside what people wrote begin at the site."""
        return {**super().root_attributes(), "xml:base": _whole("/")}


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Give the newest posts of all open groups."""
    feed = _empty(request, settings.SITE_NAME, _("People who share how it felt"), reverse("community:home"))
    return _answer(feed, posts.latest(viewer=NOBODY))


@require_safe
def of_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest posts of an open group."""
    group, _standing = standings.access_group(user=NOBODY, slug=slug, now=clock.now(), action=Action.READ)
    page = reverse("community:group-detail", args=[slug])
    feed = _empty(request, f"{group.name} · {settings.SITE_NAME}", group.tagline, page)
    return _answer(feed, posts.latest(viewer=NOBODY, group=group))


def _empty(request: HttpRequest, title: str, subtitle: str, page: str) -> _Feed:
    return _Feed(title=title, link=_whole(page), description=subtitle, feed_url=_whole(request.path))


def _answer(feed: _Feed, found: tuple[Post, ...]) -> HttpResponse:
    for post in mentions.fill(found):
        _add(feed, post)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def _add(feed: _Feed, post: Post) -> None:
    felt = [EMOTIONS[each.emotion].label for each in post.emotions.all() if each.emotion in EMOTIONS]
    feed.add_item(
        title=text.called(post.title, post.html),
        link=_whole(paths.of_post(post)),
        description=post.html,
        author_name=post.author.display_name,
        author_link=_whole(reverse("accounts:profile", args=[post.author.handle])),
        pubdate=post.created_at,
        updateddate=post.edited_at or post.created_at,
        categories=[*map(str, felt), post.group.name],
    )


def _whole(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path
