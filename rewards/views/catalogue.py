"""The catalogue, the page of a reward, and redeeming it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest, PageRequest
from accounts.selectors import people
from gamify.selectors import lapses
from gamify.services.holds import TooLittle
from lib import clock, errors, limits, public_id as ids, web
from live.selectors import topics
from rewards import paths, rate_limits
from rewards.models import Redemption, Reward
from rewards.reward_forms import RedeemForm
from rewards.selectors import catalogue, redemptions, unlocks
from rewards.services.buying.refusals import KeyReused
from rewards.services.catalogue import notifying, redeeming


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Show what spark is good for: what one can have now first."""
    shown = request.GET.get("show", "all")
    found = catalogue.listing(viewer=request.user, shown=shown, now=clock.now())
    context = {
        "nav": "rewards",
        "found": found,
        "lapses": lapses.soon(user=request.user, now=clock.now()) if request.user.is_authenticated else (),
        "filters": _filters(found.shown, is_member=found.standing is not None),
        "brands": people.brands_of(user=request.user) if request.user.is_authenticated else (),
    }
    return render(request, "rewards/reward_list/index.html", context)


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a reward; its stock renews itself for everybody, what is one's own for oneself."""
    reward = catalogue.find(viewer=request.user, public_id=public_id)
    topic = notifying.topic_of(reward)
    own_topics = [notifying.member_topic(request.user)] if request.user.is_authenticated else []
    versions = topics.versions([topic, *own_topics])
    context = {
        "nav": "rewards",
        "topic": topic,
        "board": catalogue.board(pk=reward.pk),
        "live_versions": versions,
        **_own(request, reward),
    }
    return render(request, "rewards/reward/index.html", context)


@require_safe
def own(request: PageRequest, public_id: str) -> HttpResponse:
    """What is one's own on the page of a reward: whether one can have it, and what one has of it."""
    reward = catalogue.find(viewer=request.user, public_id=public_id)
    versions = topics.versions([notifying.member_topic(request.user)] if request.user.is_authenticated else [])
    return render(request, "rewards/reward/own.html", {"live_versions": versions, **_own(request, reward)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redeem(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say once more what it costs and what follows, then redeem it."""
    reward = catalogue.find(viewer=request.user, public_id=public_id)
    form = RedeemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _redeem(request, reward, form.cleaned_data["note"])
    now = clock.now()
    mine = catalogue.standing(user=request.user, rewards=[reward], now=now)
    card = catalogue.cards([reward], mine, now)[0]
    if card.gate:
        messages.info(request, str(card.gate.words))
        return web.see_other(card.url)
    context = {
        "nav": "rewards",
        "card": card,
        "reward": reward,
        "form": form,
        "key": web.key_of(request) if request.method == "POST" else ids.new(),
        "spark": mine.spark,
        "after": mine.spark - reward.price,
    }
    return render(request, "rewards/reward/redeem.html", context, status=422 if form.errors else 200)


def _redeem(request: MemberRequest, reward: Reward, note: str) -> HttpResponse:
    """Redeem it; whoever cannot hears why on the reward's page."""
    now = clock.now()
    try:
        limits.spend(rate_limits.REDEEM, who=request.user.public_id, now=now)
        made = redeeming.redeem(actor=request.user, reward=reward, key=web.key_of(request), note=note, now=now)
    except (redeeming.Shut, TooLittle, KeyReused, errors.RateLimited) as error:
        messages.error(request, str(error.message))
        return web.see_other(paths.of_reward(reward))
    messages.success(request, _said(made))
    return web.see_other(paths.of_redemption(made))


def _said(made: Redemption) -> str:
    if made.state == Redemption.State.ISSUED:
        return _("It is yours.")
    if made.state == Redemption.State.RESERVED:
        return _("Asked. Your spark waits until the brand has answered.")
    return _("It is put aside for you.")


def _own(request: PageRequest, reward: Reward) -> dict[str, Any]:
    """Return what is one's own on a reward's page. Queries: at most 8."""
    user = request.user
    return {
        "reward": reward,
        "card": catalogue.card(viewer=user, reward=reward, now=clock.now()),
        "mine": redemptions.of_reward(user=user, reward=reward) if user.is_authenticated else (),
        "unlocks": unlocks.live(user=user, reward=reward) if user.is_authenticated and reward.is_by_help else (),
        "own_topic": notifying.member_topic(user) if user.is_authenticated else "",
    }


def _filters(current: str, *, is_member: bool) -> list[dict[str, Any]]:
    labels = {"all": _("All"), "afford": _("I can have now"), "item": _("Things"), "code": _("Codes"),
              "benefit": _("Benefits")}  # fmt: skip
    return [
        {"url": "?" if key == "all" else f"?show={key}", "label": label, "is_current": key == current}
        for key, label in labels.items()
        if is_member or key != "afford"
    ]
