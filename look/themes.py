"""The theme a reader chose: kept in a cookie so that the first byte already has the right colours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

COOKIE = "hearth_theme"
CHOICES = ("", "light", "dark")
YEAR_SECONDS = 60 * 60 * 24 * 365
_DEVICE = "device"


def chosen(request: HttpRequest) -> str:
    """Return "light", "dark", or "": the device decides."""
    kept = request.COOKIES.get(COOKIE, "")
    return kept if kept in CHOICES else ""


def remember(request: HttpRequest, response: HttpResponse, theme: str) -> None:
    """Keep the choice in this browser for a year; anything but the three choices is ignored."""
    if theme in CHOICES:
        response.set_cookie(
            COOKIE, theme or _DEVICE, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=True
        )
