"""The settings' tab about the game, and the button that hides it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from gamify.services import visibility
from lib import web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """Two switches: hide the game, keep me off the boards."""
    if request.method == "POST":
        visibility.choose(
            user=request.user,
            game_hidden="game_hidden" in request.POST,
            boards_hidden="boards_hidden" in request.POST,
        )
        messages.success(request, _("Saved."))
        return web.see_other(reverse("gamify:settings"))
    return render(request, "gamify/settings/index.html", {"nav": "settings"})


@login_required
@require_POST
def hide(request: MemberRequest) -> HttpResponse:
    """Hide the game, or show it again with `show=1`."""
    is_shown = request.POST.get("show") == "1"
    visibility.choose(user=request.user, game_hidden=not is_shown, boards_hidden=request.user.boards_hidden)
    said = _("The game is back.") if is_shown else _("The game is hidden. Nothing you earned is lost.")
    messages.success(request, said)
    return web.see_other(reverse("gamify:task-list"))
