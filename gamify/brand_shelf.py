"""What challenges add to a brand's console and page: their tab, lines, and the purse."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.brand_registry import Line, Panel, Shelf, Tab, panels, shelves, tabs
from accounts.models import Brand, User
from gamify import paths
from gamify.models import Challenge
from gamify.selectors import challenge_console, challenge_jury
from gamify.selectors.challenge_console import Overview

State = Challenge.State
RUNNING = (State.ANNOUNCED, State.RUNNING, State.CLOSING)


def waiting(user: User, brand: Brand) -> list[Line]:
    """Return proofs to answer, juries to decide and drafts that came back. Queries: 1, and 2 for each that is over."""
    del user  # whoever may open the console does the same work
    found = []
    for row in challenge_console.overview(brand=brand):
        each = row.challenge
        if row.waiting and not each.frozen_at:
            title, url = each.name, paths.of_submissions(each)
            found.append(Line(title, url, _("Proofs to answer"), count=row.waiting))
        if each.state == State.CLOSING and not each.frozen_at:
            open_ = [line for line in challenge_jury.lines(challenge=each) if not line.is_done]
            found += [Line(each.name, paths.of_console(each), _("Winners to choose"), count=len(open_))] * bool(open_)
        if each.state == State.DRAFT and each.reason:
            found.append(Line(each.name, paths.of_console(each), _("Came back from review"), each.reason))
    return found


def running(user: User, brand: Brand) -> list[Line]:
    """Return what is announced and not over. Queries: 1."""
    del user
    return [_line(row) for row in challenge_console.overview(brand=brand) if row.challenge.state in RUNNING]


def shown(viewer: Any, brand: Brand) -> list[Line]:
    """Return what `viewer` may take part in now. Queries: 1, and those of `visible_to`."""
    open_ = Challenge.objects.visible_to(viewer).filter(brand=brand, state__in=(State.ANNOUNCED, State.RUNNING))
    return [
        Line(each.name, paths.of_challenge(each), _("Challenge"), each.tagline, 0, each.ends_at)
        for each in open_.order_by("ends_at", "pk")[:20]
    ]


def purse(request: HttpRequest, brand: Brand) -> str:
    """Draw the purse: granted, held, spent. Queries: 4, 1 without one."""
    money = challenge_console.money(brand=brand)
    context = {"money": money, "url": reverse("gamify:console-challenges", args=[brand.slug])}
    return render_to_string("gamify/console/purse.html", context, request)


def _line(row: Overview) -> Line:
    each = row.challenge
    words = str(each.state_label)
    if row.escrow and row.escrow.amount:
        said = {"held": row.escrow.held, "amount": row.escrow.amount}
        words = _("%(state)s · %(held)s of %(amount)s points still held") % {"state": words, **said}
    return Line(each.name, paths.of_console(each), _("Challenge"), words, 0, each.ends_at)


tabs.add(
    Tab(
        "challenges",
        "gamify:console-challenges",
        gettext_lazy("Challenges"),
        30,
        icon="flag",
        hint=gettext_lazy("Things to do in a set time, with prizes that are set aside before anybody begins."),
    )
)
shelves.add(Shelf("challenges", 10, waiting, running, shown))
panels.add(Panel("purse", 10, purse))
