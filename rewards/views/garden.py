"""The garden: what grows, what one may plant, and the page of a plant that its members water together."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from lib import clean, clock, errors, limits, numbers, public_id as ids, web
from live.selectors import topics
from rewards import paths, rate_limits
from rewards.models import Plant, Seed
from rewards.selectors import garden
from rewards.services.garden import ending, planting, watering
from rewards.views import tabs


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Show what grows in one's own places, what can be planted, and what grows elsewhere."""
    own = garden.own(user=request.user) if request.user.is_authenticated else ()
    context = {
        "nav": "buy",
        "own": own,
        "seeds": garden.offered(),
        "tabs": tabs.shop(request, "garden"),
        "others": garden.public(viewer=request.user, without=[card.plant.scope for card in own]),
    }
    return render(request, "rewards/garden/index.html", context)


@require_safe
def beside(request: PageRequest) -> HttpResponse:
    """What grows in a place, beside its page; nothing of a place that one may not see."""
    scope = clean.sought(request.GET.get("scope", ""), most=60)
    found = garden.of_place(viewer=request.user, scope=scope)
    return render(request, "rewards/garden/beside.html", {"bed": found}) if found else HttpResponse()


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a plant; it grows for everybody who looks."""
    return _page(request, garden.find(viewer=request.user, public_id=public_id))


@require_safe
def mine(request: PageRequest, public_id: str) -> HttpResponse:
    """What is one's own on the page of a plant."""
    plant = garden.find(viewer=request.user, public_id=public_id)
    if not request.user.is_authenticated:
        return HttpResponse()
    versions = topics.versions([_own_topic(request)])
    context = {"plant": plant, "live_versions": versions, **_mine(request, plant)}
    return render(request, "rewards/plant/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plant(request: MemberRequest, public_id: str) -> HttpResponse:
    """Tell of a seed, and plant it in a place of one's own."""
    seed = garden.find_seed(viewer=request.user, public_id=public_id)
    refusal: errors.HearthError | None = None
    if request.method == "POST":
        scope = clean.sought(request.POST.get("place", ""), most=60)
        try:
            made = planting.plant(actor=request.user, seed=seed, scope=scope, now=clock.now())
        except (errors.Conflict, errors.NotAllowed) as error:
            refusal = error
        else:
            messages.success(request, _("Planted. What you all do there from now on is sunshine for it."))
            return web.see_other(paths.of_plant(made))
    context = {
        "nav": "buy",
        "seed": seed,
        "is_open": seed.state == Seed.State.OPEN,
        "beds": garden.beds(user=request.user),
        "refusal": refusal,
    }
    return render(request, "rewards/seed/index.html", context, status=409 if refusal else 200)


@login_required
@require_POST
def water(request: MemberRequest, public_id: str) -> HttpResponse:
    """Give a plant sunshine: all that one has for it, or as much as one says."""
    found = garden.find(viewer=request.user, public_id=public_id)
    said = request.POST.get("amount", "")
    amount = numbers.find(said) or 0
    try:
        limits.spend(rate_limits.WATER, who=request.user.public_id, now=clock.now())
        made = watering.water(actor=request.user, plant=found, amount=amount, key=web.key_of(request), now=clock.now())
    except errors.REFUSALS as error:
        return _refused(request, found, error)
    given = ngettext("You gave %(n)s sunshine.", "You gave %(n)s sunshine.", made.amount) % {"n": made.amount}
    messages.success(request, given)
    return web.see_other(paths.of_plant(found))


@login_required
@require_POST
def pull_up(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take away a plant that should not be there; the site's staff do, with a reason that its people read."""
    found = garden.find(viewer=request.user, public_id=public_id)
    try:
        ending.pull_up(by=request.user, plant=found, reason=request.POST.get("reason", ""), now=clock.now())
    except errors.REFUSALS as error:
        return _refused(request, found, error)
    messages.success(request, _("It is pulled up. Those who watered it read why."))
    return web.see_other(paths.of_plant(found))


def _refused(request: MemberRequest, plant: Plant, error: errors.HearthError) -> HttpResponse:
    return web.refused(_page(request, plant, refusal=error), error)


def _page(request: PageRequest, plant: Plant, **extra: object) -> HttpResponse:
    topic = garden.topic_of(plant.pk)
    versions = topics.versions(filter(None, [topic, _own_topic(request)]))
    board = garden.board(pk=plant.pk)
    context = {"nav": "buy", "plant": plant, "board": board, "topic": topic, "live_versions": versions}
    return render(request, "rewards/plant/index.html", context | _mine(request, plant) | extra)


def _mine(request: PageRequest, plant: Plant) -> dict[str, object]:
    mine = garden.mine(viewer=request.user, plant=plant)
    return {"mine": mine, "mine_topic": _own_topic(request), "key": ids.new()}


def _own_topic(request: PageRequest) -> str:
    return f"member:{request.user.public_id}:game" if request.user.is_authenticated else ""
