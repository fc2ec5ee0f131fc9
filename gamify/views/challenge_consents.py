"""Groups that are asked whether a challenge may take place in them: those who speak for a group answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from gamify.models import Challenge, Consent
from gamify.registry import scopes
from gamify.selectors import challenge_console
from gamify.services.challenges import consents, withdrawing
from gamify.views.challenge_builder import sight_of
from lib import clock, errors, web


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what waits for an answer of groups that somebody speaks for."""
    waiting, standing = challenge_console.asked(user=request.user), challenge_console.standing(user=request.user)
    names = scopes.names([row.scope for row in (*waiting, *standing)])
    context = {
        "nav": "groups",
        "rows": [(row, names.get(row.scope, "")) for row in waiting],
        "standing": [(row, names.get(row.scope, "")) for row in standing],
    }
    return render(request, "gamify/console/asked.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show what is asked, with the page as it will be; answer for one's groups."""
    rows = Challenge.objects.select_related("brand").prefetch_related("tasks", "lines")
    challenge = rows.filter(public_id=public_id).exclude(state=Challenge.State.DRAFT).first()
    mine = [] if challenge is None else challenge_console.consents_of(challenge=challenge, user=request.user)
    if challenge is None or not mine:
        raise errors.NotFound(code="gamify.challenge_not_found")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        row = next((row for row, _name in mine if row.scope == request.POST.get("scope")), None)
        if row is None:
            raise errors.NotFound(code="gamify.challenge_not_found")
        try:
            done = _answer(request, row)
        except errors.Invalid as error:
            wrong = {row.scope: error.words}
        except errors.Conflict as error:
            messages.error(request, str(error))
            return web.see_other(request.path)
        else:
            messages.success(request, done)
            return web.see_other(request.path)
    context = {
        "nav": "groups",
        "challenge": challenge,
        "rows": [(row, name, wrong.get(row.scope, "")) for row, name in mine],
        "posted": request.POST,
        "is_open": challenge.state == Challenge.State.REVIEW,
        "may_withdraw": challenge.state in (Challenge.State.ANNOUNCED, Challenge.State.RUNNING),
        **sight_of(challenge),
    }
    return render(request, "gamify/console/consent.html", context, status=422 if wrong else 200)


def _answer(request: MemberRequest, row: Consent) -> str:
    """Answer, or take a yes back; return what to say of it."""
    choice, words = request.POST.get("answer"), request.POST.get("words", "")
    if choice == "withdraw":
        withdrawing.withdraw(by=request.user, consent=row, words=words, now=clock.now())
        return _("Taken back. Those who run it, and those of your group who take part, hear of it.")
    consents.answer(by=request.user, consent=row, agrees=choice == "yes", words=words, now=clock.now())
    return _("Answered. Those who asked read it now.")
