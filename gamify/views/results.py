"""How a challenge ended: who won and what they say, who finished, where the budget went, and how to count again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from gamify import paths, rate_limits
from gamify.models import Challenge
from gamify.selectors import challenge_result, challenges
from gamify.services.challenges import stories
from gamify.views import guards
from gamify.views.challenges import announced
from lib import clean, clock, errors, limits, web


@require_safe
def index(request: PageRequest, public_id: str) -> HttpResponse:
    """Show the result; one that is not settled leads to the challenge."""
    if guards.is_hidden(request):
        return guards.hidden(request)
    return _page(request, announced(request, public_id))


@require_safe
def document(request: PageRequest, public_id: str) -> HttpResponse:
    """Everything that the result is made of, what came of it, and the hashes of both."""
    challenge = announced(request, public_id)
    found = challenge_result.record(challenge=challenge)
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, private=True)
    return response


@login_required
@require_POST
def tell(request: MemberRequest, public_id: str) -> HttpResponse:
    """Tell one's story as a winner, or take it back."""
    challenge = announced(request, public_id)
    said = {name: request.POST.get(name, "") for name in ("words", "alt")}
    try:
        limits.spend(rate_limits.STORY, who=request.user.public_id, now=clock.now())
        made = stories.tell(
            actor=request.user,
            challenge=challenge,
            picture=request.FILES.get("picture"),
            without_picture=bool(request.POST.get("without_picture")),
            **said,
        )
    except errors.Invalid as error:
        kept = {name: clean.sought(text, most=2 * stories.LENGTH) for name, text in said.items()}
        return _page(request, challenge, status=422, wrong=error.fields, said=kept)
    except (errors.Conflict, errors.RateLimited) as error:
        return web.refused(_page(request, challenge, refusal=error), error)
    messages.success(request, _("Told. It stands beside your name.") if made.story else _("Taken back."))
    return web.see_other(f"{paths.of_result(challenge)}#story")


@login_required
@require_POST
def hide(request: MemberRequest, public_id: str, entrant_id: str) -> HttpResponse:
    """Hide somebody's story, or show it again."""
    challenge = announced(request, public_id)
    entrant = challenge_result.entrant(challenge=challenge, public_id=entrant_id)
    is_hidden = not request.POST.get("show")
    stories.hide(by=request.user, entrant=entrant, is_hidden=is_hidden)
    messages.success(request, _("The story is hidden.") if is_hidden else _("The story is shown again."))
    return web.see_other(f"{paths.of_result(challenge)}#winners")


@require_safe
def picture(request: PageRequest, public_id: str, entrant_id: str, stem: str) -> HttpResponse:
    """Send the picture of a story."""
    return _send(request, public_id, entrant_id, stem, is_small=False)


@require_safe
def small_picture(request: PageRequest, public_id: str, entrant_id: str, stem: str) -> HttpResponse:
    """Send it at 640 pixels or fewer."""
    return _send(request, public_id, entrant_id, stem, is_small=True)


def _send(request: PageRequest, public_id: str, entrant_id: str, stem: str, *, is_small: bool) -> HttpResponse:
    challenge = announced(request, public_id)
    entrant = challenge_result.entrant(challenge=challenge, public_id=entrant_id)
    is_own = entrant.user_id == request.user.pk
    if (entrant.story_hidden and not (is_own or request.user.is_staff)) or not entrant.user.is_active:
        raise errors.NotFound(code="gamify.picture_not_found")
    return web.named_picture(entrant.story_image.name, stem, is_small=is_small)


def _page(request: PageRequest, challenge: Challenge, *, status: int = 200, **extra: Any) -> HttpResponse:
    if challenge.state != Challenge.State.SETTLED:
        return web.see_other(paths.of_challenge(challenge))
    found = challenge_result.result(viewer=request.user, challenge=challenge)
    own = found.own
    context = {
        "nav": "tasks",
        "challenge": challenge,
        "result": found,
        "disclosure": challenges.disclosure(challenge),
        "wrong": {},
        "said": {"words": own.story, "alt": own.story_alt} if own else {},
    }
    return render(request, "gamify/challenge_result/index.html", context | extra, status=status)
