"""The challenges of a brand or a group: the list, how one goes, and calling it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.brand_tabs import tabs_of
from accounts.requests import MemberRequest
from accounts.selectors import people
from gamify.models import Challenge
from gamify.policies import Action, Role, may
from gamify.registry import scopes
from gamify.selectors import challenge_board, challenge_console, challenge_jury, challenges, roles
from gamify.services.challenges import drafting, locking, notifying
from lib import clock, errors, web
from live.selectors import topics

State = Challenge.State


@login_required
@require_safe
def of_brand(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the brand's challenges and its purse."""
    brand = people.get_brand(slug=slug)
    role = roles.require_house(user=request.user, brand=brand, scope="", action=Action.SEE)
    context = {
        "nav": "console",
        "brand": brand,
        "house": brand.name,
        "rows": challenge_console.overview(brand=brand),
        "money": challenge_console.money(brand=brand),
        "may_write": may(Action.WRITE, role),
        "new_url": reverse("gamify:console-challenge-new", args=[slug]),
        "tabs": tabs_of(slug, "challenges"),
    }
    return render(request, "gamify/console/list.html", context)


@login_required
@require_safe
def of_place(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Show the challenges of a group and its purse to those who speak for it."""
    scope = f"{kind}:{pk}"
    role = roles.require_house(user=request.user, brand=None, scope=scope, action=Action.SEE)
    names = scopes.names([scope])
    if scope not in names:
        raise errors.NotFound(code="gamify.place_not_found")
    context = {
        "nav": "groups",
        "house": names[scope],
        "rows": challenge_console.overview(scope=scope),
        "money": challenge_console.money(scope=scope),
        "may_write": may(Action.WRITE, role),
        "new_url": reverse("gamify:place-challenge-new", args=[kind, pk]),
        "asked": [row for row in challenge_console.asked(user=request.user) if row.scope == scope],
    }
    return render(request, "gamify/console/list.html", context)


@login_required
@require_safe
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show how a challenge goes; a draft leads on to its builder."""
    challenge, role = roles.access(user=request.user, public_id=public_id)
    if challenge.state == State.DRAFT and may(Action.WRITE, role):
        return web.see_other(reverse("gamify:challenge-edit", args=[public_id]))
    topic = notifying.topic(challenge)
    context = {
        "nav": "console",
        "home": home_of(challenge),
        "challenge": challenge,
        "topic": topic,
        "live_versions": topics.versions([topic]),
        "burn": challenges.burn(challenge=challenge),
        "board": challenge_board.board(pk=challenge.pk),
        "waiting": challenge_console.counts(challenge=challenge).get("waiting", 0),
        "consents": challenge_console.consents(challenge=challenge),
        "jury": challenge_jury.lines(challenge=challenge),
        "sum": challenge_console.sum_of(challenge=challenge),
        "tabs": tabs_in(challenge, "overview"),
        "may_call_off": may_call_off(challenge, role),
        "may_judge": may(Action.JUDGE, role),
    }
    return render(request, "gamify/console/detail.html", context)


@login_required
@require_POST
def cancel(request: MemberRequest, public_id: str) -> HttpResponse:
    """Call a challenge off, or throw a draft away."""
    challenge, _role = roles.access(user=request.user, public_id=public_id)
    own = reverse("gamify:challenge-console", args=[public_id])
    try:
        reason = request.POST.get("reason", "")
        drafting.call_off(by=request.user, challenge=challenge, reason=reason, now=clock.now())
    except errors.Invalid as error:
        messages.error(request, error.words)
        return web.see_other(own)
    except (errors.Conflict, locking.TakesPart) as error:
        messages.error(request, str(error))
        return web.see_other(own)
    back = challenges.burn(challenge=challenge).returned
    messages.success(
        request,
        _("Called off. %(points)s points are back in the purse, and everybody who takes part is told why.")
        % {"points": back}
        if challenge.is_announced
        else _("Thrown away. Nobody but you ever saw it."),
    )
    return web.see_other(home_of(challenge)[0])


def home_of(challenge: Challenge) -> tuple[str, str]:
    """Return the page of the list that a challenge stands in, and the name of who runs it. Queries: 1 for a group's."""
    if challenge.brand:
        return reverse("gamify:console-challenges", args=[challenge.brand.slug]), challenge.brand.name
    kind, _colon, pk = challenge.scope.partition(":")
    return reverse("gamify:place-challenges", args=[kind, pk]), scopes.names([challenge.scope]).get(challenge.scope, "")


def tabs_in(challenge: Challenge, current: str) -> list[dict[str, Any]]:
    """Return what lies beside one another in the console of one challenge."""
    args = [challenge.public_id]
    found = [("overview", _("How it goes"), reverse("gamify:challenge-console", args=args))]
    if challenge.is_announced:
        found += [
            ("proofs", _("What was handed in"), reverse("gamify:challenge-proofs", args=args)),
            ("report", pgettext("figures", "Report"), reverse("gamify:challenge-report", args=args)),
        ]
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in found]


def may_call_off(challenge: Challenge, role: Role) -> bool:
    """Say whether somebody in that role may: an owner until it begins, staff until it is settled."""
    if State.CANCELLED not in challenge.PATHS.get(challenge.state, ()):
        return False
    return may(Action.CANCEL if challenge.state in drafting.EARLY else Action.STOP, role)
