"""Where a member's order goes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest
from lib import clock, web
from rewards import paths
from rewards.address_form import AddressForm
from rewards.selectors import orders
from rewards.services.buying import addresses
from rewards.views.orders import page


@login_required
@require_POST
def give(request: MemberRequest, public_id: str) -> HttpResponse:
    """Keep the address; what needs another look stays on the order's page, beside its field."""
    seat = orders.find(user=request.user, public_id=public_id)
    form = AddressForm(request.POST, member=request.user)
    if not form.is_valid():
        return page(request, public_id, form=form)
    return web.attempt(
        request,
        lambda: addresses.give(actor=request.user, seat=seat, address=form.address(), now=clock.now()),
        done=_("Noted. You can change it until the parcel is sent."),
        onward=f"{paths.of_order(seat)}#where",
    )
