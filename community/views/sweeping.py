"""The staff take away everything that somebody wrote."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from accounts.selectors import member_search
from accounts.views.member_desk import page_of, require_look
from community.services import sweeping
from lib import clock, web


@login_required
@require_POST
def sweep(request: MemberRequest, handle: str) -> HttpResponse:
    """Remove it, as much as goes at once."""
    require_look(request.user)
    person = member_search.get(handle=handle)
    reason = request.POST.get("reason", "")
    act = partial(sweeping.sweep, by=request.user, person=person, reason=reason, now=clock.now())
    done = _("Removed: what it had earned goes back, and the groups' logs say so.")
    return web.attempt(request, act, done=done, onward=f"{page_of(person)}#words")
