"""The builder of a reward: one form, the card and the page beside it, saved without losing a word."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from lib import clock, web
from lib.draft_forms import attempt, in_reading_order
from lib.wordings import field_name
from rewards.models import Reward
from rewards.policies import Action, Role, may
from rewards.reward_forms import RewardForm
from rewards.selectors import catalogue, roles
from rewards.services import drafts
from rewards.services.catalogue import drafting
from rewards.services.catalogue.terms import lacks


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Write a draft; what was typed stays on the page whatever happens."""
    reward, role = roles.access_reward(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    home = reverse("rewards:console-reward", args=[slug, public_id])
    if reward.state != Reward.State.DRAFT:
        messages.info(request, _("It was handed in: its words and its price stand."))
        return web.see_other(home)
    if request.method != "POST":
        return _page(request, role, reward, RewardForm(reward=reward, member=request.user))
    form = RewardForm(request.POST, reward=reward, member=request.user)
    is_saved, is_shown = _save(request, reward, form), _show(request, reward, form)
    if is_saved and is_shown and "submit" in request.POST and _hand_in(request, reward, form):
        messages.success(request, _("Handed in. We tell you when it was looked at."))
        return web.see_other(home)
    if form.has_errors:
        return _page(request, role, reward, form, seen="" if is_saved or form.rival else request.POST.get("seen", ""))
    messages.success(request, _("Saved."))
    return web.see_other(reverse("rewards:console-reward-edit", args=[slug, public_id]))


def _save(request: MemberRequest, reward: Reward, form: RewardForm) -> bool:
    def edit() -> None:
        drafting.edit(by=request.user, reward=reward, terms=form.terms(), seen=request.POST.get("seen", ""))

    return form.is_valid() and attempt(form, edit)


def _show(request: MemberRequest, reward: Reward, form: RewardForm) -> bool:
    """Keep the picture even if something else is wrong: a browser does not send a file twice."""
    alts = {code: request.POST.get(field_name("alt", code), "") for code, _language in in_reading_order()}
    file = request.FILES.get("picture")
    if request.POST.get("gone"):
        return attempt(form, lambda: drafting.hide_picture(by=request.user, reward=reward))
    if file or any(alts.values()):
        return attempt(form, lambda: drafting.show(by=request.user, reward=reward, file=file, alts=alts))
    return True


def _hand_in(request: MemberRequest, reward: Reward, form: RewardForm) -> bool:
    return attempt(form, lambda: drafting.submit(by=request.user, reward=reward, now=clock.now()))


def _page(request: MemberRequest, role: Role, reward: Reward, form: RewardForm, *, seen: str = "") -> HttpResponse:
    """Draw the builder; without `seen` the next save is on top of what is kept now."""
    now = clock.now()
    saved = Reward.objects.select_related("brand").get(pk=reward.pk)
    alts = [
        {"name": field_name("alt", code), "code": code, "language": language, "value": saved.alts.get(code, "")}
        for code, language in in_reading_order()
    ]
    context = {
        "nav": "console",
        "brand": saved.brand,
        "reward": saved,
        "card": catalogue.cards([saved], None, now)[0],
        "form": form,
        "alts": alts,
        "wrong": form.wrong,
        "may_throw_away": may(Action.CANCEL, role),
        "seen": seen or drafts.version_of(saved),
        "codes": saved.codes.count(),
        "lacks": lacks(saved, now),
    }
    status = 422 if form.has_errors else 200
    return render(request, "rewards/console/reward_builder/index.html", context, status=status)
