"""The page that a friend opens: what it is, how it stands, and one click to help."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from lib import clock, errors, limits, web
from live.selectors import topics
from rewards import help_gates, paths, rate_limits
from rewards.selectors import catalogue, helpers, unlocks
from rewards.services.assists import helping, notifying


@require_safe
def detail(request: PageRequest, code: str) -> HttpResponse:
    """Greet a friend, signed in or not; the part that is theirs renews itself beside the board."""
    before = unlocks.by_code(code=code)
    topic, reward_topic = notifying.topic_of(before), catalogue.topic_of(before.reward_id)
    versions = topics.versions([topic, reward_topic])  # before what they are versions of
    unlock = unlocks.by_code(code=code)
    is_member = request.user.is_authenticated
    helper = helpers.standing(user=request.user, unlock=unlock) if is_member else None  # type: ignore[arg-type]
    context = {
        "nav": "rewards",
        "topic": topic,
        "reward_topic": reward_topic,
        "live_versions": versions,
        "unlock": unlock,
        "reward": unlock.reward,
        "board": unlocks.Board(unlock),
        "picture": catalogue.picture_of(unlock.reward),
        "gate": help_gates.first(unlock, helper, clock.now()),
        "help_url": paths.of_help(unlock),
        "own_url": paths.of_unlock(unlock) if helper and unlock.owner_id == request.user.pk else "",
    }
    return render(request, f"rewards/help/{'part' if request.htmx else 'index'}.html", context)


@require_safe
def stock(request: PageRequest, code: str) -> HttpResponse:
    """How many are left, for whoever has the link."""
    topic = catalogue.topic_of(unlocks.by_code(code=code).reward_id)
    versions = topics.versions([topic])
    unlock = unlocks.by_code(code=code)
    context = {"unlock": unlock, "reward": unlock.reward, "reward_topic": topic, "live_versions": versions}
    return render(request, "rewards/help/stock.html", context)


@login_required
@require_POST
def give(request: MemberRequest, code: str) -> HttpResponse:
    """Help with one click; whoever cannot reads why."""
    unlock, now = unlocks.by_code(code=code), clock.now()
    try:
        limits.spend(rate_limits.HELP, who=request.user.public_id, now=now)
        done = helping.give(actor=request.user, unlock=unlock, now=now)
    except (helping.CannotHelp, errors.RateLimited) as error:
        messages.error(request, str(error.message))
    else:
        said = _("Thank you: your help counts.") if done.is_new else _("You have helped already. Thank you.")
        messages.success(request, said)
    return web.see_other(paths.of_help(unlock))
