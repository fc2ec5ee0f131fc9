"""Money that goes back because somebody says so: asked for on an order's page, agreed to by a second person."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import require_staff
from accounts.requests import MemberRequest
from lib import clock, errors, money, web
from rewards.models import Refund
from rewards.policies import Action, may
from rewards.selectors import fulfilment, roles
from rewards.selectors.review import stuck_payments, waiting_refunds
from rewards.services.money import by_hand, refunds, stuck
from rewards.views.fulfilment import order_context


@login_required
@require_POST
def ask(request: MemberRequest, slug: str, public_id: str, order_id: str) -> HttpResponse:
    """Give back a part of an order's money, or all of it."""
    campaign, role = roles.access_campaign(user=request.user, slug=slug, public_id=public_id, action=Action.REFUND)
    order = fulfilment.order(campaign=campaign, public_id=order_id, may_ship=may(Action.SHIP, role))
    amount, reason = request.POST.get("amount", ""), request.POST.get("reason", "")
    try:
        minor = _minor(amount, campaign.currency)
        if order.payment is None:
            raise errors.Invalid(fields={"amount": _("Nothing was charged here.")})
        refund = refunds.ask(
            by=request.user,
            payment=order.payment,
            amount_minor=minor,
            reason=reason,
            key=web.key_of(request),
            now=clock.now(),
        )
    except errors.Invalid as error:
        wrong = error.fields
    except errors.Conflict as error:
        wrong = {"amount": error.message}
    else:
        _tell(request, refund)
        return web.see_other(reverse("rewards:console-order", args=[slug, public_id, order_id]))
    sent = {"wrong": wrong, "asked": amount, "reason": reason}
    return render(
        request, "rewards/console/order/index.html", {**order_context(campaign, role, order), **sent}, status=422
    )


@login_required
@require_POST
def say(request: MemberRequest, slug: str, public_id: str, order_id: str) -> HttpResponse:
    """Say how money went back that a bank does not give back."""
    campaign, role = roles.access_campaign(user=request.user, slug=slug, public_id=public_id, action=Action.REFUND)
    order = fulfilment.order(campaign=campaign, public_id=order_id, may_ship=may(Action.SHIP, role))
    reference = request.POST.get("reference", "")
    try:
        if order.payment is None:
            raise stuck.NotStuck
        by_hand.say(by=request.user, payment=order.payment, reference=reference, now=clock.now())
    except errors.Invalid as error:
        sent = {"wrong": error.fields, "reference": reference}
        context = {**order_context(campaign, role, order), **sent}
        return render(request, "rewards/console/order/index.html", context, status=422)
    except errors.HearthError as error:
        messages.error(request, str(error.message))
    else:
        messages.info(request, _("Noted. The buyer was asked, and a second person of staff can agree."))
    return web.see_other(reverse("rewards:console-order", args=[slug, public_id, order_id]))


@login_required
@require_POST
def retry(request: MemberRequest, slug: str, public_id: str, order_id: str) -> HttpResponse:
    """Ask a bank once more for money that it does not give back."""
    campaign, _role = roles.access_campaign(user=request.user, slug=slug, public_id=public_id, action=Action.REFUND)
    payment = fulfilment.order(campaign=campaign, public_id=order_id, may_ship=False).payment
    if payment is None:
        raise stuck.NotStuck
    return web.attempt(
        request,
        lambda: stuck.retry(by=request.user, payment=payment, now=clock.now()),
        done=_("The bank was asked. What it says stands here."),
        onward=reverse("rewards:console-order", args=[slug, public_id, order_id]),
    )


@login_required
@require_safe
def review(request: MemberRequest) -> HttpResponse:
    """Show staff the refunds that need a second person."""
    require_staff(request.user)
    waiting, stuck_ones = waiting_refunds(viewer=request.user), stuck_payments(viewer=request.user)
    context = {"nav": "staff", "refunds": waiting, "stuck": stuck_ones}
    return render(request, "rewards/review/refunds.html", context)


@login_required
@require_POST
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Agree to a refund, or refuse it."""
    require_staff(request.user)
    refund = get_object_or_404(Refund, pk=pk)
    agrees = request.POST.get("answer") == "agree"
    act = refunds.agree if agrees else refunds.refuse
    return web.attempt(
        request,
        lambda: act(by=request.user, refund=refund, now=clock.now()),
        done=_agreed(refund) if agrees else _("Refused."),
        onward=reverse("rewards:review-refunds"),
        also=(errors.NotAllowed,),
    )


def _minor(amount: str, currency: str) -> int:
    try:
        number = Decimal(amount.strip())
        if not number.is_finite() or abs(number) > 10**12:
            raise ValueError
        return money.from_major(number, currency).minor
    except (InvalidOperation, ValueError) as error:
        places = money.EXPONENTS[currency]
        said = _("An amount with at most %(places)s decimals, please.") % {"places": places}
        raise errors.Invalid(fields={"amount": said}) from error


def _agreed(refund: Refund) -> str:
    return _("Agreed: it went back another way.") if refund.reference else _("Agreed: the money is on its way.")


def _tell(request: MemberRequest, refund: Refund) -> None:
    if refund.state == Refund.State.ASKED:
        messages.info(request, _("Noted. A second person of staff has to agree to that much."))
    else:
        messages.success(request, _("The money is on its way back."))
