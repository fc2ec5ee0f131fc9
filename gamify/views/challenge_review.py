"""Review of challenges by the staff of the site, before they are announced."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policies import require_staff
from accounts.requests import MemberRequest
from gamify.challenge_forms import ChallengeForm
from gamify.models import Challenge
from gamify.policies import Action
from gamify.selectors import challenge_console, roles
from gamify.services.challenges import drafting
from gamify.services.challenges.terms import lacks
from gamify.views.challenge_builder import sight_of
from gamify.views.challenge_console import home_of, may_call_off
from lib import clock, errors, web

State = Challenge.State


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the challenges that wait."""
    require_staff(request.user)
    waiting = [(each, home_of(each)[1]) for each in challenge_console.to_review(user=request.user)]
    return render(request, "gamify/console/reviews.html", {"nav": "staff", "waiting": waiting})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show what would bind those who run it; take the decision."""
    require_staff(request.user)
    rows = Challenge.objects.select_related("brand").prefetch_related("tasks", "lines")
    challenge = rows.filter(public_id=public_id).exclude(state=State.DRAFT).first()
    if challenge is None:
        raise errors.NotFound(code="gamify.challenge_not_found")
    role = roles.require(user=request.user, challenge=challenge, action=Action.REVIEW)
    wrong: dict[str, errors.Text] = {}
    if request.method == "POST":
        try:
            return _decide(request, challenge)
        except errors.Invalid as error:
            wrong = error.fields
        except errors.Conflict as error:
            messages.error(request, str(error))
            return web.see_other(request.path)
    context = {
        "nav": "staff",
        "challenge": challenge,
        "house": home_of(challenge)[1],
        "consents": challenge_console.consents(challenge=challenge),
        "texts": ChallengeForm.labelled(challenge),
        "lacks": lacks(challenge, clock.now()) if challenge.state == State.REVIEW else {},
        "wrong": wrong,
        "posted": request.POST,
        "may_call_off": may_call_off(challenge, role),
        **sight_of(challenge),
    }
    return render(request, "gamify/console/review.html", context, status=422 if wrong else 200)


def _decide(request: MemberRequest, challenge: Challenge) -> HttpResponse:
    said, reason, now = request.POST.get("answer", ""), request.POST.get("reason", ""), clock.now()
    if said == "approve":
        drafting.approve(by=request.user, challenge=challenge, now=now)
        messages.success(request, _("Approved. Its rules are frozen and public, and its budget is in escrow."))
    elif said == "off":
        drafting.call_off(by=request.user, challenge=challenge, reason=reason, now=now)
        messages.success(request, _("Called off. Everybody who takes part is told why."))
    else:
        drafting.send_back(by=request.user, challenge=challenge, reason=reason, now=now)
        messages.success(request, _("Sent back with your reason."))
    return web.see_other(reverse("gamify:review-challenges"))
