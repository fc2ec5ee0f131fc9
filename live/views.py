"""What a page asks over HTTP when its socket is down, and the content of shared topics."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from live import fragments, policies, registry, snapshot
from live.frames import MOST_TOPICS
from live.services.topics import LONGEST_NAME

VERSION_HEADER = "Live-Version"


@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    """Answer as a heartbeat does, for those of the asked topics that the person may hear."""
    asked = [name for name in request.GET.getlist("t")[:MOST_TOPICS] if len(name) <= LONGEST_NAME]
    now = snapshot.take(policies.allowed(request.user, asked))
    return _private(JsonResponse({"now": now.versions, "epoch": now.epoch}))


@require_GET
def fragment(request: HttpRequest) -> HttpResponse:
    """Answer with the inner HTML of a shared topic and, as a header, the version it has at least."""
    name = request.GET.get("t", "")
    found = registry.find(name)
    if found is None or not found.is_shared or not policies.may_listen(request.user, name):
        raise Http404
    now = snapshot.take([name])
    version, locale = now.versions[name], translation.get_language() or ""
    html = fragments.render(name, found, locale, epoch=now.epoch, version=version)
    return _private(HttpResponse(html, headers={VERSION_HEADER: str(version)}))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
