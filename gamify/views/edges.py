"""Small things that views of challenges share."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lib import errors, pictures

MONTH_SECONDS = 30 * 24 * 3600


def see_other(path: str) -> HttpResponse:
    """Send the browser on with GET after a POST."""
    return HttpResponseRedirect(path, status=303)


def refused(response: HttpResponse, error: errors.HearthError) -> HttpResponse:
    """Give the page that says why not the status, and the header, that say it to programs."""
    statuses = {errors.NotAllowed: 403, errors.RateLimited: 429}
    response.status_code = next((code for kind, code in statuses.items() if isinstance(error, kind)), 409)
    if isinstance(error, errors.RateLimited):
        response["Retry-After"] = str(error.data["retry_seconds"])
    return response


def send_picture(name: str, stem: str, *, is_small: bool) -> HttpResponse:
    """Answer with the whole file, if its name is what the address says; another file has another address."""
    try:
        if not name or PurePath(name).stem != stem:
            raise FileNotFoundError
        with default_storage.open(pictures.small_name(name) if is_small else name) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise errors.NotFound(code="gamify.picture_not_found") from error
    response["Content-Disposition"] = f'inline; filename="{stem}.webp"'
    response["Cache-Control"] = f"private, max-age={MONTH_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def tabs(current: str) -> list[dict[str, Any]]:
    """Return what lies beside one another where things are done."""
    found = [
        ("tasks", _("Tasks"), reverse("gamify:task-list")),
        ("challenges", _("Challenges"), reverse("gamify:challenges")),
        ("badges", _("Badges"), reverse("gamify:badge-list")),
        ("boards", _("Boards"), reverse("gamify:board-list")),
    ]
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in found]
