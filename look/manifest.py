"""What a phone asks before it puts the site among its apps (W3C Web Application Manifest)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi, gettext as _
from django.views.decorators.http import require_safe

GROUND = "#F4F5F8"
SIDES = (192, 512)  # pixels; the drawing keeps to the middle, which every mask leaves


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Fetched without cookies: in the language that the phone asks for."""
    document = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("People who share how it felt"),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [_icon(side) for side in SIDES],
    }
    return JsonResponse(document, content_type="application/manifest+json")


def _icon(side: int) -> dict[str, str]:
    return {
        "src": static(f"img/mark-{side}.png"),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": "any maskable",
    }
