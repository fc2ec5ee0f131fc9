"""Reporting a proposal, an argument or news of the making to the moderators of its group."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from community.selectors import proposal_roles, reportable
from community.views.reports import report


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: MemberRequest, public_id: str) -> HttpResponse:
    """Report a proposal."""
    return report(request, proposal_roles.get(user=request.user, public_id=public_id))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def argument(request: MemberRequest, public_id: str) -> HttpResponse:
    """Report an argument."""
    return report(request, reportable.argument(user=request.user, public_id=public_id))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def news(request: MemberRequest, public_id: str) -> HttpResponse:
    """Report news of the making, or a prototype."""
    return report(request, reportable.news(user=request.user, public_id=public_id))
