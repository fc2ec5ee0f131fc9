"""A page of live elements for the journeys, beside every page of the site (use as ROOT_URLCONF)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Template
from django.templatetags.static import static
from django.urls import path

from accounts.models import User
from config.urls import handler403, handler404, handler500, urlpatterns as site_patterns
from live.selectors import topics

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

CARD = Template(
    '{% load live %}<article id="card-{{ user.pk }}" data-live-get="/test/card/{{ user.pk }}/" data-live-gone="Gone."'
    ' {% live topic %}><p class="name">{{ user.display_name }}</p><button>Like</button><input></article>'
)
SHARED = Template('{% load live %}<div class="shared" id="shared-{{ user.pk }}" {% live topic %}>{{ html|safe }}</div>')
PAGE = Template(
    '<!doctype html><html lang="en"><head><title>Live</title><link rel="icon" href="data:,">'
    '<script type="module" src="{{ script }}"></script></head>'
    "<body><p data-live-offline hidden>Offline</p>{% for part in parts %}{{ part|safe }}{% endfor %}</body></html>"
)


def card(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(_card(pk))


def page(request: HttpRequest) -> HttpResponse:
    """Two elements for each member: one that is fetched on a hint, one whose content is pushed."""
    pks = User.objects.order_by("pk").values_list("pk", flat=True)
    parts = [part for pk in pks for part in (_card(pk), _shared(pk))]
    return HttpResponse(PAGE.render(Context({"parts": parts, "script": static("js/live/index.js")})))


def _card(pk: int) -> str:
    topic = f"test:name:{pk}"
    versions = topics.versions([topic])
    user = get_object_or_404(User, pk=pk)
    return CARD.render(Context({"user": user, "topic": topic, "live_versions": versions}))


def _shared(pk: int) -> str:
    topic = f"test:shared:{pk}"
    versions = topics.versions([topic])
    user = get_object_or_404(User, pk=pk)
    html = f"<b lang=en>{user.display_name}</b>"
    return SHARED.render(Context({"user": user, "topic": topic, "live_versions": versions, "html": html}))


urlpatterns = [path("test/card/<int:pk>/", card), path("test/page/", page), *site_patterns]
