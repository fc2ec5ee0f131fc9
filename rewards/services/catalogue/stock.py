"""The counter that stands for the stock of a reward. Guarded: what would oversell changes nothing."""

from __future__ import annotations

from django.db.models import F

from lib.machines.steps import Overtaken
from rewards.models import Reward


def claim(reward: Reward) -> None:
    """Count one more as taken. Queries: 1. Raises: Overtaken: none is left."""
    _move(reward, Reward.objects.filter(taken__lt=F("stock")), 1)


def give_back(reward: Reward) -> None:
    """Count one less as taken. Queries: 1. Raises: Overtaken: none was."""
    _move(reward, Reward.objects.filter(taken__gt=0), -1)


def add(reward: Reward, more: int) -> None:
    """Count `more` as there. Queries: 1."""
    Reward.objects.filter(pk=reward.pk).update(stock=F("stock") + more)
    reward.stock += more


def _move(reward: Reward, fits: object, change: int) -> None:
    if not fits.filter(pk=reward.pk).update(taken=F("taken") + change):  # type: ignore[attr-defined]
        raise Overtaken
    reward.taken += change
