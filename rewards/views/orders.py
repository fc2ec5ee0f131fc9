"""A member's orders: the list, one with every step, the way to pay and back, leaving, plan B, the receipt."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from lib import clock, errors, limits, web
from live.selectors import topics
from rewards import order_history, paths, rate_limits
from rewards.address_form import AddressForm
from rewards.forms import plans_of
from rewards.models import Campaign, Payment, Seat
from rewards.selectors import addresses, one_order, orders
from rewards.services.buying import late_orders, moving, seats
from rewards.services.money import by_hand, paying
from rewards.views import invitations, tabs


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the member's orders: what still moves first, then the rest."""
    topic = orders.topic_of(request.user)
    versions = topics.versions([topic])
    page = orders.listing(user=request.user, after=request.GET.get("after", ""))
    context = {"nav": "buy", "page": page, "topic": topic, "live_versions": versions}
    context["tabs"] = tabs.shop(request, "orders")
    context["more_url"] = web.next_page(page.next_cursor)
    name = "list" if request.htmx else "index"
    return render(request, f"rewards/order_list/{name}.html", context)


@login_required
@require_safe
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show one order."""
    return page(request, public_id)


def page(request: MemberRequest, public_id: str, *, form: AddressForm | None = None) -> HttpResponse:
    """Draw the page of an order; with a `form` that needs another look it stands still, so that nothing is lost."""
    topic = orders.topic_of(request.user)
    versions = topics.versions([topic])
    found = orders.detail(user=request.user, public_id=public_id)
    steps = [(event.at, words) for event in found.steps if (words := order_history.words_of(event))]
    context = {
        "nav": "buy",
        "topic": topic,
        "live_versions": versions,
        "steps": steps,
        "refunds": found.refunds,
        "said": found.said,
        "plans": plans_of(found.order.campaign),
        "link": invitations.link_of(request, found.order.team),
        "is_still": form is not None,
        **_where(request, found.order, form),
        "order": found.order,
        "expected": one_order.expected(found.order),
    }
    name = "main" if request.htmx else "index"
    return render(request, f"rewards/order/{name}.html", context, status=422 if form else 200)


def _where(request: MemberRequest, order: one_order.Order, form: AddressForm | None) -> dict[str, object]:
    """Return what the section on the address needs; a new one begins with what the member wrote last."""
    known = order.address or (addresses.latest(user=request.user) if order.lacks_address else None)
    fresh = AddressForm(member=request.user, known=known) if order.may_say_where else None
    return {"form": form or fresh, "is_known_before": known is not None, "address_days": settings.HEARTH_ADDRESS_DAYS}


@login_required
@require_POST
def pay(request: MemberRequest, public_id: str) -> HttpResponse:
    """Go to the checkout: the one that is open, else a new one."""
    now = clock.now()
    limits.spend(rate_limits.PAY, who=request.user.public_id, now=now)
    seat = orders.find(user=request.user, public_id=public_id)
    paying.again(actor=request.user, seat=seat, now=now)
    return to_checkout(request, seat)


@login_required
@require_safe
def back(request: MemberRequest, public_id: str) -> HttpResponse:
    """Come back from the checkout: to the team when the seat is taken for good, else to the order, which waits."""
    seat, now = orders.find(user=request.user, public_id=public_id), clock.now()
    with suppress(errors.RateLimited):  # whoever comes back too often is told what is known here
        limits.spend(rate_limits.LOOK, who=request.user.public_id, now=now)
        paying.come_back(seat=seat, now=now)
    seat = orders.find(user=request.user, public_id=public_id)
    if seat.state in (Seat.State.AUTHORISED, Seat.State.CAPTURING, Seat.State.CAPTURED) and seat.team.size > 1:
        return web.see_other(paths.of_team(seat.team))
    return web.see_other(paths.of_order(seat))


@login_required
@require_POST
def leave(request: MemberRequest, public_id: str) -> HttpResponse:
    """Leave the team: what was held is released, what was paid comes back."""
    seat = orders.find(user=request.user, public_id=public_id)
    seats.leave(actor=request.user, seat=seat, now=clock.now())
    if seat.campaign.payment_mode == Campaign.PaymentMode.PREPAY:
        messages.success(request, _("You have left. What you paid comes back by itself."))
    else:
        messages.success(request, _("You have left. Nothing is charged, and a hold is released at once."))
    return web.see_other(paths.of_order(seat))


@login_required
@require_POST
def cancel(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take back an order that was not sent in time."""
    seat = orders.find(user=request.user, public_id=public_id)
    return web.attempt(
        request,
        lambda: late_orders.cancel(actor=request.user, seat=seat, now=clock.now()),
        done=_("Cancelled. All your money is on its way back."),
        onward=paths.of_order(seat),
    )


@login_required
@require_POST
def received(request: MemberRequest, public_id: str) -> HttpResponse:
    """Confirm that money came another way than by the bank."""
    seat = orders.find(user=request.user, public_id=public_id)
    return web.attempt(
        request,
        lambda: by_hand.received(actor=request.user, seat=seat, now=clock.now()),
        done=_("Thank you. It is noted that you have it."),
        onward=paths.of_order(seat),
    )


@login_required
@require_POST
def choose(request: MemberRequest, public_id: str) -> HttpResponse:
    """Choose what happens if the team does not come together."""
    seat = orders.find(user=request.user, public_id=public_id)
    plan = request.POST.get("plan_b", "")
    if plan not in Seat.PlanB.values:
        raise errors.Invalid
    moving.choose(actor=request.user, seat=seat, plan_b=plan, now=clock.now())
    messages.success(request, _("Noted. You can change it until the team has ended."))
    return web.see_other(paths.of_order(seat))


@login_required
@require_safe
def receipt(request: MemberRequest, public_id: str) -> HttpResponse:
    """A receipt to print."""
    found = orders.detail(user=request.user, public_id=public_id)
    if not found.order.has_receipt:
        raise errors.NotFound
    context = {
        "nav": "buy",
        "refunds": found.refunds,
        "order": found.order,
        "expected": one_order.expected(found.order),
        "charged": one_order.charged(found.order),
        "back": reverse("rewards:order", args=[public_id]),
    }
    return render(request, "rewards/receipt/index.html", context)


def to_checkout(request: PageRequest, seat: Seat) -> HttpResponse:
    """Send the browser to pay; a page of another site is left to a link, for forms lead to our own pages only."""
    payment = Payment.objects.filter(seat=seat).order_by("-pk").first()
    url = payment.checkout_url if payment and payment.state in ("created", "pending") else ""
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return web.see_other(url if url and is_ours else reverse("rewards:order", args=[seat.public_id]))
