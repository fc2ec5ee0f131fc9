"""The builder of a challenge: one form, saved as one types, with the page that it will be beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Brand
from accounts.requests import MemberRequest
from accounts.selectors import people
from gamify.challenge_forms import ChallengeBuilder
from gamify.models import Challenge
from gamify.policies import Action, Role, may
from gamify.selectors import challenge_console, challenges, roles
from gamify.services.challenges import drafting
from gamify.services.challenges.terms import Terms, lacks
from gamify.views.challenge_console import home_of
from lib import clock, web
from lib.draft_forms import attempt


@login_required
@require_POST
def create_for_brand(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin a draft of a brand."""
    brand = people.get_brand(slug=slug)
    return _create(request, reverse("gamify:console-challenges", args=[slug]), brand=brand)


@login_required
@require_POST
def create_for_place(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Begin a draft of a group."""
    return _create(request, reverse("gamify:place-challenges", args=[kind, pk]), scope=f"{kind}:{pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write a draft; what was typed stays on the page whatever happens."""
    challenge, role = roles.access(user=request.user, public_id=public_id, action=Action.WRITE)
    own = reverse("gamify:challenge-console", args=[public_id])
    if challenge.state != Challenge.State.DRAFT:
        messages.info(request, _("It was handed in: its words and rules stand."))
        return web.see_other(own)
    if request.method != "POST":
        return _page(request, role, challenge, ChallengeBuilder(challenge, request.user))
    builder = ChallengeBuilder(challenge, request.user, request.POST)
    is_saved = _save(request, challenge, builder)
    if request.htmx:
        return _sight(request, challenge, builder, is_saved=is_saved)
    if not is_saved or ("submit" in request.POST and not _hand_in(request, challenge, builder)):
        seen = "" if is_saved or builder.rival else request.POST.get("seen", "")
        return _page(request, role, challenge, builder, seen=seen)
    if "submit" in request.POST:
        messages.success(request, _("Handed in. We tell you when it was looked at."))
        return web.see_other(own)
    messages.success(request, _("Saved."))
    return web.see_other(request.path)


def _create(request: MemberRequest, home: str, *, brand: Brand | None = None, scope: str = "") -> HttpResponse:
    def draft(names: dict[str, str]) -> Challenge:
        return drafting.draft(by=request.user, brand=brand, scope=scope, terms=Terms(names=names), now=clock.now())

    return web.begin(
        request, draft, onward=lambda made: reverse("gamify:challenge-edit", args=[made.public_id]), home=home
    )


def _save(request: MemberRequest, challenge: Challenge, builder: ChallengeBuilder) -> bool:
    def edit() -> None:
        drafting.edit(by=request.user, challenge=challenge, terms=builder.terms(), seen=request.POST.get("seen", ""))

    return builder.is_valid() and attempt(builder, edit)


def _hand_in(request: MemberRequest, challenge: Challenge, builder: ChallengeBuilder) -> bool:
    return attempt(builder, lambda: drafting.submit(by=request.user, challenge=challenge, now=clock.now()))


def _page(
    request: MemberRequest, role: Role, challenge: Challenge, builder: ChallengeBuilder, *, seen: str = ""
) -> HttpResponse:
    """Draw the builder; without `seen` the next save is on top of what is kept now."""
    context = {"nav": "console", "builder": builder, "form": builder.form, "home": home_of(challenge)}
    context |= _seen(challenge)
    context |= {"seen": seen or context["seen"], "may_throw_away": may(Action.CANCEL, role)}
    status = 422 if builder.has_errors else 200
    return render(request, "gamify/console/builder.html", context, status=status)


def _sight(request: MemberRequest, challenge: Challenge, builder: ChallengeBuilder, *, is_saved: bool) -> HttpResponse:
    context = {"builder": builder, "is_tried": True, "is_saved": is_saved, "saved_at": clock.now(), **_seen(challenge)}
    if not is_saved:
        context["seen"] = request.POST.get("seen", "")
    return render(request, "gamify/console/builder_sight.html", context)


def _seen(challenge: Challenge) -> dict[str, Any]:
    rows = Challenge.objects.select_related("brand").prefetch_related("tasks", "lines")
    saved = rows.get(pk=challenge.pk)
    return {
        "challenge": saved,
        "seen": drafting.version_of(saved),
        "lacks": lacks(saved, clock.now()),
        **sight_of(saved),
    }


def sight_of(challenge: Challenge) -> dict[str, Any]:
    """Return what the preview of the public page needs."""
    return {
        "disclosure": challenges.disclosure(challenge),
        "prizes": challenge_console.words_of(challenge=challenge),
        "sum": challenge_console.sum_of(challenge=challenge),
    }
