"""The pictures of campaigns and rewards, for whoever may see what they show."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from lib import web
from rewards.models import Campaign, CampaignPicture, Reward


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
    return web.picture(picture.image.name if picture else "", title=str(pk), is_small=is_small)


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
    return web.named_picture(reward.image.name if reward else "", stem, is_small=is_small)
