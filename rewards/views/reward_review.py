"""Review by the staff of the site: what they look at before a reward is in the catalogue, and what they say."""

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
from rewards.models import Reward
from rewards.policies import Action
from rewards.reward_forms import RewardForm
from rewards.selectors import catalogue, reward_console, roles
from rewards.services.catalogue import drafting


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the rewards that wait for review."""
    require_staff(request.user)
    context = {"nav": "staff", "waiting": reward_console.waiting_rewards(viewer=request.user)}
    return render(request, "rewards/review/rewards.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show the reward as it will be, in every language; take the decision."""
    require_staff(request.user)
    reward = Reward.objects.select_related("brand").filter(public_id=public_id).first()
    if reward is None:
        raise errors.NotFound(code="rewards.reward_not_found")
    roles.require(user=request.user, brand=reward.brand, action=Action.REVIEW)
    wrong: dict[str, errors.Text] = {}
    if request.method == "POST":
        try:
            return _decide(request, reward)
        except errors.Invalid as error:
            wrong = error.fields
        except errors.Conflict as error:
            messages.error(request, str(error.message))
            return web.see_other(reverse("rewards:review-rewards"))
    if reward.state != Reward.State.REVIEW:
        return web.see_other(reverse("rewards:console-reward", args=[reward.brand.slug, public_id]))
    context = {
        "nav": "staff",
        "reward": reward,
        "card": catalogue.cards([reward], None, clock.now())[0],
        "texts": RewardForm.labelled(reward),
        "wrong": wrong,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "rewards/review/reward.html", context, status=422 if wrong else 200)


def _decide(request: MemberRequest, reward: Reward) -> HttpResponse:
    if request.POST.get("answer") == "approve":
        drafting.approve(by=request.user, reward=reward, now=clock.now())
        messages.success(request, _("Approved. It is in the catalogue."))
    else:
        reason = request.POST.get("reason", "")
        drafting.send_back(by=request.user, reward=reward, reason=reason, now=clock.now())
        messages.success(request, _("Sent back with your reason."))
    return web.see_other(reverse("rewards:review-rewards"))
