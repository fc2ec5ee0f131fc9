"""Review of seeds by the staff of the site."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policies import require_staff
from accounts.requests import MemberRequest
from lib import clock, errors, web
from rewards.models import Seed
from rewards.policies import Action
from rewards.seed_form import SeedForm
from rewards.selectors import garden, roles
from rewards.services import listings
from rewards.services.garden import seeds


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the seeds that wait."""
    require_staff(request.user)
    context = {"nav": "staff", "seeds": garden.in_review(viewer=request.user)}
    return render(request, "rewards/review/seeds.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show a seed with all its texts; take the decision."""
    require_staff(request.user)
    seed = garden.find_seed(viewer=request.user, public_id=public_id)
    roles.require(user=request.user, brand=seed.brand, action=Action.REVIEW)
    wrong = ""
    if request.method == "POST":
        try:
            return _decide(request, seed)
        except errors.Invalid as error:
            wrong = error.words
        except errors.Conflict as error:
            messages.error(request, str(error.message))
            return web.see_other(reverse("rewards:review-seeds"))
    if seed.state != Seed.State.REVIEW:
        return web.see_other(reverse("rewards:console-seed", args=[seed.brand.slug, public_id]))
    context = {
        "nav": "staff",
        "seed": seed,
        "texts": SeedForm.labelled(seed),
        "wrong": wrong,
        "reason": request.POST.get("reason", ""),
        "reason_length": listings.REASON_LENGTH,
    }
    return render(request, "rewards/review/seed.html", context, status=422 if wrong else 200)


def _decide(request: MemberRequest, seed: Seed) -> HttpResponse:
    if request.POST.get("answer") == "approve":
        seeds.approve(by=request.user, seed=seed, now=clock.now())
        messages.success(request, _("Approved. It can be planted now."))
    else:
        seeds.send_back(by=request.user, seed=seed, reason=request.POST.get("reason", ""), now=clock.now())
        messages.success(request, _("Sent back with your reason."))
    return web.see_other(reverse("rewards:review-seeds"))
