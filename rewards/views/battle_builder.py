"""The builder of a battle: one form, saved as one types, with the page that it will be beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clock, web
from lib.draft_forms import attempt
from rewards.battle_forms import BattleBuilder
from rewards.models import Battle
from rewards.policies import Action, Role, may
from rewards.selectors import battle_console, roles
from rewards.services import drafts
from rewards.services.battles import drafting
from rewards.services.battles.terms import Terms, lacks


@login_required
@require_POST
def create(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin a draft; how its points may come is chosen for a start."""
    brand, _role = roles.access_brand(user=request.user, slug=slug, action=Action.WRITE)

    def draft(names: dict[str, str]) -> Battle:
        terms = Terms(names=names, sources={"stories": 3, "welcomes": 2, "tasks": 1})
        return drafting.draft(by=request.user, brand=brand, terms=terms, now=clock.now())

    return web.begin(
        request,
        draft,
        onward=lambda made: reverse("rewards:console-battle-edit", args=[slug, made.public_id]),
        home=reverse("rewards:console-battles", args=[slug]),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Write a draft; what was typed stays on the page whatever happens."""
    battle, role = roles.access_battle(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    own = reverse("rewards:console-battle", args=[slug, public_id])
    if battle.state != Battle.State.DRAFT:
        messages.info(request, _("It was handed in: its words and rules stand."))
        return web.see_other(own)
    if request.method != "POST":
        return _page(request, role, battle, BattleBuilder(battle, request.user))
    builder = BattleBuilder(battle, request.user, request.POST)
    is_saved = _save(request, battle, builder)
    if request.htmx:
        return _sight(request, battle, builder, is_saved=is_saved)
    if not is_saved or ("submit" in request.POST and not _hand_in(request, battle, builder)):
        return _page(
            request, role, battle, builder, seen="" if is_saved or builder.rival else request.POST.get("seen", "")
        )
    if "submit" in request.POST:
        messages.success(request, _("Handed in. We tell you when it was looked at."))
        return web.see_other(own)
    messages.success(request, _("Saved."))
    return web.see_other(reverse("rewards:console-battle-edit", args=[slug, public_id]))


@login_required
@require_safe
def preview(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Show the page as it will be, by itself."""
    battle, _role = roles.access_battle(user=request.user, slug=slug, public_id=public_id)
    sight = battle_console.preview(battle=battle)
    context = {"nav": "console", "brand": battle.brand, "battle": battle, "sight": sight}
    return render(request, "rewards/console/battle_preview/index.html", context)


def _save(request: MemberRequest, battle: Battle, builder: BattleBuilder) -> bool:
    def edit() -> None:
        drafting.edit(by=request.user, battle=battle, terms=builder.terms(), seen=request.POST.get("seen", ""))

    return builder.is_valid() and attempt(builder, edit)


def _hand_in(request: MemberRequest, battle: Battle, builder: BattleBuilder) -> bool:
    return attempt(builder, lambda: drafting.submit(by=request.user, battle=battle, now=clock.now()))


def _page(
    request: MemberRequest, role: Role, battle: Battle, builder: BattleBuilder, *, seen: str = ""
) -> HttpResponse:
    """Draw the builder; without `seen` the next save is on top of what is kept now."""
    context = {"nav": "console", "brand": battle.brand, "builder": builder, "form": builder.form, **_seen(battle)}
    context |= {"seen": seen or context["seen"], "may_throw_away": may(Action.CANCEL, role)}
    status = 422 if builder.has_errors else 200
    return render(request, "rewards/console/battle_builder/index.html", context, status=status)


def _sight(request: MemberRequest, battle: Battle, builder: BattleBuilder, *, is_saved: bool) -> HttpResponse:
    context = {"builder": builder, "is_tried": True, "is_saved": is_saved, "saved_at": clock.now(), **_seen(battle)}
    if not is_saved:
        context["seen"] = request.POST.get("seen", "")
    return render(request, "rewards/console/battle_builder/sight.html", context)


def _seen(battle: Battle) -> dict[str, Any]:
    saved = battle_console.fresh(battle)
    return {
        "battle": saved,
        "seen": drafts.version_of(saved),
        "sight": battle_console.preview(battle=saved),
        "lacks": lacks(saved, len(saved.teams.all()), clock.now()),
    }
