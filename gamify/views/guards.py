"""Who may see the game's pages: signed-in members who have not hidden it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import PageRequest

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """Show visitors the sign-in page and members who hide the game a quiet page that offers it again."""

    @login_required
    @wraps(view)
    def enter(request: PageRequest, **kwargs: object) -> HttpResponse:
        return hidden(request) if is_hidden(request) else view(request, **kwargs)

    return enter


def fragment(view: View) -> View:
    """Answer with nothing to visitors and to members who hide the game."""

    @wraps(view)
    def enter(request: PageRequest, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated or is_hidden(request):
            return HttpResponse()
        return view(request, **kwargs)

    return enter


def is_hidden(request: PageRequest) -> bool:
    return request.user.is_authenticated and request.user.game_hidden


def hidden(request: PageRequest) -> HttpResponse:
    """The page in place of every page of the game."""
    return render(request, "gamify/hidden/index.html", {"nav": "settings"})
