"""Pinning posts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from community import paths
from community.selectors import posts
from community.services import pins
from lib import clock, web


@login_required
@require_POST
def pin(request: MemberRequest, public_id: str) -> HttpResponse:
    """Pin a post when `pinned` is "1", else take it down."""
    post = posts.get(public_id=public_id, user=request.user)
    is_pinned = request.POST.get("pinned") == "1"
    try:
        pins.pin(actor=request.user, post=post, is_pinned=is_pinned, now=clock.now())
    except pins.PinnedEnough as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The post is on top now.") if is_pinned else _("The post is back in its place."))
    return web.see_other(paths.of_post(post))
