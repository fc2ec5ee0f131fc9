"""Saying what an action earned to those whose browser runs no scripts; the others see `gamify:gains`."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

from gamify.models import Activity


def say(request: HttpRequest, activity: Activity | None, sentence: str) -> None:
    """Add `sentence` as a message."""
    messages.success(request, sentence)
