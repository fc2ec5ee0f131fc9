"""Purses of brands and groups: staff fill them; above a limit a second one of them looks."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Brand
from accounts.policies import require_staff
from accounts.requests import MemberRequest
from gamify.models import PurseRequest
from gamify.selectors import funding
from gamify.services import grants
from lib import clean, clock, errors, numbers, public_id, web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """Show every purse and what waits for a second look; give a budget."""
    require_staff(request.user)
    wrong: dict[str, errors.Text] = {}
    if request.method == "POST":
        try:
            return _grant(request)
        except errors.Invalid as error:
            wrong = error.fields
        except (errors.NotAllowed, errors.Conflict, errors.NotFound) as error:
            wrong = {"to": str(error)}
    context = {
        "nav": "staff",
        "purses": funding.purses(),
        "requests": funding.requests(),
        "brands": Brand.objects.order_by("slug"),
        "places": funding.places(),
        "alone": grants.ALONE,
        "key": request.POST.get("key") or public_id.new(),
        "wrong": wrong,
        "posted": request.POST,
    }
    return render(request, "gamify/console/purses.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Agree to what another one of the staff asked for, or not."""
    require_staff(request.user)
    row = PurseRequest.objects.filter(pk=pk).first()
    if row is None:
        raise errors.NotFound(code="gamify.grant_not_found")
    agrees = request.POST.get("answer") == "yes"
    return web.attempt(
        request,
        lambda: grants.decide(by=request.user, request=row, agrees=agrees, now=clock.now()),
        done=_("Granted: it is in the purse.") if agrees else _("Refused. Nothing has moved."),
        onward=reverse("gamify:review-purses"),
        also=(errors.NotAllowed,),
    )


def _grant(request: MemberRequest) -> HttpResponse:
    kind, _colon, rest = clean.sought(request.POST.get("to", ""), most=80).partition(":")
    brand = Brand.objects.filter(slug=rest).first() if kind == "brand" else None
    if not rest or (kind == "brand" and brand is None):
        raise errors.Invalid(fields={"to": _("Please choose one of the list.")})
    amount = numbers.find(request.POST.get("amount", "").strip().lstrip("-")) or 0
    made = grants.ask(
        by=request.user,
        brand=brand,
        scope="" if brand else f"{kind}:{rest}",
        amount=-amount if request.POST.get("amount", "").strip().startswith("-") else amount,
        note=request.POST.get("note", ""),
        key=request.POST.get("key", ""),
        now=clock.now(),
    )
    is_asked = isinstance(made, PurseRequest)
    messages.success(
        request, _("Asked: somebody else of the staff looks at it.") if is_asked else _("Done: it is in the purse.")
    )
    return web.see_other(reverse("gamify:review-purses"))
