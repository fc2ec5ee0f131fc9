"""What Hearth keeps of a member: taking it along, and closing the account. Both ask for the password first."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import personal
from accounts.forms.closing import GO, ClosingForm
from accounts.requests import MemberRequest
from accounts.services import closing, takeout
from lib import clock, web
from lib.downloads import Download


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def your_data(request: MemberRequest) -> HttpResponseBase:
    """Take everything along, or close the account; a POST says which in `do`."""
    if request.method != "POST":
        return _page(request)
    if request.POST.get("do") == "take":
        return _take(request)
    return _close(request)


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Open an account again, by the button behind the link of the letter."""
    if request.method != "POST":
        return render(request, "accounts/come_back.html", {"days": closing.PATIENCE.days})
    closing.come_back(token=token, now=clock.now())
    messages.success(request, _("Welcome back: your account is open again. Choose a new password to sign in."))
    return web.see_other(reverse("account_reset_password"))


def _take(request: MemberRequest) -> Download:
    now = clock.now()
    name = f"hearth-{request.user.handle}-{now:%Y-%m-%d}.zip"
    return Download(takeout.pack(user=request.user, now=now), as_attachment=True, filename=name)


def _close(request: MemberRequest) -> HttpResponse:
    """Close it when the handle was typed as it is; else say so beside the field, and keep the choice."""
    form = ClosingForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        closing.close(user=request.user, with_words=form.cleaned_data["words"] == GO, now=clock.now())
    except closing.NotYet:
        return _page(request, form, status=409)
    logout(request)
    return render(request, "accounts/closed.html", {"days": closing.PATIENCE.days})


def _page(request: MemberRequest, form: ClosingForm | None = None, *, status: int = 200) -> HttpResponse:
    said = {
        "nav": "settings",
        "obstacles": personal.obstacles(request.user),
        "days": closing.PATIENCE.days,
        "form": form or ClosingForm(user=request.user),
    }
    return render(request, "accounts/settings/data.html", said, status=status)
