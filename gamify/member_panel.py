"""What the staff see of a member's game: how far badges and quests are, what each act gave, why the rest did not."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import User
from accounts.services import member_care
from accounts.staff_registry import MemberPanel, member_panels
from gamify.models import Activity
from gamify.presenters import events
from gamify.selectors import badges, history, levels, players, quests, tiers
from gamify.services import intake
from lib import clock

LATEST = 8


def _render(request: HttpRequest, person: User) -> str:
    assert isinstance(request.user, User)
    page = history.history(user=person, after=request.GET.get("after", ""), limit=LATEST, is_whole=True)
    shown = events.rows(page.events, viewer=request.user, now=clock.now())
    outside = set(
        Activity.objects.filter(pk__in=[each.activity for each in page.events], source=intake.SOURCE).values_list(
            "pk", flat=True
        )
    )
    shelf = badges.shelf(user=person)
    context = {
        "person": person,
        "level": levels.current(user=person),
        "spark": players.card(user=person).spark,
        "tier": tiers.mine(user=person, now=clock.now()),
        "tier_steps": tiers.steps(user=person),
        "earned": shelf.earned,
        "locked": shelf.locked,
        "quests": quests.mine(user=person),
        "events": [
            (found, row, found.activity in outside and not found.is_mirror)
            for found, row in zip(page.events, shown, strict=True)
        ],
        "next_cursor": page.next_cursor,
        "may_help": member_care.may_help(request.user),
    }
    return render_to_string("gamify/member_panel/index.html", context, request)


member_panels.add(MemberPanel("game", 20, _render))
