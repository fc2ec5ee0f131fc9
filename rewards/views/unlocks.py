"""Asking friends for a reward: beginning it, the list, one's own with its link, claiming and giving up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clock, errors, limits, public_id as ids, web
from live.selectors import topics
from rewards import order_history, paths, qr, rate_limits
from rewards.models import Reward
from rewards.selectors import catalogue, unlocks
from rewards.services.assists import claiming, notifying, opening
from rewards.services.buying.refusals import KeyReused
from rewards.services.catalogue import notifying as catalogue_notifying
from rewards.services.catalogue.redeeming import Shut


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say in plain words what asking friends means, then begin."""
    reward = catalogue.find(viewer=request.user, public_id=public_id)
    if request.method == "POST":
        return _begin(request, reward)
    card = catalogue.card(viewer=request.user, reward=reward, now=clock.now())
    if card.help_gate:
        messages.info(request, str(card.help_gate.words))
        return web.see_other(card.url)
    return render(
        request, "rewards/unlock_ask/index.html", {"nav": "rewards", "card": card, "reward": reward, "key": ids.new()}
    )


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show all one ever asked friends for."""
    topic = catalogue_notifying.member_topic(request.user)
    versions = topics.versions([topic])
    page = unlocks.listing(user=request.user, after=request.GET.get("after", ""))
    context = {
        "nav": "rewards",
        "page": page,
        "more_url": web.next_page(page.next_cursor),
        "topic": topic,
        "live_versions": versions,
    }
    return render(request, f"rewards/unlock_list/{'list' if request.htmx else 'index'}.html", context)


@login_required
@require_safe
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show an unlock of one's own: how many have helped, the link to share, and what became of it."""
    own_topic = catalogue_notifying.member_topic(request.user)
    before = unlocks.find(user=request.user, public_id=public_id).unlock
    topic, reward_topic = notifying.topic_of(before), catalogue.topic_of(before.reward_id)
    versions = topics.versions([topic, own_topic, reward_topic])  # before what they are versions of
    mine = unlocks.find(user=request.user, public_id=public_id)
    context = {
        "nav": "rewards",
        "topic": topic,
        "own_topic": own_topic,
        "reward_topic": reward_topic,
        "live_versions": versions,
    }
    return render(
        request, f"rewards/unlock/{'mine' if request.htmx else 'index'}.html", {**context, **_shown(request, mine)}
    )


@login_required
@require_POST
def claim(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take what is kept."""
    mine = unlocks.find(user=request.user, public_id=public_id)
    try:
        claiming.claim(actor=request.user, unlock=mine.unlock, now=clock.now())
    except errors.Conflict as error:
        messages.error(request, str(error.message))
        return web.see_other(mine.url)
    messages.success(request, _("It is put aside for you.") if mine.reward.is_item else _("It is yours."))
    return web.see_other(unlocks.find(user=request.user, public_id=public_id).redemption_url)


@login_required
@require_POST
def leave(request: MemberRequest, public_id: str) -> HttpResponse:
    """Give it up."""
    mine = unlocks.find(user=request.user, public_id=public_id)
    return web.attempt(
        request,
        lambda: opening.leave(actor=request.user, unlock=mine.unlock, now=clock.now()),
        done=_("Given up."),
        onward=mine.url,
    )


def _begin(request: MemberRequest, reward: Reward) -> HttpResponse:
    now = clock.now()
    try:
        limits.spend(rate_limits.UNLOCK, who=request.user.public_id, now=now)
        made = opening.begin(actor=request.user, reward=reward, key=web.key_of(request), now=now)
    except (Shut, KeyReused, errors.RateLimited) as error:
        messages.error(request, str(error.message))
        return web.see_other(paths.of_reward(reward))
    messages.success(request, _("Share the link: every friend who helps counts."))
    return web.see_other(paths.of_unlock(made))


def _shown(request: MemberRequest, mine: unlocks.Mine) -> dict[str, Any]:
    """Return what the page shows; a link only while it is of use."""
    link = request.build_absolute_uri(mine.help_url) if mine.unlock.is_open else ""
    told = [(event.at, order_history.words_of(event)) for event in unlocks.steps_of(mine.unlock)]
    return {
        "mine": mine,
        "unlock": mine.unlock,
        "reward": mine.reward,
        "board": unlocks.Board(mine.unlock),
        "link": link,
        "qr": qr.draw(link, _("QR code of the link")) if link else "",
        "steps": [(at, words) for at, words in told if words],
    }
