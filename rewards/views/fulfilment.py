"""The orders of a campaign, for those who pack them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clean, clock, csv_tables, errors, public_id as ids, web
from rewards.models import Campaign, Seat
from rewards.policies import Action, Role, may
from rewards.selectors import fulfilment, roles
from rewards.services.buying import addresses, seats
from rewards.services.money import by_hand
from rewards.views.console import tabs_of


@login_required
@require_safe
def index(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """List the orders that are to be sent, or were, or will not be."""
    campaign, role = _access(request, slug, public_id)
    stage = _stage(request)
    may_ship = may(Action.SHIP, role)
    found = fulfilment.page(campaign=campaign, stage=stage, may_ship=may_ship, after=request.GET.get("after", ""))
    context = {
        "nav": "console",
        "brand": campaign.brand,
        "campaign": campaign,
        "found": found,
        "stage": stage,
        "stages": _stages(stage),
        "more_url": web.next_page(found.next_cursor, stage=stage),
        "most_rows": number_format(fulfilment.MOST_ROWS, use_l10n=True, force_grouping=True),
        "note_length": seats.NOTE_LENGTH,
        "may_ship": may_ship,
        "address_days": settings.HEARTH_ADDRESS_DAYS,
        "tabs": tabs_of(campaign, role, "orders"),
    }
    return render(request, "rewards/console/orders/index.html", context)


@login_required
@require_safe
def table(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Send the same list as a table for a spreadsheet."""
    campaign, role = _access(request, slug, public_id)
    stage = _stage(request)
    lines = fulfilment.every(campaign=campaign, stage=stage, may_ship=may(Action.SHIP, role))
    body = csv_tables.write(_head(), (_cells(line) for line in lines))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="orders-{campaign.public_id}-{stage}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def ship(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Mark the chosen orders as sent, with one note for all of them."""
    campaign, _role = _access(request, slug, public_id, Action.SHIP)
    asked = [clean.sought(one, most=12) for one in request.POST.getlist("order")[: fulfilment.PAGE]]
    chosen = Seat.objects.filter(campaign=campaign, public_id__in=asked)
    note, sent, wrong = request.POST.get("note", ""), 0, ""
    for seat in chosen.order_by("pk"):
        try:
            seats.fulfil(actor=request.user, seat=seat, note=note, now=clock.now())
            sent += 1
        except errors.Invalid as error:
            wrong = error.words
            break
        except addresses.NoAddress:
            wrong = _("%(order)s has no address yet and was left out.") % {"order": seat.public_id}
        except errors.Conflict:
            wrong = _("%(order)s is not paid any more and was left out.") % {"order": seat.public_id}
    _tell(request, sent, wrong)
    return web.see_other(_back(request, reverse("rewards:console-orders", args=[slug, public_id])))


@login_required
@require_safe
def order(request: MemberRequest, slug: str, public_id: str, order_id: str) -> HttpResponse:
    """Show one order: who, what was paid, what went back."""
    campaign, role = _access(request, slug, public_id)
    found = fulfilment.order(campaign=campaign, public_id=order_id, may_ship=may(Action.SHIP, role))
    return render(request, "rewards/console/order/index.html", order_context(campaign, role, found))


def order_context(campaign: Campaign, role: Role, found: fulfilment.Order) -> dict[str, Any]:
    """Return what the page of an order needs."""
    return {
        "nav": "console",
        "brand": campaign.brand,
        "campaign": campaign,
        "order": found,
        "may_ship": may(Action.SHIP, role) and found.can_be_sent,
        "may_mend": may(Action.REFUND, role),
        "reference_length": by_hand.REFERENCE_LENGTH,
        "may_refund": may(Action.REFUND, role) and found.can_be_refunded,
        "key": ids.new(),
        "note_length": seats.NOTE_LENGTH,
    }


def _access(request: MemberRequest, slug: str, public_id: str, action: Action = Action.SEE) -> tuple[Campaign, Role]:
    return roles.access_campaign(user=request.user, slug=slug, public_id=public_id, action=action)


def _stage(request: HttpRequest) -> str:
    stage = request.GET.get("stage", "")
    return stage if stage in fulfilment.STAGES else "send"


def _stages(current: str) -> list[dict[str, Any]]:
    labels = {
        "send": _("To send"),
        "missing": _("Address missing"),
        "sent": pgettext("orders", "Sent"),
        "charge": pgettext("orders", "Being charged"),
        "back": _("Gone back"),
    }
    return [{"label": label, "url": f"?stage={key}", "is_current": key == current} for key, label in labels.items()]


def _head() -> tuple[str, ...]:
    """Return the names of the columns; those of the address in the order of `addresses.LENGTHS`."""
    return (
        _("Order"), _("Member"), _("Team"), _("List price"), _("Discount"), _("Paid"), _("Currency"), _("Paid on"),
        _("To be sent by"), _("Word to the brand"), _("State"), _("Shipping note"), _("Recipient"), _("Address line 1"),
        _("Address line 2"), _("Postcode"), _("City"), _("Province or state"), _("Country code"), _("Telephone"),
    )  # fmt: skip


def _cells(line: fulfilment.Line) -> tuple[object, ...]:
    seat, address = line.seat, line.address
    where = [getattr(address, name) if address else "" for name in addresses.LENGTHS]
    paid_at, ship_by = _moment(line.paid_at), _moment(line.ship_by)
    return (
        seat.public_id, seat.user.display_name, line.team_name, line.price.major, line.discount.major,
        line.paid.major, line.paid.currency, paid_at, ship_by, seat.note, seat.state_label, seat.shipped_note, *where,
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _tell(request: MemberRequest, sent: int, wrong: str) -> None:
    if sent:
        done = ngettext("%(n)s order is marked as sent.", "%(n)s orders are marked as sent.", sent) % {"n": sent}
        messages.success(request, done)
    elif not wrong:
        wrong = _("Choose at least one order.")
    if wrong:
        messages.error(request, wrong)


def _back(request: MemberRequest, path: str) -> str:
    one = request.POST.get("one", "")
    return f"{path}{one}/" if one.isascii() and one.isalnum() else path
