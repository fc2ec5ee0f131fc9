"""Review: what was handed in is opened, sent back or not taken up; brands are named; what is the same is merged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Brand
from accounts.requests import MemberRequest
from community import paths, support_rungs
from community.models import Proposal
from community.proposal_policies import ProposalAction, may
from community.selectors import proposal_page, proposal_queues, proposal_roles
from community.services.proposals import drafting, merging, reviewing, withdrawing
from lib import clock, errors, texts, web

State = Proposal.State
USUAL_TARGET = 100


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what waits for whoever reviews."""
    found = proposal_queues.queue(user=request.user, now=clock.now())
    nav = "staff" if request.user.is_staff else "proposals"
    return render(request, "community/review_list/index.html", {"nav": nav, "queue": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show a proposal with what is close to it; take a decision."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    if not may(ProposalAction.REVIEW, proposal_roles.roles_of(user=request.user, proposal=proposal)):
        raise errors.NotFound(code="community.proposal_not_found")
    if request.method != "POST":
        return _page(request, proposal)
    try:
        _decide(request, proposal)
    except errors.Invalid as error:
        return _page(request, proposal, status=422, wrong=error.fields or {"": error.message})
    except (errors.Conflict, errors.NotAllowed) as error:
        fresh = proposal_roles.get(user=request.user, public_id=public_id)
        return _page(request, fresh, status=409, wrong={"": error.message})
    said = {
        "open": _("Open. Everybody who may read the group can support it now."),
        "changes": _("Sent back with what to change."),
        "reject": _("Not taken up. Its authors read why."),
        "assign": _("The brand is named."),
        "merge": _("Merged. Every supporter counts once there; for seven days you can undo it."),
        "unmerge": _("It is a proposal of its own again."),
        "withdraw": _("Withdrawn. Every support has come back."),
    }
    messages.success(request, said[request.POST["decision"]])
    return web.see_other(reverse("community:proposal-reviews"))


def _decide(request: MemberRequest, proposal: Proposal) -> None:
    sent, by, now = request.POST, request.user, clock.now()
    decision, reason = sent.get("decision", ""), sent.get("reason", "")
    if decision == "open":
        reviewing.open_(by=by, proposal=proposal, target=web.number(sent.get("target")), reason=reason, now=now)
    elif decision == "changes":
        reviewing.ask_changes(by=by, proposal=proposal, reason=reason, now=now)
    elif decision == "reject":
        reviewing.reject(by=by, proposal=proposal, reason=reason, now=now)
    elif decision == "assign":
        reviewing.assign(by=by, proposal=proposal, brand=_brand(sent.get("brand", "")), now=now)
    elif decision == "merge":
        merging.merge(by=by, proposal=proposal, into=_other(request), reason=reason, now=now)
    elif decision == "unmerge":
        merging.unmerge(by=by, proposal=proposal, reason=reason, now=now)
    elif decision == "withdraw":
        withdrawing.withdraw(by=by, proposal=proposal, reason=reason, now=now)
    else:
        raise errors.Invalid(fields={"": _("Please choose one of the list.")})


def _brand(slug: str) -> Brand:
    found = Brand.objects.filter(slug=slug.replace("\x00", "")[:60]).first()
    if found is None:
        raise errors.Invalid(fields={"brand": _("Please choose one of the list.")})
    return found


def _other(request: MemberRequest) -> Proposal:
    """Return the proposal whose address, or the end of it, was typed or chosen."""
    said = request.POST.get("into", "").replace("\x00", "").strip().rstrip("/").rsplit("/", 1)[-1]
    try:
        return proposal_roles.get(user=request.user, public_id=said[:40])
    except errors.NotFound as error:
        raise errors.Invalid(fields={"into": _("We could not find that proposal.")}) from error


def _page(
    request: MemberRequest, proposal: Proposal, *, status: int = 200, wrong: dict[str, Any] | None = None
) -> HttpResponse:
    now, state = clock.now(), proposal.state
    merged_at = proposal.merged_at
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "path": paths.of_proposal(proposal),
        "people": proposal_page.people(proposal=proposal),
        "pictures": proposal_page.pictures(proposal=proposal),
        "near": drafting.near(user=request.user, text=proposal.title, besides=proposal),
        "is_late": reviewing.is_overdue(proposal, now),
        "is_answer_late": proposal_queues.is_due_over(proposal, now),
        "brands": Brand.objects.order_by("slug") if state in (State.REVIEW, State.OPEN, State.THRESHOLD) else (),
        "can_merge": state == State.OPEN,
        "can_unmerge": state == State.MERGED and merged_at is not None and merged_at + merging.UNDO_WITHIN >= now,
        "can_withdraw": state in withdrawing.BY_JUDGES,
        "least": support_rungs.LEAST_TARGET,
        "most": support_rungs.MOST_TARGET,
        "target": request.POST.get("target") or USUAL_TARGET,
        "decision": request.POST.get("decision", ""),
        "posted": request.POST,
        "wrong": {name: str(sentence) for name, sentence in (wrong or {}).items()},
        "wrong_words": texts.join((wrong or {}).values()),
    }
    return render(request, "community/review_proposal/index.html", context, status=status)
