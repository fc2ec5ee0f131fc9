"""What proposals add to a brand's console and page: their tab, what waits for an answer, what is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.brand_registry import Line, Shelf, Tab, shelves, tabs
from accounts.models import Brand, User
from accounts.selectors import brands
from community import paths
from community.machines import IN_MAKING
from community.models import Proposal
from community.services.making import updates
from lib import clock

State = Proposal.State
MOST = 20


def waiting(user: User, brand: Brand) -> list[Line]:
    """Return what waits for an answer, the most urgent first, and what lacks news. Queries: 3."""
    place = _places(user, brand)
    rows = Proposal.objects.published().filter(brand=brand)
    due = rows.filter(state=State.DUE).order_by("due_at", "pk")[:MOST]
    quiet = rows.filter(state__in=IN_MAKING).order_by("updated_at", "pk")[:MOST]
    asked = [
        Line(
            each.title,
            place("community:proposal-answer", each),
            _("Waits for your answer"),
            "",
            0,
            each.due_at,
        )
        for each in due
    ]
    return asked + [
        Line(each.title, place("community:proposal-desk", each), _("No news for a month"))
        for each in quiet
        if updates.is_stale(each, clock.now())
    ]


def running(user: User, brand: Brand) -> list[Line]:
    """Return what is being made. Queries: 2."""
    place = _places(user, brand)
    rows = Proposal.objects.published().filter(brand=brand, state__in=IN_MAKING).order_by("updated_at", "pk")[:MOST]
    return [
        Line(
            each.title,
            place("community:proposal-desk", each),
            _("Proposal"),
            str(each.state_label),
        )
        for each in rows
    ]


def _places(user: User, brand: Brand) -> Callable[[str, Proposal], str]:
    """Lead the brand's people to what they do there; the site's staff, who only look, to what everybody reads."""
    works_here = brands.role_of(user=user, brand=brand).works_here
    return lambda name, each: reverse(name, args=[each.public_id]) if works_here else paths.of_proposal(each)


def shown(viewer: Any, brand: Brand) -> list[Line]:
    """Return what members ask of the brand and `viewer` may see, and how it answers. Queries: 1."""
    states = (State.OPEN, State.DUE, *IN_MAKING)
    rows = Proposal.objects.published().visible_to(viewer).filter(brand=brand, state__in=states)
    found = [
        Line(
            each.title,
            reverse("community:proposal-making", args=[each.public_id]),
            _("Proposal"),
            str(each.state_label),
        )
        for each in rows.order_by("-supporters", "-pk")[:MOST]
    ]
    answers = Line(_("How it answers what members ask"), reverse("community:brand-answers", args=[brand.slug]))
    return [*found, answers] if found else []


tabs.add(
    Tab(
        "proposals",
        "community:console-proposals",
        gettext_lazy("Proposals"),
        25,
        icon="lightbulb",
        hint=gettext_lazy("What members would like you to make. With enough support you have thirty days to answer."),
    )
)
shelves.add(Shelf("proposals", 5, waiting, running, shown))
