"""What programs look for at addresses of their own choice."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

_CLOSED = ("/accounts/", "/admin/", "/api/", "/live/", "/search/", "/settings/")
_ROBOTS = "".join(("User-agent: *\n", *(f"Disallow: {path}\n" for path in _CLOSED)))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Ask crawlers to read what people say, and to leave forms, the API and endless searches alone."""
    addresses = f"Sitemap: {settings.BASE_URL.rstrip('/')}{reverse('sitemaps')}\n"
    return HttpResponse(_ROBOTS + addresses, content_type="text/plain; charset=utf-8")
