"""The pictures of campaigns, for whoever may see the campaign."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from lib import errors, pictures
from rewards.models import Campaign, CampaignPicture

MONTH_SECONDS = 30 * 24 * 3600


@require_safe
def show(request: PageRequest, pk: int) -> HttpResponse:
    """Send the picture."""
    return _send(request, pk, is_small=False)


@require_safe
def small(request: PageRequest, pk: int) -> HttpResponse:
    """Send the picture at 640 pixels or fewer."""
    return _send(request, pk, is_small=True)


def _send(request: PageRequest, pk: int, *, is_small: bool) -> HttpResponse:
    """Answer with the whole file: re-encoded pictures are small, and a stream of a file blocks an ASGI server."""
    seen = Campaign.objects.visible_to(request.user)
    picture = CampaignPicture.objects.filter(pk=pk, campaign__in=seen).first()
    try:
        if picture is None:
            raise FileNotFoundError
        with default_storage.open(pictures.small_name(picture.image.name) if is_small else picture.image.name) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise errors.NotFound(code="rewards.picture_not_found") from error
    response["Content-Disposition"] = f'inline; filename="{pk}.webp"'
    response["Cache-Control"] = f"private, max-age={MONTH_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
