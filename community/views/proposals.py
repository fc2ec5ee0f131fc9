"""All proposals, the page of one, how it changed, and one's own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import MemberRequest, PageRequest
from community import rights
from community.models import Group, Proposal
from community.selectors import (
    amendments,
    arguments,
    proposal_lists,
    proposal_page,
    proposal_roles,
    proposal_versions,
)
from community.services.making import updates
from community.services.proposals import inbox_lines, reviewing, withdrawing
from community.services.proposals.drafting import WRITABLE
from lib import clock, public_id as ids, web
from live.selectors import topics


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Show what gathers support, and what became of the others."""
    asked = request.GET
    stage = asked.get("stage", "") if asked.get("stage", "") in proposal_lists.STAGES else "open"
    order = asked.get("order", "") if asked.get("order", "") in proposal_lists.ORDERS else "new"
    group = _group(request)
    page = proposal_lists.page(viewer=request.user, stage=stage, order=order, group=group, after=asked.get("after", ""))
    cards = [(card, inbox_lines.topic_of(card.proposal)) for card in page.cards]
    kept = {"stage": stage, "order": order, **({"group": group.slug} if group else {})}
    context = {
        "nav": "proposals",
        "cards": cards,
        "live_versions": {topic: card.version for card, topic in cards},
        "group": group,
        "stage": stage,
        "order": order,
        "tabs": _tabs(stage, group),
        "orders": _orders(kept),
        "more_url": web.next_page(page.next_cursor, **kept),
        "now": clock.now(),
    }
    return render(request, "community/proposal_list/index.html", context)


@require_safe
@login_required
def mine(request: MemberRequest) -> HttpResponse:
    """Show what one writes, is asked to be named for, would change, and supports."""
    context = {
        "nav": "proposals",
        "own": proposal_lists.own(user=request.user),
        "tabs": _tabs("mine", None),
        "now": clock.now(),
    }
    return render(request, "community/proposal_list/mine.html", context)


@require_safe
def card(request: PageRequest, public_id: str) -> HttpResponse:
    """One proposal of a list, when it has moved."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    topic = inbox_lines.topic_of(proposal)
    versions = topics.versions([topic])
    found = proposal_lists.cards(
        request.user, [Proposal.objects.select_related("group", "brand", "author").get(pk=proposal.pk)]
    )
    context = {"card": found[0], "topic": topic, "live_versions": versions, "now": clock.now()}
    return render(request, "community/proposal_list/live_card.html", context)


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a proposal; where it stands renews itself for everybody, what is one's own for oneself."""
    return page(request, proposal_roles.get(user=request.user, public_id=public_id))


@require_safe
def versions(request: PageRequest, public_id: str) -> HttpResponse:
    """Show how the texts changed since the first support, word by word."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    context = {"nav": "proposals", "proposal": proposal, "changes": proposal_versions.changes(proposal=proposal)}
    return render(request, "community/proposal/versions.html", context)


def page(request: PageRequest, proposal: Proposal, *, status: int = 200, **extra: Any) -> HttpResponse:
    """Draw the page of a proposal."""
    now = clock.now()
    topic = inbox_lines.topic_of(proposal)
    live_versions = topics.versions(filter(None, [topic, own_topic(request)]))
    own = proposal_page.mine(viewer=request.user, proposal=proposal, now=now)
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "topic": topic,
        "mine_topic": own_topic(request),
        "live_versions": live_versions,
        "standing": proposal_page.standing(pk=proposal.pk),
        "mine": own,
        "people": proposal_page.people(proposal=proposal),
        "pictures": proposal_page.pictures(proposal=proposal),
        "absorbed": proposal_page.absorbed(viewer=request.user, proposal=proposal),
        "best": arguments.best(viewer=request.user, proposal=proposal),
        "waiting": amendments.waiting(proposal=proposal),
        "doors": doors(own, proposal),
        "key": ids.new(),
        "is_review_late": reviewing.is_overdue(proposal, now),
        "is_stale": updates.is_stale(proposal, now),
        "now": now,
        "terms": rights.terms(),
        "terms_version": rights.LATEST,
    }
    return render(request, "community/proposal/index.html", context | extra, status=status)


def doors(own: proposal_page.Mine, proposal: Proposal) -> dict[str, bool]:
    """Return which of the ways to change it are open to somebody."""
    state = proposal.state
    is_lapsed = state == Proposal.State.LAPSED and not proposal.revived
    by_author = state in withdrawing.BY_AUTHORS
    return {
        "edit": own.is_author and (state in (*WRITABLE, Proposal.State.OPEN) or is_lapsed),
        "submit": own.is_author and state in WRITABLE,
        "withdraw": (own.is_author and by_author) or (own.is_judge and state in withdrawing.BY_JUDGES),
        "amend": not own.is_author and state == Proposal.State.OPEN,
    }


def own_topic(request: PageRequest) -> str:
    """Return the topic of what a member supports, "" for visitors."""
    return inbox_lines.member_topic(request.user) if isinstance(request.user, User) else ""


def _group(request: PageRequest) -> Group | None:
    slug = request.GET.get("group", "")
    if not slug or "\x00" in slug:
        return None
    return Group.objects.readable_by(request.user).filter(slug=slug).first()


def _tabs(current: str, group: Group | None) -> list[dict[str, Any]]:
    """Return what lies beside one another: the stages of a proposal, votes, and one's own."""
    labels = {
        "open": pgettext("proposals", "Gathering support"),
        "waiting": pgettext("proposals", "Waiting for an answer"),
        "making": pgettext("proposals", "Being made"),
        "launched": pgettext("proposals", "Launched"),
        "closed": pgettext("proposals", "Over"),
    }
    base = {"group": group.slug} if group else {}
    path = reverse("community:proposals")
    found = [
        {"label": label, "url": f"{path}?{urlencode({'stage': stage, **base})}", "is_current": stage == current}
        for stage, label in labels.items()
    ]
    own = {
        "label": pgettext("proposals", "Mine"),
        "url": reverse("community:proposals-mine"),
        "is_current": current == "mine",
    }
    return [*found, own]


def _orders(kept: dict[str, str]) -> list[dict[str, Any]]:
    labels = {"new": _("Newest first"), "support": _("Most supported first")}
    return [
        {"label": label, "url": f"?{urlencode({**kept, 'order': order})}", "is_current": kept["order"] == order}
        for order, label in labels.items()
    ]
