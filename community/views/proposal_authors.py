"""Who is named, handing in with the terms on rights, and taking a proposal back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from accounts.selectors import people
from community import paths, rate_limits, rights
from community.models import Proposal
from community.proposal_policies import ProposalAction
from community.selectors import proposal_page, proposal_roles
from community.services.proposals import authors, drafting, withdrawing, wording
from community.views import proposal_actions
from community.views.proposals import doors
from lib import clean, clock, errors, web
from lib.limits import spend


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_in(request: MemberRequest, public_id: str) -> HttpResponse:
    """Read it once more with the terms on rights, and hand it in for review."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    proposal_roles.require(user=request.user, proposal=proposal, action=ProposalAction.WRITE)
    if proposal.state not in drafting.WRITABLE:
        return web.see_other(paths.of_proposal(proposal))
    if request.method != "POST":
        return _hand_in_page(request, proposal)
    try:
        spend(rate_limits.PROPOSE, who=request.user.public_id, now=clock.now())
        drafting.submit(by=request.user, proposal=proposal, terms=request.POST.get("terms", ""), now=clock.now())
    except errors.Invalid as error:
        return _hand_in_page(request, proposal, status=422, wrong=error.fields)
    except errors.REFUSALS as error:
        return web.refused(_hand_in_page(request, proposal, refusal=str(error.message)), error)
    messages.success(request, _("Handed in. You hear as soon as somebody has looked at it."))
    return web.see_other(paths.of_proposal(proposal))


@require_POST
@login_required
def invite(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask somebody, by their handle, to be named as a co-author."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    proposal_roles.require(user=request.user, proposal=proposal, action=ProposalAction.WRITE)
    path = f"{reverse('community:proposal-edit', args=[proposal.public_id])}#authors"
    handle = clean.sought(request.POST.get("handle", ""), most=40).strip().removeprefix("@")
    try:
        spend(rate_limits.INVITE, who=request.user.public_id, now=clock.now())
        person = people.get_person(handle=handle)
        authors.invite(by=request.user, proposal=proposal, user=person, now=clock.now())
    except errors.HearthError as error:
        messages.error(request, error.words)
        return web.see_other(path)
    messages.success(request, _("Asked. %(name)s is named only after saying yes.") % {"name": person.display_name})
    return web.see_other(path)


@require_POST
@login_required
def take_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask somebody no longer to be named."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    proposal_roles.require(user=request.user, proposal=proposal, action=ProposalAction.WRITE)
    path = f"{reverse('community:proposal-edit', args=[proposal.public_id])}#authors"
    try:
        person = proposal_page.author(proposal=proposal, handle=request.POST.get("handle", ""))
        authors.take_back(by=request.user, proposal=proposal, user=person)
    except (errors.Conflict, errors.NotFound) as error:
        messages.error(request, error.words)
    else:
        messages.success(request, _("They are not asked any more."))
    return web.see_other(path)


@require_POST
@login_required
def answer(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say yes or no to being named; also yes to newer terms, and leaving."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    is_yes = request.POST.get("answer") == "yes"

    def act() -> object:
        if is_yes:
            terms = request.POST.get("terms", "")
            return authors.accept(by=request.user, proposal=proposal, terms=terms, now=clock.now())
        return authors.decline(by=request.user, proposal=proposal, now=clock.now())

    onward = paths.of_proposal(proposal) if is_yes else reverse("community:proposals-mine")
    words = _("You are named now.") if is_yes else _("You are not named.")
    return proposal_actions.attempt(
        request, proposal, act, limit=rate_limits.PROPOSE, onward=onward, said=lambda: messages.success(request, words)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask, then take it back: every support of it comes back."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    proposal_roles.require(user=request.user, proposal=proposal, action=ProposalAction.WITHDRAW)
    own = proposal_page.mine(viewer=request.user, proposal=proposal, now=clock.now())
    if not doors(own, proposal)["withdraw"]:
        return web.see_other(paths.of_proposal(proposal))
    reason = request.POST.get("reason", "")
    if request.method != "POST":
        return _withdraw_page(request, proposal, own)
    try:
        spend(rate_limits.PROPOSE, who=request.user.public_id, now=clock.now())
        held = withdrawing.withdraw(by=request.user, proposal=proposal, reason=reason, now=clock.now())
    except errors.Invalid as error:
        said = clean.sought(reason, most=600)
        return _withdraw_page(request, proposal, own, status=422, wrong=error.fields, reason=said)
    except errors.REFUSALS as error:
        return web.refused(_withdraw_page(request, proposal, own, refusal=str(error.message)), error)
    is_gone = held.state == Proposal.State.WITHDRAWN
    messages.success(
        request,
        _("Withdrawn. Every support has gone back.")
        if is_gone
        else _("You have said so. It is withdrawn when all its authors have."),
    )
    return web.see_other(reverse("community:proposals-mine") if is_gone else paths.of_proposal(proposal))


def _hand_in_page(request: MemberRequest, proposal: Proposal, *, status: int = 200, **extra: Any) -> HttpResponse:
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "people": proposal_page.people(proposal=proposal),
        "pictures": proposal_page.pictures(proposal=proposal),
        "lacks": wording.lacks(wording.texts_of(proposal)),
        "terms": rights.terms(),
        "terms_version": rights.LATEST,
        "wrong": {},
    }
    return render(request, "community/proposal_studio/hand_in.html", context | extra, status=status)


def _withdraw_page(
    request: MemberRequest, proposal: Proposal, own: proposal_page.Mine, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {"nav": "proposals", "proposal": proposal, "mine": own, "wrong": {}}
    context["people"] = proposal_page.people(proposal=proposal)
    return render(request, "community/proposal/withdraw.html", context | extra, status=status)
