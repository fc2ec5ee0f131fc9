"""What people talk about, as prompts for whoever would propose or make something."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from community.selectors import incubator
from lib import clock


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Show what rises and what is missed: counts of people, never who."""
    context = {"nav": "proposals", "prompts": incubator.prompts(now=clock.now()), "days": incubator.DAYS}
    return render(request, "community/incubator/index.html", context | {"least": incubator.LEAST_AUTHORS})
