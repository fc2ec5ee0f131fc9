"""What the doors of a proposal share: do it and go on, or show the page again and say why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse

from accounts.requests import MemberRequest
from community.models import Proposal
from community.selectors import proposal_parts
from community.views import edges
from community.views.proposals import page
from lib import clock, errors, limits

Result = TypeVar("Result")
REFUSALS = (errors.Conflict, errors.NotAllowed, errors.RateLimited)


def refused(response: HttpResponse, error: errors.HearthError) -> HttpResponse:
    """Give the page that says why not the status, and the header, that say it to programs."""
    statuses = {errors.NotAllowed: 403, errors.RateLimited: 429, errors.Invalid: 422}
    response.status_code = next((code for kind, code in statuses.items() if isinstance(error, kind)), 409)
    if isinstance(error, errors.RateLimited):
        response["Retry-After"] = str(error.data["retry_seconds"])
    return response


def attempt(
    request: MemberRequest,
    proposal: Proposal,
    act: Callable[[], object],
    *,
    limit: limits.Limit,
    onward: str,
    said: Callable[[], object] | None = None,
) -> HttpResponse:
    """Do it and go `onward`, having `said` so; whoever cannot reads why on the proposal's page as it is now."""
    try:
        limits.spend(limit, who=request.user.public_id, now=clock.now())
        act()
    except (*REFUSALS, errors.Invalid) as error:
        fresh = proposal_parts.get(user=request.user, public_id=proposal.public_id)
        wrong = error.fields if isinstance(error, errors.Invalid) else {}
        return refused(page(request, fresh, refusal=reason_of(error), wrong=wrong), error)
    if said is not None:
        said()
    return edges.see_other(onward)


def reason_of(error: errors.HearthError) -> str:
    """Return the sentence that says why not: beside a form with one field, the field's."""
    fields = error.fields if isinstance(error, errors.Invalid) else {}
    return " ".join(str(sentence) for sentence in fields.values()) or str(error.message)
