"""The service worker: keeps the offline page and the styles it needs."""

from __future__ import annotations

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from look import stylesheets

FONTS = (
    "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "fonts/bricolage-grotesque-latin-wght-normal.woff2",
)
SCRIPT = "js/offline.js"


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    parts = [static(path) for path in (*stylesheets.linked(), *FONTS, SCRIPT)]
    context = {
        "page": reverse("look:offline"),
        "parts": parts,
        "version": blake2b("".join(parts).encode(), digest_size=6).hexdigest(),
    }
    script = render_to_string("look/service-worker.js", context)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
