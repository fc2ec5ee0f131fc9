"""The jury of a challenge that is over: who wins a line, in order, each with a reason that everybody reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from gamify.models import Challenge, Entrant, PrizeLine
from gamify.policies import Action
from gamify.selectors import challenge_jury, roles
from gamify.services.challenges import judging, locking
from gamify.services.challenges.judging import Choice
from gamify.views.challenge_console import home_of
from lib import clock, errors, web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest, public_id: str, position: int) -> HttpResponse:
    """Choose who wins a line; until the standings are frozen one may think again."""
    challenge, _role = roles.access(user=request.user, public_id=public_id, action=Action.JUDGE)
    line = challenge.lines.filter(position=position, rule=PrizeLine.Rule.JURY).first()
    if line is None:
        raise errors.NotFound(code="gamify.line_not_found")
    line.challenge = challenge
    candidates = challenge_jury.candidates(challenge=challenge)
    if request.method != "POST":
        return _page(request, challenge, line, candidates, challenge_jury.chosen(line=line))
    said = [(request.POST.get(f"who-{place}", ""), request.POST.get(f"why-{place}", "")) for place in _places(line)]
    own = reverse("gamify:challenge-console", args=[public_id])
    try:
        judging.choose(by=request.user, line=line, choices=_choices(said, candidates), now=clock.now())
    except errors.Invalid as error:
        wrong = error.words
        return _page(request, challenge, line, candidates, said, wrong)
    except (errors.Conflict, locking.TakesPart) as error:
        messages.error(request, str(error))
        return web.see_other(own)
    messages.success(request, _("Kept. You may change it until the standings are frozen."))
    return web.see_other(own)


def _places(line: PrizeLine) -> range:
    return range(1, min(line.places, challenge_jury.MOST_CHOSEN) + 1)


def _choices(said: Sequence[tuple[str, str]], candidates: Sequence[Entrant]) -> list[Choice]:
    by_id = {entrant.public_id: entrant for entrant in candidates}
    return [Choice(by_id[who], why) for who, why in said if who in by_id]


def _page(
    request: MemberRequest,
    challenge: Challenge,
    line: PrizeLine,
    candidates: Sequence[Entrant],
    said: Sequence[tuple[str, str]],
    wrong: str = "",
) -> HttpResponse:
    filled = [*said, *([("", "")] * len(_places(line)))]
    rows: list[dict[str, Any]] = [
        {"place": place, "who": who, "why": why} for place, (who, why) in zip(_places(line), filled, strict=False)
    ]
    context = {
        "nav": "console",
        "home": home_of(challenge),
        "challenge": challenge,
        "line": line,
        "words": challenge_jury.words_in(line=line),
        "rows": rows,
        "candidates": candidates,
        "wrong": wrong,
        "is_open": challenge.state == Challenge.State.CLOSING and not challenge.frozen_at,
    }
    return render(request, "gamify/console/jury.html", context, status=422 if wrong else 200)
