"""The pictures of campaigns and rewards, for whoever may see what they show."""

from __future__ import annotations

from pathlib import PurePath

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from lib import errors, pictures
from rewards.models import Campaign, CampaignPicture, Reward

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
    seen = Campaign.objects.visible_to(request.user)
    picture = CampaignPicture.objects.filter(pk=pk, campaign__in=seen).first()
    return send(picture.image.name if picture else "", str(pk), is_small=is_small)


@require_safe
def of_reward(request: PageRequest, public_id: str, stem: str) -> HttpResponse:
    """Send the picture of a reward; another picture has another address."""
    return _of_reward(request, public_id, stem, is_small=False)


@require_safe
def small_of_reward(request: PageRequest, public_id: str, stem: str) -> HttpResponse:
    """Send it at 640 pixels or fewer."""
    return _of_reward(request, public_id, stem, is_small=True)


def _of_reward(request: PageRequest, public_id: str, stem: str, *, is_small: bool) -> HttpResponse:
    reward = Reward.objects.visible_to(request.user).filter(public_id=public_id).exclude(image="").first()
    is_it = reward is not None and PurePath(reward.image.name).stem == stem
    return send(reward.image.name if reward and is_it else "", stem, is_small=is_small)


def send(name: str, title: str, *, is_small: bool) -> HttpResponse:
    """Answer with the whole file: re-encoded pictures are small, and a stream of a file blocks an ASGI server."""
    try:
        if not name:
            raise FileNotFoundError
        with default_storage.open(pictures.small_name(name) if is_small else name) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise errors.NotFound(code="rewards.picture_not_found") from error
    response["Content-Disposition"] = f'inline; filename="{title}.webp"'
    response["Cache-Control"] = f"private, max-age={MONTH_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
