"""The console of a brand's rewards: the list, how each goes, codes, stock, and the switches that stop one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clock, errors, numbers, web
from rewards.models import Reward
from rewards.policies import Action, Role, may
from rewards.selectors import catalogue, reward_console as console, roles, unlocks
from rewards.services.catalogue import codes, drafting
from rewards.services.catalogue.terms import Terms
from rewards.views import tabs

State = Reward.State


@login_required
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the brand's rewards."""
    brand, role = roles.access_brand(user=request.user, slug=slug)
    found = console.of_brand(brand=brand, after=request.GET.get("after", ""))
    return render(request, "rewards/console/rewards/index.html", tabs.brand_list(brand, role, found, "rewards"))


@login_required
@require_POST
def create(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin a draft."""
    brand, _role = roles.access_brand(user=request.user, slug=slug, action=Action.WRITE)
    return web.begin(
        request,
        lambda names: drafting.draft(by=request.user, brand=brand, terms=Terms(names=names), now=clock.now()),
        onward=lambda made: reverse("rewards:console-reward-edit", args=[slug, made.public_id]),
        home=reverse("rewards:console-rewards", args=[slug]),
    )


@login_required
@require_safe
def detail(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Show how a reward goes; a draft leads on to its builder."""
    reward, role = roles.access_reward(user=request.user, slug=slug, public_id=public_id)
    if reward.state == State.DRAFT and may(Action.WRITE, role):
        return web.see_other(reverse("rewards:console-reward-edit", args=[slug, public_id]))
    context = {
        "nav": "console",
        "brand": reward.brand,
        "reward": reward,
        "card": catalogue.cards([reward], None, clock.now())[0],
        "figures": console.figures(reward=reward),
        "help": unlocks.figures(reward=reward) if reward.is_by_help else None,
        "tabs": tabs_of(reward, role, "overview"),
        "may_pause": may(Action.PAUSE, role) and reward.state == State.OPEN,
        "may_resume": may(Action.PAUSE, role) and reward.state == State.PAUSED,
        "may_close": may(Action.CANCEL, role) and State.CLOSED in reward.PATHS.get(reward.state, ()),
        "may_restock": may(Action.WRITE, role) and reward.state in (State.OPEN, State.PAUSED),
    }
    return render(request, "rewards/console/reward/index.html", context)


@login_required
@require_POST
def submit(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Hand in what is saved."""
    return _switch(request, slug, public_id, drafting.submit, _("Handed in. We tell you when it was looked at."))


@login_required
@require_POST
def pause(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Let nobody redeem it for now."""
    return _switch(request, slug, public_id, drafting.pause, _("Paused."), reason=request.POST.get("reason", ""))


@login_required
@require_POST
def resume(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Go on."""
    return _switch(request, slug, public_id, drafting.resume, _("It goes on."))


@login_required
@require_POST
def close(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Take it out for good."""
    done, reason = _("It is out of the catalogue."), request.POST.get("reason", "")
    return _switch(request, slug, public_id, drafting.close, done, reason=reason)


@login_required
@require_POST
def restock(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Add more of it."""
    reward, _role = roles.access_reward(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    more = numbers.find(request.POST.get("more", "")) or 0
    return _try(
        request,
        reward,
        lambda: drafting.restock(by=request.user, reward=reward, more=more, now=clock.now()),
        _("More are there now."),
    )


@login_required
@require_POST
def add_codes(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Add codes that were pasted, or those of a file."""
    reward, _role = roles.access_reward(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    file = request.FILES.get("file")
    text = request.POST.get("codes", "")
    if file:
        text = file.read(codes.MOST_BYTES + 1).decode("utf-8-sig", "replace")
    try:
        added = codes.add(by=request.user, reward=reward, text=text, now=clock.now())
    except (errors.Conflict, errors.Invalid) as error:
        messages.error(request, error.words)
    else:
        said = ngettext("%(n)s code is added.", "%(n)s codes are added.", added.fresh) % {"n": added.fresh}
        if added.known:
            known = ngettext("%(n)s was there before.", "%(n)s were there before.", added.known)
            said = f"{said} {known % {'n': added.known}}"
        messages.success(request, said)
    return web.see_other(_url(reward))


def tabs_of(reward: Reward, role: Role, current: str) -> list[dict[str, Any]]:
    """Return the tabs of a reward's console."""
    args = [reward.brand.slug, reward.public_id]
    tabs = [("overview", _("How it goes"), reverse("rewards:console-reward", args=args))]
    if reward.published_at and (may(Action.SHIP, role) or may(Action.REFUND, role)):
        tabs.append(("requests", _("Redemptions"), reverse("rewards:console-redemptions", args=args)))
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in tabs]


def _switch(
    request: MemberRequest, slug: str, public_id: str, service: Callable[..., Reward], done: str, **more: str
) -> HttpResponse:
    reward, _role = roles.access_reward(user=request.user, slug=slug, public_id=public_id)
    return _try(request, reward, lambda: service(by=request.user, reward=reward, now=clock.now(), **more), done)


def _try(request: MemberRequest, reward: Reward, step: Callable[[], object], done: str) -> HttpResponse:
    return web.attempt(request, step, done=done, onward=_url(reward))


def _url(reward: Reward) -> str:
    return reverse("rewards:console-reward", args=[reward.brand.slug, reward.public_id])
