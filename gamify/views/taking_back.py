"""The staff take back what a program recorded of a member, or let it count again."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from accounts.selectors import member_search
from accounts.services import member_care
from accounts.views.member_desk import page_of, require_look
from gamify.services import intake
from lib import clock, errors, web


@login_required
@require_POST
def change(request: MemberRequest, handle: str, pk: int) -> HttpResponse:
    """Undo an activity, or redo it."""
    require_look(request.user)
    person = member_search.get(handle=handle)
    member_care.require_help(by=request.user, person=person)
    if not person.activities.filter(pk=pk).exists():
        raise errors.NotFound(code="gamify.activity_not_found")
    is_back = request.POST.get("do") != "again"
    mirror = intake.take_back if is_back else intake.give_again
    act = partial(mirror, by=request.user, activity_id=pk, reason=request.POST.get("reason", ""), now=clock.now())
    done = _("Taken back, exactly.") if is_back else _("It counts again.")
    return web.attempt(request, act, done=done, onward=f"{page_of(person)}#game")
