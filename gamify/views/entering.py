"""Taking part in a challenge: alone, with a team one begins, or with one that has room; and leaving it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from gamify import paths, rate_limits
from gamify.models import Challenge
from gamify.selectors import challenge_mine
from gamify.services.challenges import entering, leaving
from gamify.views.challenges import announced, page
from lib import clean, clock, errors, limits, web


@login_required
@require_POST
def enter(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take part alone."""
    challenge = announced(request, public_id)
    done = _("You are in. What you do from now on counts.")
    return _try(
        request, challenge, lambda: entering.enter(actor=request.user, challenge=challenge, now=clock.now()), done
    )


@login_required
@require_POST
def found(request: MemberRequest, public_id: str) -> HttpResponse:
    """Begin a team and take part with it."""
    challenge, name = announced(request, public_id), request.POST.get("name", "")
    done = _("Your team is there. Bring somebody along: everything counts together.")
    return _try(
        request,
        challenge,
        lambda: entering.found(actor=request.user, challenge=challenge, name=name, now=clock.now()),
        done,
    )


@login_required
@require_POST
def join(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take part with the team that the form names."""
    challenge = announced(request, public_id)
    said = clean.sought(request.POST.get("team", ""), most=12)
    team = challenge_mine.team(challenge=challenge, public_id=said)
    done = _("You are in, with %(team)s. What the team has so far is yours too.") % {"team": team.name}
    return _try(request, challenge, lambda: entering.join(actor=request.user, team=team, now=clock.now()), done)


@login_required
@require_POST
def leave(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take part no longer."""
    challenge = announced(request, public_id)
    return _try(
        request,
        challenge,
        lambda: leaving.leave(actor=request.user, challenge=challenge, now=clock.now()),
        _("You have left this challenge."),
    )


def _try(request: MemberRequest, challenge: Challenge, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it and go back to the page; whoever cannot hears why, beside the ways that are open."""
    try:
        limits.spend(rate_limits.ENTER, who=request.user.public_id, now=clock.now())
        act()
    except errors.Invalid as error:
        wrong = error.words
        name = clean.sought(request.POST.get("name", ""), most=200)
        return page(request, challenge, status=422, wrong_name=wrong, team_name=name)
    except errors.REFUSALS as error:
        fresh = announced(request, challenge.public_id)
        return web.refused(page(request, fresh, refusal=error), error)
    messages.success(request, done)
    return web.see_other(paths.of_challenge(challenge))
