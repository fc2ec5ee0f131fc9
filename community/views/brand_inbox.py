"""What a brand is asked, and, for everybody, how it answers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.brand_tabs import tabs_of
from accounts.requests import MemberRequest, PageRequest
from accounts.selectors import brands, people
from community.selectors import brand_answers, proposal_queues
from lib import clock
from live.selectors import topics


@login_required
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the people of a brand what waits for them; it renews itself."""
    brand, role = brands.access(user=request.user, slug=slug)
    topic = f"brand:{brand.pk}:proposals"
    versions = topics.versions([topic])
    context = {
        "nav": "console",
        "brand": brand,
        "works_here": role.works_here,
        "topic": topic,
        "live_versions": versions if role.works_here else {},
        "inbox": proposal_queues.inbox(brand=brand, now=clock.now()),
        "tabs": tabs_of(slug, "proposals"),
    }
    page = "list" if request.htmx else "index"
    return render(request, f"community/brand_inbox/{page}.html", context)


@require_safe
def answers(request: PageRequest, slug: str) -> HttpResponse:
    """Show how a brand answers what members ask of it."""
    brand, now = people.get_brand(slug=slug), clock.now()
    context = {
        "nav": "proposals",
        "brand": brand,
        "facts": brand_answers.facts(brand=brand, now=now),
        "latest": brand_answers.latest(brand=brand),
        "overdue": brand_answers.overdue(brand=brand, now=now),
    }
    return render(request, "community/answers/index.html", context)
