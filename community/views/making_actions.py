"""What a brand or moderator does on a proposal's way: do it and go on, or say why not, beside the field or above."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse

from accounts.requests import MemberRequest
from community import rate_limits
from community.forms.making import Shown
from lib import clock, errors, versions, web
from lib.limits import Limit, spend


def attempt(
    request: MemberRequest,
    act: Callable[[], object],
    *,
    onward: str,
    said: object = "",
    limit: Limit = rate_limits.MAKE,
) -> HttpResponse:
    """Do it and go `onward`, with what is `said` there: that it is done, or why not."""
    try:
        spend(limit, who=request.user.public_id, now=clock.now())
        act()
    except (*errors.REFUSALS, errors.Invalid) as error:
        messages.error(request, error.words)
    else:
        if said:
            messages.success(request, str(said))
    return web.see_other(onward)


def try_form(request: MemberRequest, form: Shown, act: Callable[[], object]) -> bool:
    """Do it when the form is sound; say whether it is done. What is wrong stands in the form afterwards."""
    if not form.is_valid():
        return False
    try:
        spend(rate_limits.MAKE, who=request.user.public_id, now=clock.now())
        act()
    except errors.Invalid as error:
        form.show(error.fields or {"": error.message})
        return False
    except versions.ChangedMeanwhile as error:
        form.rival = str(error.message)
        return False
    except errors.REFUSALS as error:
        form.add_error(None, str(error.message))
        return False
    return True
