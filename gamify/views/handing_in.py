"""Handing in the proof of a task, and the pictures of what was handed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from gamify import paths, rate_limits
from gamify.models import Challenge
from gamify.selectors import challenge_mine
from gamify.services.challenges import submitting
from gamify.views.challenges import announced
from lib import clean, clock, errors, limits, web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest, public_id: str, position: int) -> HttpResponse:
    """Hand something in for a task, and see what became of what one handed in before."""
    challenge = announced(request, public_id)
    if request.method != "POST":
        return _page(request, challenge, position)
    _entrant, step = challenge_mine.step(viewer=request.user, challenge=challenge, position=position, now=clock.now())
    said = {name: request.POST.get(name, "") for name in ("text", "link", "alt")}
    try:
        limits.spend(rate_limits.HAND_IN, who=request.user.public_id, now=clock.now())
        submitting.hand_in(
            actor=request.user, task=step.task, picture=request.FILES.get("picture"), now=clock.now(), **said
        )
    except errors.Invalid as error:
        return _page(request, challenge, position, status=422, wrong=error.fields, said=_kept(said))
    except errors.REFUSALS as error:
        return web.refused(_page(request, challenge, position, refusal=error, said=_kept(said)), error)
    messages.success(request, _("Handed in. Somebody looks at it, and you hear of it."))
    return web.see_other(f"{paths.of_challenge(challenge)}#mine")


@login_required
@require_safe
def picture(request: MemberRequest, public_id: str, stem: str) -> HttpResponse:
    """Send the picture of a submission."""
    return _send(request, public_id, stem, is_small=False)


@login_required
@require_safe
def small_picture(request: MemberRequest, public_id: str, stem: str) -> HttpResponse:
    """Send it at 640 pixels or fewer."""
    return _send(request, public_id, stem, is_small=True)


def _send(request: MemberRequest, public_id: str, stem: str, *, is_small: bool) -> HttpResponse:
    found = challenge_mine.submission(viewer=request.user, public_id=public_id)
    return web.named_picture(found.image.name, stem, is_small=is_small)


def _kept(said: dict[str, str]) -> dict[str, str]:
    """Return what was typed, to be shown again, without what no page should carry."""
    return {name: clean.sought(text, most=submitting.TEXT_LENGTH * 2) for name, text in said.items()}


def _page(
    request: MemberRequest, challenge: Challenge, position: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    entrant, step = challenge_mine.step(viewer=request.user, challenge=challenge, position=position, now=clock.now())
    context = {
        "nav": "tasks",
        "challenge": challenge,
        "step": step,
        "before": challenge_mine.handed_in(entrant=entrant, position=position),
        "text_length": submitting.TEXT_LENGTH,
        "wrong": {},
        "said": {},
    }
    return render(request, "gamify/hand_in/index.html", context | extra, status=status)
