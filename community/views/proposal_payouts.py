"""Money that a brand shares out by a frozen statement, once for each form that was sent."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from community.forms.making import PayForm
from community.selectors import proposal_credit, proposal_queues
from community.services.making import payouts
from community.views.making_actions import try_form
from community.views.proposal_answer import of_own_brand
from community.views.proposal_credit import page
from lib import clock, web


@login_required
@require_POST
def pay(request: MemberRequest, public_id: str) -> HttpResponse:
    """Share a pool out."""
    proposal = of_own_brand(request, public_id)
    statement = proposal_credit.get(proposal=proposal)
    form, key = PayForm(request.POST), web.key_of(request)

    def act() -> None:
        said = form.cleaned_data
        payouts.pay(
            by=request.user,
            statement=statement,
            pool_minor=said["pool_minor"],
            currency=said["currency"],
            reason=said["reason"],
            key=key,
            now=clock.now(),
        )

    if not try_form(request, form, act):
        _proposal, parts = proposal_queues.get(user=request.user, public_id=public_id)
        return page(request, proposal, parts, pay=form, status=422)
    messages.success(request, _("Shared out, to the last unit. Everybody who is named hears of their part."))
    return web.see_other(reverse("community:proposal-credit", args=[public_id]))
