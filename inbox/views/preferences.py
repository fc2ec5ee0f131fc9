"""The settings' tab about notifications."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from inbox.selectors import preferences as reads
from inbox.services import preferences
from lib import web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """A switch for each kind of notification."""
    if request.method == "POST":
        preferences.choose(user=request.user, wanted=set(request.POST.getlist("wanted")))
        messages.success(request, _("Saved."))
        return web.see_other(reverse("inbox:preference-list"))
    return render(
        request, "inbox/preferences/index.html", {"chapters": reads.chapters(user=request.user), "nav": "settings"}
    )
