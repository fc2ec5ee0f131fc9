"""Changes that others propose: written, read word by word, answered, made a proposal of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community import paths, rate_limits, rights
from community.forms.proposals import WordsForm, as_data
from community.models import Amendment, Proposal
from community.models.proposal import TEXTS
from community.proposal_policies import ProposalAction
from community.selectors import amendments as reads, proposal_page, proposal_roles, standings
from community.services.proposals import amending
from community.views import proposal_actions
from community.views.proposals import doors
from lib import clean, clock, errors, web
from lib.limits import spend


@require_safe
def index(request: PageRequest, public_id: str) -> HttpResponse:
    """Show what others would change, what waits in front."""
    return _list_page(request, proposal_actions.public(request, public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write a change: the texts as they are, to be written over."""
    proposal = proposal_actions.public(request, public_id)
    own = proposal_page.mine(viewer=request.user, proposal=proposal, now=clock.now())
    if not doors(own, proposal)["amend"]:
        return web.see_other(paths.of_proposal(proposal))
    if request.method != "POST":
        data = QueryDict(mutable=True)
        data.update(as_data(proposal))
        return _propose_page(request, proposal, data)
    data = request.POST
    texts = {name: data[name] for name in TEXTS if name in data}
    try:
        spend(rate_limits.AMEND, who=request.user.public_id, now=clock.now())
        amending.propose(
            author=request.user,
            proposal=proposal,
            texts=texts,
            reason=data.get("reason", ""),
            terms=data.get("terms", ""),
            now=clock.now(),
        )
    except errors.Invalid as error:
        return _propose_page(request, proposal, data, error=error, status=422)
    except errors.REFUSALS as error:
        return web.refused(_propose_page(request, proposal, data, refusal=str(error.message)), error)
    messages.success(request, _("Proposed. Its authors hear of it, and you hear what they say."))
    return web.see_other(_path(proposal))


@require_POST
@login_required
def answer(request: MemberRequest, public_id: str, amendment_id: str) -> HttpResponse:
    """Take an amendment in, or say why not."""
    proposal, row = _one(request, public_id, amendment_id)
    proposal_roles.require(user=request.user, proposal=proposal, action=ProposalAction.WRITE)
    words = request.POST.get("answer", "")
    try:
        if request.POST.get("do") == "accept":
            is_material = request.POST.get("is_material") == "1"
            amending.accept(by=request.user, amendment=row, answer=words, is_material=is_material, now=clock.now())
            said = _("Taken in, with credit to %(name)s.") % {"name": row.author.display_name}
        else:
            amending.reject(by=request.user, amendment=row, answer=words, now=clock.now())
            said = _("Not taken in. %(name)s hears why.") % {"name": row.author.display_name}
    except (*errors.REFUSALS, errors.Invalid) as error:
        kept = {
            "refusal": error.words,
            "refused": row.public_id,
            "said": clean.sought(words, most=600),
        }
        return web.refused(_list_page(request, proposal, **kept), error)
    messages.success(request, said)
    return web.see_other(_path(proposal))


@require_POST
@login_required
def withdraw(request: MemberRequest, public_id: str, amendment_id: str) -> HttpResponse:
    """Take one's own amendment back."""
    proposal, row = _one(request, public_id, amendment_id)
    try:
        amending.withdraw(by=request.user, amendment=row, now=clock.now())
    except errors.REFUSALS as error:
        return web.refused(_list_page(request, proposal, refusal=str(error.message)), error)
    messages.success(request, _("Taken back."))
    return web.see_other(_path(proposal))


@require_POST
@login_required
def promote(request: MemberRequest, public_id: str, amendment_id: str) -> HttpResponse:
    """Make a proposal of one's own of an amendment that was not taken in."""
    proposal, row = _one(request, public_id, amendment_id)
    try:
        spend(rate_limits.PROPOSE, who=request.user.public_id, now=clock.now())
        made = amending.promote(by=request.user, amendment=row, now=clock.now())
    except errors.REFUSALS as error:
        return web.refused(_list_page(request, proposal, refusal=str(error.message)), error)
    messages.success(request, _("This is yours now. Write the rest, then hand it in."))
    return web.see_other(reverse("community:proposal-edit", args=[made.public_id]))


def _one(request: MemberRequest, public_id: str, amendment_id: str) -> tuple[Proposal, Amendment]:
    proposal = proposal_actions.public(request, public_id)
    return proposal, reads.get(proposal=proposal, public_id=amendment_id)


def _path(proposal: Proposal) -> str:
    return reverse("community:proposal-amendments", args=[proposal.public_id])


def _list_page(request: PageRequest, proposal: Proposal, **extra: object) -> HttpResponse:
    own = proposal_page.mine(viewer=request.user, proposal=proposal, now=clock.now())
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "lines": reads.listing(viewer=request.user, proposal=proposal),
        "mine": own,
        "doors": doors(own, proposal),
    }
    return render(request, "community/amendment/index.html", context | extra)


def _propose_page(
    request: MemberRequest,
    proposal: Proposal,
    data: QueryDict,
    *,
    error: errors.Invalid | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    form = WordsForm(data, with_brand=False)
    wrong = form.show(error)
    if error and not error.fields:
        extra["refusal"] = str(error.message)
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "form": form,
        "wrong": wrong,
        "reason": clean.sought(data.get("reason", ""), most=600),
        "terms": rights.terms(),
        "terms_version": rights.LATEST,
        "place": standings.of(user=request.user, group=proposal.group, now=clock.now()),
    }
    return render(request, "community/amendment/propose.html", context | extra, status=status)
