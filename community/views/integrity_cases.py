"""Opening a case about a support or a ballot that stands out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from accounts.requests import MemberRequest
from community import rate_limits
from community.models import Allowance, Support
from community.services import reports
from lib import clock, errors, web
from lib.limits import spend


def look_into(request: MemberRequest, target: Support | Allowance | None, *, back: str) -> HttpResponse:
    """Open the case and go to its page; what cannot be is said on the page one came from. Raises: NotFound."""
    if target is None:
        raise errors.NotFound(code="community.case_not_found")
    try:
        spend(rate_limits.REPORT, who=request.user.public_id, now=clock.now())
        note = request.POST.get("note", "")
        made = reports.look_into(by=request.user, target=target, note=note, now=clock.now())
    except (*errors.REFUSALS, errors.Invalid) as error:
        messages.error(request, error.words)
    else:
        return web.see_other(reverse("community:case-detail", args=[made.report.case_id]))
    return web.see_other(back)
