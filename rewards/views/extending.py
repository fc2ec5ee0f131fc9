"""Going on after a pause with more time for every team: staff alone may."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from lib import clock, errors, web
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services.buying import extending
from rewards.services.buying.extending import Extension


@login_required
@require_POST
def extend(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Go on, and give every team as many hours more as its holds allow."""
    campaign, _role = roles.access_campaign(user=request.user, slug=slug, public_id=public_id, action=Action.EXTEND)
    said = request.POST.get("hours", "")
    hours = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0
    try:
        found = extending.resume(by=request.user, campaign=campaign, hours=hours, now=clock.now())
    except (errors.Conflict, errors.Invalid) as error:
        messages.error(request, error.words)
    else:
        _tell(request, found, hours)
    return web.see_other(reverse("rewards:console-campaign", args=[slug, public_id]))


def _tell(request: MemberRequest, found: Extension, hours: int) -> None:
    """Say what every team got, and which the banks did not allow all of it."""
    longer = ngettext(
        "It goes on. %(n)s team has %(hours)s hours more.",
        "It goes on. %(n)s teams have %(hours)s hours more.",
        found.whole,
    )
    messages.success(request, longer % {"n": found.whole, "hours": hours})
    if found.cut:
        part = ngettext(
            "%(n)s team got a part of it: a bank lets go of a hold before.",
            "%(n)s teams got a part of it: a bank lets go of a hold before.",
            found.cut,
        )
        messages.warning(request, part % {"n": found.cut})
    if found.none:
        none = ngettext(
            "%(n)s team got none: a bank lets go of a hold too soon.",
            "%(n)s teams got none: a bank lets go of a hold too soon.",
            found.none,
        )
        messages.warning(request, none % {"n": found.none})
