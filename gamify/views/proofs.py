"""What was handed in for a challenge: looked at one after another, accepted, or refused with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from gamify.models import Challenge, Submission
from gamify.policies import Action, may
from gamify.selectors import challenge_console, roles
from gamify.services.challenges import locking, reviewing
from gamify.views.challenge_console import home_of, tabs_in
from lib import clock, errors, web

State = Submission.State


@login_required
@require_safe
def index(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show what waits, or with `?state=` what was answered."""
    challenge, role = roles.access(user=request.user, public_id=public_id)
    return _page(request, challenge, may_judge=may(Action.JUDGE, role))


@login_required
@require_POST
def answer(request: MemberRequest, public_id: str, submission_id: str) -> HttpResponse:
    """Accept a proof, or say why it does not count."""
    challenge, _role = roles.access(user=request.user, public_id=public_id, action=Action.JUDGE)
    rows = Submission.objects.select_related("entrant__challenge__brand", "entrant__user")
    submission = rows.filter(public_id=submission_id, entrant__challenge=challenge).first()
    if submission is None:
        raise errors.NotFound(code="gamify.submission_not_found")
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("answer") == "yes":
            reviewing.accept(by=request.user, submission=submission, now=clock.now())
            messages.success(request, _("It counts."))
        else:
            reviewing.refuse(by=request.user, submission=submission, reason=reason, now=clock.now())
            messages.success(request, _("Sent back with your reason."))
    except errors.Invalid as error:
        wrong = error.words
        return _page(request, challenge, may_judge=True, wrong=(submission.pk, wrong, reason))
    except (errors.Conflict, locking.TakesPart) as error:
        messages.error(request, str(error))
    return web.see_other(reverse("gamify:challenge-proofs", args=[public_id]))


def _page(
    request: MemberRequest, challenge: Challenge, *, may_judge: bool, wrong: tuple[int, str, str] | None = None
) -> HttpResponse:
    state = request.GET.get("state", State.WAITING)
    state = state if state in State.values else State.WAITING
    own = reverse("gamify:challenge-proofs", args=[challenge.public_id])
    counts = challenge_console.counts(challenge=challenge)
    context = {
        "nav": "console",
        "home": home_of(challenge),
        "challenge": challenge,
        "state": state,
        "states": [
            {"label": label, "url": f"{own}?state={key}", "is_current": key == state, "count": counts.get(key, 0)}
            for key, label in State.choices
        ],
        "submissions": challenge_console.submissions(challenge=challenge, state=state),
        "may_judge": may_judge and not challenge.frozen_at,
        "wrong": wrong,
        "tabs": tabs_in(challenge, "proofs"),
    }
    return render(request, "gamify/console/proofs.html", context, status=422 if wrong else 200)
