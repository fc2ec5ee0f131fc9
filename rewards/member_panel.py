"""What the staff see of a member's orders and redemptions, and how they find one by its number."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.staff_registry import Finder, MemberPanel, finders, member_panels
from lib.lookup import Found
from rewards.models import Payment, Redemption, Seat

MOST = 50


def _render(request: HttpRequest, person: User) -> str:
    seats = Seat.objects.filter(user=person).select_related("campaign__brand", "team").order_by("-pk")[:MOST]
    redemptions = Redemption.objects.filter(user=person).select_related("reward__brand").order_by("-pk")[:MOST]
    context = {
        "seats": [(row, _state(row)) for row in seats],
        "redemptions": [(row, _state(row)) for row in redemptions],
    }
    return render_to_string("rewards/member_panel/index.html", context, request)


def _find(number: str) -> Sequence[Found]:
    paid = Payment.objects.filter(Q(public_id=number) | Q(reference=number)).values("seat")
    seats = Seat.objects.filter(Q(public_id=number) | Q(pk__in=paid)).select_related("user", "campaign")
    redemptions = Redemption.objects.filter(public_id=number).select_related("user", "reward")
    return [
        *(_found(_("Order %(number)s"), seat, seat.campaign.name) for seat in seats.order_by("pk")[:5]),
        *(_found(_("Redemption %(number)s"), row, row.reward.name) for row in redemptions.order_by("pk")[:5]),
    ]


def _found(title: str, row: Seat | Redemption, about: str) -> Found:
    desk = reverse("accounts:member-desk", args=[row.user.username])
    words = f"{about} · {_state(row)} · {row.user.display_name}"
    return Found(title % {"number": row.public_id}, f"{desk}#order-{row.public_id}", words)


def _state(row: Seat | Redemption) -> str:
    return str(type(row).State(row.state).label)


member_panels.add(MemberPanel("orders", 30, _render))
finders.add(Finder("orders", 30, _find))
